"""Lay out notes for Python-Markdown, so that authors can write GitHub-flavoured Markdown.

The content of list items is indented by four spaces, and blank lines separate blocks, where Python-Markdown needs it.
Notes with this layout stay unchanged. hooks/check/reading.py compares the result, and so reports a case that is
missing here.
"""

import re

from markdown import Extension, Markdown
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown_it.token import Token
from mkdocs.config.defaults import MkDocsConfig
from pymdownx import gemoji_db

from hooks.markup import SHORTCODE

MARKER = re.compile(r" {0,3}([-+*]|\d{1,9}[.)])(?: {1,4}(?=\S)| |$)")
HTML = re.compile(r"( *<(details|div|section|figure|center|aside))(?=[\s>])(?![^>]*\bmarkdown\b)", re.IGNORECASE)
INFO = re.compile(r"""\s*[\w#.+-]*\s*(\{[^\d{}][^{}]*\}|([\w-]+=("[^"]*"|'[^']*'|\S+)\s*)*)\s*""")  # of a fence, as superfences takes it
LAST_HASHES = re.compile(r"(?<=[^\s#\\])(#+)\s*$")
CODE = re.compile(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)")
LISTS = ("bullet_list_open", "ordered_list_open")
CONTAINERS = (*LISTS, "list_item_open")
LEAVES = ("paragraph_open", "heading_open", "fence", "code_block", "html_block", "hr", "table_open", "blockquote_open")
# Blocks in an item that Python-Markdown separates without a blank line.
CLOSE = {("paragraph_open", "bullet_list_open"), ("paragraph_open", "ordered_list_open"), ("paragraph_open", "fence")}


class Escapes(Extension):
    """Let a backslash escape every character that CommonMark allows, and make a line break at the end of a line; leave {{ x }} alone."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.ESCAPED_CHARS.extend(sign for sign in "\"$%&',/:;<=?@^|~" if sign not in md.ESCAPED_CHARS)
        md.inlinePatterns["emoji"].compiled_re = SHORTCODE
        attributes = md.treeprocessors["attr_list"]
        attributes.INLINE_RE = re.compile(f"^(?!{{{{){attributes.BASE_RE}")  # {{ x }} behind an element stays text
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash break", 185)  # before escapes, 180


def emoji_index(options: dict[str, object], md: Markdown) -> dict[str, object]:
    """Return GitHub's emoji names; the extension's own function copies all of them for each page."""
    return {"name": "gemoji", "emoji": gemoji_db.emoji, "aliases": gemoji_db.aliases}


def prepare(config: MkDocsConfig) -> None:
    """Set up the extensions that mkdocs.yml cannot configure."""
    config.markdown_extensions.append(Escapes())
    config.mdx_configs.setdefault("pymdownx.emoji", {})["emoji_index"] = emoji_index


def respelled(notes: str, tokens: list[Token]) -> list[str]:
    """Return the lines of notes, given with their tokens, with blocks spelled as Python-Markdown reads them."""
    lines = [line.expandtabs(4) if "\t" in line[: len(line) - len(line.lstrip())] else line for line in notes.split("\n")]
    for token in tokens:
        first, last = token.map or (0, 0)
        if token.type == "html_block" and (html := HTML.match(lines[first])) and f"</{html[2]}" not in token.content:
            lines[first] = HTML.sub(r"\1 markdown", lines[first])  # Markdown starts again after a blank line
        elif token.type == "fence":
            info = re.sub(r"""\s*\blinenums=("[^"]*"|'[^']*'|\S+)""", "", token.info)  # numbers are a table, which GitHub has not
            info = info if INFO.fullmatch(info) else re.sub(r"^\s*([\w#.+-]*).*", r"\1", info)
            lines[first] = lines[first].replace(token.info, info) if info != token.info else lines[first]
            if lines[last - 1].strip().startswith(token.markup):  # as many signs as in the first line, and as many spaces before them
                lines[last - 1] = " " * indent_of(lines[first]) + token.markup
        elif token.type == "table_open":  # pipes in code separate no cells
            lines[first:last] = [CODE.sub(lambda code: code[0].replace("\\|", "|"), line) for line in lines[first:last]]
        elif token.type == "heading_open" and token.markup.startswith("#"):
            lines[first] = LAST_HASHES.sub(lambda found: found[1].replace("#", "\\#"), lines[first])  # as in C#
    return lines


