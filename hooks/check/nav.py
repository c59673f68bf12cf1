"""Check the nav of mkdocs.yml: it names each of the site's own pages once; conferences come from their folders."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from hooks.front_matter import kind_of
from hooks.model import Site
from hooks.settings import levels


def faults(config_file: str, site: Site) -> Iterator[tuple[str, int, str]]:
    """Yield each fault of the nav in mkdocs.yml, or in the file that it inherits from, as (file, line, problem with its fix)."""
    navs = [(file.name, node) for file, root in levels(Path(config_file)) for key, node in root.value if key.value == "nav"]
    entries = [(name, *entry) for name, node in navs[:1] for entry in paths(node)]
    seen: set[str] = set()
    for name, path, line in entries or [("mkdocs.yml", "index.md", 1)]:
        if kind_of(path) not in ("page", None):
            yield name, line, f"{path} is in the nav already, from its folder; remove this line"
        elif path in seen:
            yield name, line, f"{path} is in the nav twice; remove one"
        elif path not in site.pages and not re.match(r"\w+:|//", path):
            yield name, line, f"{path} is not a page; correct the entry, or write the page"
        seen.add(path)
    for path in site.pages:
        if kind_of(path) == "page" and path not in seen:
            yield f"docs/{path}", 1, "is not in the nav; add its line to mkdocs.yml"


def paths(node: yaml.Node) -> Iterator[tuple[str, int]]:
    """Yield each file in the YAML of a nav with its line, in order."""
    if not isinstance(node, yaml.ScalarNode):
        for item in node.value:
            yield from paths(item[1] if isinstance(node, yaml.MappingNode) else item)
    elif node.tag != "tag:yaml.org,2002:null":
        yield node.value, node.start_mark.line + 1
