"""Bring a page into each state that a reader can bring it into."""

from collections.abc import Iterator

from playwright.sync_api import Page

# Widths of a phone and a desktop, and of both at 200 % zoom, which halves the room there is.
WIDTHS = (390, 1280, 195, 640)
# Below these the theme folds the navigation away, and the search.
NAVIGATION_FOLDS, SEARCH_FOLDS = 1220, 960


def opened(tab: Page, address: str) -> None:
    """Open a page, and make the sign at which the theme's script is loaded."""
    tab.goto(address)
    tab.mouse.move(1, 1)
    tab.mouse.move(2, 2)
    tab.wait_for_selector(".md-header__option label:not([hidden])", state="attached")


def resized(tab: Page, width: int) -> None:
    """Give a page another width, and the theme's script the two frames in which it makes what now scrolls a stop."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def states(tab: Page) -> Iterator[str]:
    """Yield the name of each state while the page is in it; the page is in no other before and after."""
    yield "plain"
    width = tab.viewport_size["width"]
    if width < NAVIGATION_FOLDS:
        tab.locator(".md-header button[for=__drawer]").click()
        yield "navigation open"
        tab.keyboard.press("Escape")
    if width < SEARCH_FOLDS:
        tab.locator(".md-header button[for=__search]").click()
    else:
        tab.locator("[data-md-component=search-query]").focus()
    yield "search open"
    tab.keyboard.type("django")
    tab.wait_for_selector(".md-search-result__item")
    yield "results"
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    tab.keyboard.press("Escape")
