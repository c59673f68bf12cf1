"""Read a post's headings: what each is (a day, a section, a group of talks), which is the title, and which level the talks have.

Where a post has no headings for its talks, find them as list items or bold lines.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from hooks.letters import one_script
from tools.days import day_of, pattern, plain
from tools.post import Post

ITEMS = ("marked", "item by")


@dataclass
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
            words = "".join(child.content or " " * child.type.endswith("break") for child in inline.children if child.type != "html_inline")
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
    """Return the heading of the post's title: the first, if it is the only one of its level and above all others, or says so."""
    if not found or found[0].is_section or found[0].is_named("is group") or day_of(found[0].words):
        return None
    first, title = found[0], plain(post.string("title")).casefold()
    alone = len(found) > 1 and all(heading.level > first.level for heading in found[1:])
    named = first.plain.casefold() in title if title else first.level == 1 and pattern("of conference").search(first.words)
    return first if alone or named else None


def level_of_talks(found: list[Heading], days: list[Heading]) -> int:
    """Return the heading level of the talks; 0 if the days have no talks, or if no level looks like talks."""
    count = Counter(heading.level for heading in found if not (heading.is_day or heading.is_section or heading.is_group))
    levels = sorted(count)
    if days:
        top, bare = min(day.level for day in days), not any(day.text for day in days)
        likely = [level for level in levels if level < top and count[level] > 2 * len(days)] or [level for level in levels if level > top]
        return next(iter(likely), top if bare and count[top] > 2 * len(days) else 0)
    chosen = next((level for level in levels if count[level] > 1), min(levels, default=0))
    held = Counter(part.level for heading in found if heading.is_main for part in heading.below)
    inner = min(held, default=0)
    return inner if held[inner] > max(2, count[chosen]) else chosen


def of_words(source: str, line: int, end: int, level: int) -> Heading:
    """Return the heading that these words would make; a second line, below bold words, becomes their names."""
    source = re.sub(r"\[([^\]]+)\]\[\w*\]", r"\1", re.sub(r"(?<=\*\*|__)\n", " - ", re.sub(r"\s+[-–—]\s+(?=@\w)", " ", source)))
    return replace(headings_of(f"###### {' '.join(source.split())}")[0][0], line=line, end=end, level=level)


def marked(tokens: list[Token], lines: list[str], level: int) -> tuple[list[Heading], str]:
    """Return the talks that are bold paragraphs (`bold`), items alone in their lists (`single`), or items with a title (`items`).

    Also return which of these they are. Items have their notes; those of the others follow them in the text.
    """
    bold, single, items = [], [], []
    for node in SyntaxTreeNode(tokens).children:
        if node.type == "paragraph" and pattern("bold", 0).fullmatch(node.children[0].content):
            bold.append(of_words(node.children[0].content, *node.map, level))
        elif node.type in ("bullet_list", "ordered_list"):
            firsts = [(item, part) for item in node.children if (part := next((one for one in item.walk() if one.type == "inline"), None))]
            heads = [next(filter(None, (pattern(kind, re.DOTALL).match(part.content) for kind in ITEMS)), None) for _, part in firsts]
            alone, noted = len(firsts) == 1 and len(firsts[0][1].content) < 100, any(len(item.children) > 1 for item, _ in firsts)
            if alone and not noted:
                single.append(of_words(firsts[0][1].content, *node.map, level))
            elif alone or sum(map(bool, heads)) > max(1, len(firsts) / 2):
                rows = zip(firsts, heads, strict=True)
                items += [item_heading(*first, head, lines, level) for first, head in rows if head or len(first[1].content) < 60]
    kind, best = max({"bold": bold, "single": single, "items": items}.items(), key=lambda entry: len(entry[1]))
    return (best, kind) if len(best) > 2 else ([], kind)


def item_heading(item: SyntaxTreeNode, first: SyntaxTreeNode, head: re.Match[str] | None, lines: list[str], level: int) -> Heading:
    """Return a list item as the heading of a talk with its notes."""
    rows = lines[first.map[1] : item.map[1]]
    margin = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
    heading = of_words(head["title"].strip('"“” ') + (head["name"] or "").lstrip(".,") if head else first.content, *item.map, level)
    heading.text = "\n".join([head["rest"].lstrip(" .:,–—-") if head else "", *(row[margin:] for row in rows)])
    return heading


def talks_in_text(tokens: list[Token], lines: list[str], found: list[Heading], own: Heading | None) -> tuple[list[Heading], bool]:
    """Return the talks in the text of a post whose days, if any, have no headings of talks, and whether they are in doubt.

    `own` is the heading of the title; the texts of the headings, and `lines`, lose what becomes talks.
    """
    talks, kind = marked(tokens, lines, min(6, 1 + max([0, *(heading.level for heading in found)])))
    others = [heading for heading in found if heading is not own]
    likely = [heading for heading in others if not (heading.is_section or heading.is_day or heading.is_group)]
    days, apart = any(heading.is_day for heading in others), kind == "items"
    above = [next((heading for heading in reversed(others) if heading.line < talk.line), None) for talk in talks]
    if apart:  # without points of the talk above them
        rows = [(talk, one) for talk, one in zip(talks, above, strict=True) if one not in likely or pattern("main").match(one.words)]
        if talks and not rows and len(likely) < 2 and not days:
            return [], True
        talks, above = [talk for talk, _ in rows], [one for _, one in rows]
    held = apart and all(above) and len(talks) >= len(likely)
    bare = [talk for talk in talks if apart and re.fullmatch(r"\[.*\]\(\S*\)", talk.source) and not talk.text.strip()]  # of other articles
    if not talks or not (days or held or (len(likely) < (2 if apart else 3) and len(bare) * 2 < len(talks))):
        return [], kind == "single" and len(likely) < 5 and len(talks) > max(2, len(likely) - 1)
    for talk in talks if apart else []:
        lines[talk.line : talk.end] = [""] * (talk.end - talk.line)
        talk.end = talk.line
    give_texts(sorted([*found, *([] if apart else talks)], key=lambda heading: heading.line), lines)
    return talks, False
