"""Add missing facts to a conference's talks from its schedule, matched by title; nothing is overwritten, and no match is better than a wrong one.

CONFERENCE names the folder, by default the newest; SCHEDULE and ZONE are those of tools/schedules.py.
"""

import datetime
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from hooks import load
from hooks.front_matter import Malformed, parse, split
from hooks.model import Conference, Talk
from tools.days import pattern
from tools.docs import DOCS, entry, write, written
from tools.outline import Day, Outline
from tools.schedules import Event, Schedule, given

ALIKE = 85  # of 100: the similarity of titles that may be spelt differently
SMALL = {"a", "an", "the", "of", "in", "on", "for", "to", "with", "and", "or", "your", "our", "my", "at", "by"}


@cache
def folded(title: str) -> str:
    """Return a title for comparison, without case, accents, punctuation, time of day and kind of talk."""
    title = pattern("prefix").sub("", pattern("when").sub("", title.strip(), count=1)) or title
    plain = "".join(char for char in unicodedata.normalize("NFKD", title).casefold() if not unicodedata.combining(char))
    plain = re.sub(r"['’`´]", "", plain).replace("&", " and ")
    return " ".join(re.sub(r"[^\w+#]+|_", " ", plain).split()) or title.casefold()


def equal(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def shortened(one: str, other: str) -> bool:
    """Return whether one of two titles, of two words or more, is the other without its subtitle."""
    first = [folded(re.split(r":\s|\s[-–—]\s|\?\s|\s\(", title, maxsplit=1)[0]) for title in (one, other)]
    return any(folded(short) == long and " " in long for short, long in zip((other, one), first, strict=True))


def similar(one: str, other: str) -> bool:
    """Return whether two titles differ only in small words and in the spelling of one longer word, not in a number or meaning."""
    one, other = folded(one), folded(other)
    if fuzz.ratio(one, other) < ALIKE or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    titles = ((one, other), (other, one))
    here, there = ("".join(word for word in title.split() if word not in {*rest.split()} | SMALL) for title, rest in titles)
    return here == there or (here[:1] == there[:1] and min(len(here), len(there)) > 3 and fuzz.ratio(here, there) >= ALIKE)


def pairs(talks: list[Event], events: list[Event]) -> dict[int, Event]:
    """Return the event of each talk, by the talk's place in the list: equal titles match first, then shortened, then similar ones.

    Where several talks or events are possible, their speakers or else their day decide, or nothing matches.
    """
    found: dict[int, Event] = {}

    def share(talk: Event, event: Event) -> bool:
        return bool({*map(folded, talk.speakers)} & {*map(folded, event.speakers)})

    def fit(same: Callable[[str, str], bool], talk: Event, event: Event) -> bool:
        return same(talk.title, event.title) and (same is equal or not (talk.speakers and event.speakers) or share(talk, event))

    for same in (equal, shortened, similar):
        left = [event for event in events if event not in found.values()]
        fits = {at: [event for event in left if fit(same, talk, event)] for at, talk in enumerate(talks) if at not in found}
        for alike in (lambda talk, event: True, share, lambda talk, event: talk.day is not None and talk.day == event.day):
            for at in [at for at in fits if at not in found]:
                own = [event for event in fits[at] if alike(talks[at], event) and event not in found.values()]
                if len(own) == 1 and [other for other in fits if own[0] in fits[other] and alike(talks[other], own[0])] == [at]:
                    found[at] = own[0]
    return found


def as_event(talk: Talk) -> Event:
    """Return a conference's talk as `pairs` compares it."""
    return Event(talk.title, talk.date, {"speakers": [{"name": speaker.name} for speaker in talk.speakers]})


def place(outline: Outline, schedule: Schedule) -> None:
    """Move the talks of a post without days to the schedule's days, and give each day its date."""
    found, dates = pairs([Event(talk.title, None, talk.facts) for talk in outline.talks], schedule.events), schedule.dates
    if len(outline.days) == 1 and len({event.day for event in found.values() if event.day}) > 1:
        day = 1
        for at, talk in enumerate(outline.talks):  # a talk without a match stays with the one before it
            day = talk.day = dates.index(found[at].day) + 1 if at in found and found[at].day else day
        outline.text += next(iter(outline.days.values())).text
        outline.days = {talk.day: Day(talk.day, date=dates[talk.day - 1]) for talk in outline.talks}
        return
    for number, day in outline.days.items():
        counted = Counter(event.day for at, event in found.items() if outline.talks[at].day == number)
        day.date = day.date or max(counted, key=counted.get, default=None)


def fill(conference: Conference, schedule: Schedule) -> list[str]:
    """Add facts from a schedule to a conference's talks; return messages: changes, differences, and talks without a match."""
    talks = [talk for talk in conference.talks if talk.lines]
    found = {talks[at]: event for at, event in pairs([*map(as_event, talks)], schedule.events).items()}
    messages, filled = [], 0
    for day in conference.days:
        events = [found[talk] for talk in day.talks if talk in found]
        counted = Counter(event.day for event in events)
        usual = schedule.dates[day.number - 1] if 0 < day.number <= len(schedule.dates) else None
        date = day.date or max(counted, key=lambda date: (counted[date], date == usual), default=None)
        for talk in day.talks:
            if talk in found:
                new, differences = compared(talk, found[talk], date)
                page, problem = added(DOCS / talk.path, new, talk.lines)
                write({talk.path: page} if new else {})
                messages += [*differences, *problem]
                filled += bool(new and not problem)
            else:
                fault = talk.unread or (1, f"“{talk.title}” is not in the schedule; check its title")
                messages.append("{}:{}: {}".format(DOCS / talk.path, *fault))
        if date and len(counted) == 1 and not day.date and not any(event.facts.get("starts") for event in events):
            if not day.written:
                (DOCS / day.path).write_text("---\n---\n", encoding="utf-8")
            page, problem = added(DOCS / day.path, {"date": date}, day.lines)
            write({day.path: page})
            messages += problem
    alone = [event.title for event in schedule.events if event not in found.values()]
    messages += ["only in the schedule:", *(f"  {title}" for title in alone)] if alone else []
    messages += schedule.notes
    count = f"{len(found)} of {len(conference.talks)} talks are in the schedule"
    return [*messages, f"docs/{conference.name}: {count}; facts were added to {filled}."]


def compared(talk: Talk, event: Event, date: datetime.date | None, source: str = "the schedule") -> tuple[dict[str, object], list[str]]:
    """Return the facts of an event that its talk lacks, and messages on those that differ; `date` is that of the talk's day."""
    new, messages, path = {}, [], DOCS / talk.path
    if event.facts.get("starts") and event.day != date:
        fix = f"move the file to the folder of the day on {event.day}, or correct the day's `date`; then make facts"
        messages.append(f"{path}:1: is on {event.day} in the schedule, but its day is {date}; {fix}")
    for key, value in event.facts.items():
        here, there = talk.meta.get(key), value
        if key == "speakers":
            here, there = ", ".join(speaker.name for speaker in talk.speakers), ", ".join(event.speakers)
        if key in ("starts", "ends") and (event.day != date or (key == "ends" and talk.starts and value <= talk.starts)):
            continue
        if not here and key not in talk.wrong:
            new[key] = value
        elif here and comparable(key, here) != comparable(key, there):
            messages.append(f"{path}:{talk.lines.get(key, 1)}: `{key}` is {here} here, {there} in {source}; correct the wrong one")
    return new, messages


def comparable(key: str, value: object) -> object:
    """Return a value in a form that is equal for values that mean the same."""
    if key == "speakers":
        return {folded(name) for name in value.split(", ")}
    if key == "video" and (found := re.search(r"(?:v=|youtu\.be/|embed/)([\w-]{11})", value)):
        return found[1]
    return value.rstrip("/").casefold() if isinstance(value, str) else value


def filled(page: str, new: dict[str, object], lines: dict[str, int]) -> str:
    """Return a page with more keys in its front matter, whose keys have `lines`: an empty key gets its value, the others follow the last.

    Return "" if its front matter has another form.
    """
    front, notes = split(page)
    rows = front.splitlines(keepends=True)
    last = max(number for number, row in enumerate(rows[:-1]) if not row.startswith("#"))
    for key in sorted(new, key=lambda key: key not in lines):
        at = lines[key] - 1 if key in lines else last
        comment = re.search(r"\s(#.*\n)", rows[at])
        rows[at] = ((comment[1] if comment else "") if key in lines else rows[at]) + entry(key, new[key])
    try:
        return found if parse(found := "".join(rows) + notes)[0] == parse(page)[0] | new else ""
    except Malformed:
        return ""


def added(path: Path, new: dict[str, object], lines: dict[str, int]) -> tuple[str, list[str]]:
    """Return a page with more keys in its front matter, as `filled` does; or the page as it is, with a message if it cannot be."""
    page = path.read_text(encoding="utf-8")
    if not new or (made := filled(page, new, lines)):
        return made if new else page, []
    return page, [f"{path}:1: `{'`, `'.join(new)}` could not be added; write each key of the front matter on its own line, then make facts"]


def main() -> None:
    path = os.environ.get("SCHEDULE", "").strip() or sys.exit("SCHEDULE is missing; give a file or folder as SCHEDULE=…")
    conferences = {conference.name: conference for conference in load.read(written()).conferences}
    name = os.environ.get("CONFERENCE", "").strip() or next(iter(conferences), "")
    if name not in conferences:
        choice = f"{name} is not a conference; CONFERENCE is one of: {', '.join(conferences)}"
        sys.exit(choice if conferences else "docs/ has no conference; write one: make new-conference")
    print("\n".join(fill(conferences[name], given(path, os.environ.get("ZONE", "").strip()))))


if __name__ == "__main__":
    main()
