"""Write the notes of a post in this site's form: nested lists, links, images, HTML, headings."""

import itertools
import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

import mdformat.plugins
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdformat.renderer import MDRenderer
from mdit_py_plugins.footnote import footnote_plugin

from tools.addresses import ESCAPED, SIGNS, Place, cleaned, code_token, link_tokens, picture, target, text_token

BARE = re.compile(r"https?://[^\s<>()\[\]*`\"'“”]*[^\s<>()\[\]*`\"'“”.,;:!?_]")


@cache
def parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"maxNesting": 200}, renderer_cls=MDRenderer)
    made.options["mdformat"] = {"number": True}
    made.options["codeformatters"] = {}
    made.options["parser_extension"] = [
        mdformat.plugins.PARSER_EXTENSIONS[name] for name in ("tables", "footnote", "mkdocs") if name in mdformat.plugins.PARSER_EXTENSIONS
    ]
    made.enable(["table"])
    made.use(footnote_plugin)
    return made


def written(text: str, page: str, place: Place, report: Callable[[int, str], None], first: int = 1) -> str:
    """Return Markdown for the page at `page`, below docs/; `first` is its first line in the post, for messages."""
    env: dict = {}
    tokens = with_heads(parser().parse(text, env), env)
    levels = sorted({int(token.tag[1]) for token in tokens if token.type == "heading_open" and token.level == 0})
    ids = {slug(inline.content) for token, inline in itertools.pairwise(tokens) if token.type == "heading_open"} | set(
        re.findall(r"""\b(?:id|name)=["']([^"']+)""", text)
    )
    kept: list[Token] = []
    number = first
    for token in tokens:
        number = first + token.map[0] if token.map else number
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1])
            token.tag = f"h{min(levels.index(level) + 2, 6) if level in levels else min(max(level, 2), 6)}"
            token.markup = "#" * int(token.tag[1])
        elif token.type == "html_block":
            token.content = cleaned(token.content, page, place, lambda words, number=number: report(number, words)).strip("\n")
            if not token.content.strip():
                continue
            token.content += "\n"
        elif token.type == "inline":
            token.children = list(inline(token.children or [], page, place, ids, lambda words, number=number: report(number, words)))
            if kept and kept[-1].type == "heading_open" and token.children and token.children[-1].type == "text":
                token.children[-1].content = re.sub(r"\s*\{[#.:][^{}]*\}\s*$", "", token.children[-1].content)
        if token.type == "blockquote_open" and kept and kept[-1].type == "blockquote_close":  # else Python-Markdown reads one quote
            kept.append(Token("html_block", "", 0, content="<!-- -->\n", block=True))
        kept.append(token)
    while kept and kept[-1].type == "hr":  # rules that separated the talks
        kept.pop()
    made = re.sub(r"^_{70}$", "---", parser().renderer.render(kept, parser().options, env), flags=re.MULTILINE)
    return re.sub("[\ua840-\ua842]", lambda found: ESCAPED[found[0]], made).strip("\n")


def with_heads(tokens: list[Token], env: dict) -> list[Token]:
    """Return tokens with a table for rows that have no head, which kramdown reads so and CommonMark as text."""
    for at in reversed(range(len(tokens) - 1)):
        rows = tokens[at + 1].content
        if tokens[at].type == "paragraph_open" and tokens[at].level == 0 and re.fullmatch(r"(?:\|.*\|[ \t]*(?:\n|$))+", rows):
            cells = len(re.findall(r"(?<!\\)\|", rows.partition("\n")[0])) - 1
            tokens[at : at + 3] = parser().parse(f"|{'  |' * cells}\n|{' --- |' * cells}\n{rows}", env)
    return tokens


def slug(words: str) -> str:
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", re.sub(r"\{#.*?\}|[*`_]|\]\([^)]*\)", "", words)).strip().lower())


def inline(children: list[Token], page: str, place: Place, ids: set[str], report: Callable[[str], None]) -> list[Token]:
    """Return the tokens of a paragraph with resolved addresses, and without elements that pages may not have."""
    done: list[Token] = []
    links: list[tuple[int, str, str]] = []
    for token in children:
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            links.append((len(done), href, target(href, page, place, ids)))
            token.meta = {key: value for key, value in token.meta.items() if key != "label"}
            done.append(token)
        elif token.type == "link_close" and links:
            at, href, to = links.pop()
            said = "".join(inner.content for inner in done[at + 1 :]).strip()
            if not href and BARE.fullmatch(said.replace(SIGNS["<"], "<")):
                to = said
            if to:
                done[at].attrs["href"] = to
                done.append(token)
            else:
                del done[at]
                if href and href != said:
                    done += [text_token(" ("), code_token(unquote(href)), text_token(")")]
                    report(
                        f"the link to {href} leads nowhere from here, and is text now"
                        + ("" if place.base else "; give BASE=https://…, the address of the post")
                    )
        elif token.type == "image":
            done += picture(
                str(token.attrs.get("src", "")), token.content, str(token.attrs.get("title") or ""), page, place, report, bool(links)
            )
        elif token.type == "html_inline":
            if content := cleaned(token.content, page, place, report, in_text=True):
                token.content = content
                done.append(token)
        elif token.type == "text" and not links:
            at = 0
            for found in BARE.finditer(token.content):
                address = place.whole(found[0])
                if not address:
                    continue
                opened, *rest = link_tokens(address, [text_token(found[0])])
                opened.info = rest[-1].info = "auto"
                opened.markup = rest[-1].markup = "autolink"
                rest[0] = Token("text", "", 0, content=found[0])
                done += [text_token(token.content[at : found.start()]), opened, *rest]
                at = found.end()
            done.append(text_token(token.content[at:]))
        else:
            if token.type == "text":
                token = text_token(token.content)
            done.append(token)
    return done
