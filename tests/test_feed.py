"""The feed has the newest talks with their full notes, dated by the talks; its links lead to the site from anywhere."""

from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from site_build import SITE_URL, Page, Site, copy, edit, front_matter

from hooks.publish.feed import FEED, for_readers

MOST = 20


@pytest.fixture(scope="module")
def feed(site: Site) -> feedparser.FeedParserDict:
    return feedparser.parse((site.path / FEED).read_bytes(), sanitize_html=False)


@pytest.fixture(scope="module")
def newest(site: Site) -> list[Page]:
    return sorted(site.of_kind("talk"), key=lambda page: page.meta["starts"], reverse=True)[:MOST]


def by_address(page: Page) -> tuple[float, str]:
    """Order talks by time, newest first; of those at one hour, either may come first."""
    return -page.meta["starts"].timestamp(), page.url


def told(html: str, selector: str = ":root") -> tuple[list[str], list[str]]:
    """Return the words of a piece of HTML, and the text of its code blocks."""
    notes = BeautifulSoup(f"<div>{html}</div>", "html.parser").select_one(selector)
    for added in notes.select(".headerlink"):
        added.decompose()
    return notes.get_text(" ").split(), [code.get_text() for code in notes.select("pre")]


def test_it_is_a_feed(feed: feedparser.FeedParserDict, newest: list[Page]):
    assert not feed.bozo and feed.version == "rss20"
    assert [feed.feed.title, feed.feed.link] == ["Conference notes", SITE_URL]
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{SITE_URL}{FEED}"]
    assert datetime(*feed.feed.published_parsed[:6], tzinfo=UTC) == newest[0].meta["starts"]


def test_entries_are_the_newest_talks(feed: feedparser.FeedParserDict, newest: list[Page]):
    assert len(feed.entries) == len(newest)
    entries = sorted(feed.entries, key=lambda entry: (-datetime(*entry.published_parsed[:6], tzinfo=UTC).timestamp(), entry.link))
    assert [entry.published_parsed for entry in entries] == [entry.published_parsed for entry in feed.entries]
    for entry, page in zip(entries, sorted(newest, key=by_address), strict=True):
        assert [entry.title, entry.link, entry.id] == [page.meta["title"], f"{SITE_URL}{page.url}", f"{SITE_URL}{page.url}"]
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == page.meta["starts"]
        assert sorted(tag.term for tag in entry.tags) == sorted(page.meta["tags"])
        notes = told(str(page.html), ".notes")
        assert told(entry.summary) == (notes if notes[0] else told(page.meta["description"])), page.url


def test_pages_name_the_feed(site: Site):
    for page in site.pages:
        assert len(page.html.select("link[type='application/rss+xml']")) == 1, page.url  # test_links follows it


@pytest.mark.parametrize(
    ("notes", "elsewhere"),
    [
        ('<a href="../other/#part">', '<a href="https://a.example/b/other/#part">'),
        ('<a href="#part">', '<a href="https://a.example/b/talk/#part">'),
        ('<img alt="" src="drawing.png">', '<img alt="" src="https://a.example/b/talk/drawing.png">'),
        ('<code>&lt;a href="page/"&gt;</code> and href="there/"', '<code>&lt;a href="page/"&gt;</code> and href="there/"'),
        ('<a href="https://example.org/x">', '<a href="https://example.org/x">'),
        ('<h2 id="part">Part<a class="headerlink" href="#part" title="T">&para;</a></h2>', '<h2 id="part">Part</h2>'),
    ],
)
def test_notes_can_be_read_elsewhere(notes: str, elsewhere: str):
    assert for_readers(notes, "https://a.example/b/talk/") == elsewhere


def test_names_are_text(tmp_path: Path):
    copied = copy(tmp_path)
    edit(copied / "mkdocs.yml", r"^site_name: .*", 'site_name: "Q&A <notes>"')
    talks = [path for path in copied.glob("docs/*/day-*/*.md") if path.name != "index.md"]
    talk = max(talks, key=lambda path: front_matter(path)["starts"])  # the feed has the newest
    edit(talk, r"^tags:\n", r"\g<0>  - R&D <new>\n")
    edit(copied / "docs/topics.md", r"^topics:\n", r'\g<0>  "R&D <new>": What is new.\n')
    feed = feedparser.parse((Site(tmp_path / "site", copied).path / FEED).read_bytes())
    assert not feed.bozo and feed.feed.title == "Q&A <notes>"
    assert {tag.term for entry in feed.entries for tag in entry.tags} >= {"R&D <new>"}
