"""Bring a page into each state that a reader can bring it into."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from site_build import script

# `make test ALL=1` tests every page, otherwise one of each kind; README.md lists what else it adds.
ALL = bool(os.environ.get("ALL"))
wide = pytest.mark.parametrize("tab", [1280], indirect=True)  # not as narrow as a phone, which the fixture `tab` is otherwise
only_with_all = pytest.mark.skipif(not ALL, reason="takes long; make test ALL=1 runs it")

# Below these widths the theme hides the navigation, and the search.
NAVIGATION_FOLDS, SEARCH_FOLDS = 1220, 960
TITLES = script("titles")
# Blocks of code; and for each, whether it scrolls, and whether it is a tab stop.
CODE = ".md-content pre > code"
CODES = f"() => [...document.querySelectorAll('{CODE}')].map(code => [code.scrollWidth > code.clientWidth, code.hasAttribute('tabindex')])"


def own_tab(scope: str = "module", **options: object) -> Callable:
    """Return a fixture for a file that needs a tab with other options than conftest.py's: those of Playwright's `new_context`."""

    @pytest.fixture(scope=scope)
    def tab(browser: Browser) -> Iterator[Page]:
        context = browser.new_context(**options)
        yield context.new_page()
        context.close()

    return tab


def opened(tab: Page, address: str | None) -> None:
    """Open a page, unless it is open, and move the pointer, which loads the theme's script."""
    if address:
        tab.goto(address)
    tab.mouse.move(1, 1)
    tab.mouse.move(2, 2)
    tab.wait_for_selector(".md-header__option label:not([hidden])", state="attached")


def resized(tab: Page, width: int) -> None:
    """Resize a page, and wait the two frames in which the theme's script makes scrolling parts tab stops."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def recoloured(tab: Page, scheme: str) -> None:
    """Switch the system to light or dark, and wait until the page has followed."""
    tab.emulate_media(color_scheme=scheme)
    tab.wait_for_function("scheme => document.body.dataset.mdColorScheme === scheme", arg={"dark": "slate", "light": "default"}[scheme])


def states(tab: Page, drawer: bool = True, search: bool = True) -> Iterator[str]:
    """Yield the name of each state while the page is in it; the page is in no state before and after."""
    yield "plain"
    if drawer and tab.viewport_size["width"] < NAVIGATION_FOLDS:
        tab.locator(".md-header button[for=__drawer]").click()
        yield "navigation open"
        tab.keyboard.press("Escape")
    if search:
        yield from search_states(tab)


def search_states(tab: Page) -> Iterator[str]:
    """Yield the name of each state of the search while the page is in it; close the search at the end."""
    # The longest word of a title as it is spelt, and then without its third letter.
    word = max(re.findall(r"(?<!\w)[A-Za-z]{5,}(?!\w)", tab.evaluate(TITLES)), key=len)
    queries = {
        "search, results": (word, ".md-search-result__item"),
        "search, corrected": (word[:2] + word[3:], ".search-taken"),
        "search, no results": ("zqxjkv", ".search-help"),
    }
    open_search(tab)
    yield "search, empty"
    for state, (query, sign) in queries.items():
        tab.keyboard.press("Control+a")
        tab.keyboard.type(query)
        tab.locator(sign).first.wait_for()
        yield state
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    tab.keyboard.press("Escape")


def open_search(tab: Page) -> None:
    if tab.viewport_size["width"] < SEARCH_FOLDS:
        tab.locator(".md-header button[for=__search]").click()
    else:
        tab.locator("[data-md-component=search-query]").focus()
