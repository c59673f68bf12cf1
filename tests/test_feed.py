"""The feeds are valid Atom with the talks' full notes, newest first; their links work from anywhere."""

from datetime import datetime
from urllib.parse import urljoin

import feedparser
import pytest
from bs4 import BeautifulSoup
from site_build import SITE_URL, Page, Site, data

from hooks.addresses import FEED, FORMER_FEED
from hooks.publish.talks import NEWEST, for_readers

DATA = data("feed")


def read(html: str, selector: str, url: str) -> tuple[list[str], list[str], list[str]]:
    """Return the words of HTML, the text of its code blocks, and the addresses of its links on the page at `url`."""
    notes = BeautifulSoup(f"<div>{html}</div>", "html.parser").select_one(selector)
    for added in notes.select(".headerlink"):
        added.decompose()
    links = [urljoin(url, link["href"]) for link in notes.select("[href]")]
    return notes.get_text(" ").split(), [code.get_text() for code in notes.select("pre")], links


def dated(site: Site, folder: str) -> list[Page]:
    talks = [page for page in site.of_kind("talk") if page.url.startswith(folder) and "starts" in page.meta]
    return sorted(talks, key=lambda page: (page.meta["starts"], page.url), reverse=True)


@pytest.mark.parametrize("number", [None, 0, 1])
def test_a_feed_has_its_talks_with_their_notes(number: int | None, site: Site):
    """The site's feed, and each conference's; one conference has no date."""
    folder = "" if number is None else site.of_kind("conference")[number].url
    feed = feedparser.parse((site.path / folder / FEED).read_bytes(), sanitize_html=False)
    assert not feed.bozo and feed.version == "atom10"
    assert feed.feed.link == feed.feed.id == SITE_URL + folder
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{SITE_URL}{folder}{FEED}"]
    newest = dated(site, folder)[: NEWEST if not folder else None]
    assert [entry.id for entry in feed.entries] == [f"{SITE_URL}{page.url}" for page in newest]
    assert feed.feed.updated == (feed.entries[0].updated if newest else "1970-01-01T00:00:00Z")
    for entry, page in zip(feed.entries, newest, strict=True):
        assert datetime.fromisoformat(entry.published) == page.meta["starts"]
        assert read(entry.content[0].value, ":root", "/nowhere") == read(str(page.html), ".notes", SITE_URL + page.url), page.url


def test_the_feed_is_also_where_it_was_before(site: Site):
    assert (site.path / FORMER_FEED).read_bytes() == (site.path / FEED).read_bytes()


def test_only_the_sites_feed_is_cut(varied: Site):
    entries = [len(feedparser.parse((varied.path / folder / FEED).read_bytes()).entries) for folder in ("", "ovrkonf-2031")]
    assert entries == [1, len(dated(varied, "ovrkonf-2031"))] and entries[1] > 1


@pytest.mark.parametrize(("notes", "elsewhere"), DATA["notes"])
def test_notes_can_be_read_elsewhere(notes: str, elsewhere: str):
    assert for_readers(notes, "https://a.example/b/talk/") == elsewhere


def test_pages_name_their_feeds(site: Site):
    for page in site.pages:
        named = {urljoin(f"{SITE_URL}{page.url}", link["href"]) for link in page.html.select("link[type='application/atom+xml']")}
        assert named == {SITE_URL + FEED} | ({f"{SITE_URL}{page.url}{FEED}"} if page.kind == "conference" else set()), page.url
        shown = [urljoin(f"/{page.url}", link["href"]) for link in page.html.select("article a[href$='feed.xml']")]
        assert shown == ([f"/{page.url}{FEED}"] if page.kind in ("index", "conference") else []), page.url
