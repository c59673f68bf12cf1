"""In print: all words, dark on white from either scheme, nothing wider than the sheet, and a talk's heading with its notes."""

import re
import unicodedata
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from site_build import Site, script
from states import ALL, opened, own_tab

FOR_SCREENS = "header, .skip, .md-sidebar, .md-footer__link, .jumps, .related, .take-along, .talk-link, button, .headerlink, .md-path"
# The space between the margins of print.css on A4, in CSS pixels.
SHEET = round((210 - 2 * 16) / 25.4 * 96)
MANY, TEXTS, TOO_WIDE, FAINT = (script(name) for name in ("many_headings", "printed_texts", "too_wide", "faint"))

tab = own_tab("function", viewport={"width": SHEET, "height": 900}, color_scheme="dark", reduced_motion="reduce", bypass_csp=True)


def addresses(site: Site) -> list[str]:
    """Return the printed pages: all notes of a conference, a talk with long lines of code, one with a drawing, a day, more notes."""
    drawing = next(page for page in site.of_kind("talk") if page.html.select(".diagram"))
    lines = [(len(line), page) for page in site.of_kind("talk") for code in page.html.select("pre") for line in code.get_text().split("\n")]
    _, longest = max(lines, key=lambda each: each[0])
    first, *others = sorted(site.of_kind("all notes"), key=lambda page: -page.file.stat().st_size)
    return [page.url for page in (first, longest, drawing, site.of_kind("day")[0], *others)]


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
    """Dark on white, also from a dark screen; nothing wider than the sheet; no buttons; links print their address; days begin a sheet, and headings
    stay with their notes."""
    opened(tab, f"{server}{(address := addresses(site)[number])}")
    links = tab.locator("article a[rel~=external]:not(.md-content__button)").evaluate_all(
        "links => links.map(link => `(${link.getAttribute('href')})`)"
    )
    tab.emulate_media(media="print")
    texts, paper = tab.evaluate(TEXTS), "".join(sheets := printed(tab))
    assert [text for text in texts + links if squeezed(text) not in paper] == []
    assert tab.evaluate(TOO_WIDE) == tab.evaluate(FAINT) == []
    assert tab.locator(f":is({FOR_SCREENS}) >> visible=true").count() == 0
    if number == 0:
        days = [squeezed(page.meta["title"]) for page in site.of_kind("day") if page.url.startswith(address.removesuffix("all-notes/"))]
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
