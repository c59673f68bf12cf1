"""Compare a built page with its notes read as GitHub-flavoured CommonMark (spec.commonmark.org, github.github.com/gfm).

Each rendering becomes a sequence of events: list items with their depth, text with its marks, code, images, other
blocks. Where the two sequences differ, readers of the page see something else than the author did.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape, unescape
from itertools import groupby
from pathlib import PurePosixPath
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pymdownx.gemoji_db import aliases, emoji

from hooks.markup import SHORTCODE, Tag, tags, tokens

INLINE = {"em": "em", "strong": "strong", "code": "code", "del": "del", "s": "del", "i": "em", "b": "strong"}
TRANSPARENT = {"span", "div", "abbr", "section", "label"}
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LEFT_OUT = {"headerlink", "footnote-backref"}
ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}\n]*\}")  # of the attr_list extension
Event = tuple[object, ...]


def leave_apart(state: StateCore) -> None:
    """Leave each character with a backslash a token of its own, `text_special`, for marks.py; but in pictures, whose words have no tokens, join them."""
    for part in (part for token in state.tokens for picture in token.children or () for part in picture.children or ()):
        part.type = part.type.removesuffix("_special")


GFM = MarkdownIt().enable(["table", "strikethrough"]).use(footnote_plugin, inline=False).use(tasklists_plugin)
GFM.core.ruler.at("text_join", leave_apart)
GFM.options["store_labels"] = True  # the names of the references that links are written with
GFM.add_render_rule("text_special", lambda self, tokens, place, *_: escape(tokens[place].content))
GFM.normalizeLinkText = GFM.normalizeLink = str  # addresses stay as written, also those that a link shows
GFM.validateLink = lambda address: True  # check/links.py reports scripts and files in addresses


@dataclass(frozen=True)
class Notes:
    """Notes as CommonMark reads them."""

    path: str  # of their page, below docs/
    text: str
    tokens: list[Token]
    references: dict  # and footnotes
    first: int  # the line of the file that they start on

    def parts(self) -> Iterator[tuple[int, Token]]:
        """Yield each block of HTML, and each part of a text, with its line in the file."""
        for token in self.tokens:
            line = self.first + (token.map[0] if token.map else 0)
            if token.type == "html_block":
                yield line, token
                if any(tag.attributes.get("markdown", "0") != "0" for tag in tags(token.content)):  # of md_in_html
                    inner = "".join("\n" * part.raw.count("\n") if isinstance(part, Tag) else part for part in tokens(token.content))
                    known = {"references": self.references.get("references", {})}
                    yield from Notes(self.path, inner, GFM.parse(inner, known), known, line).parts()
            yield from ((line + row, child) for row, child in placed(token))

    def tags(self, open_comments: bool = True) -> Iterator[tuple[int, Tag]]:
        """Yield each tag of raw HTML, with its line in the file; those below a comment without an end only with `open_comments`."""
        for line, token in self.parts():
            box = token.content.startswith('<input class="task-list-item-checkbox"')  # which the parser writes
            shown = token.type.startswith("html_") and not box and (open_comments or not is_open_comment(token))
            for part in tokens(token.content) if shown else ():
                if isinstance(part, Tag):
                    yield line, part
                line += (part.raw if isinstance(part, Tag) else part).count("\n")

    def words(self) -> Iterator[str]:
        """Yield the plain text of each paragraph, heading, and cell."""
        for parts in (token.children for token in self.tokens if token.type == "inline"):
            shown = [(part.type, part.content) for part in parts if part.type != "html_inline"]
            yield "".join(plain(text) if kind.startswith("text") else text or " " * kind.endswith("break") for kind, text in shown)


def is_open_comment(token: Token) -> bool:
    return token.type == "html_block" and token.content.lstrip().startswith("<!--") and "-->" not in token.content


def placed(inline: Token) -> Iterator[tuple[int, Token]]:
    """Yield each part of a text with its line in the text, from 0."""
    row, place, last = 0, 0, inline.content.count("\n")
    for child in inline.children or ():
        yield min(row, last), child
        if child.type in ("softbreak", "hardbreak"):
            row += 1
        elif last and child.type == "code_inline":  # has spaces for its line breaks
            words = re.escape(child.content).replace("\\ ", "[ \\n]")
            if found := re.compile(rf"{child.markup}[ \n]?{words}[ \n]?{child.markup}").search(inline.content, place):
                row += found[0].count("\n")
                place = found.end()
        else:
            row += child.content.count("\n") + str(child.attrGet("title") or "").count("\n")


def parse(text: str, path: str = "", file: str = "") -> Notes:
    """Return notes, given with the path of their page, and the whole text of their file, which they end."""
    references: dict = {}
    tokens = GFM.parse(text, references)
    return Notes(path, text, tokens, references, file.count("\n", 0, len(file) - len(text)) + 1)


def differences(html: str, notes: Notes) -> Iterator[tuple[int, Event | None, Event | None]]:
    """Yield the differences between a page's HTML and its notes: (line of the notes, from 0; event there, event of the page)."""
    shown, _ = read(html)
    for token in notes.tokens:
        if token.map and token.nesting >= 0:
            token.attrSet("data-line", str(token.map[0]))
            if token.type == "html_block":  # the renderer writes none of its attributes
                token.content = f'<span data-line="{token.map[0]}"></span>{token.content}'
    meant, lines = read(GFM.renderer.render(notes.tokens, GFM.options, notes.references))
    if shown == meant:
        return
    for kind, first, last, there, _ in SequenceMatcher(None, meant, shown, autojunk=False).get_opcodes():
        if kind != "equal":
            line = lines[min(first, len(lines) - 1)] if lines else 0
            yield line, meant[first] if first < last else None, shown[there] if there < len(shown) else None


