"""The theme's script loads late without a visible difference: colours, keys and taps work from the start."""

import re
from collections.abc import Callable

import pytest
from observers import follow
from playwright.sync_api import Page, Route, expect
from processes import until
from site_build import Site, data, script
from states import ALL, opened, wide

SCHEME = "document.body.dataset.mdColorScheme"
LOADED = "performance.getEntriesByType('resource').some(entry => entry.name.includes('/bundle.'))"


@pytest.fixture
def waiting(tab: Page) -> list[Route]:
    """The requests for the theme's script, which wait as on a slow network."""
    waiting: list[Route] = []
    tab.route("**/bundle.*", lambda route: waiting.append(route))
    return waiting


def let_through(tab: Page, waiting: list[Route]) -> None:
    until(lambda: tab.wait_for_timeout(20) or waiting, lambda: "the theme's script is not requested", 20)
    waiting.pop().continue_()


@wide
def test_the_first_paint_has_the_systems_colours_and_then_those_chosen_by_keyboard(server: str, tab: Page):
    for system, scheme in (("light", "default"), ("dark", "slate")):
        tab.emulate_media(color_scheme=system)
        tab.goto(server)
        assert tab.evaluate(SCHEME) == scheme
    width = "document.querySelector('.md-header__title').clientWidth"
    before = tab.evaluate(width)
    opened(tab, None)
    assert tab.evaluate(width) == before, "the switch of colours has its place from the start"
    follow(tab, data("start")["colours"], look=True)
    tab.emulate_media(color_scheme="light")
    tab.goto(f"{server}about/")
    assert tab.evaluate(SCHEME) == "slate", "the reader's, not the system's"


@pytest.mark.parametrize(("tab", "key"), [(1280, "s"), (390, ""), *[(1280, "f"), (1280, "/")] * ALL], indirect=["tab"])
def test_what_is_typed_is_not_lost(key: str, server: str, tab: Page, waiting: list[Route]):
    """After a key, also while the script loads, or after a tap on a phone; but the browser's own keys stay its own."""
    tab.goto(f"{server}titelkonf-2032/day-1/keynote/", wait_until="domcontentloaded")  # a script that waits keeps the load event waiting
    if key == "s":
        tab.evaluate("addEventListener('keydown', event => { window.taken = event.defaultPrevented })")
        for own in ("Control+n", "Control+f"):
            tab.keyboard.press(own)
        assert tab.evaluate("window.taken === false && document.activeElement === document.body")
    if not key:
        tab.locator(".md-header button[for=__search]").click()
    tab.keyboard.type(f"{key}no, a page.")  # also the keys of the next talk and the one before
    assert tab.locator("[name=query]").input_value() == "no, a page."
    let_through(tab, waiting)
    tab.wait_for_selector(".md-search-result__item, .md-search[data-empty]")


def test_the_drawer_does_not_wait(site: Site, server: str, tab: Page, waiting: list[Route]):
    """Nor need the page what the theme leaves out where `palette` and `navigation.top` are not set."""
    optional = r'<form class="md-header__option".*?</form>|<button[^>]* class="md-top .*?</button>'
    html, left_out = re.subn(optional, "", site.page("about.md").file.read_text(encoding="utf-8"), flags=re.DOTALL)
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


def test_a_script_that_came_as_the_page_was_left_runs_on_return(server: str, tab: Page, waiting: list[Route]):
    """Firefox runs it in the page cache, where it fails without an event."""
    tab.route("**/bundle.*", lambda route: route.fulfill(body="document.currentScript.onload = null"), times=1)
    tab.goto(server)
    tab.keyboard.press("Tab")
    tab.wait_for_function(f"() => {LOADED}")
    for _ in "ab":  # the reader may return twice, before the script has come again
        tab.evaluate(script("return"))
    let_through(tab, waiting)
    tab.wait_for_function("() => window.document$")
    expect(tab.locator("script[src*='/bundle.']")).to_have_count(1)
    assert waiting == []
