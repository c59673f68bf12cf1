"""Find persons' names among other words. In doubt, words are no name: authors add a missing one, but may not notice a wrong one."""

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from tools.days import pattern

AND = re.compile(r"\s*(?:&|\+|/|\b(?:and|und|et|y|with)\b)\s*")  # between names


def cased(word: str) -> bool:
    return word.lower() != word.upper() or bool(pattern("chinese name").fullmatch(word))


def small_words(text: str) -> set[str]:
    """Return the words that a text writes in small letters, but for those of addresses."""
    return set(re.findall(r"(?<![\w'’.])[a-zà-ÿ]{3,}\b", re.sub(r"(?<!\w)\w+://\S+|\]\([^)]*\)|(?<![\w.])[\w.]*/\S*|#\S+", " ", text)))


def name_of(words: str, small: set[str]) -> bool:
    """Return whether words can be a person's name; `small` are the words that the post writes in small letters."""
    parts = words.split()
    two = len(parts) == 2 and all(len(part) > 1 and part[0].isupper() for part in parts)  # “Di Sample”, “Simon Bin”
    proper = [part for part in parts if two or not pattern("particle").fullmatch(part)]
    return bool(pattern("chinese name").fullmatch(words)) or (
        1 < len(parts) < 6
        and len(proper) > 1
        and all(
            re.fullmatch(r"[^\W\d_]+(?:['’.‑-][^\W\d_]+)*['’.-]?|[A-Z]\.", part)
            and (re.match(r"(?:[dl]['’])?[^\W\d_]", part)[0][-1].isupper() or not cased(part))
            for part in proper
        )
        and len({cased(part) for part in proper}) == 1
        and not re.fullmatch("[A-Z]|[A-Z]{3,}|[A-Z][a-z]{2,}ing", parts[0])
        and (any(map(cased, proper)) or (len(parts) < 4 and max(map(len, parts)) < 6))  # of a script without capitals
        and not any(pattern("no name").fullmatch(part.strip(".")) for part in parts)
        and (not any(map(cased, proper)) or not all(part.lower() in small for part in proper))
        and not all(part.isupper() and len(part) > 1 for part in proper)
        and not re.fullmatch("[A-Z]|[IVX]+", proper[-1])  # “Core II”
    )


def names_of(words: str, small: set[str], companies: bool) -> list[str]:
    """Return the names in text such as `Ann Bee & Cy Dee (Firm), @handle`; none if the text may hold anything else.

    If the post writes `companies` after commas, words after a comma are no name. A handle is a name only if there is no other.
    """
    if len(words) > 300:
        return []
    words = "".join(char for char in words if unicodedata.category(char) != "So" and char not in "\ufe0f\u200d").strip()
    if (polite := pattern("polite").findall(words)) and len(words) < 60:
        return polite
    words = pattern("with role").sub(r"\g<name>", words)
    if pattern("handles", 0).fullmatch(words):
        return re.findall(r"@[\w.-]*\w", words)
    words = re.sub(r"[(（][^()（）]*(?:[)）]|$)|\[[^\[\]]*\]|\s*\bby @\S*|@\S+|\b[\w-]+\.[a-z]{2,}\S*|[*_`“”\"]", " ", words)
    words = re.sub(r",\s+(?=(?:Jr|Sr|PhD|MD)\b)", " ", re.split(r"(?<=\S)\s+[-–—|]\s", words)[0])
    first, *rest = [part.strip() for part in words.split(",")]
    parts = AND.split(first) + [name for part in rest if not companies for name in AND.split(part) if name]
    parts = [" ".join(part.split()).strip(" :-–—") for part in parts]
    parts = [part if re.search(r"\b(?:[A-Z]|Jr|Sr)\.$", part) else part.strip(".") for part in parts]
    return parts if parts and all(name_of(part, small) for part in parts) else []


def people(texts: list[str], small: set[str]) -> list[list[str]]:
    """Return the names in each text, as `names_of` does; if one text has a company after a comma, all are read so."""

    def has_company(text: str) -> bool:
        role = text.removeprefix(pattern("with role").sub(r"\g<name>", text))
        return "," in role or bool("," in text and names_of(text, small, True) and not names_of(text, small, False))

    companies = any(map(has_company, texts))
    return [names_of(text, small, companies) if text else [] for text in texts]


