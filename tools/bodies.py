"""Write the notes of a post in this site's form: nested lists, links, images, HTML, headings."""

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import mdformat.plugins
from markdown import Markdown
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdownify import markdownify
from mdformat.renderer import MDRenderer
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mkdocs.config import load_config

from hooks import addresses, load
from hooks.check import links, marks, reading, source
from hooks.render import dialect
from tools.addresses import ELEMENTS, Page, Place
from tools.days import WORDS, pattern
from tools.post import matches, outside_code

TAG = re.compile(r"</?([a-z][^\s/>]*)", re.IGNORECASE)


def escaped(text: str, *_: object) -> str:
    for sign, written in WORDS["signs"].items():
        text = re.sub(sign, written, text)
    return text


ESCAPES = {"text": escaped, "paragraph": lambda text, *_: re.sub(r"^#", r"\\#", text, flags=re.MULTILINE)}


def name_footnotes(state: StateCore) -> None:
    """Give inline footnotes, `^[words]`, the marks of ordinary ones, which hold the first line of their text, since a page may join texts."""
    for token in itertools.chain(state.tokens, *(block.children or [] for block in state.tokens)):
        if token.type in ("footnote_ref", "footnote_open") and not token.meta.get("label"):
            token.meta["label"] = f"inline-{state.env.get('first', 1)}-{token.meta['id'] + 1}"


@cache
def parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"maxNesting": 200}, renderer_cls=MDRenderer).enable("table")
    made.use(footnote_plugin).use(gfm_autolink_plugin).disable(["gfm_autolink_email", "gfm_autolink_www"])  # `package@1.0`
    made.core.ruler.after("footnote_tail", "name_footnotes", name_footnotes)
    extensions = [mdformat.plugins.PARSER_EXTENSIONS[name] for name in ("tables", "footnote", "mkdocs")]
    ours = SimpleNamespace(RENDERERS={}, POSTPROCESSORS=ESCAPES)
    made.options.update({"mdformat": {"number": True}, "codeformatters": {}, "parser_extension": [*extensions, ours]})
    return made


def written(text: str, path: str, place: Place, note: Callable[[int, str], None], first: int = 1) -> str:
    """Return Markdown for the page at `path`, below docs/; `first` is its first line in the post, for messages."""
    env = {"first": first, "references": {**place.definitions.get("references", {})}}
    tokens = parser().parse(text, env)
    levels = sorted({int(token.tag[1]) for token in tokens if token.type == "heading_open" and token.level == 0})
    ids = {slug(inline.content) for token, inline in itertools.pairwise(tokens) if token.type == "heading_open"}
    page = Page(path, place, ids | {*re.findall(r"""\b(?:id|name)=["']([^"']+)""", text)}, note)
    kept: list[Token] = []
    for token in tokens:
        page.line = first + token.map[0] if token.map else page.line
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1])
            token.markup = "#" * (min(levels.index(level) + 2, 6) if level in levels else max(level, 2))
            token.tag = f"h{len(token.markup)}"
        elif token.type == "html_block":
            token.content = page.cleaned(token.content).strip("\n") + "\n"
            token.content = token.content if token.content.lstrip().startswith("<") else in_markdown(token.content)
            if not token.content.strip():
                continue
        elif token.type == "inline":
            token.children = inline(token.children or [], page)
            if kept and kept[-1].type == "heading_open" and token.children and token.children[-1].type == "text":
                token.children[-1].content = re.sub(r"\s*\{[#.:][^{}]*\}\s*$", "", token.children[-1].content)
        if token.type == "blockquote_open" and kept and kept[-1].type == "blockquote_close":  # else Python-Markdown reads one quote
            kept.append(Token("html_block", "", 0, content="<!-- -->\n", block=True))
        kept.append(token)
    while kept and kept[-1].type == "hr":  # rules that separated the talks
        kept.pop()
    return re.sub(r"^_{70}$", "---", parser().renderer.render(kept, parser().options, env), flags=re.MULTILINE).strip("\n")


