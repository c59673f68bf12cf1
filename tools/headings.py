"""Classify a post's headings: title, days, talks, sections, and groups of talks."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools.days import BREAK, DATE, DATED, DAY, WEEKDAY, any_of, day_of, plain
from tools.post import Post

SECTION_NAME = f"(?:(?:{any_of('before section')} )*{any_of('section')})"
SECTION = re.compile(
    rf"why .* conference|{SECTION_NAME}(?:\s*(?:[/&+と、]|and|und|et|y)\s*{SECTION_NAME})*(?: on the conference.*)?", re.IGNORECASE
)
WELCOME = re.compile(rf"(?:{any_of('before welcome')}\s*)*{any_of('welcome')}", re.IGNORECASE)
HOLDER = re.compile(rf"(?:{any_of('before group')} )*{any_of('group')}(?: sessions?| talks?| track| notes| part \d+)?", re.IGNORECASE)
NUMBERED = re.compile(r"(?:talk|session|keynote|vortrag|charla)\s*#?\d+\s*[:.–-]\s*\S", re.IGNORECASE)
PLURAL = re.compile(r"s\b|what i|セッション|unconference|^conference$", re.IGNORECASE)
# Holders of the talks that a post is about, not of those of one kind.
MAIN = re.compile(
    r"(?!.*\b(?:light|flash|ignite|poster|paper|keynote|tutorial|workshop|unconf|open))"
    r".*(?:(?:talk|session|presentation|charla|conférence)s\b|conference|vorträge|what i|セッション)",
    re.IGNORECASE,
)
DAY_ONLY = re.compile(rf"(?:{DAY.pattern}|{WEEKDAY}|{DATE}).*", re.IGNORECASE)
CONFERENCE = re.compile(r"con(?:f|ference|gress)?\b|summit|meetup|fosdem|camp\b|\bdays?\b|\bnotes\b|\b20\d\d\b", re.IGNORECASE)


@dataclass
class Heading:
    """A heading: its lines from 0, level, text as shown and as Markdown, tokens, and the text below it."""

    line: int
    end: int
    level: int
    words: str
    source: str
    tokens: list[Token]
    text: str = ""
    lead: str = ""
    day: int | None = None

    @property
    def linked(self) -> bool:
        return len(self.tokens) > 2 and self.tokens[0].type == "link_open" and self.tokens[-1].type == "link_close"

    @property
    def is_main(self) -> bool:
        words = plain(self.words)
        return bool(HOLDER.fullmatch(words) and MAIN.match(words))

    @property
    def is_break(self) -> bool:
        return any(pattern.fullmatch(plain(self.words)) for pattern in (BREAK, WELCOME))

    @property
    def is_section(self) -> bool:
        return self.is_break or bool(SECTION.fullmatch(plain(self.words)))


def headings_of(text: str) -> tuple[list[Heading], list[Token]]:
    """Return a text's headings, and the tokens of its Markdown."""
    tokens = MarkdownIt("commonmark", {"maxNesting": 200}).enable("table").parse(text)
    found = []
    for token, inline in itertools.pairwise(tokens):
        if token.type == "heading_open" and token.level == 0:
            words = "".join(child.content or " " * child.type.endswith("break") for child in inline.children if child.type != "html_inline")
            words = " ".join(re.sub(rf"^(?:\\?{token.markup}\s+)+(?=\S)|\s*\{{[#.:][^{{}}]*\}}\s*$", "", words).split())
            found.append(Heading(*token.map, int(token.tag[1]), words, " ".join(inline.content.split()), inline.children))
    return found, tokens


def spaced(text: str, tokens: list[Token]) -> str:
    """Return a text with a space after the marks of `#Headings`, if it writes all of them so."""
    code = {number for token in tokens if token.type in ("fence", "code_block") for number in range(*token.map)}
    lines = text.split("\n")
    close = [number for number, line in enumerate(lines) if number not in code and re.match(r"#{1,6}[^#\s!/:]", line)]
    if len(close) > max(1, sum(token.type == "heading_open" and token.markup.startswith("#") for token in tokens)):
        for number in close:
            lines[number] = re.sub(r"^(#+)", r"\1 ", lines[number])
    return "\n".join(lines)