def is_sure(names: list[str], small: set[str]) -> bool:
    """Return whether the post writes no part of these names in small letters, as it does most words of subtitles; handles are sure."""
    parts = [part for name in names for part in name.split() if not pattern("particle").fullmatch(part)]
    return any(map(cased, parts)) and not any(part.lower() in small for part in parts if not part.startswith("@"))


def first_name(words: str, small: set[str]) -> list[str]:
    """Return a single word as a name, where the pattern of a post has a name at its place."""
    single = re.fullmatch(r"[^\W\d_]{4,}", words) and words == words.title()
    return [words] if single and not pattern("no name").fullmatch(words) and words.lower() not in small else []


def most(flags: Iterable[object]) -> bool:
    flags = [bool(flag) for flag in flags]
    return sum(flags) * 2 > len(flags)


class Line(NamedTuple):
    """A line that names may stand in, the label before them, the line as written, and whether it is a paragraph."""

    words: str
    label: str = ""
    row: str = ""
    apart: bool = False


def line_of_names(notes: str, small: set[str]) -> Line:
    """Return the first line of notes that names may stand in."""
    rows = [row for row in notes.split("\n")[:12] if row.strip()][:6]
    for row in rows:
        line = plain_line(row)
        if (label := pattern("labelled").match(line)) and names_of(line[label.end() :], small, True):
            return Line(line[label.end() :], label[0])
    row = next((row for row in rows if names_of(plain_line(row), small, True) or not pattern("above names", 0).fullmatch(row.strip())), "")
    line = plain_line(row)
    polite = pattern("polite").search(line)
    line = line.removesuffix(".") if re.search(r"(?:,| [-–—]) .*[^\W\d]\.$", line) else line
    return Line("" if re.search(r"[.!?:;,]$", line[-4:]) else line, polite[0] if polite else "", row.strip(), f"{row}\n\n" in notes)


def names_below(talks: list[tuple[str, str]], small: set[str]) -> list[list[str]]:
    """Return the names in a line of each talk's notes: with a label such as `Speaker:`, or where most talks have such a line.

    `talks` are pairs of heading and notes. A third of the talks is enough, if their lines hold names and nothing else. Names that are an
    item of a list count where most talks have them; without a label, there are none below a heading that is a name itself, as more than a fifth are.
    """
    lines = [line_of_names(notes, small) for _, notes in talks]
    of_point = re.compile(r"[*+-]\s.*\s[-–—]\s+[a-z]")  # “- Apache Kafka - streams of data”
    found = people(["" if of_point.match(line.row) and not line.label else line.words for line in lines], small)
    points = [names == [line.words] and bool(re.match(r"[*+-]\s", line.row)) for names, line in zip(found, lines, strict=True)]
    if sum(point and line.apart for point, line in zip(points, lines, strict=True)) * 3 < max(9, len(talks)):
        found = [[] if point else names for point, names in zip(points, found, strict=True)]
    by = {tuple(names) for names, line in zip(found, lines, strict=True) if names and pattern("by name").fullmatch(line.label)}
    labelled = [bool(line.label) and (len(by) > 1 or not pattern("by name").fullmatch(line.label)) for line in lines]
    others = [names for names, line in zip(found, lines, strict=True) if names and not line.label]
    alone = {
        tuple(names) for names, line in zip(found, lines, strict=True) if names and line.apart and len(line.row) <= len(" and ".join(names))
    }
    several = len({*map(tuple, found)} - {()}) > 1 and (len(others) + sum(labelled)) * 2 > len(talks)
    enough = (several or len(alone) * 3 > max(8, len(talks))) and most(is_sure(names, small) for names in others)
    own = [is_sure(names_of(words, small, True), small) for words, _ in talks]
    own = [name and sum(own) * 5 > len(own) for name in own]
    return [names if label or (enough and not name) else [] for names, label, name in zip(found, labelled, own, strict=True)]


def plain_line(row: str) -> str:
    """Return a line without the marks of emphasis, lists and links, or "" if it is long, and so prose."""
    row = html.unescape(row).strip()
    row = re.sub(rf"!?\[{pattern('link').pattern}\]\([^)]*\)|!\[[^\]]*\]\([^)]*\)|:\w+:|</?\w[^>]*>", "", row)
    row = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", r"\1", re.sub(r"^(?:[#>*+-]+\s+)+", "", row)).strip()
    return row if len(row) < 150 else ""
