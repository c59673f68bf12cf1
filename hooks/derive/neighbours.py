"""Let previous and next lead from talk to talk, and from day to day, within a conference."""

from collections import defaultdict
from itertools import pairwise

from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from hooks.check.front_matter import kind_of


def link(nav: Navigation) -> None:
    rows: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in nav.pages:
        page.previous_page = page.next_page = None
        kind = kind_of(page.file.src_uri)
        if kind in ("day", "talk"):
            rows[kind, page.file.src_uri.partition("/")[0]].append(page)
    for row in rows.values():
        for page, following in pairwise(row):
            page.next_page, following.previous_page = following, page
