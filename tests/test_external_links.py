"""Links to other sites cannot script our page, and are marked for eyes and screen readers."""

import pytest
from playwright.sync_api import Page
from site_build import SITE_URL, Site

from hooks.markup import rewrite
from hooks.render.tags import fixes

OURS = "https://notes.example/base/"


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ('<a href="https://example.org/">x</a>', '<a rel="external noopener" href="https://example.org/">x</a>'),
        ('<a class="b" href="http://example.org">x</a>', '<a rel="external noopener" class="b" href="http://example.org">x</a>'),
        ('<a\nhref="https://example.org/">x</a>', '<a rel="external noopener"\nhref="https://example.org/">x</a>'),
        ('<a href="https://example.org/" rel="edit">x</a>', '<a href="https://example.org/" rel="external noopener edit">x</a>'),
        ('<a href="../about/">x</a>', '<a href="../about/">x</a>'),
        ('<a href="https://notes.example/base/about/">x</a>', '<a href="https://notes.example/base/about/">x</a>'),
        ('<a href="mailto:a@example.org">x</a>', '<a href="mailto:a@example.org">x</a>'),
        ('<link href="https://example.org/">', '<link href="https://example.org/">'),
        ("a<br />b<hr/>", "a<br>b<hr>"),
        ('<abbr title="x">A</abbr> href="https://example.org/"', '<abbr title="x">A</abbr> href="https://example.org/"'),
    ],
)
def test_links_are_marked(html: str, marked: str):
    assert rewrite(html, fixes(html, OURS)) == marked


def test_every_link_out_is_marked(site: Site):
    for page in site.pages:
        for link in page.html.select("a[href^='http']"):
            out = not link["href"].startswith(SITE_URL)
            assert out == ("noopener" in link.get("rel", [])), f"{page.url}: {link}"


def test_a_screen_reader_hears_it(site: Site, server: str, tab: Page):
    talk = next(page for page in site.of_kind("talk") if page.meta.get("video"))
    tab.goto(f"{server}{talk.url}")
    assert tab.locator(".links").get_by_role("link", name="another site").count() == len(talk.html.select(".links a"))
    assert "another site" not in tab.locator(".md-footer").aria_snapshot()