def read(html: str) -> tuple[list[Event], list[int]]:
    """Return the events of HTML, and the line of the source of each, as far as `data-line` says it.

    A text comes with the marks round it (em, strong, code, del, a link's target), an item with its depth and its list's kind,
    code with the depth of the item that holds it, any other element with its name. Spaces count within a line of text, not at
    its ends; a paragraph is nothing but its text, since loose and tight lists are one to a reader.
    """
    rows: list[tuple[Event, int]] = []
    for kind, run in groupby(pieces(html), key=lambda piece: piece[0][0]):
        if kind != "text":
            rows += run if kind != "end" else ()
            continue
        texts: list[Event] = []
        lines: list[int] = []
        for marks, group in groupby(run, key=lambda piece: piece[0][2]):
            parts = list(group)
            texts.append(("text", re.sub(r"\s+", " ", "".join(text for (_, text, _), _ in parts)), marks))
            lines.append(next((line for (_, text, _), line in parts if text.strip()), parts[-1][1]))
        texts[0] = ("text", texts[0][1].lstrip(), texts[0][2])
        texts[-1] = ("text", texts[-1][1].rstrip(), texts[-1][2])
        rows += [(event, line) for event, line in zip(texts, lines, strict=True) if event[1]]
    return [event for event, _ in rows], [line for _, line in rows]


def pieces(html: str) -> Iterator[tuple[Event, int]]:
    """Yield the events of HTML with unchanged text, and ("end",) at the end of a line of text."""
    open_tags: list[tuple[str, str | None]] = []  # the name of each element, and its mark
    line, skipped = 0, 0
    code: str | None = None  # of the open <pre>
    for token in tokens(html):
        if isinstance(token, str):
            text = "" if token.startswith("<!--") or skipped else unescape(token)
            if code is not None:
                code += text
            elif text:
                marks = tuple(mark for _, mark in open_tags if mark)
                text = plain(text) if "code" not in marks else text
                # A bare address is a link in one rendering, and text in the other.
                bare_address = marks and marks[-1] in (text, f"http://{text}", f"mailto:{text}")
                yield ("text", text, marks[:-1] if bare_address else marks), line
            continue
        name = token.name
        alone = name in VOID or token.raw.endswith("/>")
        lists = [opened for opened, _ in open_tags if opened in ("ul", "ol")]
        if (number := token.get("data-line")) and number.isdigit():
            line = int(number)
        if code is not None:
            if name == "pre" and token.end:
                yield ("code", len(lists), re.sub(r"[ \t]+$", "", code.expandtabs(4), flags=re.M).strip("\n")), line
                code = None
        elif skipped:
            skipped += 0 if alone else -1 if token.end else 1
        elif token.end:
            while any(name == opened for opened, _ in open_tags):
                opened, mark = open_tags.pop()
                if not mark and opened not in TRANSPARENT:
                    yield ("end",), line
                if opened == name:
                    break
        elif name == "sup" and (token.get("class") == "footnote-ref" or token.get("id").startswith("fnref")):
            skipped = 1
            yield ("note", "reference"), line
        elif not LEFT_OUT.isdisjoint(token.get("class").split()):
            skipped = 1
        elif name == "pre":
            code = ""
        else:
            mark = address(unescape(token.get("href"))) if name == "a" else INLINE.get(name)
            if name == "li":
                yield ("item", len(lists), lists[-1] if lists else ""), line
            elif name == "p":
                yield ("end",), line
            elif not mark and name not in TRANSPARENT | {"ul", "ol"}:
                source = address(unescape(token.get("src"))) if "src" in token.attributes else None
                yield ("block", name, source if name != "input" else "checked" in token.attributes), line
            if not alone:
                open_tags.append((name, mark))


def address(link: str) -> str:
    """Return the target of a link as both renderings write it: MkDocs turns a file's path into an address."""
    if re.match(r"[\w+.-]+:|//", link):
        return unquote(link)
    return f"…/{PurePosixPath(unquote(link).partition('#')[0]).stem}" if link.endswith(("png", "svg", "jpg", "gif", "webp")) else "…"


def plain(text: str) -> str:
    """Return text without the attribute lists in it, and with emoji in place of their names."""
    if "{" in text:
        text = ATTRIBUTES.sub("", text)
    return SHORTCODE.sub(pictured, text) if ":" in text else text


def pictured(name: re.Match[str]) -> str:
    found = emoji.get(aliases.get(name[0], name[0]))
    return "".join(chr(int(code, 16)) for code in found.get("unicode_alt", found["unicode"]).split("-")) if found else name[0]
