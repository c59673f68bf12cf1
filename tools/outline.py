"""Find the days and talks of a post by its headings."""

import datetime
from dataclasses import dataclass, field

from tools.days import date_of, day_of, pattern, plain, without_day
from tools.headings import Heading, give_texts, headings_of, level_of_talks, nest, title_heading
from tools.names import is_sure, most, names_below, small_words
from tools.post import Post
from tools.records import talks_in_text
from tools.titles import by_forms

Text = list[tuple[int, str]]  # parts, each with its first line


@dataclass
class Day:
    """A day: its number, the words of its heading, its date, and the text above its first talk."""

    number: int
    words: str = ""
    date: datetime.date | None = None
    text: Text = field(default_factory=list)


@dataclass
class Outline:
    """The structure of a post; each talk is given by its heading."""

    title: str
    level: int = 0
    days: dict[int, Day] = field(default_factory=dict)
    talks: list[Heading] = field(default_factory=list)
    text: Text = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    one_day: bool = False


def understand(post: Post, level: int | None, day: int | None) -> Outline:
    """Return the days and talks of a post; parts that cannot be understood become its problems."""
    found, tokens = headings_of(post.text)
    lines, small = post.text.split("\n"), small_words(post.text)
    for token in tokens:
        end = lines[token.map[1] - 1].strip(" >\t") if token.type == "fence" else token.markup
        if not end.startswith(token.markup) and token.map[1] >= len(post.text.rstrip().split("\n")):
            post.problem(token.map[0] + 1, f"the code that begins here has no end; close it with {token.markup}")
    give_texts(found, lines)
    nest(found)
    own = title_heading(post, found)
    title, titled = without_day(post.string("title") or (own.words if own else post.name))
    outline = Outline(title, one_day=titled is not None)
    others = [heading for heading in found if heading is not own]
    days = find_days(others)
    outline.level = level or level_of_talks(others, days)
    if not level and not days:
        take_in(others, outline.level, small)
    in_text, kind = ([], "") if level or (days and outline.level) else talks_in_text(tokens, lines, found, own, small)
    if in_text:
        fix = "since no headings look like talks; if that is wrong, make each talk a heading"
        post.note(in_text[0].line + 1, f"the {kind} are taken as talks, {fix}")
        others = sorted([*others, *in_text], key=lambda heading: heading.line)
        outline.level = in_text[0].level
        nest(others)
    first = min(
        [heading.line for heading in [*found, *others] if heading.end > heading.line or lines[heading.line].strip()], default=len(lines)
    )  # items are out of `lines`
    above = [(1, "\n".join(lines[:first]))]
    if own:
        same = own.plain.casefold() == plain(post.string("title") or own.words).casefold()
        above += [*([] if same else [(own.line + 1, f"**{own.words}**")]), (own.end + 1, own.text)]
    outline.text = [(first, text) for first, text in above if text.strip()]
    walk(post, outline, others, days, level, day, day or titled or 1)
    below = [heading for heading in others if heading.level == outline.level + 1]
    if outline.level and not level and len(below) > 2 * len(outline.talks) and most(by_forms([one.words for one in below], small)):
        fix = f"if they are the talks, give LEVEL={outline.level + 1}"
        post.note(
            below[0].line + 1, f"headings of level {outline.level + 1} name speakers, but stay in the notes of those above them; {fix}"
        )
    if days and not outline.level and outline.talks:
        post.note(1, "no talks were found below the headings of days, so each day became one talk; make each talk a heading below its day")
    if not outline.talks:
        levels = " or ".join(sorted({str(heading.level) for heading in found}))
        given = f" of level {level}" if level else ""
        choice = f", or give LEVEL={levels} for those that are there" if levels else ""
        post.problem(1, f"no headings{given} look like talks; make each talk a heading, such as `## Title`{choice}")
    for talk in outline.talks:
        outline.days.setdefault(talk.day, Day(talk.day))
    return outline