def laid_out(notes: str, tokens: list[Token]) -> str:
    """Return notes, given with their tokens, in Python-Markdown's layout."""
    lines = respelled(notes, tokens)
    made = lines[:]
    markers: set[int] = set()  # the first lines of items
    breaks: set[int] = set()  # lines that need a blank line before them
    columns: list[int] = []  # of the text of each open item
    before: list[Token | None] = [None]  # the previous block, in each open container
    leaf: Token | None = None
    second = False  # whether the leaf follows another block of its item
    below_code = 0  # the level of the last list that follows code in its item
    quotes = 0
    above: Token | None = None  # the last paragraph in a quote

    def hold(first: int, last: int, column: int) -> None:
        """Indent lines of the innermost item, whose text starts at a column."""
        for number in range(first, last):
            if lines[number].strip() and number not in markers:
                made[number] = " " * 4 * len(columns) + lines[number][min(indent_of(lines[number]), column) :]

    for token in tokens:
        quotes += token.nesting * token.type.startswith("blockquote")
        if quotes > (token.type == "blockquote_open"):  # the content of a quote stays unchanged, but for a list directly below its text
            if token.type in LISTS and above and (above.level, above.map[1]) == (token.level, token.map[0]):
                line = made[above.map[1]]
                made[above.map[1]] = f"{line[: len(line) - len(line.lstrip('> '))]}\n{line}"
            above = token if token.type == "paragraph_open" else above
            continue
        if token.nesting < 0 and token.type.replace("_close", "_open") in CONTAINERS:
            before.pop()
            if token.type == "list_item_close":
                columns.pop()
        if token.map is None or token.type not in (*CONTAINERS, *LEAVES):
            continue
        first, last = token.map
        previous, before[-1] = before[-1], token
        close = previous and first == previous.map[1] and lines[first - 1].strip()
        if token.type in LISTS and previous and previous.type == "fence" and columns:
            below_code = max(below_code, token.level)
        after_mixed = token.type == "list_item_open" and token.level < below_code
        if close and (after_mixed or needs_blank(previous, token, leaf, second, bool(columns))):
            breaks.add(first)
        below_code = token.level if after_mixed else below_code
        if token.type == "list_item_open":
            outer = columns[-1] if columns else 0
            found = MARKER.match(lines[first][outer:])
            if not found or first in markers:
                return notes  # two markers in one line, for example
            column = outer + max(found.end(), found.end(1) + 1)
            text = lines[first][column:]
            if text.startswith(("```", "~~~")):
                return notes  # Python-Markdown accepts no code on the line of a list marker
            markers.add(first)
            marker = found[1].replace(")", ".") if text.strip() else found[1].replace("-", "*")  # "-" alone underlines a heading
            made[first] = " " * 4 * len(columns) + f"{marker} {text}"
            columns.append(column)
            hold(first + 1, last, column)
        elif token.type in LEAVES:
            if token.type != "fence" or (leaf and not leaf.hidden):
                leaf, second = token, previous is not None  # a fence directly below text needs no blank line after it
            if columns:
                shift = token.type != "code_block" and first not in markers
                hold(first, last, columns[-1] + (indent_of(lines[first][columns[-1] :]) if shift else 0))
        if token.type in CONTAINERS:
            before.append(None)
    return "\n".join("\n" * (number in breaks) + line for number, line in enumerate(made))


def needs_blank(previous: Token, token: Token, leaf: Token | None, second: bool, in_item: bool) -> bool:
    """Return whether Python-Markdown needs a blank line before a block.

    `leaf` is the last block without content blocks; `second` says whether it follows another block of its item.
    """
    if token.type == "list_item_open":
        return leaf is not None and (second or leaf.type != "paragraph_open" or (not leaf.hidden and leaf.level > token.level + 1))
    if previous.type in LISTS and token.type in LISTS:
        return previous.type != token.type
    return not in_item or (previous.type, token.type) not in CLOSE


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
