"""Open a page, and change its window and colours as readers do; what runs only with ALL=1."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

# `make test ALL=1` tests every page, otherwise one of each kind; README.md lists what else it adds.
ALL = bool(os.environ.get("ALL"))
wide = pytest.mark.parametrize("tab", [1280], indirect=True)  # not as narrow as a phone, which the fixture `tab` is otherwise
only_with_all = pytest.mark.skipif(not ALL, reason="takes long; make test ALL=1 runs it")


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
    tab.mouse.move(1, 300)  # in the corner, the search's overlay may be for a moment, and its search would load
    tab.mouse.move(2, 300)
    tab.wait_for_selector(".md-header__option label:not([hidden])", state="attached")


def laid_out(tab: Page) -> None:
    """Wait two frames, in which browsers lay out what has come into view, and the theme's script makes scrolling parts tab stops."""
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def resized(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    laid_out(tab)


def recoloured(tab: Page, scheme: str) -> None:
    """Switch the system to light or dark, and wait until the page has followed."""
    tab.emulate_media(color_scheme=scheme)
    tab.wait_for_function("scheme => document.body.dataset.mdColorScheme === scheme", arg={"dark": "slate", "light": "default"}[scheme])
