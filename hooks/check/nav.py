"""Refuse a nav that disagrees with the pages: their sections, their order, their names."""

import logging
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from hooks.check.front_matter import kind_of

log = logging.getLogger("mkdocs.hooks.nav")


def report(nav: Navigation, config: MkDocsConfig) -> None:
    path = Path(config.config_file_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    for page, fault in faults(nav):
        entry = re.compile(rf"(^|[\s:'\"]){re.escape(page.file.src_uri)}['\"]?\s*(#.*)?$")
        line = next((number for number, text in enumerate(lines, 1) if entry.search(text)), 1)
        log.warning("%s:%d: %s", path.name, line, fault)


def faults(nav: Navigation) -> Iterator[tuple[Page, str]]:
    """Yield what is wrong with a nav, as (the entry's page, fault; mend)."""
    seen = set()
    for page in nav.pages:
        if page.file.src_uri in seen:
            yield page, f"{page.file.src_uri} stands in the nav twice; remove one"
        seen.add(page.file.src_uri)
        path, kind = page.file.src_uri, kind_of(page.file.src_uri)
        folder = path.rpartition("/")[0]
        if kind in ("conference", "day", "talk") and first_of(page.parent) != f"{folder}/index.md":
            yield page, f"{path} stands in no section that starts with {folder}/index.md; put that line first"
        elif kind == "day" and first_of(page.parent.parent) != f"{folder.rpartition('/')[0]}/index.md":
            yield page, f"the section of {path} is not in that of its conference; indent it below"
        elif kind in ("conference", "day") and page.parent.title != front(page, "title"):
            yield page, f"the section “{page.parent.title}” has the title “{front(page, 'title')}” in {path}; make them one"
        if kind == "day":
            talks = [item for item in page.parent.children if isinstance(item, Page) and item is not page]
            for earlier, later in pairwise(talks):
                starts = [front(page, "starts") for page in (earlier, later)]
                if "None" not in starts and starts[1] < starts[0]:
                    yield later, f"{later.file.src_uri} starts before {earlier.file.src_uri}; move its line up"


def first_of(section: Section | None) -> str | None:
    """Return the path of the page that a section starts with."""
    first = section.children[0] if section else None
    return first.file.src_uri if isinstance(first, Page) else None


def front(page: Page, key: str) -> str:
    """Return a value of a page's front matter as text; moments of one day then sort by time."""
    return str(get_data(page.file.content_string)[1].get(key))
