"""In print: all words, dark on white from either scheme, nothing wider than the sheet, and a talk's heading with its notes.

A conference's PDF also has contents with the right page numbers, bookmarks, and links to the published site.
"""

import re
import unicodedata
from datetime import date
from io import BytesIO
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from site_build import INVENTED, SITE_URL, Site, script
from site_build import Page as BuiltPage
from states import ALL, opened, own_tab

from tools import pdf

FOR_SCREENS = "header, .skip, .md-sidebar, .md-footer__link, .jumps, .related, .take-along, .talk-link, button, .headerlink, .md-path"
LINKS_OUT = "article a[rel~=external]:not(.md-content__button)"
# The space between the margins of print.css on A4, in CSS pixels.
SHEET = round((210 - 2 * 16) / 25.4 * 96)
MANY, TEXTS, TOO_WIDE, FAINT = (script(name) for name in ("many_headings", "printed_texts", "too_wide", "faint"))
WIDE_TABLE = script("wide_table")

tab = own_tab("function", viewport={"width": SHEET, "height": 900}, color_scheme="dark", reduced_motion="reduce", bypass_csp=True)


def pages_to_print(site: Site) -> list[BuiltPage]:
    """Return all notes of a conference, a talk with long lines of code, one with a drawing, a day, and all notes of the others."""
    drawing = next(page for page in site.of_kind("talk") if page.html.select(".diagram"))
    lines = [(len(line), page) for page in site.of_kind("talk") for code in page.html.select("pre") for line in code.get_text().split("\n")]
    _, longest = max(lines, key=lambda each: each[0])
    first, *others = sorted(site.of_kind("all notes"), key=lambda page: -page.file.stat().st_size)
    return [first, longest, drawing, site.of_kind("day")[0], *others]


def squeezed(text: str) -> str:
    """Return a text for comparison with a print: ligatures as letters, and without characters that do not survive printing.

    Those are spaces, invisible characters, right-to-left text, and scripts and emoji that the fonts of this
    machine may lack.
    """
    left = re.sub(r"[\s\ufe0f\0]+", "", unicodedata.normalize("NFKC", text))
    return "".join(
        sign for sign in left if unicodedata.bidirectional(sign) not in ("R", "AL") and unicodedata.east_asian_width(sign) not in "FW"
    )


def printed(tab: Page) -> list[str]:
    """Return the text of each sheet."""
    sheets = PdfReader(BytesIO(tab.pdf(prefer_css_page_size=True, format="A4"))).pages
    texts = [squeezed(sheet.extract_text()) for sheet in sheets]
    numbers = [f"{page}/{len(texts)}" for page in range(1, len(texts) + 1)]
    assert all(number in text for number, text in zip(numbers, texts, strict=True)), "a sheet has no number"
    return [text.replace(number, "", 1) for number, text in zip(numbers, texts, strict=True)]


@pytest.mark.parametrize("number", range(5 if ALL else 2))
def test_a_sheet_has_all_words_and_nothing_else(number: int, site: Site, server: str, tab: Page):
    """Dark on white, also from a dark screen; nothing wider than the sheet; no buttons; links print their address; days begin a sheet, and
    headings stay with their notes."""
    page = pages_to_print(site)[number]
    links = [f"({link['href']})" for link in page.html.select(LINKS_OUT)]
    opened(tab, f"{server}{page.url}")
    tab.emulate_media(media="print")
    if number == 0:
        tab.evaluate(WIDE_TABLE)
    texts, paper = tab.evaluate(TEXTS), "".join(sheets := printed(tab))
    assert [text for text in texts + links if squeezed(text) not in paper] == []
    assert tab.evaluate(TOO_WIDE) == tab.evaluate(FAINT) == []
    assert tab.locator(f":is({FOR_SCREENS}) >> visible=true").count() == 0
    if number == 0:
        days = [squeezed(day.meta["title"]) for day in site.of_kind("day") if day.url.startswith(page.url.removesuffix("all-notes/"))]
        begun = [day for sheet in sheets for day in days if sheet.startswith(day)]
        assert begun == days and all(day in sheets[0] for day in days), "the contents have a sheet"
        tab.evaluate(MANY)
        many = printed(tab)
        assert [at for at in range(100, 300) if not any(f"Title{at}." in sheet and f"Notes{at}." in sheet for sheet in many)] == []
    if number == 1:
        tab.emulate_media(media="print", color_scheme="light")
        assert tab.evaluate(FAINT) == []
        tab.add_style_tag(content="pre > code { display: block; white-space: pre !important; overflow: hidden !important; width: 10rem }")
        tab.add_style_tag(content="article h1 { width: 200vw; color: #aaa !important }")
        paper = "".join(printed(tab))
        assert [text for text in texts if squeezed(text) not in paper] and tab.evaluate(TOO_WIDE) and tab.evaluate(FAINT), "faults are seen"


