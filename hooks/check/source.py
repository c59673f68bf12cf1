"""Check notes as CommonMark reads them: code without an end, HTML that is blocked or hides text, marks that show as text."""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape

from hooks import front_matter
from hooks.check import pages
from hooks.check.reading import Event, Notes, differences, is_open_comment, placed
from hooks.markup import Tag, tag, tags
from hooks.model import Fault, Page

# Elements that the CSP blocks (hooks/publish/hosts.py), so that readers would not see them.
ELEMENTS = {
    "script": "a script; put it into a file below docs/, and list that file under `extra_javascript` in mkdocs.yml",
    "style": "a style; put it into docs/colours.css",
    **dict.fromkeys(("link", "meta", "base"), "an element of a page's head; leave it out"),
    **dict.fromkeys(("iframe", "frame", "object", "embed"), "another page in a frame; link to it"),
}
# The elements that notes may use: those of a page's body (html.spec.whatwg.org, 4), without those above and a few such as canvas and dialog.
KNOWN = set(
    (  # noqa: SIM905
        "a abbr address area article aside audio b bdi bdo blockquote br button caption center cite code col colgroup data dd "
        "del details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img input "
        "ins kbd label legend li main map mark math menu meter nav ol output p picture pre progress q rp rt ruby s samp search "
        "section small source span strike strong sub summary sup svg table tbody td tfoot th thead time tr track tt u ul var "
        "video wbr"
    ).split()
)
HIDING = set("title textarea plaintext select option template xmp noembed noframes noscript noindex listing".split())  # noqa: SIM905
ENDLESS = set("area br col hr img input source track wbr p li dt dd tr td th thead tbody tfoot colgroup".split())  # noqa: SIM905
# The elements that some of these belong in.
PARENTS = {"li": ("ul", "ol", "menu"), "dt": ("dl",), "dd": ("dl",), "area": ("map",), "source": ("audio", "video", "picture")}
PARENTS |= {"track": ("audio", "video"), **dict.fromkeys(("tr", "td", "th", "thead", "tbody", "tfoot", "col", "colgroup"), ("table",))}
# Finds a tag, put in at {0}, that is a word of a sentence.
WORD = r"\b(?:[Tt]he|an?|[Uu]se|each|every)[ (]+{0}|{0}[ )]+(?:elements?|tags?)\b(?!:)|[\w,;:][ (]+{0}[,.;:?!)]|^\W*{0}[,.;:?!)]"
BOX = "(?:note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote|hint|important|caution|attention|error|summary)"
CODE = "or write it as code, in backticks"
OUTPUT = "is a program's output; its lines would run together; put it between two lines of ```"
# Lines of a list below, without a colon and with one kind of sign; a diff has two.
LIST = re.compile(r"\s*(?:([-*+•])|\d+[.)])[ \t][^:\n]*(?:\n\s*(?:\1|\d+[.)])[ \t][^:\n]*)*")
# Marks that CommonMark shows as text, where no backslash is before them; of those whose pattern begins with ^, the first of a paragraph counts.
MARKS = (
    (r"\[\^[^\][\s]+\]", "refers to a footnote that is missing; write `[^…]: …` below, with the same name; or write it as code, in backticks"),
    (r"\[[^\][]+\]\[[^\][]*\]", "refers to an address that is missing; write `[…]: https://…` below, with the same name; or write it as code, in backticks"),
    (r"\[(?![\d…., ]*\])[^\][]+\] \((?:https?:|\.{1,2}/|[\w/-]+\.md)[^\s()]*\)", "is not a link, since a space separates its brackets; remove the space"),
    (r"\([^()]+\)\[(?:https?:|\.{0,2}/|[\w/-]+\.md)[^\]]*\]", "has its brackets swapped; write [words](address)"),
    (r"\]\([^)]*$", "has no end; close it with )"),
    (r"\]\([^)]*", "is not read as a link; put an address that holds spaces or brackets between < and >"),
    (r"(?<!\b\w )(?<![\d)\]] )\*\*\s(?![\d(])[^*]+\*\*|\*\*[^*\s][^*]*\s\*\*(?!\w)", "has a space inside its stars, so readers see the stars; remove it, or write all as code"),
    (rf"{front_matter.CONFLICT.pattern}|^\|{{7}} ", front_matter.MERGE),
    (r"^={7}$", f"{front_matter.MERGE}; or, for a line across the page, write ---"),
    (r"^>>> ", "is a quote in a quote in a quote; put a session of Python between two lines of ```; write a deeper quote as > > >"),
    (r"~~", "strikes nothing through, so readers see it; remove it, or close it"),
    (r"```|(?<!`)`(?!`)", "has no pair, so readers see it; close the code, or write \\`; in a table, write a bar inside code as \\|"),
    (r"<!--", "is a comment without its end, so readers see it; close it with -->"),
    (r"^\|[^|]*\|.*\|$", "is a table without the line below its head; write one such as | --- | --- |"),
    (r"\{\{[<%][^{}]*[>%]\}\}", "is a shortcode of another program, so readers would see it; remove it"),
    (rf"\A(?:\[!\w+\]|(?:!!!|\?\?\?\+?) ?{BOX}(?: inline| end)*(?: \".*\")?$|===!? \"[^\"]*\"$|:{{3,}} ?(?:{BOX}(?:\[.*\])?$|\{{[\w.]))", f"is a mark that only other programs know, so readers would see it; write **Note:** or the like, {CODE}"),
    (r"!\[\[[^\][]+\]\]", "shows no picture; write ![words](address)"),
    (r"\A\*\[[^\]]+\]: ", "is an abbreviation, which belongs in docs/glossary.md; move it there"),
    (r"\A#{2,6}[^\W\d_a-z]\S*", f"is not read as a heading; write a space after the #, {CODE}"),
    (r"^(?![0-9])\d{1,2}[.)] ", "is not read as a number of a list; write it with the digits 0 to 9, or \\ before the sign after it"),
    (r"^Traceback \(most recent call last\):$|^\+?-{2,}\+[-+]+$", OUTPUT),
    (r"\b(?!https?://)h?t+ps?:?/{2}(?=\w)|\bhttps?//:?", "is a misspelt address; start it with https://"),
    (r"https?://(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0)(?=[:/?#\s]|$)[^\s)]*", "is an address on one machine only; write it as code, in backticks"),
    (r"https?://https?:?[^\s)]*", "is an address with two schemes; write one"),
)  # fmt: skip
ITEM = r"(?:[•◦‣⁃∙·▪▫●○■□◆◇►▸➢➤❖\uf0a7\uf0b7\uf0d8]\s|[・\uf0b7])"
# Signs of items, and of a tree, that CommonMark shows as text, in one line with the others of their paragraph.
SIGNS = (
    (rf"^{ITEM}.*\Z", "is not read as an item of a list; begin each with `- `"),
    (r"^(?:[-*+]|\d{1,3}[.)])[^\W\d_]{2}.*\Z", f"is not read as an item of a list; write a space after the sign that each begins with, {CODE}"),
    (r"^[├└]─", OUTPUT),
)  # fmt: skip
CODE_BY_MARKER = re.compile(r"[\s>]*(?:[-+*]|\d+[.)])\s+(?:```|~~~|    )")
DEFINITION = re.compile(r" {0,3}\[(\^?[^\]]+)\]:\s*\S")


