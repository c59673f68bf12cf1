"""The header hides while a reader scrolls down a long page, and returns for the keyboard."""

from playwright.sync_api import Page
from site_build import Site
from states import opened

BOTTOM = "document.querySelector('.md-header').getBoundingClientRect().bottom"


def test_the_header_hides_and_comes_back(site: Site, server: str, tab: Page):
    tab.set_viewport_size({"width": 390, "height": 500})
    opened(tab, f"{server}{max(site.of_kind('day'), key=lambda page: page.file.stat().st_size).url}")
    for _ in range(8):  # the theme hides it on the way down, past 400 px
        tab.mouse.wheel(0, 150)
        tab.wait_for_timeout(100)
    tab.wait_for_function(f"() => {BOTTOM} <= 0")
    tab.locator(".md-header button[for=__search]").focus()
    tab.wait_for_function(f"() => {BOTTOM} > 40")
