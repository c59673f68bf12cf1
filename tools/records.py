"""Find talks that have no headings: bold paragraphs, links, items of lists, or rows of tables."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from tools.days import pattern
from tools.headings import Heading, give_texts, headings_of
from tools.names import is_sure, names_below, names_of, plain_line
from tools.titles import any_form, by_forms, links_of

KINDS = {
    "bold": "bold lines",
    "links": "links",
    "single": "list items",
    "items": "list items",
    "rows": "table rows",
    "leads": "bold words at the start of paragraphs",
}
Head = tuple[str, str]  # the source of a talk's title and names, and of its notes


def of_words(source: str, line: int, end: int, level: int) -> Heading:
    """Return the heading that these words would make; a second line, below bold words, becomes their names."""
    source = re.sub(r"\[([^\]]+)\]\[\w*\]", r"\1", re.sub(r"(?<=\*\*|__)\n", " - ", re.sub(r"\s+[-–—]\s+(?=@\w)", " ", source)))
    return replace(headings_of(f"###### {' '.join(source.split())}")[0][0], line=line, end=end, level=level)


def marked(words: str, small: set[str]) -> Head | None:
    """Return the head of an item that starts with a link or bold words, or has “by” before a name."""
    head = next(filter(None, (pattern(kind, re.DOTALL).match(words) for kind in ("marked", "item by"))), None)
    return (head["title"].strip('"“” ') + (head["name"] or "").lstrip(".,"), head["rest"]) if head else None


def title_first(words: str, small: set[str]) -> Head | None:
    """Return the head of an item such as `Title, Name` or `Title (Name): notes`."""
    cuts = [cut.start() for cut in re.finditer(r"(?<=\S)(?=\s+[-–—]{1,2}\s|[:.;,](?:\s|$)|\n|$)", words[:250])]
    return next(((words[:cut], words[cut:]) for cut in cuts if any_form(plain_line(words[:cut]), small, "Title")), None)


def name_first(words: str, small: set[str]) -> Head | None:
    """Return the head of an item such as `Name: Title` or `Name (Firm) - Title - notes`."""
    name = re.match(r"[^-–—|:\n]{4,80}?(?:\s+[-–—]{1,2}|:)\s+(?=\S)", words)
    names = names_of(plain_line(name[0].rstrip(" :-–—")), small, True) if name else []
    if not names or not is_sure(names, small):
        return None
    end = re.compile(r"\s+[-–—]{1,2}\s|(?<=\w\w)[.?!](?:\s|$)|\n|$").search(words, name.end())
    end = end.end() if end[0].strip() in ("?", "!") else end.start()
    return words[:end], words[end:]


def records(tokens: list[Token], lines: list[str], level: int, small: set[str]) -> tuple[list[Heading], str]:
    """Return the talks that are of one of KINDS, in which `single` items are alone in their lists and `leads` begin paragraphs, and that kind.

    Items and rows have their notes; those of the others follow them in the text.
    """
    found: dict[str, list[Heading]] = {kind: [] for kind in KINDS}
    for node in SyntaxTreeNode(tokens).children:
        if node.type == "paragraph":
            words = node.children[0].content
            first = words.partition("\n")[0]
            lead = pattern("lead in", 0).match(words)
            if pattern("bold", 0).fullmatch(words) and not (lead and re.search(r"[.!?]$", words)):
                found["bold"].append(of_words(words, *node.map, level))
            elif lead:
                found["leads"].append(of_words(lead["title"], node.map[0], node.map[0] + 1, level))
                found["leads"][-1].text = first[lead.end() :].strip()
            elif pattern("linked").fullmatch(first.strip()):
                found["links"].append(of_words(first, node.map[0], node.map[0] + 1, level))
        elif node.type == "table":
            found["rows"] += rows(node, level)
        elif node.type in ("bullet_list", "ordered_list"):
            firsts = [(item, part) for item in node.children if (part := next((one for one in item.walk() if one.type == "inline"), None))]
            heads = max(
                ([form(part.content, small) for _, part in firsts] for form in (marked, title_first, name_first)),
                key=lambda heads: sum(map(bool, heads)),
            )
            alone, noted = len(firsts) == 1 and len(firsts[0][1].content) < 120, any(len(item.children) > 1 for item, _ in firsts)
            if alone and not noted:
                found["single"].append(of_words(firsts[0][1].content, *node.map, level))
            elif alone or sum(map(bool, heads)) > max(1, len(firsts) / 2):
                both = zip(firsts, heads, strict=True)
                found["items"] += [item_heading(*one, head, lines, level) for one, head in both if head or len(one[1].content) < 60]
    kind, best = max(found.items(), key=lambda entry: len(entry[1]))
    return (best, kind) if len(best) > 2 else ([], kind)


def item_heading(item: SyntaxTreeNode, first: SyntaxTreeNode, head: Head | None, lines: list[str], level: int) -> Heading:
    """Return a list item as the heading of a talk with its notes."""
    below = lines[first.map[1] : item.map[1]]
    margin = min((len(row) - len(row.lstrip()) for row in below if row.strip()), default=0)
    heading = of_words(head[0] if head else first.content, *item.map, level)
    heading.text = "\n".join([head[1].lstrip(" .,:–—-") if head else "", *(row[margin:] for row in below)])
    return heading


def rows(table: SyntaxTreeNode, level: int) -> Iterator[Heading]:
    """Yield the rows of a table that has a column of titles as headings; the other cells become their notes."""
    cells = [[cell.children[0].content for cell in row.children] for part in table.children for row in part.children]
    at = next((at for at, head in enumerate(cells[0]) if pattern("head of titles").fullmatch(plain_line(head))), None)
    for number, row in enumerate(cells[1:] if at is not None and all(row[at] for row in cells) else [], table.map[0] + 2):
        heading = of_words(row[at], number if row is not cells[1] else table.map[0], number + 1, level)  # the first with the table's head
        others = [(head, cell) for place, (head, cell) in enumerate(zip(cells[0], row, strict=True)) if cell and place != at]
        heading.text = "\n\n".join(f"{head}: {cell}" if head else cell for head, cell in others)
        yield heading


def are_sure(talks: list[Heading], kind: str, small: set[str]) -> bool:
    """Return whether these are surely talks: most have names, or all link to pages of one site; a table says so by its head."""
    found, below = by_forms([talk.words for talk in talks], small), names_below([(talk.words, talk.text) for talk in talks], small)
    names = [part[2] if part else line for part, line in zip(found, below, strict=True)]
    named = sum(map(bool, names)) * 2 > len(talks) and len({*map(tuple, names)} - {()}) > 2
    links = [links[0] for talk in talks if len(links := links_of(talk.tokens)) == 1 and len(links[0][0]) * 5 > len(talk.words) * 4]
    alike = len({urlsplit(address).netloc for _, address in links}) == 1 and len({address for _, address in links}) == len(talks)
    return kind == "rows" or named or alike


def talks_in_text(
    tokens: list[Token], lines: list[str], found: list[Heading], own: Heading | None, small: set[str]
) -> tuple[list[Heading], str]:
    """Return the talks in the text of a post whose days, if any, have no headings of talks, and the name of what they are there.

    `own` is the heading of the title; the texts of the headings, and `lines`, lose what becomes talks.
    """
    talks, kind = records(tokens, lines, min(6, 1 + max([0, *(heading.level for heading in found)])), small)
    others = [heading for heading in found if heading is not own]
    likely = [heading for heading in others if not (heading.is_section or heading.is_day or heading.is_group)]
    days, apart = any(heading.is_day for heading in others), kind in ("items", "rows")
    leads = [talk.text for talk in talks] if kind == "leads" else []
    above = [next((heading for heading in reversed(others) if heading.line < talk.line), None) for talk in talks]
    firsts = dict(zip(above[::-1], talks[::-1], strict=True))
    with_text = [one for one, talk in firsts.items() if one and "".join(lines[one.end : talk.line]).strip()]  # above its first talk
    prose = any(one in likely for one in with_text)
    free = [one for one in likely if one.text and one not in above]  # which may be talks
    factor = 1 if kind == "rows" else 2
    most = len(talks) > factor * len(likely) and len(talks) >= (1 + factor) * len(free)
    sure = most and (len(likely) < 2 or not prose) and are_sure(talks, kind, small)
    pairs = [*zip(talks, above, strict=True)]
    if apart and not sure:  # without points of the talk above them
        pairs = [(talk, one) for talk, one in pairs if one not in likely or pattern("main").match(one.words)]
        pairs = [(talk, one) for talk, one in pairs if len(likely) < 2 or not (one and one.is_section)]
    if apart:  # nor points of a section, such as what was good
        points = Counter(one for _, one in pairs if one and one.is_section)
        pairs = [(talk, one) for talk, one in pairs if one not in points or points[one] * 2 > len(pairs)]
    talks, above = [talk for talk, _ in pairs], [one for _, one in pairs]
    held = apart and all(above) and len(talks) >= len(likely)
    bare = [talk for talk in talks if apart and re.fullmatch(r"\[.*\]\(\S*\)", talk.source) and not talk.text.strip()]  # of other articles
    single_points = kind == "single" and all(above) and len(firsts) == len(talks)  # one below each heading
    days_of_prose = leads and days and with_text
    if not sure and (single_points or days_of_prose):
        return [], ""
    if not talks or not (sure or days or held or (kind != "links" and len(likely) < (2 if apart else 3) and len(bare) * 2 < len(talks))):
        return [], ""
    for one in others:
        if one.is_section and above.count(one) * 2 > len(talks):
            one.level = talks[0].level  # the talks follow it, and are no parts of it
    for talk in talks if apart else []:
        lines[talk.line : talk.end] = [""] * (talk.end - talk.line)
        talk.end = talk.line
    give_texts(sorted([*found, *([] if apart else talks)], key=lambda heading: heading.line), lines)
    for talk, lead in zip(talks, leads, strict=bool(leads)):
        talk.end, talk.text = talk.line, f"{lead}\n{talk.text}"
    return talks, KINDS[kind]