def faults(page: Page, notes: Notes, html: str) -> Iterator[Fault]:
    """Yield each fault of a page's notes, given with their HTML."""
    if "<!-- material/tags" in notes.text or notes.text.strip() != page.notes.strip() or page.unread:
        return  # the tags plugin puts a list there; and unread front matter is no notes
    found = sorted({*faults_of_blocks(notes), *faults_of_html(notes), *faults_of_text(notes), *doubled(notes)})
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
                yield notes.first + first, "is a heading of level 1, as the page's title is; begin it with ## (make format does so)"
        elif token.type == "fence" and not token.content.strip() and " " in token.info.strip(" {"):
            yield notes.first + first, f"the code in the line of {token.markup} is lost; write it into lines of its own"
        elif token.type == "heading_open" and token.markup == "-" and lines[last - 1].strip(" >\t") == "-":
            yield notes.first + last - 1, "the - makes a heading of the line above; write words behind it, or remove it"
        elif token.type == "code_block" and token.level == 0 and LIST.fullmatch(token.content.rstrip()):
            yield notes.first + first, "is code, as it is indented; remove the spaces before a list, or put code between two lines of ```"
        elif token.type in ("thead_open", "tr_open"):
            cells = re.split(r"(?<!\\)\|", lines[first].strip(" \t>").removeprefix("|").removesuffix("|"))
            head = len(cells) if token.type == "thead_open" else head
            if any(map(str.strip, cells[head:])):
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
        if name in HIDING and not drawn:
            yield line, f"<{name}> hides the text after it; write it in backticks"
        elif not drawn and name not in KNOWN and name not in ELEMENTS and not found.end:
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
    return found.name in ("img", "input") or not meant


