"""Print each conference's notes of a built site as a PDF: contents with page numbers, bookmarks, links."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from pypdf import PdfReader

from tools.browser import launched, serve

NUMBER = """pages => {
  for (const link of document.querySelectorAll(".book-contents a")) link.dataset.page = pages[decodeURIComponent(link.hash.slice(1))]
}"""
LAST = """() => [...document.querySelectorAll("article time")].map(time => time.dateTime.slice(0, 10)).sort().at(-1) ?? "1980-01-01" """


def books(site: Path) -> Iterator[tuple[str, Path]]:
    """Yield each conference of a built site as (URL of its page of all notes, path of its PDF)."""
    for page in sorted(site.glob("*/all-notes/index.html")):
        canonical = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one("link[rel=canonical]")["href"]
        folder = page.parent.parent
        yield canonical, folder / f"{folder.name}.pdf"


def printed(browser: Browser, address: str, site: Path, base: str) -> bytes:
    """Return the page at `address` as a PDF; the folder `site` is served as if it were published at `base`."""

    tab = browser.new_page()
    serve(tab, site, base)
    tab.goto(address)

    def paper() -> bytes:
        return tab.pdf(format="A4", prefer_css_page_size=True, print_background=True, outline=True, tagged=True)

    # Print once to learn the page numbers, which then go into the contents; they must not move the pages.
    pages = page_numbers(PdfReader(BytesIO(paper())))
    tab.evaluate(NUMBER, pages)
    book = paper()
    last = tab.evaluate(LAST)
    tab.close()
    assert page_numbers(PdfReader(BytesIO(book))) == pages, "the page numbers in the contents moved the pages"
    # The date is that of the last talk, not today: the same notes give the same file.
    return re.sub(rb"(?<=Date \(D:)\d{8}\d{6}(?=\+00'00'\))", f"{last.replace('-', '')}000000".encode(), book)


def page_numbers(book: PdfReader) -> dict[str, int]:
    """Return the page number, from 1, of each link target in the book, by the target's id."""
    return {unquote(name.removeprefix("/")): book.get_destination_page_number(place) + 1 for name, place in book.named_destinations.items()}


if __name__ == "__main__":
    os.umask(0o022)  # the web server, which runs as another user, reads the PDF
    root = Path(sys.argv[1])
    made = list(books(root))
    with launched() if made else nullcontext() as chromium:
        for source, target in made:
            target.write_bytes(printed(chromium, source, root, source.removesuffix(f"{target.stem}/all-notes/")))
            print(f"{target}: {len(PdfReader(target).pages)} pages, {target.stat().st_size // 1024} KB")
