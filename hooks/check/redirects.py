"""Check the redirects of mkdocs.yml: sources that work on every host, and targets that exist."""

import re
from collections.abc import Iterator, Mapping, Sequence

from mkdocs.config.defaults import MkDocsConfig

from hooks.model import Fault
from hooks.redirects import Redirect, address

# What every host matches alike; others decode, or take signs for patterns.
SOURCE = re.compile(r"(?!.*(//|\.\.|(^|/)\./))[A-Za-z0-9_.-][A-Za-z0-9_./-]*\.md")
# Nothing that the quoting of nginx, Caddy or _redirects would trip over.
ELSEWHERE = re.compile(r"""https?://[^/\s"'\\${};\[\]]+(/[^\s"'\\${};]*)?""")


def faults(entries: Sequence[Redirect], pages: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Yield the faults of a map in mkdocs.yml, given the files of pages with their ids."""
    published = {address(file): file for file in pages}
    targets = {entry.path: entry.target.partition("#")[0] for entry in entries}
    lines: dict[str, int] = {}

    def problems(source: str, target: str, path: str) -> Iterator[str]:
        if not SOURCE.fullmatch(source):
            fix = "write a page's file, like posts/old.md, in letters, digits and the signs . _ - /"
            yield f"the source {source!r} is not a path that works on every host; {fix}"
        if path in lines:
            yield f"{source} is on line {lines[path]} too, and only one takes effect; remove one"
        if path in published:
            yield f"{source} would hide the page {published[path]}; remove one of them"
        page, _, anchor = target.partition("#")
        if target.startswith(("https://", "http://")):
            if not ELSEWHERE.fullmatch(target):
                yield f"{source} leads to {target!r}, which is not an address; write https://host/path, percent-encoded"
        elif page in pages:
            if anchor and anchor not in pages[page]:
                yield f"{source} leads to #{anchor}, no heading of {page}; name one of its ids"
        elif address(page) in targets:
            chain = [source]
            while address(chain[-1]) in targets and chain.count(chain[-1]) == 1:
                chain.append(targets[address(chain[-1])])
            kind = "goes round in a circle" if chain.count(chain[-1]) > 1 else "takes more than one step"
            yield f"{source} {kind} ({' → '.join(chain)}); name the page at its end"
        else:
            yield f"{source} leads to {page}, which is not a page; name a file below docs/, or start with https://"

    for entry in entries:
        yield from (("mkdocs.yml", entry.line, problem) for problem in problems(entry.source, entry.target, entry.path))
        lines.setdefault(entry.path, entry.line)


def empty_the_plugins_map(config: MkDocsConfig) -> None:
    """Take the map away from the redirects plugin: it does not know generated pages, such as days, and fails at a number."""
    if plugin := config.plugins.get("redirects"):
        plugin.config["redirect_maps"] = {}
