"""Find the days and talks of a post by its headings."""

import datetime
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from tools.days import DATE, DATED, NAMED, NUMBER, WEEKDAY, WHEN, date_of, day_of, plain, without_day
from tools.headings import (
    Heading,
    bold_paragraphs,
    children,
    headings_of,
    in_paragraphs,
    is_break,
    is_holder,
    is_section,
    level_of_talks,
    spaced,
    title_heading,
)
from tools.names import names_of, small_words
from tools.post import Post


@dataclass
class Talk:
    """A talk of the post; `line` is that of its heading, from 1, `first` the first line of its notes."""

    heading: Heading
    notes: str
    first: int
    day: int
    title: str = ""
    lead: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass
class Day:
    """A day: its number, the words of its heading, its date, and the text above its first talk."""

    number: int
    words: str = ""
    date: datetime.date | None = None
    text: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Outline:
    """The structure of a post; texts are (first line, Markdown)."""

    title: str
    level: int = 0
    days: dict[int, Day] = field(default_factory=dict)
    talks: list[Talk] = field(default_factory=list)
    text: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    one_day: bool = False


def understand(post: Post, level: int | None, day: int | None) -> Outline:
    """Return the days and talks of a post; parts that cannot be understood become its problems."""
    _, tokens = headings_of(post.text)
    post.text = spaced(post.text, tokens)
    lines = post.text.split("\n")
    found, tokens = headings_of(post.text)
    bold = bold_paragraphs(tokens)
    if not level and len(bold) > 2 and sum(not is_section(heading) for heading in found) < 3:
        for line in bold:  # talks are bold paragraphs
            lines[line] = f"{'#' * min(6, 1 + max([1, *(heading.level for heading in found)]))} {lines[line].strip(' *_')}"
        post.text = "\n".join(lines)
        found, tokens = headings_of(post.text)
    for token in tokens:
        if (
            token.type == "fence"
            and not token.hidden
            and not lines[token.map[1] - 1].strip(" >\t").startswith(token.markup)
            and token.map[1] >= len(post.text.rstrip().split("\n"))
        ):
            post.problem(token.map[0] + 1, f"the code that begins here has no end; close it with {token.markup}")
    own = title_heading(post, found, "".join(lines[: found[0].line]).strip() if found else "")
    folder = re.sub(r"^\d+-", "", post.path.absolute().parent.name)
    name = (
        folder
        if post.path.stem.lower() in ("readme", "index", "post", "notes", "_index")
        else re.sub(r"^\d{4}-\d\d-\d\d-", "", post.path.stem)
    )
    title, titled = without_day(post.string("title") or (own.words if own else re.sub(r"[-_]+", " ", name).strip().capitalize()))
    outline = Outline(title, one_day=titled is not None)
    if own:
        found.remove(own)
        if plain(own.words).casefold() != plain(post.string("title") or own.words).casefold():
            outline.text.append((own.line + 1, f"**{own.words}**"))
    start = own.end if own else 0
    outline.text += [
        (first + 1, words)
        for first, words in (
            (0, "\n".join(lines[: own.line if own else 0])),
            (start, "\n".join(lines[start : found[0].line if found else len(lines)])),
        )
        if words.strip()
    ]
    for heading, later in zip(found, [*(heading.line for heading in found[1:]), len(lines)], strict=False):
        heading.text = "\n".join(lines[heading.end : later]).strip("\n") if "".join(lines[heading.end : later]).strip() else ""
    found = merged(found, post.text)
    days = [] if read_tails(found) else [at for at, heading in enumerate(found) if day_of(heading.words)[1]]
    if (top := [at for at in days if found[at].level == min(found[day].level for day in days)])[1:]:
        days = [at for at in days if at in top or not (found[at].level > found[top[0]].level and at > top[0])]
    if (
        len(days) == 1
        and day_of(found[days[0]].words)[0] is None
        and sum(later.level <= found[days[0]].level for later in found[days[0] + 1 :]) > 1
    ):
        outline.days[1] = Day(1, date=date_of(found[days[0]].words))  # the conference's date, below its title
        days = []
    outline.level = level or level_of_talks(found, days) or 0
    walk(post, outline, found, days, (level, day, titled))
    if (len(outline.talks) < 2 and not days and not level and in_paragraphs(tokens)) or not outline.talks:
        there = " or ".join(sorted({str(heading.level) for heading in found}))
        post.problem(
            1,
            f"no headings{f' of level {level}' if level else ''} look like talks; make each talk a heading, such as `## Title`"
            + (f", or give LEVEL={there} for those that are there" if there else ""),
        )
    by_time = [
        re.match(rf"({WEEKDAY})\b", talk.heading.words, re.IGNORECASE) if WHEN.match(talk.heading.words) else None for talk in outline.talks
    ]
    if not days and not day and not titled and all(by_time) and len({found[1].casefold() for found in by_time}) > 1:
        names = list(dict.fromkeys(found[1].casefold() for found in by_time))
        for talk, weekday in zip(outline.talks, by_time, strict=True):  # “Saturday 10:00 Title”
            talk.day = names.index(weekday[1].casefold()) + 1
    for talk in outline.talks:
        outline.days.setdefault(talk.day, Day(talk.day))
    return outline


TAIL = re.compile(
    rf"[\s,.:|(–—-]+(?P<time>\d{{1,2}}(?:[:.h]\d\d)?\s*(?:[ap]\.?m\.?)?)?[\s,]*(?<=[\s,.(–—-])(?P<day>{NAMED}\s*#?{NUMBER})\)?$",
    re.IGNORECASE,
)
MARK = re.compile(r"\W*[^\W\d]\w{0,2}[.:)]\s+(?=\S)")