@cache
def converter() -> Markdown:
    """Return Markdown as the build reads it."""
    any_folder = str(Path(__file__).parent)  # which must exist, as must the theme
    config = load_config(hooks=[], plugins=[], watch=[], theme="mkdocs", docs_dir=any_folder)
    dialect.prepare(config)
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def halves(text: str) -> bool:
    """Return whether an element of HTML begins or ends in a text only, where it must do both."""
    begun: list[str] = []
    for _, tag in reading.parse(text).tags() if "<" in text else ():
        if tag.end and tag.name in begun:
            begun.remove(tag.name)
        elif tag.name not in source.ENDLESS and not tag.raw.endswith("/>"):
            begun.append(tag.name)
    return bool(begun)


def reads_alike(text: str, path: str) -> bool:
    """Return whether the build finds no fault in the notes of a page."""
    notes = reading.parse(text, path, text)
    html = converter().reset().convert(dialect.laid_out(text, notes.tokens))
    page = load.read({path: f"---\ntitle: Notes\n---\n{text}"}).pages[path]
    wrong = any(
        not link or link.startswith("/") or (re.match(r"[\w+.-]+:", link) and addresses.fault(link)) for *_, link in links.of_notes(notes)
    )
    return not (wrong or halves(text) or any(source.faults(page, notes, html)) or any(source.blocked(html, notes)))


def apart(text: str) -> tuple[str, dict[str, str]]:
    """Return a text without its footnotes, and these, by their marks."""
    wanted = pattern("footnote", re.MULTILINE)
    return outside_code(wanted, lambda *_: "", text), {found[1]: found[0].strip() for found in matches(wanted, text)}


def with_footnotes(words: str, known: dict[str, str]) -> str:
    """Return a text with the footnotes that it refers to below it: its own, or `known` ones, by their marks."""
    words, own = apart(words)
    known = known | own
    while used := [mark for mark in known if matches(re.compile(re.escape(mark)), words)]:  # also those to which footnotes refer
        words += "\n\n" + "\n\n".join(known.pop(mark) for mark in used)
    return words


def readable(text: str, path: str, report: Callable[[str], None]) -> str:
    """Return the notes of a page with each block that the build would refuse in plain Markdown, or else as code; report how that begins."""
    if reads_alike(text, path):
        return text
    body, footnotes = apart(text)
    lines = body.split("\n")
    starts = [token.map[0] for token in reading.GFM.parse(body) if token.map and token.level == 0 and token.nesting >= 0]
    blocks = ["\n".join(lines[first:last]).strip("\n") for first, last in itertools.pairwise([*starts, None])]
    for near in (3, len(lines)):  # mostly, a block changes only those around it
        rest, done, code = blocks, [], []
        while rest:
            counts = (count for count in range(1, min(40, len(rest)) + 1) if not halves("\n\n".join(rest[:count])))
            count = next(counts, 1)  # blocks that an element of HTML joins are one
            block, rest = "\n\n".join(rest[:count]), rest[count:]
            below = ["## Text\n\nText.\n\n- Item"] if rest else []  # which it must not change, nor join those above
            alike = (
                kind for kind in wordings(block) if reads_alike(with_footnotes("\n\n".join([*done[-near:], kind, *below]), footnotes), path)
            )
            if (made := next(alike, None)) is None:
                fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", block))])
                made = f"{fence}\n{with_footnotes(block, footnotes)}\n{fence}"
                code.append(" ".join(block.split())[:60])
            done += [made] if made else []
        if reads_alike(made := with_footnotes("\n\n".join(done), footnotes), path):
            break
    for words in code:
        report(words)
    return made


