"""Refuse elements in notes that the site's CSP (policy.py) blocks, which readers would not see; and snippets."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from pymdownx.snippets import SnippetPreprocessor

from hooks.check.reading import Notes
from hooks.markup import Tag, tags
from hooks.model import Fault

ADDRESS = re.compile(r"(?:\w+:)?//\[[^\s)<>\"']*")  # an address with a numeric host
ELEMENTS = {
    "script": "a script; put it into extra_javascript in mkdocs.yml",
    "style": "a style; put it into docs/assets/site.css",
    **dict.fromkeys(("link", "meta", "base"), "an element of a page's head; leave it out"),
    **dict.fromkeys(("iframe", "frame", "object", "embed"), "another page in a frame; link to it"),
}


def without_fatal(markdown: str, notes: Notes, config: MkDocsConfig) -> tuple[str, list[Fault]]:
    """Return `markdown` without the faults that would end the build before it reports others; and these faults of the notes."""
    faults: list[Fault] = []
    allowed = [f'--8<-- "{path}"' for path in config.mdx_configs["pymdownx.snippets"]["base_path"]]
    for number, line in enumerate(notes.text.splitlines(), notes.first):
        if "8<" not in line and "//[" not in line:
            continue
        snippet = SnippetPreprocessor.RE_ALL_SNIPPETS.match(line) or SnippetPreprocessor.RE_SNIPPET_SECTION.match(line)
        for address in ADDRESS.findall(line):
            try:
                urlsplit(address)
            except ValueError as error:
                faults.append((notes.path, number, f"{address} is not an address ({error}); correct it"))
                markdown = markdown.replace(address, "")
        if snippet and not snippet["escape"] and line not in allowed:
            faults.append((notes.path, number, "includes a file, which notes may not; to show the marks, write `;` before them"))
            markdown = markdown.replace(line, f";{line.lstrip()}")
    return markdown, faults


def blocked(html: str, notes: Notes) -> Iterator[Fault]:
    """Yield the elements in the HTML of notes that the CSP blocks."""
    found = {(line, problem) for tag in tags(html) for text, problem in problems(tag) for line in lines_of(text, problem, notes)}
    yield from ((notes.path, line, f"holds {problem}") for line, problem in sorted(found))


def problems(tag: Tag) -> Iterator[tuple[str, str]]:
    """Yield the faults of a tag as (its text in the source, problem; fix)."""
    if tag.name in ELEMENTS and not tag.end:
        yield f"<{tag.name}", ELEMENTS[tag.name]
    for name, written in tag.attributes.items():
        value = written.strip().lower()
        if name == "style":
            yield f"{name}=", "a style; give a class, and style it in docs/assets/site.css"
        elif name.startswith("on") and written:
            yield f"{name}=", "a script in an attribute; leave it out"
        elif value.startswith("javascript:"):
            yield written, "a script as an address; leave it out"
        elif value.startswith("file:"):
            yield written, "a file of one machine; put a copy into docs/, and link to that"
        elif value.startswith(("http:", "https:", "//")):
            if name in ("src", "srcset", "poster") or (name in ("href", "xlink:href") and tag.name in ("image", "use")):
                yield written, "a file from another site; put a copy into docs/"
            elif name in ("action", "formaction"):
                yield written, "a form that another site answers; link to it"


def lines_of(text: str, problem: str, notes: Notes) -> set[int]:
    """Return the lines of the file where a tag has a problem; or else where Markdown has its `text`, outside of code."""
    text = plain(text)
    if lines := {line for line, tag in notes.tags() for there, same in problems(tag) if (plain(there), same) == (text, problem)}:
        return lines
    written = re.compile(rf"(?<![\w-]){re.escape(text)}", re.IGNORECASE)
    parts = ((line, token) for line, token in notes.parts() if token.type in ("image", "text"))
    lines = {line for line, token in parts if written.search(plain(f"{token.content} {token.attrGet('src') or ''}"))}
    return lines or {notes.first}


def plain(address: str) -> str:
    return unquote(unescape(address))
