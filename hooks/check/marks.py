"""Check the texts of notes: marks that CommonMark shows, marks that it takes for emphasis, and links without words."""

import builtins
import re
from collections.abc import Iterator
from types import FunctionType, ModuleType

from markdown_it.token import Token

from hooks import front_matter
from hooks.addresses import ONE_MACHINE, short
from hooks.check.reading import Notes, placed

BOX = "(?:note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote|hint|important|caution|attention|error|summary)"
# The names of Python that Markdown takes for bold words; `and` and `or` are such words.
TYPES = (builtins, BaseException, FunctionType, ModuleType, dict, int, list, memoryview, property, type)
NAMES = {name[2:-2] for value in TYPES for name in dir(value) if name.startswith("__")} - {"and", "or"}
NAMES |= set("aenter aexit aiter all anext await file future getattr main missing next path post_init pycache slots version".split())  # noqa: SIM905
CODE = "or write it as code, in backticks"
OUTPUT = "is a program's output; its lines would run together; put it between two lines of ```"
OTHERS = "is a mark that only other programs know, so readers would see it"
# Marks that CommonMark shows as text, where no backslash is before them; of those whose pattern begins with ^, the first of a paragraph counts.
# A text has … in place of code and tags.
MARKS = (
    (r"\[\^[^\][\s]+\]", "refers to a footnote that is missing; write `[^…]: …` below, with the same name; or write it as code, in backticks"),
    (r"\[[^\][]+\]\[[^\][]*\]", "refers to an address that is missing; write `[…]: https://…` below, with the same name; or write it as code, in backticks"),
    (r"\[(?![\d…., ]*\])[^\][]+\] \((?:https?:|\.{1,2}/|[\w/-]+\.md)[^\s()]*\)", "is not a link, since a space separates its brackets; remove the space"),
    (r"\([^()]+\)\[(?:https?:|\.{0,2}/|[\w/-]+\.md)[^\]]*\]", "has its brackets swapped; write [words](address)"),
    (r"\]\([^)]*$", "has no end; close it with )"),
    (r"\]\([^)]*", "is not read as a link; put an address that holds spaces or brackets between < and >"),
    (r"\*\*[^\s*][^*]*[^\w\s*]\*\*(?=[^\W_])|(?<=[^\x00-\x7f])\*\*[^\w\s*][^*]*\*\*", "is not bold, so readers see the stars; write a space before and after it, or <b>…</b>"),
    (r"^\*\*+\s[^*]*$", "is not read as an item of an inner list; begin it with `- `, indented by four spaces"),
    (r"(?<!\b\w )(?<![\d)\]] )\*\*\s(?![\d(])[^*]+\*\*|\*\*[^*\s][^*]*(?:\s\*\*(?!\w)|[:.!?]\s\*\*)", "has a space inside its stars, so readers see the stars; remove it, or write all as code"),
    (rf"{front_matter.CONFLICT.pattern}|^\|{{7}} ", front_matter.MERGE),
    (r"^={7}$", f"{front_matter.MERGE}; or, for a line across the page, write ---"),
    (r"^>>> ", "is a quote in a quote in a quote; put a session of Python between two lines of ```; write a deeper quote as > > >"),
    (r"~~", "strikes nothing through, so readers see it; remove it, or close it"),
    (r"```|(?<!`)`(?!`)", "has no pair, so readers see it; close the code, or write \\`; in a table, write a bar inside code as \\|"),
    (r"<!--", "is a comment without its end, so readers see it; close it with -->"),
    (r"^\|[^|]*\|.*\|$", "is a table without the line below its head; write one such as | --- | --- |"),
    (r"\{\{[<%][^{}]*[>%]\}\}|:contentReference\[[^\]]*\](?:\{[^{}]*\})?", f"{OTHERS}; remove it"),
    (rf"\A(?:\[!\w+\]|(?:!!!|\?\?\?\+?) ?{BOX}(?: inline| end)*(?: \".*\")?$|===!? \"[^\"]*\"$|:{{3,}} ?(?:{BOX}(?:\[.*\])?$|\{{[\w.]))", f"{OTHERS}; write **Note:** or the like, {CODE}"),
    (r"(?<![\w=])==[^\s=](?:[^=]*[^\s=])?==(?![\w=])", f"{OTHERS}; write <mark>…</mark>, {CODE}"),
    (r"!\[\[[^\][]+\]\]|(?<!\w)\[\[[^\W\d][^\][]*\]\]", f"{OTHERS}; write [words](page.md), for a picture ![words](address), {CODE}"),
    (r"\\\((?:(?!\\\)).)*(?!\\\))[\\^_={}+](?:(?!\\\)).)*\\\)|^\\\[$", "is a formula that loses its backslashes; write $…$, or write it as code"),
    (r"^(?:'{3}|[‘’´]{3}|``)[\w+#-]*$", "does not begin code; write ```"),
    (r"%%[^%]+%%", f"{OTHERS}; remove it"),
    (r"^: \S", f"{OTHERS}; write **Term**: meaning, {CODE}"),
    (r"\A\*\[[^\]]+\]: ", "is an abbreviation, which belongs in docs/glossary.md; move it there"),
    (r"\A#{2,6}[^\W\d_a-z]\S*", f"is not read as a heading; write a space after the #, {CODE}"),
    (r"^(?:#{1,6}|[-+*]|\d+[.)])\u3000", "has a wide space (U+3000) where Markdown wants a space; write a space"),
    (r"^(?![0-9])\d{1,2}[.)] ", "is not read as a number of a list; write it with the digits 0 to 9, or \\ before the sign after it"),
    (r"^Traceback \(most recent call last\):$|^\+?-{2,}\+[-+]+$", OUTPUT),
    (r"\b(?!https?://)h?t+ps?:?/{2}(?=\w)|\bhttps?//:?", "is a misspelt address; start it with https://"),
    (r"https?://(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0)(?=[:/?#\s]|$)[^\s)]*", ONE_MACHINE),
    (r"https?://https?:?[^\s)]*", "is an address with two schemes; write one"),
)  # fmt: skip
ITEM = r"(?:(?:[•◦‣⁃∙·▪▫●○■□◆◇►▸➢➤❖–—→⇒➔\uf0a7\uf0b7\uf0d8]|[-=]>)\s|[・\uf0b7])"
LABEL = r"(?:[☐☑☒✓✔✗✘✅❌]|\[[ xX]?\]|\((?:\d{1,2}|[a-z])\)|（\d{1,2}）|[①-⑳]|[A-Za-z][.)](?! ?[A-Za-z]\.)|[QA]:|\d{1,2}:|\d{1,2}[:h]\d\d\b(?: ?[-–] ?\d{1,2}[:h]\d\d\b)?)"
# The first signs of lines that CommonMark shows in one line with the others of their paragraph.
SIGNS = (
    (rf"^(?:{ITEM}|{LABEL}\s).*\Z", "is not read as an item of a list; begin each with `- `, or end each line with \\"),
    (r"^(?:[-*+]|\d{1,3}[.)])(?:[^\W\d_]{2}|\[[ xX]?\]).*\Z", f"is not read as an item of a list; write a space after the sign that each begins with, {CODE}"),
    (r"^(?:[├└]─|\$ [a-z./~].*\Z)", OUTPUT),
    (r"^\S[^\t]*\t+\S.*\Z", "has a tab, and the lines would run together; write a table, or put them between two lines of ```"),
)  # fmt: skip