def bookmarks(book: PdfReader, entries: list | None = None) -> list[tuple[str, int]]:
    """Return a book's bookmarks, title and page, in their order."""
    found: list[tuple[str, int]] = []
    for entry in book.outline if entries is None else entries:
        found += (
            bookmarks(book, entry) if isinstance(entry, list) else [(squeezed(entry.title), book.get_destination_page_number(entry) + 1)]
        )
    return found


@pytest.mark.parametrize("conference", sorted(path.parent.name for path in INVENTED.glob("docs/*/index.md")))
def test_the_pdf_of_a_conference(conference: str, site: Site, browser: Browser):
    source = next(source for source, target in pdf.books(site.path) if target == site.path / conference / f"{conference}.pdf")
    book = PdfReader(BytesIO(pdf.printed(browser, source, site.path, SITE_URL)))
    (page,) = (page for page in site.of_kind("all notes") if page.url.startswith(f"{conference}/"))
    talks = [page for page in site.of_kind("talk") if page.url.startswith(f"{conference}/")]

    headings = [squeezed(heading.get_text().removesuffix("¶")) for heading in page.html.select("article :is(h1, h2, h3)")]
    assert [title for title, _ in bookmarks(book) if title in headings] == headings, "bookmarks are days and talks"

    pages, (contents, *sheets) = pdf.page_numbers(book), (squeezed(sheet.extract_text()) for sheet in book.pages)
    listed = [(squeezed(link.get_text()), pages[link["href"][1:]]) for link in page.html.select(".book-contents a")]
    assert listed and squeezed("".join(f"{title}{number}" for title, number in listed)) in contents
    assert [title for title, number in listed if title not in sheets[number - 2]] == []
    assert {*listed} <= {*bookmarks(book)}

    actions = [note.get_object().get("/A", {}) for sheet in book.pages for note in sheet.get("/Annots", [])]
    addresses = {action["/URI"] for action in actions if "/URI" in action}
    own = {address for address in addresses if address.startswith("http://127.0.0.1")}
    led = {urldefrag(address).url for address in own}
    assert {talk.canonical for talk in talks} <= led <= {page.canonical for page in site.pages}, "links lead to the published site"
    cited = {link["href"] for link in page.html.select(LINKS_OUT)}
    assert {address.rstrip("/") for address in cited} == {address.rstrip("/") for address in addresses - own}

    last = max((talk.meta["starts"].date() for talk in talks if "starts" in talk.meta), default=date(1980, 1, 1))
    assert book.metadata.creation_date.date() == book.metadata.modification_date.date() == last, "not the date of the clock"


def test_the_pdf_is_offered_where_it_is_made(site: Site, varied: Site):
    for page, without in zip(varied.pages, site.pages, strict=True):
        up = {"conference": "", "all notes": "../"}.get(page.kind)
        shown = [" downloads" in each.file.read_text(encoding="utf-8") for each in (page, without)]
        assert shown == [up is not None, False], page.url
        if up is not None:
            names = [f"{up}{page.url.split('/')[0]}.pdf", f"{up}../conference-notes.zip"]
            assert [link["href"] for link in page.html.select(".downloads a")] == names