def read_tails(found: list[Heading]) -> bool:
    """Take the day, time and mark out of headings such as `⭐ A1. Title, 9 am, Day 2`, where most have them; return whether they do."""
    tails = [TAIL.search(heading.words) for heading in found]
    tailed = sum(map(bool, tails)) * 2 > len(found) > 3 and len({tail["day"].lower() for tail in tails if tail}) * 2 < len(found)
    for heading, tail in zip(found, tails, strict=True):
        if tailed and tail:
            heading.day, heading.lead = day_of(tail["day"])[0], tail["time"] or ""
            heading.words = heading.words[: tail.start()]
    marks = Counter(re.sub(r"\d", "0", mark[0]) for heading in found if (mark := MARK.match(heading.words)))
    for heading in found:
        if (mark := MARK.match(heading.words)) and marks[re.sub(r"\d", "0", mark[0])] > max(2, len(found) / 6):
            heading.words, heading.lead = heading.words[mark.end() :], f"{mark[0]}{heading.lead}".strip()
    return tailed


LINKED = re.compile(r"\s*\[(?P<words>[^\]]+)\]\((?P<to>\S*)\)\s*(?:\n|$)")


def merged(found: list[Heading], text: str) -> list[Heading]:
    """Make one of a heading that is a name and the title below it, a heading or a link, where a post has such pairs."""
    small = small_words(text)
    pairs = {}
    for at, (heading, later) in enumerate(itertools.pairwise([*found, None])):
        bare = re.sub(r"\s*@\S+", "", heading.words)
        if not re.search(r"\s[-–—|:]|:", bare) and not day_of(heading.words)[1] and names_of(bare, small, False):
            titled = later and later.level == heading.level + 1 and not heading.text and len(children(found, at)) >= 1
            if (titled and sum(below.level == later.level for below in children(found, at)) == 1) or LINKED.match(heading.text):
                pairs[at] = later if titled else None
    if len(pairs) < 3:
        return found
    for at, title in pairs.items():
        heading, name = found[at], re.sub(r"\s*@\S+", "", found[at].words)
        if title is None:
            link = LINKED.match(heading.text)
            heading.tokens = headings_of(f"# {link[0].strip()}")[0][0].tokens + heading.tokens
            heading.words, heading.text = f"{link['words']} - {name}", heading.text[link.end() :]
        else:
            heading.words, heading.text, heading.tokens = f"{title.words} - {name}", title.text, title.tokens + heading.tokens
            heading.end = title.end
    gone = {at + 1 for at, title in pairs.items() if title}
    return [heading for at, heading in enumerate(found) if at not in gone]


def walk(post: Post, outline: Outline, found: list[Heading], days: list[int], given: tuple[int | None, int | None, int | None]) -> None:
    """Assign each heading with its text: to a day, a talk, a part of one, or the conference's text."""
    level, day, titled = given
    chosen = outline.level
    named: dict[str, int] = {}
    current = day or titled or 1
    inside: tuple[str, int] = ("", 9)
    for at, heading in enumerate(found):
        words, below = plain(heading.words), children(found, at)
        raw = "\n".join([f"{'#' * heading.level} {heading.source}", "", heading.text])
        number, _ = day_of(heading.words)
        if at in days and not (inside[0] == "talk" and heading.level > inside[1] and number is None):
            match = DATED.match(words) and re.match(rf"{WEEKDAY}|{DATE}", words, re.IGNORECASE)
            key = (match[0] if match else words).casefold()
            if number is None:
                number = day if day and len(days) == 1 else named.setdefault(key, max([*outline.days, (day or 1) - 1]) + 1)
            current = number
            there = outline.days.setdefault(current, Day(current, heading.words, date_of(heading.words)))
            inside = ("", 9)
            if chosen == 0 and (heading.text or below):
                outline.talks.append(Talk(heading, heading.text, heading.end + 1, current))
                inside = ("talk", heading.level)
            elif heading.text:
                there.text.append((heading.end + 1, heading.text))
        elif heading.level > inside[1] and not (days and chosen < heading.level <= found[days[0]].level and is_section(heading)):
            if inside[0] == "talk":
                outline.talks[-1].notes += f"\n\n{raw}"
            else:
                outline.text.append((heading.line + 1, raw))
        elif not words and not heading.words:
            if heading.text:
                post.problem(heading.line + 1, "the talk has no title; write one")
        elif (heading.level < chosen and below and (is_holder(found, at) or not is_section(heading))) or (
            heading.level == chosen and is_holder(found, at) and not level
        ):
            inside = ("", 9)
            if heading.text:
                outline.text.append((heading.line + 1, raw))
            else:
                outline.left_out.append(f"“{heading.words}” (line {heading.line + 1}), which only holds talks")
            for part in below if heading.level == chosen else ():
                part.level -= 1
                part.grouped = True
        elif heading.level == chosen and not (is_section(heading) and not level):
            outline.talks.append(Talk(heading, heading.text, heading.end + 1, heading.day or current))
            inside = ("talk", heading.level)
        else:
            inside = ("section", heading.level)
            if days and current in outline.days and (is_break(heading) or (heading.level > chosen > 0 and not is_section(heading))):
                outline.days[current].text.append((heading.line + 1, raw))
                inside = ("", 9)
            else:
                outline.text.append((heading.line + 1, raw))
                outline.kept.append(f"“{heading.words}” (line {heading.line + 1})")