def faults(notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield each fault of a text as (line of the file, problem with its fix)."""
    lines = notes.text.split("\n")
    for inline in (token for token in notes.tokens if token.type == "inline"):
        first = notes.first + inline.map[0]
        shown = [""] * (inline.content.count("\n") + 1)
        before = None
        for place, (row, part) in enumerate(placed(inline)):
            if part.type == "text" and not (before and before.attrGet("href") == part.content):  # links.py checks these
                shown[row] += part.content
            elif part.type == "text_special":  # with its backslash
                shown[row] += part.markup
            elif part.type == "hardbreak" or part.content.startswith("<br"):
                shown[row] += "\n"
            elif part.type in ("em_open", "strong_open") and (problem := fault_of_emphasis(inline.children, place)):
                yield first + row, problem
            elif part.type == "link_open" and re.search("[\u00a0\u2007\u202f]", str(part.attrGet("href"))):
                yield first + row, f"the link {part.attrGet('href')} has a no-break space; remove it"
            elif part.type == "link_open" and inline.children[place + 1].type == "link_close":
                words = "has no words, so nobody would see it; write some between its brackets"
                yield first + row, f"the link {short(str(part.attrGet('href')))} {words}"
            elif part.content:
                shown[row] += "…"
            before = part
        # CommonMark takes > for quotes, so search these two kinds of line, of a merge and of Python, as the file has them.
        quotes = (re.match(r"(?:> |\s)*(>>> .*|>{7}.*)", line) for line in lines[inline.map[0] :])
        texts = [quote[1] if quote else text for text, quote in zip(shown, quotes, strict=False)]
        for table, least in ((MARKS, 1), (SIGNS, 2)):
            found: dict[tuple[str, int], list[tuple[int, str]]] = {}
            for row, text in enumerate(texts):
                # A sign in the middle of a sentence is a word: `(1) is shorter than` / `(2) and`.
                inside = table is SIGNS and not found and row and not shown[row - 1].rstrip("\n").endswith((":", ".", "!", "?"))
                for pattern, problem in table:
                    if inside and problem != OUTPUT:
                        continue
                    if mark := re.search(rf"(?<!\\)(?:{pattern})", text):
                        report = first + row, f"“{mark[0][:40].strip()}” {problem}"
                        found.setdefault((problem, -1 if pattern[0] == "^" else row), []).append(report)
                        break
            yield from (reports[0] for reports in found.values() if len(reports) >= least)


def text_of(parts: list[Token]) -> str:
    return "".join(part.content for part in parts if part.type == "text")


def fault_of_emphasis(parts: list[Token], start: int) -> str | None:
    """Return the problem, with its fix, of emphasis that begins at one of the parts of a text and was not meant; or None."""
    mark = parts[start]
    end = next(place for place in range(start, len(parts)) if parts[place].nesting < 0 and parts[place].level == mark.level)
    words = "".join(part.content for part in parts[start:end])
    before, after = text_of(parts[start - 1 : start]), text_of(parts[end + 1 : end + 2])
    written = f"“{mark.markup}{words[:40]}{mark.markup}”"
    if address := re.search(r"https?://\S*$", before):
        return f"{written} in the address {short(address[0])} is read as a mark; put the address between < and >"
    if mark.markup == "__" and words in NAMES:
        return (
            f"{written} is read as bold words, so readers would not see its underscores; write it in backticks, or with ** for bold words"
        )
    if re.fullmatch(r"\*[\w)][\w(]|\*\*(?:[\d)][\w(]|\w[\d(])", mark.markup + before[-1:] + after[:1], re.ASCII):
        return f"{written} is read as a mark, so readers would not see its stars; write it as code, in backticks, or \\* for *"
    return None
