"""Without JavaScript, all notes can be read and reached, and nothing is shown that would not work."""

import pytest
from playwright.sync_api import Page, expect
from site_build import Site
from states import ALL, CODES, own_tab

DEAD = "[for=__search], .md-search, .search-form, .md-header__option, .md-top, #old-post, button, input:not([type=checkbox])"
SHOWN = "dead => [...document.querySelectorAll(dead)].filter(item => item.checkVisibility({ visibilityProperty: true, opacityProperty: true })).map(item => item.outerHTML.slice(0, 80))"
PLAIN = "[...document.querySelectorAll('.notes :is(p, li) > a:not(.md-button, .md-tag, .headerlink)')].filter(link => getComputedStyle(link).textDecorationLine !== 'underline').map(link => link.outerHTML)"
SQUEEZED = "[...document.querySelectorAll('.agenda > li > :only-child')].filter(talk => talk.clientWidth < 0.9 * talk.parentElement.clientWidth).length"
tab = own_tab(java_script_enabled=False)


def test_all_notes_are_shown_and_nothing_dead(site: Site, server: str, tab: Page):
    """Links in text are underlined, talks without a time are as wide as their list, and code that scrolls is a tab stop."""
    codes = []
    pages = {page.url: page for page in (site.pages if ALL else site.one_of_each_kind)}
    for url, page in ({"nothing/here": None, "titelkonf-2032/": None} | pages).items():
        tab.goto(f"{server}{url}")
        for width in (1280, 390) if ALL else (390,):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate(SHOWN, DEAD) == [], url
        assert tab.locator("h1").is_visible() and tab.evaluate(PLAIN) == [] and not tab.evaluate(SQUEEZED), url
        assert url != "about/" or "\n" in tab.locator(".corrections ins").first.inner_text(), "a correction keeps its lines"
        if page and (noted := page.html.select(".notes :is(p, li, code)")):
            assert noted[-1].get_text().split()[-1] in tab.locator(".notes").inner_text()
        codes += tab.evaluate(CODES)
    assert [True, True] in codes and [True, False] not in codes


@pytest.mark.parametrize("width", [390, 1280])
def test_links_and_the_navigation_lead_through_the_site(width: int, site: Site, server: str, tab: Page):
    """From home to a day, a talk, the one before and a topic; on a phone the navigation is in the drawer."""
    tab.set_viewport_size({"width": width, "height": 800})
    day = site.page("ovrkonf-2031/day-1/index.md")
    tab.goto(server)
    for link in (f'.cards a[href="{day.url}"]', ".agenda a"):
        tab.locator(link).first.click()
        tab.wait_for_load_state()
    if width == 390:
        tab.locator(".md-header [for=__drawer]").click()
    for talk in [page for page in site.of_kind("talk") if page.url.startswith(day.url)][:3]:
        link = tab.locator(".md-nav--primary a >> visible=true").filter(has_text=talk.meta["title"]).first
        expect(link).to_be_visible()
    link.click()
    tab.wait_for_url(f"{server}{talk.url}")
    for name in (".md-footer__link--prev", ".byline .md-tag"):
        tab.locator(name).first.click()
        tab.wait_for_load_state()
    assert "/topics/#" in tab.url
