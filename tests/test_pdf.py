"""A conference's PDF has contents with the right page numbers, bookmarks, and links to the published site."""

from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from site_build import SITE_URL, Page, Site
from test_print import squeezed

from tools.pdf import books, page_numbers, printed


@pytest.fixture(scope="module")
def books_of(site: Site, browser: Browser) -> dict[Path, PdfReader]:
    """Return the PDF of each conference, by its path."""
    return {target: PdfReader(BytesIO(printed(browser, source, site.path, SITE_URL))) for source, target in books(site.path)}


def book_of(page: Page) -> Path:
    """Return the path of the PDF for a conference's page of all notes."""
    folder = page.file.parent.parent
    return folder / f"{folder.name}.pdf"


def bookmarks(book: PdfReader, entries: list | None = None) -> list[tuple[str, int]]:
    """Return a book's bookmarks, title and page, in their order."""
    found: list[tuple[str, int]] = []
    for entry in book.outline if entries is None else entries:
        found += bookmarks(book, entry) if isinstance(entry, list) else [(entry.title, book.get_destination_page_number(entry) + 1)]
    return found


def test_every_conference_has_a_book(site: Site, books_of: dict[Path, PdfReader]):
    assert sorted(books_of) == sorted(book_of(page) for page in site.of_kind("all notes"))


def test_bookmarks_are_days_and_talks(site: Site, books_of: dict[Path, PdfReader]):
    for page in site.of_kind("all notes"):
        book = books_of[book_of(page)]
        headings = [squeezed(heading.get_text().removesuffix("¶")) for heading in page.html.select("article :is(h1, h2, h3)")]
        marks = [squeezed(title) for title, _ in bookmarks(book)]
        assert [title for title in marks if title in headings] == headings


def test_contents_name_the_right_pages(site: Site, books_of: dict[Path, PdfReader]):
    for page in site.of_kind("all notes"):
        book = books_of[book_of(page)]
        links = page.html.select(".book-contents a")
        pages = page_numbers(book)
        contents, *sheets = (squeezed(sheet.extract_text()) for sheet in book.pages)
        listed = [(squeezed(link.get_text()), pages[link["href"][1:]]) for link in links]
        assert listed and squeezed("".join(f"{title}{number}" for title, number in listed)) in contents
        for title, number in listed:
            assert title in sheets[number - 2], title
        assert {*listed} <= {(squeezed(title), number) for title, number in bookmarks(book)}


def test_links_lead_to_the_published_site(site: Site, books_of: dict[Path, PdfReader]):
    for page in site.of_kind("all notes"):
        book = books_of[book_of(page)]
        actions = [note.get_object().get("/A", {}) for sheet in book.pages for note in sheet.get("/Annots", [])]
        addresses = {action["/URI"] for action in actions if "/URI" in action}
        own = {address for address in addresses if address.startswith("http://127.0.0.1")}
        talks = {f"{SITE_URL}{talk.url}" for talk in site.of_kind("talk") if talk.url.startswith(page.url.removesuffix("all-notes/"))}
        assert talks <= {urldefrag(address).url for address in own} <= {f"{SITE_URL}{page.url}" for page in site.pages}
        cited = {link["href"] for link in page.html.select("article [rel~=external]:not(.md-content__button)")}
        assert {address.rstrip("/") for address in cited} == {address.rstrip("/") for address in addresses - own}


def test_it_is_offered_where_it_is_made(site: Site, varied: Site):
    for page, without in zip(varied.pages, site.pages, strict=True):
        offered = [link["href"] for link in page.html.select(".downloads a")]
        conference = page.url.split("/")[0]
        up = {"conference": "", "all notes": "../"}.get(page.kind)
        assert offered == ([f"{up}{conference}.pdf", f"{up}../conference-notes.zip"] if up is not None else []), page.url
        assert without.html.select(".downloads") == []


def test_a_book_is_of_its_last_talk_and_not_of_the_clock(site: Site, books_of: dict[Path, PdfReader]):
    for page in site.of_kind("all notes"):
        talks = [talk for talk in site.of_kind("talk") if talk.url.startswith(page.url.removesuffix("all-notes/"))]
        last = max((talk.meta["starts"].date() for talk in talks if "starts" in talk.meta), default=date(1980, 1, 1))
        about = books_of[book_of(page)].metadata
        assert about.creation_date.date() == about.modification_date.date() == last
