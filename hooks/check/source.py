"""Check notes as CommonMark reads them: code without an end, HTML that is blocked, hides text or shows marks, definitions without an effect."""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape

from markdown_it.common.utils import normalizeReference

from hooks import front_matter
from hooks.check import marks, pages
from hooks.check.reading import Event, Notes, differences, is_open_comment
from hooks.markup import Tag, tag, tags, tokens
from hooks.model import Fault, Page

# Elements that the CSP blocks (hooks/publish/hosts.py), so that readers would not see them.
ELEMENTS = {
    "script": "a script; put it into a file below docs/, and list that file under `extra_javascript` in mkdocs.yml",
    "style": "a style; put it into docs/colours.css",
    **dict.fromkeys(("link", "meta", "base"), "an element of a page's head; leave it out"),
    **dict.fromkeys(("iframe", "frame", "object", "embed"), "another page in a frame; link to it"),
}
# The elements that notes may use: those of a page's body (html.spec.whatwg.org, 4), without those above, controls of forms, and a few such as dialog.
KNOWN = set(
    (  # noqa: SIM905
        "a abbr address area article aside audio b bdi bdo blockquote br caption center cite code col colgroup data dd del details "
        "dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main map mark math "
        "menu meter nav ol p picture pre progress q rp rt ruby s samp search section small source span strike strong sub summary "
        "sup svg table tbody td tfoot th thead time tr track tt u ul var video wbr"
    ).split()
)
ENDLESS = set("area br col hr img source track wbr p li dt dd tr td th thead tbody tfoot colgroup".split())  # noqa: SIM905
# The elements that some of these belong in.
PARENTS = {"li": ("ul", "ol", "menu"), "dt": ("dl",), "dd": ("dl",), "area": ("map",), "source": ("audio", "video", "picture")}
PARENTS |= {"track": ("audio", "video"), **dict.fromkeys(("tr", "td", "th", "thead", "tbody", "tfoot", "col", "colgroup"), ("table",))}
# Finds a tag, put in at {0}, that is a word of a sentence.
WORD = r"\b(?:[Tt]he|an?|[Uu]se|each|every)[ (]+{0}|{0}[ )]+(?:elements?|tags?)\b(?!:)|[\w,;:][ (]+{0}[,.;:?!)]|^\W*{0}[,.;:?!)]"
# Lines of a list below, without a colon and with one kind of sign; a diff has two.
LIST = re.compile(r"\s*(?:([-*+•])|\d+[.)])[ \t][^:\n]*(?:\n\s*(?:\1|\d+[.)])[ \t][^:\n]*)*")
RUN_TOGETHER = re.compile(r":[ \t]*\n(?: {4}|\t)|\{[ \t]*\n[ \t]")  # lines of code in a paragraph
# Marks of Markdown in HTML, which shows them.
RAW = re.compile(
    r"\n[ \t]*(?:(?:[-*+]|\d{1,2}[.)])[ \t]+\S.*(?=\n[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t])|#{2,6}[ \t]+\S.*)|\*\*\w[^*\n]*(?<!\s)\*\*|\[[^\]\n]+\]\([^)\s]+\)|(?<!`)`[^`\n]+`(?!`)"
)
VERBATIM = ("pre", "code", "samp", "kbd", "var", "tt", "svg", "math", "script", "style")  # in these, no signs are marks
CODE_BY_MARKER = re.compile(r"[\s>]*(?:[-+*]|\d+[.)])\s+(?:```|~~~|    )")
DEFINITION = re.compile(r" {0,3}\[(\^?[^\]]+)\]:\s*\S")


def faults(page: Page, notes: Notes, html: str) -> Iterator[Fault]:
    """Yield each fault of a page's notes, given with their HTML."""
    if "<!-- material/tags" in notes.text or notes.text.strip() != page.notes.strip() or page.unread:
        return  # the tags plugin puts a list there; and unread front matter is no notes
    found = sorted({*faults_of_blocks(notes), *faults_of_html(notes), *marks_in_html(notes), *marks.faults(notes), *definitions(notes)})
    yield from ((page.path, line, problem) for line, problem in found)
    if not found:  # else the differences may follow from these faults
        lines = notes.text.split("\n")
        for line, meant, shown in differences(html, notes):
            there = f"{words(meant or shown)} renders differently here than on GitHub"
            yield page.path, notes.first + line, f"{there}; {hint(meant, shown, lines[line])}"


def words(event: Event) -> str:
    """Return a few words of an event, which an author can search for."""
    text = " ".join(str(event[2] if event[0] == "code" else event[1]).split())
    return {"item": "an item of a list", "block": f"<{text}>"}.get(event[0], f"“{text[:40]}{'…' * (len(text) > 40)}”")


