"""The redirects of mkdocs.yml: each entry of `redirect_maps`, with its line.

This module reads the map itself, since the redirects plugin checks neither anchors nor sources, and YAML silently
keeps the last of two equal keys.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

import yaml

from hooks.settings import pairs


@dataclass(frozen=True)
class Redirect:
    """One entry of the map: source and target as written, and the line in mkdocs.yml."""

    source: str
    target: str
    line: int

    @property
    def path(self) -> str:
        """The old address below the site's base, with its trailing slash."""
        return address(self.source)

    @property
    def elsewhere(self) -> bool:
        return self.target.startswith(("https://", "http://"))

    @property
    def target_url(self) -> str:
        """The new address below the site's base; in full if it is on another site."""
        page, hash_sign, anchor = self.target.partition("#")
        return self.target if self.elsewhere else address(page) + hash_sign + anchor

    def canonical(self, site_url: str) -> str:
        """The new address in full, without its anchor."""
        return urljoin(site_url, self.target_url).partition("#")[0]


def address(path: str) -> str:
    """Return the URL of a page's file, below the base: `a/b/` for `a/b.md`, `a/` for `a/index.md`, and "" for `index.md`."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    parts = [folder] if name in ("index", "README") else [folder, name]
    return "".join(f"{part}/" for part in parts if part)


def read(config: str) -> list[Redirect]:
    """Return the entries of the map in the text of mkdocs.yml, in their order, duplicates included."""
    maps = [value for _, key, value in pairs(yaml.compose(config, yaml.CSafeLoader)) if key.value == "redirect_maps"]
    entries = [entry for found in maps if isinstance(found, yaml.MappingNode) for entry in found.value]
    return [Redirect(str(source.value), str(target.value), source.start_mark.line + 1) for source, target in entries]
