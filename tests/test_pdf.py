"""A conference's PDF has contents with the right page numbers, bookmarks, and links to the published site."""

from datetime import date
from io import BytesIO
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from site_build import SITE_URL, Page, Site, sources
from test_print import squeezed

from tools.pdf import books, page_numbers, printed


@pytest.fixture(scope="module")
def made(site: Site, browser: Browser) -> dict[str, PdfReader]:
    """Return the PDF of each conference, by its folder."""
    return {
        target.relative_to(site.path).as_posix(): PdfReader(BytesIO(printed(browser, source, site.path, SITE_URL)))
        for source, target in books(site.path)
    }


@pytest.fixture(params=sorted({source.partition("/")[0] for source in sources() if "/" in source}))
def book(request: pytest.FixtureRequest, made: dict[str, PdfReader]) -> PdfReader:
    return made[f"{request.param}/{request.param}.pdf"]


@pytest.fixture
def page(request: pytest.FixtureRequest, site: Site, book: PdfReader) -> Page:
    """The page of all notes that the book was printed from."""
    conference = request.node.callspec.params["book"]
    return next(page for page in site.of_kind("all notes") if page.url == f"{conference}/all-notes/")


def talks_of(site: Site, page: Page) -> list[Page]:
    return [talk for talk in site.of_kind("talk") if talk.url.startswith(page.url.removesuffix("all-notes/"))]


def bookmarks(book: PdfReader, entries: list | None = None) -> list[tuple[str, int]]:
    """Return a book's bookmarks, title and page, in their order."""
    found: list[tuple[str, int]] = []
    for entry in book.outline if entries is None else entries:
        found += (
            bookmarks(book, entry) if isinstance(entry, list) else [(squeezed(entry.title), book.get_destination_page_number(entry) + 1)]
        )
    return found


def test_bookmarks_are_days_and_talks(page: Page, book: PdfReader):
    headings = [squeezed(heading.get_text().removesuffix("¶")) for heading in page.html.select("article :is(h1, h2, h3)")]
    assert [title for title, _ in bookmarks(book) if title in headings] == headings


def test_contents_name_the_right_pages(page: Page, book: PdfReader):
    pages = page_numbers(book)
    contents, *sheets = (squeezed(sheet.extract_text()) for sheet in book.pages)
    listed = [(squeezed(link.get_text()), pages[link["href"][1:]]) for link in page.html.select(".book-contents a")]
    assert listed and squeezed("".join(f"{title}{number}" for title, number in listed)) in contents
    assert [title for title, number in listed if title not in sheets[number - 2]] == []
    assert {*listed} <= {*bookmarks(book)}


def test_links_lead_to_the_published_site(site: Site, page: Page, book: PdfReader):
    actions = [note.get_object().get("/A", {}) for sheet in book.pages for note in sheet.get("/Annots", [])]
    addresses = {action["/URI"] for action in actions if "/URI" in action}
    own = {address for address in addresses if address.startswith("http://127.0.0.1")}
    talks = {f"{SITE_URL}{talk.url}" for talk in talks_of(site, page)}
    assert talks <= {urldefrag(address).url for address in own} <= {f"{SITE_URL}{page.url}" for page in site.pages}
    cited = {link["href"] for link in page.html.select("article [rel~=external]:not(.md-content__button)")}
    assert {address.rstrip("/") for address in cited} == {address.rstrip("/") for address in addresses - own}


def test_a_book_is_of_its_last_talk_and_not_of_the_clock(site: Site, page: Page, book: PdfReader):
    last = max((talk.meta["starts"].date() for talk in talks_of(site, page) if "starts" in talk.meta), default=date(1980, 1, 1))
    assert book.metadata.creation_date.date() == book.metadata.modification_date.date() == last


def test_it_is_offered_where_it_is_made(site: Site, varied: Site):
    for page, without in zip(varied.pages, site.pages, strict=True):
        offered = [link["href"] for link in page.html.select(".downloads a")]
        up = {"conference": "", "all notes": "../"}.get(page.kind)
        names = [f"{up}{page.url.split('/')[0]}.pdf", f"{up}../conference-notes.zip"] if up is not None else []
        assert offered == names and without.html.select(".downloads") == [], page.url
