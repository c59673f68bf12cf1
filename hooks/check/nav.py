"""Check the nav of mkdocs.yml: it names each of the site's own pages once; conferences come from their folders."""

import re
from collections.abc import Iterator

from hooks.front_matter import kind_of
from hooks.model import Site


def faults(nav: list | dict | str, config: str, site: Site) -> Iterator[tuple[str, int, str]]:
    """Yield each fault of a nav as (file, line, problem with its fix); `config` is the text of mkdocs.yml."""
    seen: set[str] = set()
    for path in paths(nav or "index.md"):
        entry = re.compile(rf"(^|[\s:'\"-]){re.escape(path)}['\"]?\s*(#.*)?$")
        lines = [number for number, line in enumerate(config.splitlines(), 1) if entry.search(line)] or [1]
        if kind_of(path) not in ("page", None):
            yield "mkdocs.yml", lines[0], f"{path} is in the nav already, from its folder; remove this line"
        elif path in seen:
            yield "mkdocs.yml", lines[-1], f"{path} is in the nav twice; remove one"
        elif path not in site.pages and not re.match(r"\w+:|//", path):
            yield "mkdocs.yml", lines[0], f"{path} is not a page; correct the entry, or write the page"
        seen.add(path)
    for path in site.pages:
        if kind_of(path) == "page" and path not in seen:
            yield f"docs/{path}", 1, "is not in the nav; add its line to mkdocs.yml"


def paths(nav: object) -> Iterator[str]:
    """Yield each file in a nav, in order."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for value in nav.values():
            yield from paths(value)
    elif isinstance(nav, list):
        for item in nav:
            yield from paths(item)
