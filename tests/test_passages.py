"""A result opens at its passage, leaving the search or coming back leads to where the reader was, and the 404 page helps at any depth."""

from observers import follow
from playwright.sync_api import Page, Route, expect
from site_build import Site, data, script
from states import opened, wide
from webdriver import Tab

DATA = data("passages")
IN_VIEW = "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.activeElement.querySelector('mark').getBoundingClientRect())"
BACK = """query => document.querySelector('[name=query]').value === query && history.state?.place > 100
  && Math.abs(document.querySelector('.md-search__scrollwrap').scrollTop - history.state.place) < 2"""


def test_enter_opens_the_passage_and_the_search_gives_back_the_page_and_the_list(server: str, each_engine: Tab):
    """The page behind stays where it is, and its link has the focus; Back leads to the place in the list."""
    tab = each_engine
    tab.set_viewport_size({"width": 1280, "height": 300})
    tab.goto(server)
    follow(tab, DATA["to a passage"])
    tab.wait_for_function(f"() => {IN_VIEW}")
    tab.evaluate("() => { scrollTo(0, 400); document.querySelector('article a').focus({ preventScroll: true }) }")
    for part in ("into the search", "and out"):
        follow(tab, DATA[part])
        assert tab.evaluate("scrollY") == 400
    follow(tab, DATA["through the list and back"])
    tab.wait_for_function(BACK, arg="Titelkonf 2032")


@wide
def test_highlighted_code_opens_at_its_words(server: str, tab: Page):
    """A highlighter puts each part of a dotted name into an element of its own."""
    tab.goto(f"{server}ovrkonf-2031/day-1/code-and-prompts/?h=models.Model")
    tab.wait_for_function(f"() => document.activeElement.matches('pre span') && {IN_VIEW}")
    assert tab.locator(":focus mark").all_inner_texts() == ["models", ".", "Model"]
    tab.emulate_media(color_scheme="dark", forced_colors="active")
    expect(tab.locator("mark").first).to_have_css("background-color", "rgb(255, 255, 0)")  # not transparent
    expect(tab.locator("mark").first).to_have_css("outline-style", "solid")


def test_a_page_goes_to_the_words_found_once(server: str, tab: Page):
    """Not again on reload, nor past the address's anchor, nor when the reader has scrolled before the script came."""
    place = "[location.search, Math.round(scrollY)]"
    tab.set_viewport_size({"width": 390, "height": 300})  # the words are below it
    tab.goto(address := f"{server}ovrkonf-2031/day-1/opening/?h=soft")
    tab.wait_for_function(f"() => {IN_VIEW}")
    tab.evaluate("scrollTo(0, 60)")
    tab.reload()
    assert tab.evaluate(place) == ["", 60]
    tab.goto(f"{address}#related:~:text=More")
    tab.wait_for_function("() => Math.abs(document.getElementById('related').getBoundingClientRect().top) < 300")
    assert tab.evaluate("document.activeElement === document.body") and tab.locator("article mark").count()
    waiting: list[Route] = []
    tab.route("**/start.js", lambda route: waiting.append(route))
    tab.goto(address, wait_until="commit")
    tab.wait_for_selector("footer", state="attached")
    tab.evaluate("scrollTo(0, 60)")
    waiting.pop().continue_()
    tab.wait_for_selector("article mark", state="attached")
    tab.wait_for_load_state()
    assert tab.evaluate(place) == ["", 60]


@wide
def test_what_is_not_seen_and_signs_are_not_marked_and_a_shared_query_opens_with_its_results(site: Site, server: str, tab: Page):
    html = site.page("about.md").file.read_text(encoding="utf-8").replace("</article>", f"{DATA['unseen']}</article>")
    tab.route("**/about/?h=*", lambda route: route.fulfill(body=html, content_type="text/html"))
    tab.goto(f"{server}about/?h=quokka+wombat")
    assert tab.locator("#seen:focus mark").all_inner_texts() == ["Quokka"]
    opened(tab, f"{server}?h=*:~%5E")
    assert tab.locator("article mark").count() == 0
    tab.locator(".search-form input").fill((talk := site.of_kind("talk")[0]).meta["title"])
    tab.locator(".search-form button").click()
    tab.wait_for_selector(f".md-search-result__item:first-child a[href*='{talk.url}']")
    tab.locator("[name=query]").press_sequentially("++")
    tab.evaluate("document.addEventListener('copy', event => { window.copied = event.target.value })")
    tab.locator("[data-md-component=search-share]").click()
    assert tab.evaluate("new URL(copied).searchParams.get('q')") == f"{talk.meta['title']}++"


@wide
def test_the_404_page_searches_for_the_words_of_its_address_and_shows_the_days_for_an_old_post(server: str, tab: Page):
    tab.goto(f"{server}no/such/place/at/all/")
    tab.locator("article button").click()
    tab.wait_for_url(f"{server}?q=no+such+place+at+all")
    expect(tab.locator("[name=query]")).to_have_value("no such place at all")
    tab.go_back()
    assert {"Topics", "Speakers"} <= {*tab.locator("article li a").all_inner_texts()}
    cases = {f"{server}{path}": [words, old_post] for path, words, old_post in DATA["addresses"]}
    assert dict(zip(cases, tab.evaluate(script("at_addresses"), [*cases]), strict=True)) == cases
    tab.get_by_role("article").get_by_role("link", name="Day 1").first.click()
    assert tab.locator("h1").inner_text() == "Day 1"
