"""The keyboard is enough: closed panels have no tab stops, no jump loses the focus, and a hidden header returns; test_walk.py checks each tab stop."""

from collections.abc import Iterator

import pytest
from observers import FOCUS, from_the_top, stops
from playwright.sync_api import Browser, Page, expect
from site_build import Site
from states import opened, resized, wide


@pytest.fixture(scope="module")
def one_talk(site: Site, server: str, browser: Browser) -> Iterator[Page]:
    """A talk with neighbours on both sides, and code to copy, which most tests share."""
    coded = (page for page in site.of_kind("talk") if page.html.select(".highlight:not(.no-copy)"))
    tab = browser.new_page(reduced_motion="reduce", viewport={"width": 390, "height": 800})
    opened(tab, f"{server}{next(page.url for page in coded if len(page.html.select('.md-footer__link')) == 2)}")
    yield tab
    tab.close()


@pytest.fixture
def talk(one_talk: Page) -> Page:
    """The talk, as wide as a phone, with nothing open and nothing in focus."""
    resized(one_talk, 390)
    one_talk.keyboard.press("Escape")
    from_the_top(one_talk)
    return one_talk


def focused(tab: Page, selector: str) -> bool:
    return tab.evaluate("selector => document.activeElement.matches(selector)", selector)


def test_the_skip_link_leads_past_the_header(talk: Page):
    for key in ("Tab", "Enter", "Tab"):
        talk.keyboard.press(key)
    assert talk.evaluate("document.querySelector('.md-content').contains(document.activeElement)")


def test_the_drawer_keeps_the_focus_and_gives_it_back(talk: Page):
    button = talk.locator(".md-header button[for=__drawer]")
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    talk.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    inside = "document.querySelector('.md-sidebar--primary').contains(document.activeElement)"
    assert talk.evaluate(inside), "the focus goes into the drawer"
    first, faults = talk.evaluate(FOCUS)
    assert first.startswith("BUTTON Back from Day") and faults == []
    for _, faults in stops(talk):
        assert talk.evaluate(inside) and faults == []
    talk.locator("button.md-nav__title[for^=__nav]").last.focus()
    for shown in (".md-nav__container > button", "button.md-nav__title"):
        talk.keyboard.press("Enter")
        _, faults = talk.evaluate(FOCUS)
        assert focused(talk, shown) and faults == [], "up from the day to the conference, and down again"
    talk.keyboard.press("Escape")
    assert focused(talk, ".md-header button[for=__drawer]")
    assert button.get_attribute("aria-expanded") == "false"


def test_sections_fold_by_keyboard(talk: Page):
    resized(talk, 1280)
    fold = talk.locator(".md-nav__container > button").last
    pages = fold.locator("xpath=ancestor::li[1]/nav//a").first
    assert fold.get_attribute("aria-expanded") == "true" and pages.is_visible()
    fold.focus()
    talk.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "false" and not pages.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_search_opens_and_gives_the_focus_back(width: int, talk: Page):
    resized(talk, width)
    if width == 390:
        talk.locator(".md-header button[for=__search]").focus()
        talk.keyboard.press("Enter")
    else:
        talk.keyboard.press("/")
    assert focused(talk, "[data-md-component=search-query]")
    talk.keyboard.press("Escape")
    expect(talk.locator("#__search")).not_to_be_checked()
    if width == 390:
        assert focused(talk, ".md-header button[for=__search]")
    talk.keyboard.press("/")
    assert focused(talk, "[data-md-component=search-query]"), "the theme's key leads into the search at any width"


def test_the_colours_are_switched(talk: Page):
    for _ in range(9):
        talk.keyboard.press("Tab")
        if focused(talk, ".md-option"):
            break
    schemes = []
    for key in ("Enter", "ArrowRight", "Enter"):
        talk.keyboard.press(key)
        schemes.append(talk.evaluate("document.body.dataset.mdColorScheme"))
        name = talk.evaluate("document.activeElement.ariaLabel").split()[0]
        assert {"Light": "default", "Dark": "slate"}.get(name, schemes[-1]) == schemes[-1]
        _, faults = talk.evaluate(FOCUS)
        assert focused(talk, ".md-option") and faults == []
    assert set(schemes) == {"default", "slate"} and talk.get_by_role("radiogroup", name="Colours").count()


def test_code_is_copied(talk: Page):
    talk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    talk.evaluate("navigator.clipboard.writeText('')")
    talk.locator(".md-code__button").first.focus()
    talk.keyboard.press("Enter")
    talk.wait_for_function("async () => (await navigator.clipboard.readText()).length > 3")
    assert focused(talk, ".md-code__button")


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
