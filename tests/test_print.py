"""In print: all words, dark on white from either scheme, nothing wider than the sheet, and a talk's heading with its notes."""

import re
import unicodedata
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from site_build import Page as SitePage
from site_build import Site, script
from states import ALL, opened, own_tab

FOR_SCREENS = "header, .skip, .md-sidebar, .md-footer__link, .jumps, .related, .take-along, .talk-link"
# The space between the margins of print.css on A4, in CSS pixels.
SHEET = round((210 - 2 * 16) / 25.4 * 96)
MANY = script("many_headings")
TEXTS = script("printed_texts")
TOO_WIDE = script("too_wide")
COLOURS = script("colours")


tab = own_tab("function", viewport={"width": SHEET, "height": 900}, color_scheme="dark", reduced_motion="reduce", bypass_csp=True)


def addresses(site: Site) -> list[str]:
    """Return the printed pages: all notes of a conference, a talk with long lines of code, one with a drawing, a day, more notes."""
    drawing = next(page for page in site.of_kind("talk") if page.html.select(".diagram"))
    longest = max(
        site.of_kind("talk"),
        key=lambda page: max((len(line) for code in page.html.select("pre") for line in code.get_text().split("\n")), default=0),
    )
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
    number = f"/{len(texts)}"
    assert all(f"{page}{number}" in text for page, text in enumerate(texts, 1)), "a sheet has no number"
    return [text.replace(f"{page}{number}", "", 1) for page, text in enumerate(texts, 1)]


def brightness(colour: str) -> float | None:
    """Return the brightness of a colour on white, from 0 to 1; nothing for a transparent one."""
    red, green, blue, alpha = (float(part) for part in [*re.findall(r"[\d.]+", colour), "1"][:4])
    return 1 - alpha * (1 - (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255) if alpha else None


def faint(tab: Page) -> list[tuple[str, str]]:
    """Return the colours that are not dark on white."""
    light = {(what, colour): brightness(colour) for what, colour in map(tuple, tab.evaluate(COLOURS))}
    good = {"text": lambda shade: shade < 0.55, "paper": lambda shade: round(shade, 3) == 1, "box": lambda shade: shade > 0.9}
    return [each for each, shade in light.items() if shade is not None and not good[each[0]](shade)]


def of(site: Site, kind: str, book: str) -> list[SitePage]:
    """Return the pages of a kind whose notes are on the page of all notes at `book`."""
    return [page for page in site.of_kind(kind) if page.url.startswith(book.removesuffix("all-notes/"))]


def apart(site: Site, book: str, sheets: list[str]) -> list[str]:
    """Return the talks whose title is not on the same sheet as the first of their notes."""
    found = []
    for page in of(site, "talk", book):
        if not page.html.select_one(".notes").get_text(strip=True):
            continue
        title = squeezed(page.meta["title"])
        first = squeezed(next(iter(page.html.select_one(".notes").stripped_strings)))
        if not any(title in sheet and first[:30] in sheet[sheet.rindex(title) :] for sheet in sheets):
            found.append(page.url)
    return found


def days_and_headings(site: Site, book: str, sheets: list[str]) -> None:
    """Check that a talk's heading stays with its notes, and that each day begins a sheet."""
    assert apart(site, book, sheets[1:]) == []
    assert apart(site, book, [half for sheet in sheets for half in (sheet[:60], sheet[60:])]) != []
    days = [squeezed(page.meta["title"]) for page in of(site, "day", book)]
    assert [next((day for day in days if sheet.startswith(day)), None) for sheet in sheets].count(None) == len(sheets) - len(days)
    assert all(title in sheets[0] for title in days)


@pytest.mark.parametrize("number", range(5 if ALL else 2))
def test_a_sheet_has_all_words_and_nothing_else(number: int, site: Site, server: str, tab: Page):
    """Dark on white, also from a dark screen; nothing wider than the sheet; no buttons; links print their address; talks stay with their headings."""
    opened(tab, f"{server}{(address := addresses(site)[number])}")
    links = tab.locator("article a[rel~=external]:not(.md-content__button)").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    tab.emulate_media(media="print")
    texts, paper = tab.evaluate(TEXTS), "".join(sheets := printed(tab))
    assert [text for text in (*texts, *(f"({link})" for link in links)) if squeezed(text) not in paper] == []
    assert tab.evaluate(TOO_WIDE) == faint(tab) == []
    shown = "elements => elements.filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 80))"
    assert tab.locator(f"{FOR_SCREENS}, button, .headerlink, .md-path").evaluate_all(shown) == []
    if number == 0:
        days_and_headings(site, address, sheets)
        tab.evaluate(MANY)
        many = printed(tab)
        alone = [at for at in range(100, 300) if not any(f"Title{at}." in sheet and f"Notes{at}." in sheet for sheet in many)]
        assert alone == []
    if number == 1:
        tab.emulate_media(media="print", color_scheme="light")
        assert faint(tab) == []
        tab.add_style_tag(content="pre > code { display: block; white-space: pre !important; overflow: hidden !important; width: 10rem }")
        paper = "".join(printed(tab))
        assert [text for text in texts if squeezed(text) not in paper], "lost words are seen"
        tab.add_style_tag(content="article h1 { width: 200vw; color: #aaa !important }")
        assert tab.evaluate(TOO_WIDE) and faint(tab)
