"""Check the nav of mkdocs.yml: it names the site's own pages, each once; conferences come from their folders."""

import re
from collections.abc import Iterator

from hooks.front_matter import kind_of


def faults(nav: list | dict | str, config: str) -> Iterator[tuple[int, str]]:
    """Yield each fault of a nav as (line of mkdocs.yml, problem with its fix); `config` is the text of mkdocs.yml."""
    seen: set[str] = set()
    for path in paths(nav):
        entry = re.compile(rf"(^|[\s:'\"-]){re.escape(path)}['\"]?\s*(#.*)?$")
        lines = [number for number, line in enumerate(config.splitlines(), 1) if entry.search(line)] or [1]
        if kind_of(path) not in ("page", None):
            yield lines[0], f"{path} is in the nav already, from its folder; remove this line"
        elif path in seen:
            yield lines[-1], f"{path} is in the nav twice; remove one"
        seen.add(path)


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
