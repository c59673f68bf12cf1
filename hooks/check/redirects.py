"""Read the redirect map of mkdocs.yml, and refuse a bad one.

The redirects plugin looks at neither anchors nor sources, and YAML keeps the
last of two equal keys without a word; so the map is read here with its lines.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

log = logging.getLogger("mkdocs.hooks.redirects")

# What every host matches alike; others decode, or take signs for patterns.
SOURCE = re.compile(r"(?!.*(//|\.\.|(^|/)\./))[A-Za-z0-9_.-][A-Za-z0-9_./-]*\.md")
# Nothing that the quoting of nginx, Caddy or _redirects would trip over.
ELSEWHERE = re.compile(r"""https?://[^/\s"'\\${};\[\]]+(/[^\s"'\\${};]*)?""")


@dataclass(frozen=True)
class Redirect:
    """One entry of the map: both sides as written, and the entry's line in mkdocs.yml."""

    source: str
    target: str
    line: int

    @property
    def path(self) -> str:
        """The old address below the site's base, with its closing slash."""
        return address(self.source)

    @property
    def target_url(self) -> str:
        """The new address below the site's base, or in full where it is elsewhere."""
        if is_elsewhere(self.target):
            return self.target
        page, hash_sign, anchor = self.target.partition("#")
        return address(page) + hash_sign + anchor

    def canonical(self, site_url: str) -> str:
        """The new address in full, without its anchor."""
        return urljoin(site_url, self.target_url).partition("#")[0]


def address(source: str) -> str:
    """Return where a page's file is published, below the base: "" for home."""
    return File(source, "", "", use_directory_urls=True).url.removeprefix("./")


def is_elsewhere(target: str) -> bool:
    return target.startswith(("https://", "http://"))


def redirects(config: MkDocsConfig) -> list[Redirect]:
    """Return the entries of the map in their order, equal sources included."""
    return list(entries(yaml.compose(Path(config.config_file_path).read_text(encoding="utf-8"), yaml.CSafeLoader)))


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
    """Yield what is wrong with a map, as (line, fault; mend), given each page's file and the ids on it."""
    published = {address(file): file for file in pages}
    targets = {entry.path: entry.target.partition("#")[0] for entry in entries}
    lines: dict[str, int] = {}
    for entry in entries:
        source, target = entry.source, entry.target
        if not SOURCE.fullmatch(source):
            mend = "write a page's file, like posts/old.md, in letters, digits and the signs . _ - /"
            yield entry.line, f"the source {source!r} is no path that every host takes; {mend}"
        if entry.path in lines:
            yield entry.line, f"{source} stands on line {lines[entry.path]} too, and only one would count; remove one"
        lines.setdefault(entry.path, entry.line)
        if entry.path in published:
            yield entry.line, f"{source} would hide the page {published[entry.path]}; remove one of them"
        if is_elsewhere(target):
            if not ELSEWHERE.fullmatch(target):
                yield entry.line, f"{source} leads to {target!r}, which is no address; write https://host/path, percent-encoded"
            continue
        page, _, anchor = target.partition("#")
        if page in pages:
            if anchor and anchor not in pages[page]:
                yield entry.line, f"{source} leads to #{anchor}, no heading of {page}; name one of its ids"
        elif address(page) in targets:
            chain = [source]
            while address(chain[-1]) in targets and chain.count(chain[-1]) == 1:
                chain.append(targets[address(chain[-1])])
            kind = "goes round in a circle" if chain.count(chain[-1]) > 1 else "takes more than one step"
            yield entry.line, f"{source} {kind} ({' → '.join(chain)}); name the page at its end"
        else:
            yield entry.line, f"{source} leads to {page}, which is no page; name a file below docs/, or start with https://"


def take_numbers_as_text(config: MkDocsConfig) -> None:
    if plugin := config.plugins.get("redirects"):
        # A number would end the plugin in a traceback; as a text it is refused below.
        plugin.config["redirect_maps"] = {str(source): str(target) for source, target in plugin.config["redirect_maps"].items()}


def report(config: MkDocsConfig, files: Files) -> None:
    name = Path(config.config_file_path).name
    pages = {file.src_uri: file.page.present_anchor_ids for file in files.documentation_pages() if file.page}
    for line, fault in faults(redirects(config), pages):
        log.warning("%s:%d: %s", name, line, fault)
