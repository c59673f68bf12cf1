"""Build the site with each engine that reads mkdocs.yml, and print what each keeps of it, and what it loses.

In: the programs, each of an environment of its own (make engines).
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import hosts
import promises
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from search_box import SearchBox
from search_report import ORIGINALS
from site_build import BASE, SITE_URL, Page, Site, copy
from test_links import check

from tools.browser import launched

# The first is what the others are set beside.
COMMANDS = {"mkdocs": ["build"], "properdocs": ["build", "--config-file", "mkdocs.yml"], "zensical": ["build"]}
QUERIES = 20
GENERATOR = re.compile(rb'<meta name="generator"[^>]*>')

# What hooks make: how it shows in a page or as a file, and what a reader has where it is missing.
MADE_BY_HOOKS: dict[str, tuple[str, Callable[[Site], bool]]] = {
    "notes on the day's page": ("a day lists its talks; the notes are a click away", lambda site: shows(site, "day", ".notes h2[id]")),
    "page of all notes": ("the page is empty, and so would be the PDF", lambda site: shows(site, "all notes", ".notes h3, article h3[id]")),
    "talks.json": ("programs read the pages; the About page links to it in vain", lambda site: (site.path / "talks.json").exists()),
    "notes as Markdown": ("programs read the pages", lambda site: (site.path / f"{site.of_kind('talk')[0].url[:-1]}.md").exists()),
    "llms.txt": ("it shows its template: Zensical fills no other files", lambda site: "{{" not in (site.path / "llms.txt").read_text()),
    "cards": ("a link shared elsewhere shows no picture", lambda site: shows(site, "talk", "meta[property='og:image']")),
    "structured data": ("search engines see pages, not talks", lambda site: shows(site, "talk", "script[type='application/ld+json']")),
    "Content-Security-Policy": ("a script in the notes would run", lambda site: shows(site, "talk", "meta[http-equiv='Content-Security-Policy']")),
    "rules for hosts": ("redirects are pages only", lambda site: (site.path / "_redirects").exists()),
    "dates in the sitemap": ("search engines guess", lambda site: "<lastmod>" in text_of(site, "sitemap.xml")),
    "one small stylesheet": ("pages load the theme's whole styles", lambda site: (site.path / "assets/styles.css").exists()),
    "links marked as external": ("they look as others do", lambda site: shows(site, "talk", "a[rel~=external]")),
    "abbreviations for the keyboard": ("they explain themselves to the mouse only", lambda site: shows(site, "talk", "abbr[tabindex]")),
    "checks of front matter, nav and redirects": ("make test still finds what is wrong, the build does not", lambda site: (site.path / "talks.json").exists()),
}  # fmt: skip


class Built(Site):
    """A site that an engine has built from a copy; an engine that stops is told of, with what it says."""

    def __init__(self, repository: Path, command: list[str]):
        self.root, self.repository = repository / "root", repository
        self.path = self.root / BASE.strip("/")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {"SITE_URL": SITE_URL, "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"}
        result = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{result.stdout}{result.stderr}")
        (repository / "site").rename(self.path)


class OwnSearch:
    """The search that Zensical brings along, in a box of its own making."""

    def __init__(self, browser: Browser, address: str):
        self.address = address
        self.tab = browser.new_page()
        self.tab.goto(address)
        self.tab.wait_for_timeout(1000)
        self.tab.keyboard.press("/")
        self.tab.locator("input[aria-label=Search]").wait_for()

    def results(self, query: str) -> list[str]:
        self.tab.locator("input[aria-label=Search]").fill(query)
        self.tab.wait_for_timeout(500)  # it does not say when it is done
        links = self.tab.locator("a[role=option]").evaluate_all("links => links.map(link => link.href)")
        return [link.removeprefix(self.address).partition("?")[0].partition("#")[0] for link in links]


def shows(site: Site, kind: str, selector: str) -> bool:
    return any(page.html.select(selector) for page in site.of_kind(kind))


def text_of(site: Site, name: str) -> str:
    return (site.path / name).read_text(encoding="utf-8")


def notes(page: Page) -> str:
    """Return the words of a talk's notes, without the marks of links to headings."""
    return " ".join(page.html.select_one(".notes").get_text().replace("¶", " ").split())


