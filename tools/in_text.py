"""Find talks that a post writes as list items or bold lines, where it has no headings for them."""

import itertools
import re
from dataclasses import replace

from markdown_it.token import Token

from tools.days import pattern
from tools.headings import Heading, give_texts, headings_of


def of_words(source: str, line: int, end: int, level: int) -> Heading:
    """Return the heading that these words would make."""
    source = re.sub(r"(`+[^`]*`+)|[*]{2}|(?<!\w)__|__(?!\w)", r"\1", source)  # code keeps its signs
    made = headings_of(f"###### {' '.join(source.split())}")[0][0]
    return replace(made, line=line, end=end, level=level)


def marked(tokens: list[Token], lines: list[str], level: int) -> tuple[list[Heading], str]:
    """Return the talks that are bold paragraphs (`bold`), items alone in their lists (`single`), or items with a title (`items`).

    Also return which of these they are. Items have their notes; those of the others follow them in the text.
    """
    bold = [
        of_words(inline.content, *token.map, level)
        for token, inline in itertools.pairwise(tokens)
        if token.type == "paragraph_open" and token.level == 0 and pattern("bold", 0).fullmatch(inline.content.strip())
    ]
    single, items = [], []
    for whole in [token for token in tokens if token.level == 0 and token.type in ("bullet_list_open", "ordered_list_open")]:
        parts = [token for token in tokens if token.type == "list_item_open" and token.level == 1 and within(token, whole)]
        firsts = [next((token for token in tokens if token.type == "inline" and within(token, part)), None) for part in parts]
        heads = [pattern("marked", re.DOTALL).match(first.content) if first else None for first in firsts]
        if len(parts) == 1 and firsts[0] and len(firsts[0].content) < 100 and "\n" not in firsts[0].content:
            single.append(of_words(firsts[0].content, *whole.map, level))
        elif sum(map(bool, heads)) > max(1, len(parts) / 2):
            items += [
                item_heading(part, first, head, lines, level)
                for part, first, head in zip(parts, firsts, heads, strict=True)
                if head or (first and len(first.content) < 60)
            ]
    kind, best = max({"bold": bold, "single": single, "items": items}.items(), key=lambda entry: len(entry[1]))
    return (best, kind) if len(best) > 2 else ([], kind)


def item_heading(part: Token, first: Token, head: re.Match[str] | None, lines: list[str], level: int) -> Heading:
    """Return a list item as the heading of a talk with its notes."""
    rows = lines[first.map[1] : part.map[1]]
    margin = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
    heading = of_words(head["title"].strip('"“” ') + (head["name"] or "") if head else first.content, *part.map, level)
    heading.text = "\n".join([head["rest"].lstrip(" .:,–—-") if head else "", *(row[margin:] for row in rows)])
    return heading


def is_noted(talk: Heading) -> bool:
    """Return whether a talk has notes, or a name beside its link: links alone may be no talks."""
    return bool(re.search(r"\w", talk.text)) or talk.tokens[0].type != "link_open" or talk.tokens[-1].type != "link_close"


def within(token: Token, outer: Token) -> bool:
    return bool(token.map) and outer.map[0] <= token.map[0] and token.map[1] <= outer.map[1]


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
    noted = held or not apart or sum(is_noted(talk) for talk in talks) * 2 > len(talks)
    few = days or (len(likely) < (2 if apart else 3) and noted)
    if not (few or (held and len(talks) >= len(likely))):
        return [], kind == "single" and len(talks) > max(2, len(likely) - 1)
    for talk in talks if apart else []:
        lines[talk.line : talk.end] = [""] * (talk.end - talk.line)
        talk.end = talk.line
    give_texts(sorted([*found, *([] if apart else talks)], key=lambda heading: heading.line), lines)
    return talks, False
