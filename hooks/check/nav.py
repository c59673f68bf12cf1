"""Check the nav of mkdocs.yml: it names each of the site's own pages once; conferences come from their folders."""

import re
from collections.abc import Iterator

import yaml

from hooks.front_matter import kind_of
from hooks.model import Site


def faults(nav: list | dict | str, config: str, site: Site) -> Iterator[tuple[str, int, str]]:
    """Yield each fault of a nav as (file, line, problem with its fix); `config` is the text of mkdocs.yml."""
    seen: set[str] = set()
    written = [place for key, node in yaml.compose(config, yaml.CSafeLoader).value if key.value == "nav" for place in places(node)]
    for path in paths(nav or "index.md"):
        lines = [line for entry, line in written if entry == path] or [1]
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


def places(node: yaml.Node) -> Iterator[tuple[str, int]]:
    """Yield each file in the YAML of a nav with its line, in order."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value, node.start_mark.line + 1
    else:
        for item in node.value:
            yield from places(item[1] if isinstance(node, yaml.MappingNode) else item)


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
