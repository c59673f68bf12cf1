"""Pages work alike in Chromium, Firefox and WebKit: keys, going back, and the console, where the engines differ."""

import pytest
from site_build import Page, Site, script
from states import ALL, CODE, CODES, only_with_all, opened, resized
from three_engines import OTHERS
from webdriver import Tab

NUMBER = script("number_stops")
FOCUSED = script("focused_stop")
SCROLLER = "document.activeElement.matches('.md-sidebar__scrollwrap')"
COVERED = "() => [...document.querySelectorAll('.skip, .md-header, .md-content, .md-footer')].map(element => element.inert)"
THEME_LOADED = "() => !document.querySelector('script[data-src]:not([src])') && 'document$' in window"


def with_code(site: Site) -> Page:
    """The talk with most blocks of code."""
    return max(site.of_kind("talk"), key=lambda page: len(page.html.select("pre > code")))


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=only_with_all)])
@pytest.mark.parametrize("engine", OTHERS, indirect=True)  # test_walk.py sees Chromium's
def test_tab_stops_at_one_after_the_other(width: int, site: Site, server: str, each_engine: Tab):
    tab = each_engine
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"{server}{with_code(site).url}")
    assert tab.evaluate(NUMBER) == "skip"
    for number in range(6):
        tab.keyboard.press("Tab")
        tab.wait_for_function(THEME_LOADED)
        if number == 0:
            tab.wait_for_timeout(100)  # in which the theme's script looks for boxes that scroll
        if tab.name == "Firefox" and tab.evaluate(SCROLLER):  # in Firefox, each scrolling box is a tab stop
            tab.keyboard.press("Tab")
        assert tab.evaluate(FOCUSED) == [number, True]


def test_keys_lead_to_the_next_talk_and_back(site: Site, server: str, each_engine: Tab):
    first, second = (f"{server}{page.url}" for page in site.of_kind("talk")[:2])
    each_engine.goto(first)
    for key, target in (("n", second), (",", first), *[(".", second), ("p", first)] * (ALL or each_engine.name == "Chromium")):
        each_engine.keyboard.press(key)
        each_engine.wait_for_function("url => location.href === url && document.readyState === 'complete'", arg=target)
    each_engine.locator("[data-md-component=search-query]").focus()
    each_engine.keyboard.type("np")
    each_engine.wait_for_timeout(300)
    assert each_engine.url == first, "in the search box, they are letters"


def test_back_from_the_drawer_leads_to_a_page_that_works(site: Site, server: str, each_engine: Tab):
    tab = each_engine
    tab.set_viewport_size({"width": 390, "height": 800})
    here, there = (f"{server}{page.url}" for page in site.of_kind("talk")[:2])
    opened(tab, here)
    tab.evaluate("() => { document.documentElement.dataset.kept = 'yes' }")
    tab.locator(".md-header button[for=__drawer]").click()
    tab.wait_for_timeout(400)
    assert all(tab.evaluate(COVERED)), "the open drawer covers the page"
    tab.locator(f".md-nav--primary a[href$='{there.rstrip('/').rpartition('/')[2]}/']").click()
    tab.wait_for_function("url => location.href === url && document.readyState === 'complete'", arg=there)
    tab.go_back()
    tab.wait_for_function("url => location.href === url && document.readyState === 'complete'", arg=here)
    tab.wait_for_timeout(300)
    kept = tab.evaluate("document.documentElement.dataset.kept === 'yes'")
    assert kept or not isinstance(tab, Tab), "the page cache is on"
    open_ = tab.evaluate("document.getElementById('__drawer').checked")
    assert set(tab.evaluate(COVERED)) == {open_}
    assert tab.evaluate("document.querySelector('.md-header button[for=__drawer]').ariaExpanded") == str(open_).lower()
    if open_:
        tab.keyboard.press("Escape")
    assert not any(tab.evaluate(COVERED))
    tab.locator(".md-header button[for=__drawer]").click()
    assert all(tab.evaluate(COVERED)), "the drawer opens again"


@pytest.mark.parametrize("engine", OTHERS, indirect=True)
def test_no_page_logs_an_error(site: Site, server: str, each_engine: Tab):
    """Home, a talk with code, and the 404 page, or with ALL=1 every page; test_walk.py sees each kind in Chromium."""
    for url in (*([page.url for page in site.pages] if ALL else ["", with_code(site).url]), "404.html"):
        opened(each_engine, f"{server}{url}")
        each_engine.wait_for_timeout(100)
        assert each_engine.errors() == [], url
    each_engine.evaluate("() => { document.body.append(Object.assign(new Image(), { src: 'https://example.org/' })) }")
    each_engine.evaluate("() => { setTimeout(() => nothing()) }")
    each_engine.wait_for_timeout(300)
    assert len(each_engine.errors()) == 2, "one error of the policy, one of a script"


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=only_with_all)])
def test_code_is_a_stop_just_where_it_scrolls(width: int, site: Site, server: str, each_engine: Tab):
    tab = each_engine
    found = []
    for page in (page for page in site.of_kind("talk") if page.html.select("pre > code")):
        tab.set_viewport_size({"width": 1280, "height": 800})
        opened(tab, f"{server}{page.url}")
        resized(tab, width)
        for number in range(len(tab.evaluate(CODES))):  # the theme measures a block once it is in view
            tab.evaluate(f"number => document.querySelectorAll('{CODE}')[number].scrollIntoView()", number)
            tab.wait_for_timeout(50)
        found += tab.evaluate(CODES)
    assert all(scrolls == stop for scrolls, stop in found)
    assert {scrolls for scrolls, _ in found} == {True, False}, "the page has blocks of both kinds"
    opened(tab, f"{server}{with_code(site).url}")
    at = next(number for number, (scrolls, _) in enumerate(tab.evaluate(CODES)) if scrolls)
    code = f"[...document.querySelectorAll('{CODE}')][{at}]"
    tab.evaluate(f"{code}.focus()")
    for key in ("Shift+Tab", "Tab", "ArrowRight"):
        tab.keyboard.press(key)
    tab.wait_for_function(f"() => document.activeElement === {code} && {code}.scrollLeft > 0")


ORDER = """() => { const item = document.querySelector("article ul:not(.plain) > li"), range = new Range(); item.textContent = "\\u05d0 Python."
  return [8, 0].map(at => { range.setStart(item.firstChild, at); range.setEnd(item.firstChild, at + 1); return range.getBoundingClientRect().x - item.getBoundingClientRect().x }) }"""


def test_right_to_left_text_has_its_order_and_stays_beside_its_bullet(site: Site, server: str, each_engine: Tab):
    each_engine.goto(f"{server}{with_code(site).url}")
    stop, letter = each_engine.evaluate(ORDER)
    assert -1 < stop < letter < 200
