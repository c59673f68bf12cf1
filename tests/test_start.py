"""The theme's script loads late without a visible difference: colours, keys and taps work from the start."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route
from site_build import Site
from states import ALL, opened, wide

SCHEME = "document.body.dataset.mdColorScheme"


@pytest.fixture
def slow(tab: Page) -> tuple[Page, list[Route]]:
    """A page on a slow network: requests for the theme's script wait in the list."""
    waiting: list[Route] = []
    tab.route("**/bundle.*", lambda route: waiting.append(route))
    return tab, waiting


def let_through(tab: Page, waiting: list[Route]) -> None:
    """Answer the request for the theme's script, once it has come."""
    for _ in range(100):
        if waiting:
            break
        tab.wait_for_timeout(20)
    waiting.pop().continue_()


def test_the_first_paint_has_the_systems_colours_and_then_the_readers(server: str, tab: Page):
    for system, scheme in (("light", "default"), ("dark", "slate")):
        tab.emulate_media(color_scheme=system)
        tab.goto(server)
        assert tab.evaluate(SCHEME) == scheme
    width = "document.querySelector('.md-header__title').clientWidth"
    before = tab.evaluate(width)
    opened(tab, None)
    assert tab.evaluate(width) == before, "the switch of colours has its place from the start"
    tab.locator(".md-header__option label >> visible=true").click()
    chosen = tab.evaluate(SCHEME)
    tab.goto(f"{server}about/")
    assert chosen == tab.evaluate(SCHEME) == "default"


@pytest.mark.parametrize(
    ("tab", "key", "moved"), [(1280, "s", True), (390, "", False), *[(1280, "f", False), (1280, "/", False)] * ALL], indirect=["tab"]
)
def test_what_is_typed_is_not_lost(key: str, moved: bool, server: str, slow: tuple[Page, list[Route]]):
    """After a key, also once the script loads, or after a tap on a phone."""
    tab, waiting = slow
    tab.goto(server, wait_until="domcontentloaded")  # a script that waits keeps the load event waiting
    if moved:
        tab.mouse.move(1, 1)
        tab.mouse.move(2, 2)
    if not key:
        tab.locator(".md-header button[for=__search]").click()
    tab.keyboard.type(f"{key}wsgi server")
    assert tab.locator("[data-md-component=search-query]").input_value() == "wsgi server"
    let_through(tab, waiting)
    tab.wait_for_selector(".md-search-result__item")


@wide
def test_the_browsers_own_keys_stay_its_own(server: str, slow: tuple[Page, list[Route]]):
    tab, _ = slow
    tab.goto(server, wait_until="domcontentloaded")
    tab.evaluate("addEventListener('keydown', event => { window.taken = event.defaultPrevented })")
    tab.keyboard.press("Control+f")
    assert tab.evaluate("window.taken") is False and tab.evaluate("document.activeElement === document.body")


def test_the_drawer_does_not_wait(site: Site, server: str, slow: tuple[Page, list[Route]]):
    """Nor need the page what the theme leaves out where `palette` and `navigation.top` are not set."""
    tab, _ = slow
    optional = r'<form class="md-header__option".*?</form>|<button[^>]* class="md-top .*?</button>'
    html, left_out = re.subn(optional, "", (site.path / "about/index.html").read_text(encoding="utf-8"), flags=re.DOTALL)
    tab.route("**/about/", lambda route: route.fulfill(body=html, content_type="text/html"))
    for url, opened_first in ((site.of_kind("talk")[0].url, "button.md-nav__title"), ("about/", "a")):
        tab.goto(f"{server}{url}", wait_until="domcontentloaded")
        tab.locator(".md-header [for=__drawer]").click()
        assert left_out == 2 and tab.locator(f".md-nav--primary {opened_first}:focus").is_visible()


@wide
def test_what_follows_the_themes_script(varied: Site, serve: Callable, tab: Page):
    """Other scripts, also if it loads only later; and the names of links, which keep their words."""
    assert "  /* as written */" in (varied.path / "more/own.js").read_text(encoding="utf-8")
    page = next(page for page in varied.of_kind("talk") if page.html.select_one(".footnote-ref"))
    tab.route("**/bundle.*", lambda route: route.abort(), times=1)
    tab.route("**/own.js", lambda route: tab.wait_for_timeout(200) or route.continue_())  # the second script is there before the first
    opened(tab, f"{serve(varied)}{page.url}?h=out")
    tab.wait_for_function("() => window.themeWasThere && window.inOrder")
    assert tab.locator("article mark").all_inner_texts() == ["Out"]
    assert tab.get_by_role("link", name=re.compile("^Out")).count() == 1
    assert tab.get_by_role("link", name="Edit this page").get_attribute("aria-label")


def test_any_sign_of_the_reader_loads_the_themes_script(site: Site, server: str, browser: Browser):
    loaded = "performance.getEntriesByType('resource').some(entry => entry.name.includes('/bundle.'))"
    tab = browser.new_page()  # no pointer has been in it, which Chromium reports to each new page as a move
    for sign in (lambda: tab.keyboard.press("Tab"), lambda: tab.mouse.wheel(0, 200), lambda: tab.mouse.move(9, 9)):
        tab.mouse.move(-9, -9)
        tab.goto(f"{server}{site.of_kind('day')[0].url}", wait_until="networkidle")
        assert not tab.evaluate(loaded)
        sign()
        tab.wait_for_function(f"() => {loaded}")
    tab.close()


def test_a_script_that_came_as_the_page_was_left_runs_on_return(server: str, tab: Page):
    """Firefox runs it in the page cache, where it fails without an event."""
    tab.route("**/bundle.*", lambda route: route.fulfill(body="document.currentScript.onload = null"), times=1)
    tab.goto(server)
    with tab.expect_response("**/bundle.*"):
        tab.keyboard.press("Tab")
    tab.wait_for_function("() => performance.getEntriesByType('resource').some(entry => entry.name.includes('/bundle.'))")
    assert not tab.evaluate("!!window.document$")
    waiting: list[Route] = []
    tab.route("**/bundle.*", lambda route: waiting.append(route))
    for _ in "ab":  # the reader may return twice, before the script has come again
        tab.evaluate("void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        tab.wait_for_timeout(200)
    assert len(waiting) == 1
    let_through(tab, waiting)
    tab.wait_for_function("() => window.document$")


@pytest.mark.parametrize(("words", "marked"), [*[("", False), ("%20", False), ("+-+", False)] * ALL, ("*:~%5E", False), ("the", True)])
def test_only_words_are_marked(words: str, marked: bool, server: str, tab: Page):
    opened(tab, f"{server}about/?h={words}")
    tab.wait_for_load_state("networkidle")
    tab.wait_for_timeout(300)
    assert (tab.locator("article mark").count() > 0) == marked
