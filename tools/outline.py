"""Find the days and talks of a post by its headings."""

import datetime
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from tools.days import DATE, DATED, NAMED, NUMBER, WEEKDAY, WHEN, date_of, day_of, plain, without_day
from tools.headings import (
    Heading,
    children,
    give_texts,
    headings_of,
    is_holder,
    level_of_talks,
    spaced,
    title_heading,
)
from tools.in_text import talks_in_text
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
    post.text = spaced(post.text, headings_of(post.text)[1])
    found, tokens = headings_of(post.text)
    lines = post.text.split("\n")
    for token in tokens:
        end = lines[token.map[1] - 1].strip(" >\t") if token.type == "fence" else token.markup
        if not end.startswith(token.markup) and token.map[1] >= len(post.text.rstrip().split("\n")):
            post.problem(token.map[0] + 1, f"the code that begins here has no end; close it with {token.markup}")
    own = title_heading(post, found, "".join(lines[: found[0].line]).strip() if found else "")
    title, titled = without_day(post.string("title") or (own.words if own else post.name))
    outline = Outline(title, one_day=titled is not None)
    give_texts(found, lines)
    others = merged([heading for heading in found if heading is not own], post.text)
    days = days_of(others, outline)
    outline.level = level or level_of_talks(others, days)
    in_text, refused = ([], False) if level or (days and outline.level) else talks_in_text(tokens, lines, found, others, days)
    if in_text:
        post.note(in_text[0].line + 1, "list items or bold lines are taken as talks, since no headings look like talks")
        dated = [others[at] for at in days]
        others = sorted([*others, *in_text], key=lambda heading: heading.line)
        days, outline.level = [others.index(heading) for heading in dated], in_text[0].level
    above = [(1, "\n".join(lines[: found[0].line if found else len(lines)]))]
    if own:
        same = plain(own.words).casefold() == plain(post.string("title") or own.words).casefold()
        above += [*([] if same else [(own.line + 1, f"**{own.words}**")]), (own.end + 1, own.text)]
    outline.text = [(first, text) for first, text in above if text.strip()]
    walk(post, outline, others, days, (level, day, titled))
    if days and not outline.level and outline.talks:
        post.note(1, "no talks were found below its days, so each day is one page; make each talk a heading below its day to change that")
    few = len(outline.talks) < 2 and not (in_text or days or level) and len(re.findall(r"(?m)^(?:\*\*|__)\w", post.text)) > 2
    if few or refused or not outline.talks:
        levels = " or ".join(sorted({str(heading.level) for heading in found}))
        given = f" of level {level}" if level else ""
        problem = "the talks seem to be list items" if refused else f"no headings{given} look like talks"
        choice = f", or give LEVEL={levels} for those that are there" if levels else ""
        post.problem(1, f"{problem}; make each talk a heading, such as `## Title`{choice}")
    weekdays = [WHEN.match(talk.heading.words) for talk in outline.talks]
    weekdays = [found[1].casefold() if found and found[1] else "" for found in weekdays]
    if not days and not day and not titled and all(weekdays) and len({*weekdays}) > 1:
        for talk, weekday in zip(outline.talks, weekdays, strict=True):  # “Saturday 10:00 Title”
            talk.day = list(dict.fromkeys(weekdays)).index(weekday) + 1
    for talk in outline.talks:
        outline.days.setdefault(talk.day, Day(talk.day))
    return outline


def days_of(found: list[Heading], outline: Outline) -> list[int]:
    """Return the places of the headings of days; a date below the title, of the whole conference, is that of day 1."""
    days = [] if read_tails(found) else [at for at, heading in enumerate(found) if day_of(heading.words)[1]]
    top = [at for at in days if found[at].level == min(found[day].level for day in days)]
    if top[1:]:  # deeper ones are talks or parts of them
        days = [at for at in days if at in top or at < top[0]]
    only = found[days[0]] if len(days) == 1 else None
    if only and day_of(only.words)[0] is None and sum(later.level <= only.level for later in found[days[0] + 1 :]) > 1:
        outline.days[1] = Day(1, date=date_of(only.words))
        return []
    return days


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
    chosen, top = outline.level, found[days[0]].level if days else 0
    named: dict[str, int] = {}
    current = day or titled or 1
    inside, depth = "", 9  # the kind and level of the heading to which deeper ones belong

    def talk(heading: Heading) -> tuple[str, int]:
        outline.talks.append(Talk(heading, heading.text, heading.end + 1, heading.day or current))
        return "talk", heading.level

    for at, heading in enumerate(found):
        words, below = plain(heading.words), children(found, at)
        raw = (heading.line + 1, f"{'#' * heading.level} {heading.source}\n{heading.text}")
        number, _ = day_of(heading.words)
        section = heading.is_section
        if at in days and not (inside == "talk" and heading.level > depth and number is None):
            if number is None:
                dated = DATED.match(words) and re.match(rf"{WEEKDAY}|{DATE}", words, re.IGNORECASE)
                key = (dated[0] if dated else words).casefold()
                number = day if day and len(days) == 1 else named.setdefault(key, max([*outline.days, (day or 1) - 1]) + 1)
            current, inside, depth = number, "", 9
            there = outline.days.setdefault(current, Day(current, heading.words, date_of(heading.words)))
            if chosen == 0 and (heading.text or below):
                inside, depth = talk(heading)
            elif heading.text:
                there.text.append((heading.end + 1, heading.text))
        elif heading.level > depth and not (days and chosen < heading.level <= top and section):
            if inside == "talk":
                outline.talks[-1].notes += f"\n{raw[1]}"
            else:
                outline.text.append(raw)
        elif not words and not heading.words:
            if heading.text:
                post.problem(heading.line + 1, "the talk has no title; write one")
        elif (heading.level < chosen and below and (is_holder(found, at) or not section)) or (
            heading.level == chosen and is_holder(found, at) and not level
        ):
            inside, depth = "", 9
            if heading.text:
                outline.text.append(raw)
            else:
                outline.left_out.append(f"“{heading.words}” (line {raw[0]}), which only holds talks")
            up = min(part.level for part in below) - chosen if heading.level == chosen else 0
            for part in below if up else ():
                part.level -= up
        elif heading.level == chosen and not level and heading.is_main and not heading.text and not below:
            outline.left_out.append(f"“{heading.words}” (line {raw[0]}), which only holds talks")
        elif heading.level == chosen and (level or not section):
            inside, depth = talk(heading)
        elif days and current in outline.days and (heading.is_break or (heading.level > chosen > 0 and not section)):
            outline.days[current].text.append(raw)
            inside, depth = "", 9
        else:
            outline.text.append(raw)
            outline.kept.append(f"“{heading.words}” (line {raw[0]})")
            inside, depth = "section", heading.level
