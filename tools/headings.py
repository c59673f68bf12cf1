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

from hooks.front_matter import one_script
from tools.days import day_of, pattern, plain
from tools.post import Post


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
        if sum(bool(pattern("numbered talk").match(heading.plain)) for heading in self.below) > 1:
            return True
        several = len(self.below) > 1 and pattern("plural").search(self.plain)
        if len(self.below) > 1 and not self.text and pattern("talks").search(self.plain):
            return True
        return bool(self.below and self.is_named("is group") and (not self.text or several))


def headings_of(text: str) -> tuple[list[Heading], list[Token]]:
    """Return a text's headings, and the tokens of its Markdown."""
    tokens = MarkdownIt("commonmark", {"maxNesting": 200}).enable("table").parse(text)
    found = []
    for token, inline in itertools.pairwise(tokens):
        if token.type == "heading_open" and token.level == 0:
            words = "".join(child.content or " " * child.type.endswith("break") for child in inline.children if child.type != "html_inline")
<<<<<<< HEAD
            words = one_script(" ".join(re.sub(r"^(?:\\?#+\s+)+(?=[^\sa-z])|\s*\{[#.:][^{}]*\}\s*$", "", words).split()))
=======
            words = " ".join(re.sub(r"^(?:\\?#+\s+)+(?=[^\sa-z])|\s*\{[#.:][^{}]*\}\s*$|#{2,}$", "", words).split())
>>>>>>> e639e7c (Import: more posts are understood: quoted and linked titles, items and lines with names, days after the conference's name, Chinese names, times after titles)
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


def title_heading(post: Post, found: list[Heading], before: str) -> Heading | None:
    """Return the heading of the post's title: the only one of its level, above all others; `before` is the text above it."""
    title = plain(post.string("title")).casefold()
    if not found or (before and not title) or isinstance(day_of(found[0].words), str):
        return None
    first = found[0]
    alone = len(found) > 1 and all(heading.level > first.level for heading in found[1:])
    other = first.is_section or first.is_named("is group") or day_of(first.words)
    if title:
        within = pattern("of conference").search(first.plain) and not other and first.plain.casefold() in title
        same = first.plain.casefold() == title or within or (alone and first.level == 1 and not first.is_section and not first.is_group)
        return first if same else None
    of_conference = first.level == 1 and pattern("of conference").search(first.words)
    return first if (alone or of_conference) and not other else None


def level_of_talks(found: list[Heading], days: list[Heading]) -> int:
    """Return the heading level of the talks; 0 if the days have no talks, or if no level looks like talks."""
    others = [heading for heading in found if heading.words and not (heading.is_day or heading.is_section or heading.is_group)]
    count = Counter(heading.level for heading in others if not days or heading.line > days[0].line)
    if days:
        top, bare = min(day.level for day in days), not any(day.text for day in days)
        if above := [level for level in sorted(count) if level < top and count[level] > 2 * len(days)]:
            return above[0]
        return next((level for level in sorted(count) if level > top), top if bare and count[top] > 2 * len(days) else 0)
    chosen = next((level for level in sorted(count) if count[level] > 1), min(count, default=0))
    held = Counter(
        part.level for heading in found if heading.is_main and heading.level == chosen for part in heading.below if not part.is_section
    )
    inner = min(held, default=0)
    return inner if held[inner] > max(2, count[chosen]) else chosen


def of_words(source: str, line: int, end: int, level: int) -> Heading:
    """Return the heading that these words would make."""
    source = re.sub(r"\[([^\]]+)\]\[\w*\]", r"\1", re.sub(r"(?<=\*\*|__)\n", " - ", re.sub(r"\s+[-–—]\s+(?=@\w)", " ", source)))
    source = re.sub(r"(`+[^`]*`+)|[*]{2}|(?<!\w)__|__(?!\w)", r"\1", source)  # code keeps its signs
    return replace(headings_of(f"###### {' '.join(source.split())}")[0][0], line=line, end=end, level=level)


def marked(tokens: list[Token], lines: list[str], level: int) -> tuple[list[Heading], str]:
    """Return the talks that are bold paragraphs (`bold`), items alone in their lists (`single`), or items with a title (`items`).

    Also return which of these they are. Items have their notes; those of the others follow them in the text.
    """
    bold, single, items = [], [], []
    for node in SyntaxTreeNode(tokens).children:
        if node.type == "paragraph" and pattern("bold", 0).fullmatch(node.children[0].content.strip()):
            bold.append(of_words(node.children[0].content, *node.map, level))
        elif node.type in ("bullet_list", "ordered_list"):
            firsts = [next((part for part in item.walk() if part.type == "inline"), None) for item in node.children]
            found = [
                [pattern(kind, re.DOTALL).match(first.content) for kind in ("marked", "item by")] if first else [None] for first in firsts
            ]
            heads = [next(filter(None, kinds), None) for kinds in found]
            rows = list(zip(node.children, firsts, heads, strict=True))
            if len(rows) == 1 and firsts[0] and len(firsts[0].content) < 100 and "\n" not in firsts[0].content:
                noted = len(node.children[0].children) > 1
                (items if noted else single).append(
                    item_heading(*rows[0], lines, level) if noted else of_words(firsts[0].content, *node.map, level)
                )
            elif sum(map(bool, heads)) > max(1, len(rows) / 2):
                items += [item_heading(*row, lines, level) for row in rows if row[2] or (row[1] and len(row[1].content) < 60)]
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
    points = [apart and heading in likely and not pattern("main").match(heading.words) for heading in above]  # of the talk above them
    if all(points):  # also if there are none
        return [], bool(talks) and len(likely) < 2 and not days
    talks, above = ([one for one, point in zip(row, points, strict=True) if not point] for row in (talks, above))
    held = apart and all(heading and heading is above[0] for heading in above) and pattern("main").match(above[0].words)
    # Links alone, without notes or a name beside them, may be no talks.
    bare = [[talk.tokens[at].type for at in (0, -1)] == ["link_open", "link_close"] and not re.search(r"\w", talk.text) for talk in talks]
    noted = held or not apart or sum(bare) * 2 < len(talks)
    few = days or (len(likely) < (2 if apart else 3) and noted)
    if not (few or (held and len(talks) >= len(likely))):
        return [], kind == "single" and len(likely) < 5 and len(talks) > max(2, len(likely) - 1)
    for talk in talks if apart else []:
        lines[talk.line : talk.end] = [""] * (talk.end - talk.line)
        talk.end = talk.line
    give_texts(sorted([*found, *([] if apart else talks)], key=lambda heading: heading.line), lines)
    return talks, False