def wordings(block: str) -> Iterator[str]:
    """Yield wordings of a block to try: as it is; lists of other signs as lists; a table with a head; a table or terms as HTML; no HTML."""
    yield block
    if (other := re.sub(rf"^{marks.ITEM}\s*", "- ", block, flags=re.MULTILINE)) != block:
        yield other
    if re.fullmatch(r"(?:\|.*\|\s*)+", block):  # rows without a head, which kramdown reads as a table
        cells = len(re.findall(r"(?<!\\)\|", block.partition("\n")[0])) - 1
        yield f"|{'  |' * cells}\n|{' --- |' * cells}\n{block}"
    html = reading.GFM.render(block)
    if re.search("<(?:table|dl)", block) and not re.search(r'href="(?!https?:|mailto:|#)', html):  # links to pages need Markdown
        yield re.sub(r"\n\s*\n", "\n", html).strip()
    yield in_markdown(html)


def in_markdown(html: str) -> str:
    """Return HTML as Markdown, without items that have no words."""
    made = markdownify(html, heading_style="ATX", bullets="-", escape_misc=True)
    made = parser().renderer.render(parser().parse(made), parser().options, {}).strip("\n")
    return re.sub(r"^ *(?:[-*+]|\d+[.)])$", "", made, flags=re.MULTILINE).strip("\n")


def slug(words: str) -> str:
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", re.sub(r"\{#.*?\}|[*`_]|\]\([^)]*\)", "", words)).strip().lower())


def part(kind: str, content: str) -> Token:
    """Return a part of a paragraph: a `text` or a `code_inline`."""
    return Token(kind, "", 0, content=content, markup="`" if kind == "code_inline" else "")


def linked(words: list[Token], address: str, source: str) -> list[Token]:
    """Return words that are a link to an address, or else are followed by their source, as code."""
    if address:
        return [Token("link_open", "a", 1, attrs={"href": address}), *words, Token("link_close", "a", -1)]
    return [*words, part("text", " ("), part("code_inline", source), part("text", ")")]


def inline(children: list[Token], page: Page) -> list[Token]:
    """Return the tokens of a paragraph with resolved addresses, names such as `__init__` as code, and no elements that pages may not have."""
    done: list[Token] = []
    links: list[int] = []
    for token in children:
        if token.type == "link_open":
            links.append(len(done))
            token.meta.pop("label", None)
            done.append(token)
        elif token.type == "link_close" and links:
            at = links.pop()
            href, words = str(done[at].attrs.get("href", "")), "".join(inner.content for inner in done[at + 1 :]).strip()
            if to := page.target(href) or (words if not href and re.fullmatch(r"https?://\S+", words) else ""):
                done[at].attrs["href"] = to
                if token.info and token.markup == "autolink" and not to.startswith("mailto:"):
                    done[at + 1 :] = [part("text", to)]
                done.append(token)
            elif not href or href == words:
                done[at:] = [part("code_inline", words)] if href and len(done) == at + 2 else done[at + 1 :]
            else:
                done[at:] = linked(done[at + 1 :], "", unquote(href))
                fix = "" if page.place.base or "//" in href or href.startswith("#") else "; give BASE=https://…, the address of the post"
                page.report(f"the link to {href} leads nowhere from here, and is text now{fix}")
        elif token.markup == "__" and [one.type for one in done[-2:]] == ["strong_open", "text"] and done[-1].content in marks.NAMES:
            done[-2:] = [part("code_inline", f"__{done[-1].content}__")]
        elif token.type == "image":
            done += picture(token, page, bool(links))
        elif token.type == "html_inline" and (tag := TAG.match(token.content)) and tag[1].lower() not in ELEMENTS:
            done.append(part("code_inline", token.content))
        elif token.type == "html_inline":
            token.content = page.cleaned(token.content, in_text=True)
            done += [token] if token.content else []
        else:
            done.append(token)
    return done


def picture(token: Token, page: Page, within: bool) -> list[Token]:
    """Return an image as tokens: an image if its file is here, a link if it is on another site and not within one, or else its text."""
    source, title = str(token.attrs.get("src", "")), str(token.attrs.get("title") or "")
    address, words = page.picture(source, token.content, title)
    text = part("text", words)
    if address and "/" not in address:
        text.content = re.sub("[<>]", "", words)
        return [Token("image", "img", 0, attrs={"src": address} | ({"title": title} if title else {}), children=[text], content=words)]
    return [text] if within else linked([text], address, source[:200])
