"""Pages work alike in Chromium, Firefox and WebKit: keys, going back, the look, and the console, where the engines differ."""

from pathlib import Path

import pytest
from observers import focus_faults, lost_look
from processes import until
from site_build import Page, Site, script
from states import ALL, CODES, laid_out, only_with_all, opened, resized
from webdriver import OTHERS, Tab

DRAWER = script("drawer")
THEME_LOADED = "() => !document.querySelector('script[data-src]:not([src])') && 'document$' in window"
AT = "url => location.href === url && document.readyState === 'complete'"
widths = pytest.mark.parametrize("width", [390, pytest.param(1280, marks=only_with_all)])


def with_code(site: Site) -> Page:
    """The talk with most blocks of code."""
    return max(site.of_kind("talk"), key=lambda page: len(page.html.select("pre > code")))


def test_keys_lead_to_the_next_talk_and_back(site: Site, server: str, each_engine: Tab):
    first, second = (f"{server}{page.url}" for page in site.of_kind("talk")[:2])
    each_engine.goto(first)
    for key, target in (("n", second), (",", first), *[(".", second), ("p", first)] * (ALL or each_engine.name == "Chromium")):
        each_engine.keyboard.press(key)
        each_engine.wait_for_function(AT, arg=target)
    each_engine.keyboard.press("/")
    each_engine.keyboard.type("npw")
    each_engine.wait_for_selector(".md-search-result__item, .search-help")
    assert each_engine.url == first, "in the search box, they are letters"


def test_back_from_the_drawer_leads_to_a_page_that_works(site: Site, server: str, each_engine: Tab):
    tab = each_engine
    tab.set_viewport_size({"width": 390, "height": 800})
    here, there = (f"{server}{page.url}" for page in site.of_kind("talk")[:2])
    opened(tab, here)
    tab.evaluate("() => { document.documentElement.dataset.kept = 'yes' }")
    tab.locator(".md-header button[for=__drawer]").click()
    tab.wait_for_function(f"() => ({DRAWER})() === true")
    tab.locator(f".md-nav--primary a[href$='{there.rstrip('/').rpartition('/')[2]}/']").click()
    tab.wait_for_function(AT, arg=there)
    tab.go_back()
    tab.wait_for_function(AT, arg=here)
    assert not isinstance(tab, Tab) or tab.evaluate("document.documentElement.dataset.kept"), "the page cache is on"
    tab.wait_for_function(f"() => ({DRAWER})() !== null")
    if tab.evaluate(DRAWER):
        tab.keyboard.press("Escape")
    tab.locator(".md-header button[for=__drawer]").click()
    tab.wait_for_function(f"() => ({DRAWER})() === true")


@widths
@pytest.mark.parametrize("engine", OTHERS, indirect=True)
def test_nothing_is_wrong_in_other_engines(width: int, site: Site, server: str, whole: Path, each_engine: Tab):
    """In the console, with tab stops and with the look of the page with most links and the 404 page, or with ALL=1 every page; test_walk.py
    sees each kind in Chromium."""
    tab = each_engine
    tab.set_viewport_size({"width": width, "height": 800})
    links = max(site.pages, key=lambda page: len(page.html.select("article p a")))
    for url in (*([page.url for page in site.pages] if ALL else [links.url]), "404.html"):
        tab.goto(f"{server}{url}")
        tab.keyboard.press("Tab")
        tab.wait_for_function(THEME_LOADED)
        laid_out(tab)
        assert tab.evaluate("document.activeElement.matches('.skip')"), "loading the theme's script moves no focus"
        stops = [
            fault for fault in focus_faults(tab) if tab.name != "Firefox" or not fault.startswith("focus: DIV")
        ]  # in it, each scrolling box is a tab stop
        assert stops + lost_look(tab) + tab.errors() == [], url
    tab.evaluate(script("plant_faults"))
    tab.evaluate("() => { document.body.append(Object.assign(new Image(), { src: 'https://example.org/' })); setTimeout(() => nothing()) }")
    assert lost_look(tab)
    found: list[str] = []
    until(lambda: found.extend(tab.errors()) or len(found) == 2, lambda: f"not one error of the policy and one of a script: {found}")


@widths
def test_code_is_a_stop_just_where_it_scrolls(width: int, site: Site, server: str, each_engine: Tab):
    """And right-to-left text has its order, beside its bullet."""
    tab = each_engine
    opened(tab, f"{server}{with_code(site).url}")
    resized(tab, width)
    tab.wait_for_function(f"() => ({CODES})().every(([scrolls, stop]) => scrolls === stop)")
    blocks = [scrolls for scrolls, _ in tab.evaluate(CODES)]
    assert {*blocks} == {True, False}, "the page has blocks of both kinds"
    code = f"document.querySelectorAll('.md-content pre > code')[{blocks.index(True)}]"
    tab.evaluate(f"{code}.focus()")
    for key in ("Shift+Tab", "Tab", "ArrowRight"):
        tab.keyboard.press(key)
    tab.wait_for_function(f"() => document.activeElement === {code} && {code}.scrollLeft > 0")
    stop, letter = tab.evaluate(script("right_to_left"))
    assert -1 < stop < letter < 200
