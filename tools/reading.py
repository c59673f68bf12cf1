"""Read notes as a reader does: what two renderings tell, to be compared.

A rendering is told as a row of events: list items with their depth, texts, code blocks, links.
"""

import re
from collections.abc import Iterator
from functools import cache

from bs4 import BeautifulSoup, NavigableString, Tag
from markdown import Markdown
from markdown_it import MarkdownIt
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

INLINE = {"em", "strong", "code", "del"}
ADDED = {"added", "headerlink", "talk-link"}
Event = tuple[object, ...]


def events(node: Tag) -> list[Event]:
    """Return what a reader gets from `node`, in order.

    A piece of text comes with the marks round it (em, strong, code, a link's
    target), an item with its depth and its list's kind, code with the depth of
    the item that holds it, any other block with its name. Spaces count within
    a line of text, not at its ends; a paragraph that only wraps an item's text
    is none, since loose and tight lists are one to a reader.
    """
    told: list[Event] = []
    for event in pieces(node):
        if event[0] == "text" and told and told[-1][0] == "text" and told[-1][2] == event[2]:
            told[-1] = ("text", told[-1][1] + event[1], event[2])
        else:
            told.append(event)
    lines: list[Event] = []
    for number, event in enumerate(told):
        if event[0] == "text":
            text = re.sub(r"\s+", " ", event[1])
            if not number or told[number - 1][0] != "text":
                text = text.lstrip()
            if number + 1 == len(told) or told[number + 1][0] != "text":
                text = text.rstrip()
            event = ("text", text, event[2])
        if event[1:2] != ("",):
            lines.append(event)
    return [event for event in lines if event != ("end",)]


def pieces(node: Tag, depth: int = 0, marks: tuple[str, ...] = ()) -> Iterator[Event]:
    """Yield the events of `node` with the text as it stands, and ("end",) where a line of text ends."""
    for child in node.children:
        if isinstance(child, NavigableString):
            yield "text", str(child), marks
        elif ADDED & set(child.get("class", [])):
            continue
        elif child.name == "pre":
            yield "code", depth, child.get_text().rstrip("\n")
        elif child.name == "li":
            yield "item", depth, node.name
            yield from pieces(child, depth, marks)
            yield ("end",)
        elif child.name in ("ul", "ol"):
            yield from pieces(child, depth + 1, marks)
            yield ("end",)
        elif child.name == "a":
            yield from pieces(child, depth, (*marks, child.get("href", "")))
        elif child.name in INLINE:
            yield from pieces(child, depth, (*marks, child.name))
        elif child.name in ("span", "div", "abbr"):
            yield from pieces(child, depth, marks)
        elif child.name == "p" and node.name == "li":
            yield from pieces(child, depth, marks)
            yield ("end",)
        else:
            yield "block", child.name, child.get("src")
            yield from pieces(child, depth, marks)
            yield ("end",)


def as_commonmark(text: str) -> list[Event]:
    """Return the events of Markdown as CommonMark has it, with the tables and the struck words that most add."""
    return events(BeautifulSoup(MarkdownIt().enable(["table", "strikethrough"]).render(text), "html.parser"))


@cache
def settings() -> MkDocsConfig:
    return load_config("mkdocs.yml")


@cache
def as_here(text: str) -> list[Event]:
    """Return the events of Markdown as the site of this folder renders it, but for snippets, which its build refuses."""
    config = settings()
    extensions = [name for name in config.markdown_extensions if name != "pymdownx.snippets"]
    markdown = Markdown(extensions=extensions, extension_configs=config.mdx_configs)
    return events(BeautifulSoup(markdown.convert(text), "html.parser"))
