"""Without JavaScript, all notes can be read and reached, and nothing is shown that would not work."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from site_build import Site
from states import ALL

DEAD = "[for=__search], .md-search, .search-form, .md-header__option, .md-top, .md-code__button, button, input:not([type=checkbox])"
SHOWN = "dead => [...document.querySelectorAll(dead)].filter(item => item.checkVisibility({ visibilityProperty: true, opacityProperty: true })).map(item => item.outerHTML.slice(0, 80))"


@pytest.fixture(scope="module", params=[390, 1280] if ALL else [390])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


def test_all_notes_are_shown_and_nothing_dead(site: Site, server: str, tab: Page):
    for url, page in ({page.url: page for page in (site.pages if ALL else site.one_of_each_kind)} | {"nothing/here": None}).items():
        tab.goto(f"{server}{url}")
        assert tab.evaluate(SHOWN, DEAD) == [], url
        assert tab.locator("h1").is_visible()
        if page and (noted := page.html.select(".notes :is(p, li, code)")):
            assert noted[-1].get_text().split()[-1] in tab.locator(".notes").inner_text()


def test_links_lead_through_the_site(site: Site, server: str, tab: Page):
    """Follow visible links: home, a day, a talk, the next talk, a topic."""
    day = site.page("ovrkonf-2031/day-1/index.md")
    tab.goto(server)
    for link in (f'.cards a[href="{day.url}"]', ".agenda a", ".md-footer__link--next", ".byline .md-tag"):
        tab.locator(link).first.click()
        tab.wait_for_load_state()
    assert "/topics/#" in tab.url


@pytest.mark.parametrize("tab", [390, 1280], indirect=True)
def test_the_navigation_opens(site: Site, server: str, tab: Page):
    """The drawer on a phone, the sidebar on a desktop."""
    talk = site.of_kind("talk")[0]
    tab.goto(f"{server}{talk.url}")
    if tab.viewport_size["width"] == 390:
        tab.locator(".md-header [for=__drawer]").click()
    tab.wait_for_timeout(400)
    for page in site.of_kind("talk")[:3]:
        link = tab.locator(".md-nav--primary a").filter(has_text=page.meta["title"])
        assert [item for item in link.all() if item.is_visible()], page.url
    tab.locator(".md-nav--primary .md-nav__item a >> visible=true").nth(2).click()
    tab.wait_for_load_state()
    assert tab.url != f"{server}{talk.url}"
