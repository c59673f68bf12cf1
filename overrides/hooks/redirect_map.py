"""Read the redirect map of mkdocs.yml, and refuse a bad one.

The redirects plugin looks at neither anchors nor sources, and YAML keeps the
last of two equal keys without a word; so the map is read here with its lines.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files


@dataclass(frozen=True)
class Redirect:
    """One entry of the map: both sides as written, and the entry's line in mkdocs.yml."""

    source: str
    target: str
    line: int

    @property
    def path(self) -> str:
        """The old address below the site's base, with its closing slash."""
        return File(self.source, "", "", use_directory_urls=True).url

    @property
    def target_url(self) -> str:
        """The new address below the site's base, or in full where it is elsewhere."""
        if is_elsewhere(self.target):
            return self.target
        page, hash_sign, anchor = self.target.partition("#")
        url = File(page, "", "", use_directory_urls=True).url
        return ("" if url == "./" else url) + hash_sign + anchor

    def canonical(self, site_url: str) -> str:
        """The new address in full, without its anchor."""
        return urljoin(site_url, self.target_url).partition("#")[0]


def is_elsewhere(target: str) -> bool:
    return target.startswith(("https://", "http://"))


def redirects(config: MkDocsConfig) -> list[Redirect]:
    """Return the entries of the map in their order, equal sources included."""
    with open(config.config_file_path, encoding="utf-8") as file:
        return list(entries(yaml.compose(file, yaml.SafeLoader)))


def entries(node: yaml.Node) -> Iterator[Redirect]:
    """Yield what stands under every `redirect_maps` below a YAML node."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from entries(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "redirect_maps" and isinstance(value, yaml.MappingNode):
                for source, target in value.value:
                    yield Redirect(str(source.value), str(target.value), source.start_mark.line + 1)
            else:
                yield from entries(value)


def faults(entries: Sequence[Redirect], pages: Mapping[str, set[str]]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a map, as (line, fault; mend), given each page's source path and heading ids."""
    targets = {entry.source: entry.target.partition("#")[0] for entry in entries}
    lines: dict[str, int] = {}
    for entry in entries:
        source, target = entry.source, entry.target
        if not re.fullmatch(r"(?!.*//)(?!.*\.\.)[^\s/][^\s]*\.md", source):
            yield entry.line, f"the source {source!r} is no path; write it as a page's file, like posts/old.md"
        if source in lines:
            yield entry.line, f"{source} stands on line {lines[source]} too, and only one would count; remove one"
        lines.setdefault(source, entry.line)
        if source in pages:
            yield entry.line, f"{source} is a page, which the redirect would hide; remove one of them"
        if is_elsewhere(target):
            if not urlsplit(target).netloc or re.search(r"\s", target):
                yield entry.line, f"{source} leads to {target!r}, which is no address; write https://host/path"
            continue
        page, _, anchor = target.partition("#")
        if page in targets:
            chain = [source]
            while chain[-1] in targets and chain.count(chain[-1]) == 1:
                chain.append(targets[chain[-1]])
            kind = "goes round in a circle" if chain.count(chain[-1]) > 1 else "takes more than one step"
            yield entry.line, f"{source} {kind} ({' → '.join(chain)}); name the page at its end"
        elif page not in pages:
            yield entry.line, f"{source} leads to {page}, which is no page; name a file below docs/, or start with https://"
        elif anchor and anchor not in pages[page]:
            yield entry.line, f"{source} leads to #{anchor}, no heading of {page}; name one of its ids"


def on_env(env, *, config: MkDocsConfig, files: Files) -> None:
    name = os.path.basename(config.config_file_path)
    pages = {file.src_uri: heading_ids(file.page.toc.items) for file in files.documentation_pages() if file.page}
    if found := [f"{name}:{line}: {fault}" for line, fault in faults(redirects(config), pages)]:
        raise PluginError("\n".join(found))


def heading_ids(items) -> set[str]:
    """Return the ids in a table of contents, at any depth."""
    return {found for item in items for found in {item.id} | heading_ids(item.children)}
