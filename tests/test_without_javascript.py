"""Without JavaScript, all notes can be read and reached, and nothing is shown that would not work."""

import pytest
from playwright.sync_api import Page
from site_build import Site
from states import ALL, CODES, own_tab

DEAD = "[for=__search], .md-search, .search-form, .md-header__option, .md-top, #old-post, button, input:not([type=checkbox])"
SHOWN = "dead => [...document.querySelectorAll(dead)].filter(item => item.checkVisibility({ visibilityProperty: true, opacityProperty: true })).map(item => item.outerHTML.slice(0, 80))"


PLAIN = "[...document.querySelectorAll('.notes :is(p, li) > a:not(.md-button, .md-tag, .headerlink)')].filter(link => getComputedStyle(link).textDecorationLine !== 'underline').map(link => link.outerHTML)"
tab = own_tab(java_script_enabled=False)


def test_all_notes_are_shown_and_nothing_dead(site: Site, server: str, tab: Page):
    for url, page in ({page.url: page for page in (site.pages if ALL else site.one_of_each_kind)} | {"nothing/here": None}).items():
        tab.goto(f"{server}{url}")
        for width in (1280, 390) if ALL else (390,):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate(SHOWN, DEAD) == [], url
        assert tab.locator("h1").is_visible()
        assert tab.evaluate(PLAIN) == [], "links in text are underlined"
        assert url != "about/" or "\n" in tab.locator(".corrections ins").first.inner_text(), "a correction keeps its lines"
        if page and (noted := page.html.select(".notes :is(p, li, code)")):
            assert noted[-1].get_text().split()[-1] in tab.locator(".notes").inner_text()


def test_code_that_scrolls_is_a_tab_stop(site: Site, server: str, tab: Page):
    tab.set_viewport_size({"width": 390, "height": 800})
    found = []
    for page in (page for page in site.of_kind("talk") if page.html.select("pre > code")):
        tab.goto(f"{server}{page.url}")
        found += tab.evaluate(CODES)
    assert [True, True] in found and [True, False] not in found


def test_links_lead_through_the_site(site: Site, server: str, tab: Page):
    """Follow visible links: home, a day, a talk, the next talk, a topic."""
    day = site.page("ovrkonf-2031/day-1/index.md")
    tab.goto(server)
    for link in (f'.cards a[href="{day.url}"]', ".agenda a", ".md-footer__link--next", ".byline .md-tag"):
        tab.locator(link).first.click()
        tab.wait_for_load_state()
    assert "/topics/#" in tab.url


@pytest.mark.parametrize("width", [390, 1280])
def test_the_navigation_opens(width: int, site: Site, server: str, tab: Page):
    """The drawer on a phone, the sidebar on a desktop."""
    tab.set_viewport_size({"width": width, "height": 800})
    talk = site.of_kind("talk")[0]
    tab.goto(f"{server}{talk.url}")
    if width == 390:
        tab.locator(".md-header [for=__drawer]").click()
    tab.wait_for_timeout(400)
    for page in site.of_kind("talk")[:3]:
        link = tab.locator(".md-nav--primary a").filter(has_text=page.meta["title"])
        assert [item for item in link.all() if item.is_visible()], page.url
    tab.locator(".md-nav--primary .md-nav__item a >> visible=true").nth(2).click()
    tab.wait_for_load_state()
    assert tab.url != f"{server}{talk.url}"
