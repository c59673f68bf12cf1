"""The keyboard is enough: closed panels have no tab stops, no jump loses the focus, and a hidden header returns; test_walk.py checks each tab stop."""

import pytest
from observers import FOCUS, stops
from playwright.sync_api import Page, expect
from site_build import Site
from states import opened, wide

both = pytest.mark.parametrize("tab", [390, 1280], indirect=True)


def narrow(tab: Page) -> bool:
    return tab.viewport_size["width"] < 960


def talk(site: Site) -> str:
    """Return the URL of a talk with neighbours on both sides, and code to copy."""
    return next(
        page.url
        for page in site.of_kind("talk")
        if page.html.select(".highlight:not(.no-copy)") and len(page.html.select(".md-footer__link")) == 2
    )


def focused(tab: Page, selector: str) -> bool:
    return tab.evaluate("selector => document.activeElement.matches(selector)", selector)


def test_the_skip_link_leads_past_the_header(site: Site, server: str, tab: Page):
    opened(tab, f"{server}{talk(site)}")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('.md-content').contains(document.activeElement)")


def test_the_drawer_keeps_the_focus_and_gives_it_back(site: Site, server: str, tab: Page):
    opened(tab, f"{server}{talk(site)}")
    button = tab.locator(".md-header button[for=__drawer]")
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    tab.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    inside = "document.querySelector('.md-sidebar--primary').contains(document.activeElement)"
    assert tab.evaluate(inside), "the focus goes into the drawer"
    first, faults = tab.evaluate(FOCUS)
    assert first.startswith("BUTTON Back from Day") and faults == []
    for _, faults in stops(tab):
        assert tab.evaluate(inside) and faults == []
    tab.locator("button.md-nav__title[for^=__nav]").last.focus()
    for shown in (".md-nav__container > button", "button.md-nav__title"):
        tab.keyboard.press("Enter")
        _, faults = tab.evaluate(FOCUS)
        assert focused(tab, shown) and faults == [], "up from the day to the conference, and down again"
    tab.keyboard.press("Escape")
    assert focused(tab, ".md-header button[for=__drawer]")
    assert button.get_attribute("aria-expanded") == "false"


@wide
def test_sections_fold_by_keyboard(site: Site, server: str, tab: Page):
    opened(tab, f"{server}{talk(site)}")
    fold = tab.locator(".md-nav__container > button").last
    pages = fold.locator("xpath=ancestor::li[1]/nav//a").first
    assert fold.get_attribute("aria-expanded") == "true" and pages.is_visible()
    fold.focus()
    tab.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "false" and not pages.is_visible()


@both
def test_the_search_opens_and_gives_the_focus_back(site: Site, server: str, tab: Page):
    opened(tab, f"{server}{talk(site)}")
    if narrow(tab):
        tab.locator(".md-header button[for=__search]").focus()
        tab.keyboard.press("Enter")
    else:
        tab.keyboard.press("/")
    assert focused(tab, "[data-md-component=search-query]")
    tab.keyboard.press("Escape")
    expect(tab.locator("#__search")).not_to_be_checked()
    if narrow(tab):
        assert focused(tab, ".md-header button[for=__search]")
    tab.keyboard.press("/")
    assert focused(tab, "[data-md-component=search-query]"), "the theme's key leads into the search at any width"


def test_the_colours_are_switched(server: str, tab: Page):
    opened(tab, server)
    for _ in range(9):
        tab.keyboard.press("Tab")
        if focused(tab, ".md-option"):
            break
    schemes = []
    for key in ("Enter", "ArrowRight", "Enter"):
        tab.keyboard.press(key)
        schemes.append(tab.evaluate("document.body.dataset.mdColorScheme"))
        name = tab.evaluate("document.activeElement.ariaLabel").split()[0]
        assert {"Light": "default", "Dark": "slate"}.get(name, schemes[-1]) == schemes[-1]
        _, faults = tab.evaluate(FOCUS)
        assert focused(tab, ".md-option") and faults == []
    assert set(schemes) == {"default", "slate"} and tab.get_by_role("radiogroup", name="Colours").count()


def test_back_to_the_top_takes_the_focus_along(site: Site, server: str, tab: Page):
    longest = max(site.of_kind("day"), key=lambda page: len(page.html.select_one(".notes").get_text()))
    opened(tab, f"{server}{longest.url}")
    for position in (2000, 1800):  # on the way up
        tab.evaluate("position => scrollTo(0, position)", position)
        tab.wait_for_timeout(200)
    tab.locator(".md-top").wait_for(state="visible")
    tab.locator(".md-top").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function("() => scrollY === 0")
    assert focused(tab, "#content")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('.md-content').contains(document.activeElement)")


@wide
def test_a_jump_within_the_page_takes_the_focus_along(site: Site, server: str, tab: Page):
    opened(tab, f"{server}{site.of_kind('day')[0].url}")
    link = tab.locator(".md-sidebar--secondary a[href^='#']").nth(2)
    target = link.get_attribute("href")
    link.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate(
        "id => document.getElementById(id).compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING", target[1:]
    )
    _, faults = tab.evaluate(FOCUS)
    assert faults == []


BOTTOM = "document.querySelector('.md-header').getBoundingClientRect().bottom"


def test_the_header_hides_on_the_way_down_and_comes_back_for_the_keyboard(site: Site, server: str, tab: Page):
    tab.set_viewport_size({"width": 390, "height": 500})
    opened(tab, f"{server}{max(site.of_kind('day'), key=lambda page: page.file.stat().st_size).url}")
    for _ in range(8):  # the theme hides it on the way down, past 400 px
        tab.mouse.wheel(0, 150)
        tab.wait_for_timeout(100)
    tab.wait_for_function(f"() => {BOTTOM} <= 0")
    tab.locator(".md-header button[for=__search]").focus()
    tab.wait_for_function(f"() => {BOTTOM} > 40")
