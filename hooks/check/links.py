"""Check the links and pictures of notes, in Markdown and in HTML: MkDocs names no lines, and reads no HTML."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from posixpath import basename, dirname, join, normpath, relpath, splitext
from urllib.parse import unquote, urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url

from hooks import addresses
from hooks.addresses import FEED, MADE, short
from hooks.check.reading import Notes
from hooks.check.source import ELEMENTS  # it reports these
from hooks.model import Fault, Site

ATTRIBUTES = ("href", "src", "poster", "srcset")
MARKDOWN = "the link"
FULL = re.compile(r"[\w+.-]+:|//")
ABSOLUTE = "starts with a slash, so it ignores the folder that the site is published in; change it to a path from this page"
Link = tuple[str, int, str, str]  # path below docs/, line, attribute or MARKDOWN, address


def of_notes(notes: Notes) -> Iterator[Link]:
    """Yield the links and pictures of notes."""
    for line, token in notes.parts():
        if token.type in ("link_open", "image"):
            yield notes.path, line, MARKDOWN, str(token.attrGet("href") or token.attrGet("src") or "")
    for line, tag in notes.tags():
        for name in ATTRIBUTES:
            if name in tag.attributes and tag.name not in ELEMENTS:
                values = [value.split()[0] for value in tag.get(name).split(",") if value.strip()] if name == "srcset" else [tag.get(name)]
                yield from ((notes.path, line, f"`{name}`", value.strip()) for value in values or [""])


def wrong_addresses(links: Iterable[Link]) -> Iterator[Fault]:
    """Yield each fault of a full address, and each address that cannot be read: MkDocs fails at some of them, and names no line."""
    for path, line, kind, value in dict.fromkeys(links):
        if problem := (addresses.fault if FULL.match(value) else addresses.unreadable)(value):
            yield path, line, f"{kind} {short(value)} {problem}"


def faults(links: Iterable[Link], config: MkDocsConfig, files: Files, site: Site) -> Iterator[Fault]:
    """Yield each link of the site to itself that is broken."""
    addresses_of_files = {unquote(file.url).removeprefix("./"): file for file in files}
    made = {*MADE, *config.theme.static_templates, *(talk.path for talk in site.talks), *(entry.path for entry in site.redirects)}
    made |= {f"{conference.name}/{FEED}" for conference in site.conferences}
    for path, line, kind, value in dict.fromkeys(links):
        problem = None
        if not value:
            yield path, line, f"{kind} is empty; write an address" + ", or leave the attribute out" * (kind != MARKDOWN)
        elif FULL.match(value) or addresses.unreadable(value):
            continue  # `wrong_addresses` has checked it
        elif kind == MARKDOWN:
            problem = fault_of_markdown(value, path, files)
        elif value.startswith("/"):
            problem = ABSOLUTE
        else:
            target = urlsplit(urljoin(f"/{site.pages[path].url}", value))
            there = unquote(target.path).removeprefix("/")
            if there not in addresses_of_files and there not in made:
                fix = "write the address that it has on the built site, such as ../talk/" if value.endswith(".md") else "correct it"
                if file := files.get_file_from_path(normpath(join(dirname(path), unquote(urlsplit(value).path)))):
                    fix = f"correct it, perhaps to {get_relative_url(file.url, site.pages[path].url)}"
                problem = f"leads to neither a page nor a file; {fix}"
            else:
                problem = fault_of_anchor(target.fragment, addresses_of_files.get(there))
        if problem:
            yield path, line, f"{kind} {short(value)} {problem}"


def fault_of_markdown(value: str, path: str, files: Files) -> str | None:
    """Return the problem of a link from a page's file to another file, with its fix."""
    target = urlsplit(value)
    there = normpath(join(dirname(path), unquote(target.path).lstrip("/"))) if target.path else path
    file = files.get_file_from_path(there)
    if value.startswith("/"):
        there = unquote(target.path).strip("/")
    elif file and not file.inclusion.is_excluded():
        return fault_of_anchor(target.fragment, file)
    known = files.src_uris
    alike = [path for path in known if path != there and splitext(path)[1].lower() == (splitext(there)[1] or ".md").lower()]
    near = [path for path in get_close_matches(there, alike, 3) if get_close_matches(basename(there), [basename(path)], 1, 0.7)]
    near = [guess for guess in (f"{there}.md", f"{there}/index.md", *near) if guess in known]
    guess = f"mailto:{value}" if "@" in value else near and relpath(near[0], dirname(path) or ".").replace(" ", "%20")
    problem = ABSOLUTE if value.startswith("/") else "leads to neither a page nor a file; correct it"
    if guess:
        return f"{problem}, perhaps to {guess}"
    return f"{problem}, or write it in backticks if it is code" if re.fullmatch(r"\w+", value) else problem  # as in x[0](y)


def fault_of_anchor(anchor: str, file: File | None) -> str | None:
    page = file and file.page
    if page and anchor and not {anchor, unquote(anchor)} & page.present_anchor_ids:
        return "leads to an id that the page does not have; correct it"
    return None
