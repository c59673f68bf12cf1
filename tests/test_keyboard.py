"""The keyboard is enough: closed panels have no tab stops, no jump loses the focus, and a hidden header returns; test_walk.py checks each tab stop."""

from observers import FOCUS, stops
from playwright.sync_api import Page, expect
from site_build import Site
from states import opened, wide

SCROLL = "y => new Promise(done => { scrollTo(0, y); requestAnimationFrame(done) })"
DRAWER, SEARCH = (f".md-header button[for=__{name}]" for name in ("drawer", "search"))
INSIDE = "selector => !!document.querySelector(selector).contains(document.activeElement)"


def talk(site: Site) -> str:
    """Return the URL of a talk with neighbours on both sides."""
    return next(page.url for page in site.of_kind("talk") if len(page.html.select(".md-footer__link")) == 2)


def longest_day(site: Site) -> str:
    return max(site.of_kind("day"), key=lambda page: len(page.html.select_one(".notes").get_text())).url


def test_the_drawer_keeps_the_focus_and_gives_it_back(site: Site, server: str, tab: Page):
    opened(tab, f"{server}{talk(site)}")
    button = tab.locator(DRAWER)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    first, faults = tab.evaluate(FOCUS)
    assert first.startswith("BUTTON Back from Day") and faults == [], "the focus goes into the drawer"
    assert all(faults == [] and tab.evaluate(INSIDE, ".md-sidebar--primary") for _, faults in stops(tab))
    tab.locator("button.md-nav__title[for^=__nav]").last.focus()
    for shown in (".md-nav__container > button", "button.md-nav__title"):
        tab.keyboard.press("Enter")
        _, faults = tab.evaluate(FOCUS)
        assert tab.locator(f"{shown}:focus").count() and faults == [], "up from the day to the conference, and down again"
    tab.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    tab.keyboard.press("Enter")
    assert tab.locator(".md-content[inert]").count()
    tab.set_viewport_size({"width": 1280, "height": 800})
    expect(tab.locator(".md-content[inert]")).to_have_count(0)  # a window made wide shows no drawer


@wide
def test_sections_fold_and_the_search_opens_and_gives_the_focus_back(site: Site, server: str, tab: Page):
    """The search at any width by the theme's key; on a phone also with its button, which gets the focus back."""
    opened(tab, f"{server}{talk(site)}")
    fold = tab.locator(".md-nav__container > button").last
    pages = fold.locator("xpath=ancestor::li[1]/nav//a").first
    for expanded in (True, False):
        expect(fold).to_have_attribute("aria-expanded", str(expanded).lower())
        expect(pages).to_be_visible(visible=expanded)
        fold.press("Enter")
    for width, key in ((1280, "/"), (390, "Enter"), (390, "/")):
        tab.set_viewport_size({"width": width, "height": 800})
        if width == 390:
            tab.locator(SEARCH).focus()
        tab.keyboard.press(key)
        expect(tab.locator("[name=query]")).to_be_focused()
        expect(tab.locator("#__search")).to_be_checked()
        tab.keyboard.press("Escape")
        expect(tab.locator("#__search")).not_to_be_checked()
    expect(tab.locator(SEARCH)).to_be_focused()


@wide
def test_jumps_take_the_focus_along(site: Site, server: str, tab: Page):
    """The button to the top, the skip link past the header, and a link of the contents to its section."""
    opened(tab, f"{server}{longest_day(site)}")
    for position in (2000, 1800):  # on the way up
        tab.evaluate(SCROLL, position)
    tab.locator(".md-top").press("Enter")
    tab.wait_for_function("() => scrollY === 0")
    expect(tab.locator("#content")).to_be_focused()
    contents = tab.locator(".md-sidebar--secondary a[href^='#']").nth(2)
    for link, section in ((tab.locator(".skip"), "content"), (contents, contents.get_attribute("href")[1:])):
        link.press("Enter")
        tab.keyboard.press("Tab")
        follows = "id => document.getElementById(id).compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING"
        _, faults = tab.evaluate(FOCUS)
        assert tab.evaluate(follows, section) and tab.evaluate(INSIDE, ".md-content") and faults == []


def test_the_header_hides_on_the_way_down_and_comes_back_for_the_keyboard(site: Site, server: str, tab: Page):
    tab.set_viewport_size({"width": 390, "height": 500})
    tab.goto(f"{server}{longest_day(site)}")
    tab.evaluate(SCROLL, 100)  # which loads the theme's script
    tab.wait_for_function("() => window.document$")
    for position in range(200, 1200, 100):  # the theme hides it on the way down, past 400 px
        tab.evaluate(SCROLL, position)
    expect(tab.locator(SEARCH)).not_to_be_in_viewport()
    tab.locator(SEARCH).focus()
    expect(tab.locator(SEARCH)).to_be_in_viewport()
