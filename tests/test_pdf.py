"""A conference's PDF has contents with the right page numbers, bookmarks, and links to the published site."""

from datetime import date
from io import BytesIO
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from site_build import INVENTED, SITE_URL, Page, Site
from test_print import squeezed

from tools.pdf import books, page_numbers, printed


@pytest.fixture(scope="module", params=sorted(path.parent.name for path in INVENTED.glob("docs/*/index.md")))
def book(request: pytest.FixtureRequest, site: Site, browser: Browser) -> tuple[PdfReader, Page, list[Page]]:
    """The PDF of each conference in turn, the page that it was printed from, and the conference's talks."""
    source = next(source for source, target in books(site.path) if target == site.path / request.param / f"{request.param}.pdf")
    pages = [page for page in site.pages if page.url.startswith(f"{request.param}/")]
    (page,) = (page for page in pages if page.kind == "all notes")
    return PdfReader(BytesIO(printed(browser, source, site.path, SITE_URL))), page, [page for page in pages if page.kind == "talk"]


def bookmarks(pdf: PdfReader, entries: list | None = None) -> list[tuple[str, int]]:
    """Return a book's bookmarks, title and page, in their order."""
    found: list[tuple[str, int]] = []
    for entry in pdf.outline if entries is None else entries:
        found += bookmarks(pdf, entry) if isinstance(entry, list) else [(squeezed(entry.title), pdf.get_destination_page_number(entry) + 1)]
    return found


def test_bookmarks_are_days_and_talks(book):
    pdf, page, _ = book
    headings = [squeezed(heading.get_text().removesuffix("¶")) for heading in page.html.select("article :is(h1, h2, h3)")]
    assert [title for title, _ in bookmarks(pdf) if title in headings] == headings


def test_contents_name_the_right_pages(book):
    pdf, page, _ = book
    pages = page_numbers(pdf)
    contents, *sheets = (squeezed(sheet.extract_text()) for sheet in pdf.pages)
    listed = [(squeezed(link.get_text()), pages[link["href"][1:]]) for link in page.html.select(".book-contents a")]
    assert listed and squeezed("".join(f"{title}{number}" for title, number in listed)) in contents
    assert [title for title, number in listed if title not in sheets[number - 2]] == []
    assert {*listed} <= {*bookmarks(pdf)}


def test_links_lead_to_the_published_site(site: Site, book):
    pdf, page, talks = book
    actions = [note.get_object().get("/A", {}) for sheet in pdf.pages for note in sheet.get("/Annots", [])]
    addresses = {action["/URI"] for action in actions if "/URI" in action}
    own = {address for address in addresses if address.startswith("http://127.0.0.1")}
    assert (
        {f"{SITE_URL}{talk.url}" for talk in talks}
        <= {urldefrag(address).url for address in own}
        <= {f"{SITE_URL}{page.url}" for page in site.pages}
    )
    cited = {link["href"] for link in page.html.select("article [rel~=external]:not(.md-content__button)")}
    assert {address.rstrip("/") for address in cited} == {address.rstrip("/") for address in addresses - own}


def test_a_book_is_of_its_last_talk_and_not_of_the_clock(book):
    pdf, _, talks = book
    last = max((talk.meta["starts"].date() for talk in talks if "starts" in talk.meta), default=date(1980, 1, 1))
    assert pdf.metadata.creation_date.date() == pdf.metadata.modification_date.date() == last


def test_it_is_offered_where_it_is_made(site: Site, varied: Site):
    for page, without in zip(varied.pages, site.pages, strict=True):
        up = {"conference": "", "all notes": "../"}.get(page.kind)
        shown = [" downloads" in each.file.read_text(encoding="utf-8") for each in (page, without)]
        assert shown == [up is not None, False], page.url
        if up is not None:
            names = [f"{up}{page.url.split('/')[0]}.pdf", f"{up}../conference-notes.zip"]
            assert [link["href"] for link in page.html.select(".downloads a")] == names
