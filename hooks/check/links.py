"""Check the links and files in notes' raw HTML, which MkDocs does not read."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from hooks import addresses
from hooks.addresses import FEED, FORMER_FEED
from hooks.check.notes import ELEMENTS  # it reports these
from hooks.check.reading import Parsed
from hooks.markup import tags
from hooks.model import Site

ATTRIBUTES = ("href", "src", "poster", "srcset")
Link = tuple[str, int, str, str]  # path below docs/, line, attribute, value


def of_html(path: str, above: int, parsed: Parsed) -> Iterator[Link]:
    """Yield the links of a page's raw HTML; `above` is the number of lines above its notes."""
    for token in parsed[0]:
        pieces = [(0, token.content)] if token.type == "html_block" else []
        row = 0
        for child in token.children or ():
            row += child.type in ("softbreak", "hardbreak")
            if child.type == "html_inline":
                pieces.append((row, child.content))
        for row, html in pieces:
            for tag in tags(html):
                line = above + token.map[0] + row + html.count("\n", 0, html.find(tag.raw))
                for name in ATTRIBUTES:
                    if name in tag.attributes and tag.name not in ELEMENTS:
                        values = tag.get(name).split(",") if name == "srcset" else [tag.get(name)]
                        yield from ((path, line, name, (value.split() or [""])[0]) for value in values)


def faults(links: Iterable[Link], config: MkDocsConfig, files: Files, site: Site) -> Iterator[tuple[str, int, str]]:
    """Yield each broken link, as (path, line, problem with its fix)."""
    pages = {file.url.removeprefix("./"): file for file in files}
    made = {FEED, FORMER_FEED, "talks.json", "sitemap.xml", "404.html", *config.theme.static_templates}
    made |= {talk.path for talk in site.talks} | {f"{conference.name}/{FEED}" for conference in site.conferences}
    made |= {entry.path for entry in site.redirects}
    for path, line, name, value in links:
        if not value:
            yield path, line, f"`{name}` is empty; write an address, or leave the attribute out"
        elif re.match(r"[\w+.-]+:|//", value):
            if not value.lower().startswith(("javascript:", "file:")) and (problem := addresses.fault(value)):
                yield path, line, f"`{name}` {value} {problem}"
        elif value.startswith("/"):
            yield path, line, f"`{name}` {value} starts with a slash, which leaves a site below a path; write it from this page, as ../"
        else:
            target = urlsplit(urljoin(f"/{site.pages[path].url}", value))
            there = unquote(target.path).removeprefix("/")
            page = pages[there].page if there in pages else None
            if there not in pages and there not in made:
                fix = "write the address that it has on the built site, such as ../talk/" if value.endswith(".md") else "correct it"
                yield path, line, f"`{name}` {value} leads to neither a page nor a file; {fix}"
            elif page and target.fragment and target.fragment not in page.present_anchor_ids:
                yield path, line, f"`{name}` {value} leads to an id that the page does not have; correct it"