def children(found: list[Heading], at: int) -> list[Heading]:
    """Return the headings below one, up to the next of its level."""
    return list(itertools.takewhile(lambda heading: heading.level > found[at].level, found[at + 1 :]))


def is_holder(found: list[Heading], at: int) -> bool:
    """Return whether a heading only holds the deeper ones below it, by its name or by theirs (`Talk 1: …`)."""
    below, words, text = children(found, at), plain(found[at].words), found[at].text
    if sum(bool(NUMBERED.match(plain(heading.words))) for heading in below) > 1:
        return True
    several = len(below) > 1 and (len(text) < 400 or len(below) > 4) and PLURAL.search(words)
    return bool(below and HOLDER.fullmatch(words) and (not text or several))


def title_heading(post: Post, found: list[Heading], before: str) -> Heading | None:
    """Return the heading of the post's title: the only one of its level, above all others; `before` is the text above it."""
    title = post.string("title")
    if not found or (before and not title) or day_of(found[0].words) == (None, True):
        return None
    first, words = found[0], plain(found[0].words)
    other = first.is_section or HOLDER.fullmatch(words) or DAY.match(words) or DATED.match(words)
    alone = len(found) > 1 and all(heading.level > first.level for heading in found[1:])
    if title and (
        words.casefold() == plain(title).casefold()
        or (CONFERENCE.search(words) and not other and words.casefold() in plain(title).casefold())
    ):
        return first
    if title:
        return first if alone and first.level == 1 and not first.is_section and not is_holder(found, 0) else None
    of_conference = first.level == 1 and CONFERENCE.search(first.words) and not re.search(r"\s[-–—|]\s|: ", first.words)
    return first if (alone or of_conference) and not (other or DAY_ONLY.fullmatch(words)) else None


def level_of_talks(found: list[Heading], days: list[int]) -> int:
    """Return the heading level of the talks; 0 if the days have no talks, or if no level looks like talks."""
    others = [at for at, heading in enumerate(found) if heading.words and not (at in days or heading.is_section or is_holder(found, at))]
    count = Counter(found[at].level for at in others if not days or at > days[0])
    if days:
        top = min(found[at].level for at in days)
        above = [level for level in sorted(count) if level < top and count[level] > 1]
        chosen = next(iter([level for level in sorted(count) if level > top] or above), 0)
        if not chosen and count[top] > 2 * len(days) and not any(found[at].text for at in days):
            chosen = top
        if count[chosen] < len(days) and any(found[at].text for at in days):
            return 0
    else:
        chosen = next((level for level in sorted(count) if count[level] > 1), min(count, default=0))
        links = Counter(found[at].level for at in others if found[at].linked)
        for level in sorted(count):  # a level whose headings are links is the talks', where none above it is one
            if level > chosen and count[level] > 2 and links[level] > 0.8 * count[level] and not links[chosen]:
                chosen = level
        held = [below for at, heading in enumerate(found) if heading.is_main and heading.level == chosen for below in children(found, at)]
        chosen += sum(heading.level == chosen + 1 and not heading.is_section for heading in held) > max(2, 2 * count[chosen])
    while chosen:  # where nearly all of a level hold several others and have no words of their own, they are tracks
        here = [at for at in others if found[at].level == chosen]
        bare = [at for at in here if not found[at].text and children(found, at)]
        below = sum(heading.level == chosen + 1 for at in bare for heading in children(found, at))
        if len(here) < 2 or len(bare) <= 0.8 * len(here) or below < 1.5 * len(bare):
            break
        chosen += 1
    return chosen


def give_texts(found: list[Heading], lines: list[str]) -> None:
    """Give each heading the text between it and the next."""
    for heading, later in zip(found, [*(heading.line for heading in found[1:]), len(lines)], strict=False):
        text = "\n".join(lines[heading.end : later])
        heading.text = text if text.strip() else ""
