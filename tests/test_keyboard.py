"""The keyboard is enough: closed panels have no tab stops, no jump loses the focus, and a hidden header returns; test_walk.py checks each tab stop."""

from observers import FOCUS, stops
from playwright.sync_api import Page, expect
from site_build import Site
from states import opened, wide


def talk(site: Site) -> str:
    """Return the URL of a talk with neighbours on both sides, and code to copy."""
    return next(
        page.url
        for page in site.of_kind("talk")
        if page.html.select(".highlight:not(.no-copy)") and len(page.html.select(".md-footer__link")) == 2
    )


def focused(tab: Page, selector: str) -> bool:
    return tab.evaluate("selector => document.activeElement.matches(selector)", selector)


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
    tab.keyboard.press("Enter")
    covered = "document.querySelector('.md-content').inert"
    assert tab.evaluate(covered)
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.wait_for_function(f"() => !{covered}")  # a window made wide shows no drawer


@wide
def test_sections_fold_by_keyboard(site: Site, server: str, tab: Page):
    opened(tab, f"{server}{talk(site)}")
    fold = tab.locator(".md-nav__container > button").last
    pages = fold.locator("xpath=ancestor::li[1]/nav//a").first
    assert fold.get_attribute("aria-expanded") == "true" and pages.is_visible()
    fold.focus()
    tab.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "false" and not pages.is_visible()


@wide
def test_the_search_opens_and_gives_the_focus_back(site: Site, server: str, tab: Page):
    """At any width by the theme's key; on a phone also with its button, which gets the focus back."""
    opened(tab, f"{server}{talk(site)}")
    button, field = ".md-header button[for=__search]", "[data-md-component=search-query]"
    for width, key in ((1280, "/"), (390, "Enter")):
        tab.set_viewport_size({"width": width, "height": 800})
        if key == "Enter":
            tab.locator(button).focus()
        tab.keyboard.press(key)
        assert focused(tab, field), (width, key)
        tab.keyboard.press("Escape")
        expect(tab.locator("#__search")).not_to_be_checked()
    assert focused(tab, button)
    tab.keyboard.press("/")
    assert focused(tab, field)


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


@wide
def test_jumps_take_the_focus_along(site: Site, server: str, tab: Page):
    """The button to the top, the skip link past the header, and a link of the contents to its section."""
    longest = max(site.of_kind("day"), key=lambda page: len(page.html.select_one(".notes").get_text()))
    opened(tab, f"{server}{longest.url}")
    inside = "document.querySelector('.md-content').contains(document.activeElement)"
    for position in (2000, 1800):  # on the way up
        tab.evaluate("position => scrollTo(0, position)", position)
        tab.wait_for_timeout(200)
    tab.locator(".md-top").wait_for(state="visible")
    tab.locator(".md-top").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function("() => scrollY === 0")
    assert focused(tab, "#content")
    tab.keyboard.press("Tab")
    assert tab.evaluate(inside)
    tab.locator(".skip").focus()
    for key in ("Enter", "Tab"):
        tab.keyboard.press(key)
    assert tab.evaluate(inside)
    link = tab.locator(".md-sidebar--secondary a[href^='#']").nth(2)
    section = link.get_attribute("href")[1:]
    link.focus()
    for key in ("Enter", "Tab"):
        tab.keyboard.press(key)
    follows = "id => document.getElementById(id).compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING"
    _, faults = tab.evaluate(FOCUS)
    assert tab.evaluate(follows, section) and faults == []


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
