"""Read a post's headings: what each is (a day, a section, a group of talks), which is the title, and which level the talks have."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from hooks.letters import one_script
from tools.days import date_of, day_of, pattern, plain, without_day
from tools.post import Post


@dataclass(eq=False)
class Heading:
    """A heading: its lines from 0, level, text as shown and as Markdown, and tokens; the text and the deeper headings below it.

    `is_day` says that it is one of the post's days. The last fields are those of a talk: its text is its notes, below its lead, a line.
    """

    line: int
    end: int
    level: int
    words: str
    source: str
    tokens: list[Token]
    text: str = ""
    below: list["Heading"] = field(default_factory=list)
    is_day: bool = False
    day: int = 0
    title: str = ""
    lead: str = ""
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def plain(self) -> str:
        return plain(self.words)

    def is_named(self, kind: str) -> bool:
        return bool(pattern(kind).fullmatch(self.plain))

    @property
    def is_section(self) -> bool:
        return self.is_named("break or welcome") or self.is_named("is section")

    @property
    def is_main(self) -> bool:
        return self.is_named("is group") and bool(pattern("main").match(self.plain))

    @property
    def is_group(self) -> bool:
        """Whether it only holds the headings below it, by its name or by theirs (`Talk 1: …`)."""
        several, named = len(self.below) > 1, self.is_named("is group")
        numbered = sum(bool(pattern("numbered talk").match(heading.plain)) for heading in self.below) > 1
        if self.text:
            return numbered or bool(several and named and pattern("plural").search(self.plain))
        return numbered or bool(self.below and named) or bool(several and self.is_named("talks"))


def headings_of(text: str) -> tuple[list[Heading], list[Token]]:
    """Return a text's headings, and the tokens of its Markdown."""
    tokens = MarkdownIt("commonmark", {"maxNesting": 200}).enable("table").parse(text)
    found = []
    for token, inline in itertools.pairwise(tokens):
        if token.type == "heading_open" and token.level == 0:
            shown = (child for child in inline.children if child.type != "html_inline" or pattern("as text").fullmatch(child.content))
            words = "".join(child.content or " " * child.type.endswith("break") for child in shown)
            words = one_script(" ".join(re.sub(r"^(?:\\?#+\s+)+(?=[^\sa-z])|^[/|]\s|\s*\{[#.:][^{}]*\}\s*$|#{2,}$", "", words).split()))
            found.append(Heading(*token.map, int(token.tag[1]), words, " ".join(inline.content.split()), inline.children))
    return found, tokens


def give_texts(found: list[Heading], lines: list[str]) -> None:
    """Give each heading the text between it and the next."""
    for heading, later in itertools.zip_longest(found, found[1:]):
        text = "\n".join(lines[heading.end : later.line if later else None])
        heading.text = text if text.strip() else ""


def nest(found: list[Heading]) -> None:
    """Give each heading the deeper ones below it, up to the next of its level."""
    for at, heading in enumerate(found):
        heading.below = list(itertools.takewhile(lambda later, level=heading.level: later.level > level, found[at + 1 :]))


def title_heading(post: Post, found: list[Heading]) -> Heading | None:
    """Return the heading of the post's title: the first, if it is above all others, names the post or a conference, or alone has a date."""
    if not found or found[0].is_section or found[0].is_named("is group") or day_of(found[0].words):
        return None
    first, title = found[0], plain(post.string("title")).casefold()
    alone = len(found) > 1 and all(heading.level > first.level for heading in found[1:])
    named = first.plain.casefold() in title if title else first.level == 1 and pattern("of conference").search(first.words)
    top = min(heading.level for heading in found)
    with_date = [heading for heading in found if heading.level == top and (without_day(heading.words)[1] or date_of(heading.words))]
    dated = not title and with_date == [first]
    return first if alone or named or dated else None


def level_of_talks(found: list[Heading], days: list[Heading]) -> int:
    """Return the heading level of the talks; 0 if the days have no talks, or if no level looks like talks."""
    count = Counter(heading.level for heading in found if not (heading.is_day or heading.is_section or heading.is_group))
    levels = sorted(count)
    if days:
        top, bare = min(day.level for day in days), not any(day.text for day in days)
        likely = [level for level in levels if level < top and count[level] > 2 * len(days)] or [level for level in levels if level > top]
        best = next(iter(likely), 0)
        beside = count[top] > 2 * len(days) and (count[top] > count[best] if best else bare)
        return top if beside and not 0 < best < top else best
    chosen = next((level for level in levels if count[level] > 1), min(levels, default=0))
    held = Counter(part.level for heading in found if heading.is_main for part in heading.below)
    inner = min(held, default=0)
    return inner if held[inner] > max(2, count[chosen]) else chosen