def faults_of_text(notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield the faults of texts: links without words, and marks that show."""
    lines = notes.text.split("\n")
    for inline in (token for token in notes.tokens if token.type == "inline"):
        children = inline.children or []
        first, written = notes.first + inline.map[0], inline.content.split("\n")
        shown = [""] * len(written)
        for (row, child), before, after in zip(placed(inline), [None, *children], [*children[1:], None], strict=False):
            if child.type == "text" and not (before and before.attrGet("href") == child.content):  # links.py checks these
                shown[row] += child.content
            elif child.type == "hardbreak" or child.content.startswith("<br"):
                shown[row] += "\n"
            elif child.type == "link_open" and re.search("[\u00a0\u2007\u202f]", str(child.attrGet("href"))):
                yield first + row, f"the link {child.attrGet('href')} has a no-break space; remove it"
            elif child.type == "link_open" and after.type == "link_close":
                yield first + row, f"the link {child.attrGet('href')} has no words, so nobody would see it; write some between its brackets"
        for table, least in ((MARKS, 1), (SIGNS, 2)):
            found: dict[tuple[str, int], list[tuple[int, str]]] = {}
            for row, (line, *texts) in enumerate(zip(lines[inline.map[0] :], shown, written, strict=False)):
                # CommonMark takes > for quotes, so compare these two kinds of line, of a merge and of Python, as the file has them.
                quote = re.match(r"(?:> |\s)*(>>> .*|>{7}.*)", line)
                text, source = [quote[1]] * 2 if quote else texts
                for pattern, problem in table:
                    if (mark := re.search(pattern, text)) and re.search(rf"(?<!\\)(?:{pattern})", source.strip()):
                        report = first + row, f"“{mark[0][:40].strip()}” {problem}"
                        found.setdefault((problem, -1 if pattern[0] == "^" else row), []).append(report)
                        break
            yield from (reports[0] for reports in found.values() if len(reports) >= least)


def doubled(notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield each second definition of a footnote or reference, and each footnote that no text refers to; these have no effect."""
    code = {line for token in notes.tokens if token.type in ("fence", "code_block") for line in range(*token.map)}
    lines = [(number, line) for number, line in enumerate(notes.text.split("\n")) if number not in code]
    names = [(number, found[1]) for number, line in lines if (found := DEFINITION.match(line))]
    for _, (number, name) in pages.doubled((name.casefold(), (number, name)) for number, name in names):
        yield notes.first + number, f"[{name}] is defined above already, and only one counts; rename or remove one"
    uses = notes.references.get("footnotes", {}).get("refs", {})  # -1 for none
    for number, name in names:
        if name.startswith("^") and uses.get(f":{name[1:]}", 0) < 0:
            yield notes.first + number, f"no text refers to [{name}], so nobody would see it; write [{name}] where it belongs"


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
        elif written.strip().lower().startswith(("http:", "https:", "//")):
            if name in ("src", "srcset", "poster") or (name in ("href", "xlink:href") and found.name in ("image", "use")):
                yield "a file from another site; put a copy into docs/"
            elif name in ("action", "formaction"):
                yield "a form that sends to another site; link to that site"