def hint(meant: Event | None, shown: Event | None, line: str) -> str:
    """Return the fix of a difference, seen in a line of the notes."""
    kinds = {event[0] for event in (meant, shown) if event}
    if re.match(r"\s*(?:```|~~~).*\btitle=", line):
        return "write the title as text above the code"
    if "code" in kinds and CODE_BY_MARKER.match(line):
        return "begin code below the marker of the list's item, between two lines of ```, indented by four spaces"
    if "code" in kinds:
        return "put code between two lines of ```; indent them by four spaces in an item of a list"
    if shown == ("block", "tbody", None):
        return "write a row below the table's head"
    if re.search(r"[*_`)\]]\{|\{[^{}]*\}\s*$", line):
        return "write \\{ for {, or write it as code, in backticks"
    if "item" in kinds:
        return "leave a blank line before the list; indent the content of its items by four spaces"
    return "leave a blank line above and below it, or write it in plainer Markdown"


def faults_of_blocks(notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield each block that is not shown as written, such as code without an end, as (line of the file, problem with its fix)."""
    lines, head = notes.text.split("\n"), 0
    for token in notes.tokens:
        first, last = token.map or (0, 0)
        # A fenced block that just reaches to where its list or the notes end has no end of its own.
        if token.type == "fence" and (last - first == 1 or not lines[last - 1].strip(" >\t").startswith(token.markup)):
            yield notes.first + first, f"the code that begins here has no end; close it with {token.markup}"
        elif token.tag == "h1" and token.map and front_matter.kind_of(notes.path) != "page":
            # The line that underlines a heading is as long as its words, or has a blank line below it.
            merge = (len(lines[last - 2]) != 7 and "".join(lines[last : last + 1]).strip()) or front_matter.CONFLICT.search(notes.text)
            if lines[last - 1] == "=======" and merge:
                yield notes.first + last - 1, f"“=======” {front_matter.MERGE}"
            else:
                fix = "begin it with ## (make format does so), or put code between two lines of ```"
                yield notes.first + first, f"is a heading of level 1, as the page's title is; {fix}"
        elif token.type == "fence" and not token.content.strip() and " " in token.info.strip(" {"):
            yield notes.first + first, f"the code in the line of {token.markup} is lost; write it into lines of its own"
        elif token.type == "heading_open" and token.markup == "-" and lines[last - 1].strip(" >\t") == "-":
            yield notes.first + last - 1, "the - makes a heading of the line above; write words behind it, or remove it"
        elif token.type == "heading_open" and re.fullmatch(r"[\s>]*#+[\s#]*", lines[first]):
            yield notes.first + first, "the heading has no words; write some behind the #, or remove it"
        elif token.type == "paragraph_open" and token.level == 0 and (found := RUN_TOGETHER.search("\n".join(lines[first:last]))):
            line = notes.first + first + found.string.count("\n", 0, found.start()) + 1
            yield line, "is indented, but joins the text above; put code between two lines of ```, or remove the spaces before a list"
        elif token.type == "inline" and re.fullmatch(r"\{:[^{}]*\}|\[TOC\]", token.content):
            yield notes.first + first, f"“{token.content}” {marks.OTHERS}; remove it"
        elif token.type == "code_block" and token.level == 0 and LIST.fullmatch(token.content.rstrip()):
            yield notes.first + first, "is code, as it is indented; remove the spaces before a list, or put code between two lines of ```"
        elif token.type in ("thead_open", "tr_open"):
            cells = re.split(r"(?<!\\)\|", lines[first].strip(" \t>").removeprefix("|").removesuffix("|"))
            head = len(cells) if token.type == "thead_open" else head
            if cells == [lines[first].strip(" \t>")]:
                yield notes.first + first, "is a row of the table above; leave a blank line below the table, or write the row between bars"
            elif any(map(str.strip, cells[head:])):
                yield notes.first + first, f"the row has {len(cells)} cells, its head {head}; write \\| for a bar in a cell"
        elif is_open_comment(token):
            yield notes.first + first, "the comment that begins here has no end; close it with -->"


def faults_of_html(notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield each tag of raw HTML that hides text, and each element without an end."""
    open_elements: Counter[str] = Counter()
    places: dict[str, int] = {}
    lines = notes.text.split("\n")
    for line, found in notes.tags(open_comments=False):
        name = found.name
        drawn = open_elements["svg"] > 0 or open_elements["math"] > 0
        if not drawn and name not in KNOWN and name not in ELEMENTS and not found.end:
            yield line, f"<{name}> is not an element that notes may use, so readers would not see it; write it in backticks"
        elif name in ENDLESS and not (found.end or drawn) and is_word(found, +open_elements, lines[line - notes.first]):
            yield line, f"<{name}> is read as HTML, so readers would not see it; write it in backticks"
        elif name in KNOWN - ENDLESS and not found.raw.endswith("/>"):
            open_elements[name] += -1 if found.end else 1
            places[name] = places.get(name, line) if found.end else line
    for element in +open_elements:
        yield places[element], f"<{element}> has no end; close it with </{element}>, or write it in backticks"


def is_word(found: Tag, open_elements: Counter[str], line: str) -> bool:
    """Return whether a start tag of an element without an end, in a line of the notes, is a word about HTML."""
    if parents := PARENTS.get(found.name):
        return open_elements.keys().isdisjoint(parents)
    if not re.fullmatch(rf"<{found.name}\s*>", found.raw, re.IGNORECASE):
        return False  # it has attributes
    meant = re.search(r"</|<\w+(?:\s+\w|\s*/)|\|", line) or not re.search(WORD.format(found.raw), line)  # as HTML, or in a table
    return found.name == "img" or not meant


def marks_in_html(notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield the first mark of Markdown in each block of HTML, which shows it."""
    for line, block in notes.parts():
        within: Counter[str] = Counter()
        for part in tokens(block.content) if block.type == "html_block" else ():
            if isinstance(part, Tag):
                within[part.name] += -1 if part.end else 1
                if "markdown" in part.attributes:
                    break
            elif not part.startswith("<!--") and not any(within[name] > 0 for name in VERBATIM) and (mark := RAW.search(part)):
                line += part.count("\n", 0, mark.end())
                yield line, f"“{mark[0].strip()[:40]}” is shown as it is, in HTML; write it as HTML, too, or leave a blank line above it"
                break
            line += (part.raw if isinstance(part, Tag) else part).count("\n")


def definitions(notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield each second definition of a footnote or reference, and each that no text refers to; these have no effect."""
    code = {line for token in notes.tokens if token.type in ("fence", "code_block") for line in range(*token.map)}
    lines = [(number, line) for number, line in enumerate(notes.text.split("\n")) if number not in code]
    names = [(number, found[1]) for number, line in lines if (found := DEFINITION.match(line))]
    for _, (number, name) in pages.doubled((name.casefold(), (number, name)) for number, name in names):
        yield notes.first + number, f"[{name}] is defined above already, and only one counts; rename or remove one"
    footnotes = notes.references.get("footnotes", {}).get("refs", {})  # -1 for one without a use
    used = {part.meta.get("label") for _, part in notes.parts()}
    references = notes.references.get("references", {}).items()
    unused = {label for label, found in references if label not in used and found["href"] not in ("#", "")}  # `[//]: # (a comment)`
    for number, name in names:
        if footnotes.get(f":{name[1:]}", 0) < 0 if name.startswith("^") else normalizeReference(name) in unused:
            fix = f"write [{name}] where it belongs, or \\ before this line to show it"
            yield notes.first + number, f"no text refers to [{name}], so nobody would see it; {fix}"


def blocked(html: str, notes: Notes) -> Iterator[Fault]:
    """Yield the parts of notes' HTML that the CSP blocks or browsers do not show; those that the source has no tag for, on the first line of the notes."""
    if shown := {problem for found in tags(html) for problem in problems(found)}:
        images = ((line, tag(f'<img src="{escape(str(part.attrGet("src")))}">')) for line, part in notes.parts() if part.type == "image")
        written = {(line, problem) for line, found in (*notes.tags(), *images) for problem in problems(found)}
        others = {(notes.first, problem) for problem in shown - {problem for _, problem in written}}
        yield from ((notes.path, line, f"holds {problem}") for line, problem in sorted(written | others))


def problems(found: Tag) -> Iterator[str]:
    """Yield each part of a tag that the CSP blocks or browsers do not show, with the fix."""
    if found.name in ELEMENTS and not found.end:
        yield ELEMENTS[found.name]
    for name, written in found.attributes.items():
        if name == "style":
            yield "a style; give a class, and style it in docs/colours.css"
        elif name.startswith("on") and written:
            yield "a script in an attribute; leave it out"
        elif (
            found.name == "img"
            and name == "src"
            and re.search(r"\.(?:hei[cf]|hif|tiff?|jp2|psd|dng|cr[23]|nef|arw)$", written, re.IGNORECASE)
        ):
            yield "a picture that most browsers do not show; save it as JPEG, WebP or AVIF"
        elif written.strip().lower().startswith(("http:", "https:", "//")) and (
            name in ("src", "srcset", "poster") or (name in ("href", "xlink:href") and found.name in ("image", "use"))
        ):
            yield "a file from another site; put a copy into docs/"