def take_in(found: list[Heading], level: int, small: set[str]) -> None:
    """Give headings above the level of talks that level, if they name speakers as most talks do."""
    talks = [heading for heading in found if heading.level == level]
    above = [one for one in found if one.level < level and one.text and not (one.is_section or one.is_group)]
    both = [*talks, *above]
    parts = by_forms([heading.words for heading in both], small)
    heads = [part[2] if part and not pattern("is section").fullmatch(part[0]) else [] for part in parts]  # “Travel - San Diego”
    below = names_below([(heading.words, heading.text) for heading in both], small)
    for names in (heads, below):
        if most(names):
            for heading in [heading for heading in above if is_sure(names[both.index(heading)], small)]:
                heading.level = level
    nest(found)


def find_days(found: list[Heading]) -> list[Heading]:
    """Mark and return the headings of days; take the day and time out of headings such as `Title, 9 am, Day 2`, if days have several of them."""
    for place in ("day at end", "day at start"):
        marked = [(heading, day) for heading in found if (day := pattern(place).search(heading.words))]
        if len(marked) > 2 and len(marked) >= 2 * len({day_of(day["day"]) for _, day in marked}):
            for heading, day in marked:
                heading.words = heading.words[: day.start()] + heading.words[day.end() :]
                heading.day, heading.lead = day_of(day["day"]), day["time"] or ""
            return []
    named = [without_day(heading.words) for heading in found]  # `Conference - Day 1`, `Conference - Day 2`
    for heading, (rest, number) in zip(found, named, strict=True):
        if day_of(heading.words) is not None:
            heading.is_day = True
        elif number and len({other for words, other in named if words == rest}) > 1:
            heading.is_day, heading.day = True, number
    return [heading for heading in found if heading.is_day]


def walk(post: Post, outline: Outline, found: list[Heading], days: list[Heading], level: int | None, day: int | None, current: int) -> None:
    """Assign each heading with its text: to a day, a talk, a part of one, or the conference's text; `level` and `day` are given ones."""
    chosen = outline.level
    named: dict[str, int] = {}
    inside: Heading | None = None  # a talk or section
    parts = {part for heading in found if heading.level <= chosen and not heading.is_day for part in heading.below}
    deeper = [heading for heading in found if heading.level > chosen > 0 and heading.text and heading not in parts]
    deeper = deeper if len(deeper) > 2 and not level else []  # so many are talks, too
    for heading in found:
        raw = (heading.line + 1, f"{'#' * heading.level} {heading.source}\n{heading.text}" if heading.words else heading.text)
        section, below, at_level = heading.is_section, heading.below, heading.level == chosen
        if (inside and heading.level > inside.level and not heading.is_day) or not heading.words:
            if inside in outline.talks[-1:]:
                inside.text += f"\n{raw[1]}"
            else:
                outline.text.append(raw)
            continue
        if inside and inside in outline.talks[-1:] and at_level and heading.source == inside.source:  # the next slide of a talk
            inside.text += f"\n\n{heading.text}"
            outline.left_out.append(f"“{heading.words}” (line {raw[0]}), which continues its talk")
            continue
        inside, is_talk = None, (at_level or heading in deeper) and (level or not section)
        if heading.is_day:
            number = heading.day or day_of(heading.words)
            if isinstance(number, str):
                number = day if day and len(days) == 1 else named.setdefault(number, max([*outline.days, (day or 1) - 1]) + 1)
            current = number
            there = outline.days.setdefault(current, Day(current, heading.words, date_of(heading.words)))
            is_talk = chosen == 0 and (heading.text or below)
            if heading.text and not is_talk:
                there.text.append((heading.end + 1, heading.text))
        elif (heading.level < chosen and below and (heading.is_group or not section)) or (
            at_level and not level and (heading.is_group or (heading.is_main and not heading.text))
        ):
            is_talk = False
            if heading.text:
                outline.text.append(raw)
            else:
                outline.left_out.append(f"“{heading.words}” (line {raw[0]}), which only holds talks")
            up = min(part.level for part in below) - chosen if at_level and below else 0
            for part in below:
                part.level -= up
        elif (
            not is_talk
            and current in outline.days
            and (heading.is_named("break or welcome") or (heading.level > chosen > 0 and not section))
        ):
            outline.days[current].text.append(raw)
        elif not is_talk:
            outline.text.append(raw)
            outline.kept.append(f"“{heading.words}” (line {raw[0]})")
            inside = heading
        if is_talk:
            heading.day = heading.day or current
            outline.talks.append(heading)
            inside = heading
