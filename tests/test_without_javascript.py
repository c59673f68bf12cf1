"""Without JavaScript, all notes can be read and reached, and nothing is shown that would not work."""

import pytest
from observers import follow
from playwright.sync_api import Page
from site_build import Site, data, script
from states import ALL, own_tab

DATA = data("without_javascript")
FAULTS = script("without_javascript")
tab = own_tab(java_script_enabled=False)


def test_all_notes_are_shown_and_nothing_dead(site: Site, server: str, tab: Page):
    """Links in text are underlined, talks without a time are as wide as their list, and code that scrolls is a tab stop."""
    pages = {page.url: page for page in (site.pages if ALL else site.one_of_each_kind)}
    for url, page in ({"nothing/here": None, "titelkonf-2032/": None} | pages).items():
        tab.goto(f"{server}{url}")
        for width in (1280, 390) if ALL else (390,):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate(FAULTS, DATA["dead"]) == [], url
        assert tab.locator("h1").is_visible(), url
        assert url != "about/" or "\n" in tab.locator(".corrections ins").first.inner_text(), "a correction keeps its lines"
        if page and (noted := page.html.select(".notes :is(p, li, code)")):
            assert noted[-1].get_text().split()[-1] in tab.locator(".notes").inner_text()


@pytest.mark.parametrize("width", DATA["paths"])
def test_each_step_leads_where_it_should(width: int, server: str, tab: Page):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(server)
    follow(tab, DATA["paths"][width])
