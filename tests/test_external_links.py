"""Links to other sites cannot script our page, and are marked for eyes and screen readers."""

import pytest
from playwright.sync_api import Page
from site_build import SITE_URL, Site, data
from states import wide

from hooks.markup import rewrite
from hooks.render.notes import fixed

DATA = data("external_links")


@pytest.mark.parametrize(("html", "marked"), DATA["links"])
def test_links_are_marked(html: str, marked: str):
    assert rewrite(html, lambda tag: fixed(tag, "notes.example", folds=False)) == marked


def test_every_link_out_is_marked(site: Site):
    for page in site.pages:
        for link in page.html.select("a[href^='http']"):
            out = not link["href"].startswith(SITE_URL)
            assert out == ("noopener" in link.get("rel", [])), f"{page.url}: {link}"


@wide
def test_a_screen_reader_hears_it(site: Site, server: str, tab: Page):
    talk = next(page for page in site.of_kind("talk") if page.meta.get("video"))
    tab.goto(f"{server}{talk.url}")
    assert tab.locator(".links").get_by_role("link", name="another site").count() == len(talk.html.select(".links a"))
    assert "another site" not in tab.locator(".md-footer").aria_snapshot()
