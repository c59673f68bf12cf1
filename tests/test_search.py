"""The search finds the right talk, typed on the keyboard, and says why."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from observers import axe
from originals import or_skip
from playwright.sync_api import Browser, Page, expect
from search_box import SearchBox
from search_report import Score, measure, ours, table
from site_build import Site, data, script
from states import ALL, only_with_all, recoloured

CASES = data("search")
STATUS = ".md-search [role=status]"
FLOORS = {"all": 0.95, "synonym": 0.6}  # the right talk comes first for so many of the judged queries, and of each other kind for 0.7
# One file of queries, and the others only with ALL=1.
JUDGED = [pytest.param(path, id=path.stem, marks=() if path.stem == "queries-held-out" else only_with_all) for path in ours()]


@pytest.fixture(scope="module")
def planted(server: str, browser: Browser) -> Iterator[SearchBox]:
    """One search for all tests that only type and read; no query breaks it."""
    box = SearchBox(browser, server, index=CASES["index"])
    yield box
    assert box.tab.page_errors() == []


@pytest.mark.parametrize("path", or_skip(JUDGED, reason="no judged queries in tests/original/"))
def test_judged_queries(path: Path, plain: Site, browser: Browser, serve: Callable):
    scores = measure(path, SearchBox(browser, serve(plain)))
    nonsense = scores.pop("nonsense", Score())
    assert len(nonsense.places) - nonsense.empty <= len(nonsense.places) / 30, nonsense.misses
    below = [kind for kind, score in scores.items() if score.success(1) < FLOORS.get(kind, 0.7)]
    assert below == [] and scores["all"].empty <= len(scores["all"].places) / 35, table(path.stem, scores)


def test_the_talk_comes_first(site: Site, server: str, browser: Browser):
    """For its title and each speaker."""
    box, queries = SearchBox(browser, server), defaultdict(set)
    for page in site.of_kind("talk"):
        for query in (page.meta["title"], *(speaker["name"] for speaker in page.meta.get("speakers", []))):
            queries[query].add(page.url)
    assert {query: found for query, urls in queries.items() if not urls & {*(found := box.results(query))[:1]}} == {}


@pytest.mark.parametrize(("query", "said", "marked"), [(query, *shown) for query, shown in CASES["reasons"].items()])
def test_a_result_shows_what_it_was_found_by(query: str, said: str, marked: str, planted: SearchBox):
    planted.type(query)
    first = planted.tab.locator(".md-search-result__item").first
    assert "Herding <cats>" in first.inner_text() and said in first.inner_text()
    assert [*first.locator("mark").all_inner_texts(), ""][0] == marked


@pytest.mark.parametrize(("query", "end"), CASES["ends"].items())
def test_a_result_leads_to_its_passage(query: str, end: str, planted: SearchBox):
    planted.type(query)
    assert planted.tab.locator(".md-search-result__link").first.evaluate("link => link.href").endswith(end)


@pytest.mark.parametrize(("query", "case"), [(query, case) for case in CASES["lists"] for query in case["queries"]])
def test_a_query_finds_just_this_list(query: str, case: dict, planted: SearchBox):
    assert (planted.results(query), planted.tab.locator(STATUS).inner_text()) == (case["found"], case["says"])


def test_a_list_stays_while_a_word_is_on_its_way(planted: SearchBox):
    tab = planted.tab
    planted.type("cat")
    first = tab.locator(".md-search-result__link").first.element_handle()
    planted.type("cats")
    assert first.is_visible(), "an equal result keeps its element"
    for query, found in (("march 4 2031", "conf/day-2/"), ("cats quxx herding", "conf/day-2/herding/"), ("x-ray", "conf/day-2/early/")):
        firsts = planted.while_typing(query)
        assert {*firsts[firsts.index(found) :]} == {found}
    assert len(planted.results("grzae")) > 1 and tab.locator(".search-taken").count() == 1, "one result says what it is found for"
    for query, said in (("gnu quxx", "Nothing found"), ("x-r", "Type a third letter to search")):
        planted.while_typing(query)
        tab.wait_for_selector(".md-search-result__item", state="detached", timeout=5000)  # the reader has paused
        expect(tab.locator(STATUS)).to_have_text(said)
    planted.type("gnu")
    for query in ("gnus", "gnus quxx"):  # the list changes, or would disappear, after an arrow key
        tab.evaluate(script("type_and_go_on"), query)
        planted.wait(query)
        tab.wait_for_timeout(800)  # longer than such a pause
        assert tab.locator(".md-search-result__item:first-child :focus").count(), query


def test_many_results_come_in_parts_and_fit_a_phone(server: str, browser: Browser):
    box = SearchBox(browser, server, index={"docs": [CASES["talk"] | {"location": f"p{number}/"} for number in range(51)]})
    tab = box.tab
    tab.set_viewport_size({"width": 390, "height": 844})
    box.type("gather")
    expect(tab.locator(STATUS)).to_have_text("More than 50 talks and pages")
    items = tab.locator(".md-search-result__item")
    ends = items.evaluate_all("items => items.map(item => item.getBoundingClientRect().bottom)")
    assert sum(end <= 844 for end in ends) >= 5
    expect(items).to_have_count(50)  # with the rest
    with tab.context.expect_page() as other:
        items.locator("a").first.click(modifiers=["ControlOrMeta"])
    other.value.close()
    expect(tab.locator("#__search")).to_be_checked()
    (results := tab.locator(".md-search__scrollwrap")).evaluate("list => { list.scrollTop = 400 }")
    tab.locator("[name=query]").focus()
    box.type("title")  # of which no passage has a word
    assert results.evaluate("list => list.scrollTop") == 0, "the list begins with the best result"
    assert tab.locator(".search-passage").first.evaluate("text => text.scrollHeight > text.clientHeight"), "two lines of it are shown"
    tab.close()


def test_the_beginning_of_a_word_finds_what_the_word_finds(site: Site, tab: Page):
    texts = " ".join(notes.get_text() for page in site.of_kind("talk") for notes in page.html.select(".notes"))
    words = sorted({word for word in re.findall(r"\w+", texts.lower()) if len(word) > 3})
    for name in ("stemmer", "words", "when", "index", "rank", "passages"):
        tab.add_script_tag(path=site.path / f"assets/search/{name}.js")
    tab.add_script_tag(content=f"const searched = {(site.path / 'search/search_index.json').read_text(encoding='utf-8')}")
    assert words and tab.evaluate(script("lost_prefixes"), words) == []


@pytest.mark.parametrize("missing", ["search_index.json", "bundle.*.js", "worker.js", *["rank.js"] * ALL])
def test_what_does_not_load_is_reported_and_loaded_again(missing: str, server: str, browser: Browser):
    tab = browser.new_page(reduced_motion="reduce", viewport={"width": 390, "height": 800})
    tab.clock.install()
    tab.route(f"**/{missing}", lambda route: route.abort())
    tab.goto(server)
    tab.keyboard.press("/")
    tab.keyboard.type("django")
    (status := tab.locator(STATUS, has_text="could not load")).wait_for()
    assert tab.locator(".search-help").get_by_role("link", name="Day 1").first.is_visible()
    if missing == "search_index.json":
        assert axe(tab) == []
        recoloured(tab, "dark")
        assert axe(tab, rules=["color-contrast"]) == []
    said = status.evaluate_handle("status => status.firstChild")
    tab.evaluate("document.getElementById('__search').click()")  # closed, while the field keeps the focus
    with tab.expect_event("requestfailed"):
        tab.clock.fast_forward(2500)  # the search tries again
    assert said.evaluate("text => text.isConnected") and not tab.locator("#__search").is_checked()
    tab.evaluate("document.getElementById('__search').click()")
    tab.unroute(f"**/{missing}")
    tab.clock.fast_forward(2500)
    tab.wait_for_selector(".md-search-result__item")
    assert not tab.locator(".search-help").is_visible()
    tab.close()
