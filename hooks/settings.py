"""Read mkdocs.yml with the lines of its keys."""

from collections.abc import Iterator
from pathlib import Path

import yaml


def levels(path: Path) -> Iterator[tuple[Path, yaml.MappingNode]]:
    """Yield mkdocs.yml, and each file that it inherits from, with its YAML; one that is not a mapping is the last, and not yielded."""
    while isinstance(root := yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader), yaml.MappingNode):
        yield path, root
        parents = [value.value for key, value in root.value if key.value == "INHERIT"]
        if not parents:
            return
        path = path.parent / parents[-1]


def pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.MappingNode, yaml.Node, yaml.Node]]:
    """Yield each key in a YAML node as (its mapping, key, value), in the order of the lines."""
    for entry in node.value if isinstance(node, yaml.CollectionNode) else ():
        if isinstance(node, yaml.MappingNode):
            yield node, *entry
        yield from pairs(entry[1] if isinstance(node, yaml.MappingNode) else entry)
