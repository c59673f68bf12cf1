"""Find talks that a post writes as list items or bold lines, where it has no headings for them."""

import re
from dataclasses import replace

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from tools.days import pattern
from tools.headings import Heading, give_texts, headings_of


def of_words(source: str, line: int, end: int, level: int) -> Heading:
    """Return the heading that these words would make."""
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
            heads = [pattern("marked", re.DOTALL).match(first.content) if first else None for first in firsts]
            rows = list(zip(node.children, firsts, heads, strict=True))
            alone = len(rows) == 1 and len(node.children[0].children) == 1 and firsts[0]  # without notes in its item
            if alone and len(alone.content) < 100 and "\n" not in alone.content:
                single.append(of_words(alone.content, *node.map, level))
            elif sum(map(bool, heads)) > max(1, len(rows) / 2):
                items += [item_heading(*row, lines, level) for row in rows if row[2] or (row[1] and len(row[1].content) < 60)]
    kind, best = max({"bold": bold, "single": single, "items": items}.items(), key=lambda entry: len(entry[1]))
    return (best, kind) if len(best) > 2 else ([], kind)


def item_heading(item: SyntaxTreeNode, first: SyntaxTreeNode, head: re.Match[str] | None, lines: list[str], level: int) -> Heading:
    """Return a list item as the heading of a talk with its notes."""
    rows = lines[first.map[1] : item.map[1]]
    margin = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
    heading = of_words(head["title"].strip('"“” ') + (head["name"] or "") if head else first.content, *item.map, level)
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
        return [], kind == "single" and len(talks) > max(2, len(likely) - 1)
    for talk in talks if apart else []:
        lines[talk.line : talk.end] = [""] * (talk.end - talk.line)
        talk.end = talk.line
    give_texts(sorted([*found, *([] if apart else talks)], key=lambda heading: heading.line), lines)
    return talks, False
