"""Keep the list of every URL that the site has published: paths, and ids of headings.

As a script, adds the URLs of the built site in site/ that the list lacks. Nothing ever removes a line; a build reports each URL that is gone.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from bs4 import BeautifulSoup

LIST = Path("tests/promises.txt")
Pages = Mapping[str, BeautifulSoup]


def pages(site: Path) -> Pages:
    """Return the HTML of each page of a built site, by its URL below the base, without redirects."""
    found = {path.parent.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("index.html"))}
    return {"" if url == "." else f"{url}/": BeautifulSoup(html, "html.parser") for url, html in found.items() if "<article" in html}


def published(pages: Pages) -> list[str]:
    """Return the URLs of a site, below its base: `/path/` and `/path/#id`.

    The ids on a page of all notes, which is for printing, are not permanent.
    """
    found = []
    for url, html in pages.items():
        headings = [] if url.endswith("/all-notes/") else html.select("article :is(h1, h2, h3, h4, h5, h6)[id]")
        found += [f"/{url}", *(f"/{url}#{heading['id']}" for heading in headings)]
    return found


def read(path: Path = LIST) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def new(pages: Pages, promises: Iterable[str]) -> list[str]:
    """Return the URLs of a site that the list lacks."""
    known = set(promises)
    return [url for url in published(pages) if url not in known]


if __name__ == "__main__":
    added = new(pages(Path(sys.argv[1])), read())
    with LIST.open("a", encoding="utf-8") as file:
        file.writelines(f"{url}\n" for url in added)
    print(f"{len(added)} new URLs are recorded in {LIST} as permanent.")