def same(site: Site, first: Site) -> str:
    """Return how many files of the first site another has byte for byte, but for the name of the engine."""

    def content(path: Path) -> bytes:
        return GENERATOR.sub(b"", path.read_bytes()) if path.is_file() else b""

    files = [path for path in first.path.rglob("*") if path.is_file()]
    return f"{sum(content(path) == content(site.path / path.relative_to(first.path)) for path in files)} of {len(files)}"


def hits(site: Site, browser: Browser, search: type[SearchBox] | type[OwnSearch], folder: Path) -> int:
    """Return for how many of the queries, taken evenly from the judged ones, the right talk comes first."""
    judged = [(post.parent.name, line.split("\t")) for post in ORIGINALS for line in post.with_name("queries.tsv").read_text().splitlines()]
    with hosts.files(site, folder) as address:
        box = search(browser, address)
        return sum(
            box.results(query)[:1] == [f"{conference}/{talk}/"]
            for conference, (_, query, talk) in judged[:: len(judged) // QUERIES][:QUERIES]
        )


def kept(site: Site, anchors: bool) -> str:
    """Return how many of the promised addresses, or of the promised ids, a site keeps."""
    asked = [promise for promise in promises.read() if promise.startswith("/") and ("#" in promise) is anchors]
    broken = list(promises.broken(site, asked, promises.redirect_map()))
    return f"{len(asked) - len(broken)} of {len(asked)}"


def redirects(site: Site) -> str:
    """Return how many redirects lead to their target, as their pages tell a browser without JavaScript."""
    entries = promises.redirect_map()
    leading = 0
    for source, target in entries.items():
        old = promises.address(source)
        stub = site.path / old / "index.html"
        refresh = BeautifulSoup(stub.read_text(), "html.parser").select_one("meta[http-equiv=refresh]") if stub.exists() else None
        if refresh:
            leads = urljoin(f"{SITE_URL}{old}", re.split("url=", refresh["content"], flags=re.IGNORECASE)[1].strip("'\""))
            leading += leads == urljoin(SITE_URL, promises.address(target))
    return f"{leading} of {len(entries)}"


def main(*programs: Path) -> bool:
    """Print the table; return whether an engine lacks what it may not: ProperDocs anything, Zensical pages, addresses, redirects, notes."""
    columns: dict[str, list[str]] = {}
    lost: list[str] = []
    first: Site | None = None
    with tempfile.TemporaryDirectory() as name, launched() as browser:
        for program in programs:
            engine = program.name
            folder = Path(name, engine)
            folder.mkdir()
            site = Built(copy(folder), [str(program.absolute()), *COMMANDS[engine]])
            first = first or site
            talks = list(zip(site.of_kind("talk"), first.of_kind("talk"), strict=True))
            links = check(site.root)
            columns[engine] = [
                str(sum(page.file.exists() for page in site.pages)),
                kept(site, False),
                kept(site, True),
                redirects(site),
                f"{sum(notes(mine) == notes(other) for mine, other in talks)} of {len(talks)}",
                same(site, first),
                str(links.stdout.count("[ERROR]")) if links.returncode in (0, 2) else links.stderr.strip(),
                f"{hits(site, browser, OwnSearch if engine == 'zensical' else SearchBox, folder)} of {QUERIES}",
            ]
            lost += [f"{engine}: {what}: {instead}" for what, (instead, there) in MADE_BY_HOOKS.items() if not there(site)]
    rows = ["pages", "promised addresses", "promised ids", "redirects", "talks' notes", "files the same", "links broken", "search hits"]
    print(f"{'':<22}" + "".join(f"{engine:>14}" for engine in columns))
    for row, values in zip(rows, zip(*columns.values(), strict=True), strict=True):
        print(f"{row:<22}" + "".join(f"{value:>14}" for value in values))
    print("\nLost, and what a reader has instead:\n" + "\n".join(lost))
    kept_whole = columns[programs[0].name]
    return any(
        values[: 5 if engine == "zensical" else None] != kept_whole[: 5 if engine == "zensical" else None]
        for engine, values in columns.items()
    )


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
