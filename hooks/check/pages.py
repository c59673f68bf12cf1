"""Check front matter: each page's own, and pages against each other, such as a description that occurs twice.

A value that is surely wrong is a fault. A notice, of one that may be wrong, and a gap, of one that is missing, fail no build.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import timedelta
from difflib import get_close_matches
from itertools import combinations
from typing import Any

from hooks.model import Conference, Fault, Page, Site, Talk

LONG = timedelta(hours=5)
LONGEST = timedelta(hours=12)  # of a talk that ends on the next day
NIGHT = 4  # the hour by which a day's programme has ended, and clocks have changed
# The keys that a talk should have, and their names in the summary.
GAPS = {"starts": "time", "speakers": "speaker", "tags": "topic", "description": "description"}


def faults(site: Site) -> Iterator[Fault]:
    for page in site.pages.values():
        yield from ((page.path, *problem) for problem in page.problems)
        if (twin := page.path.replace("/index.md", ".md")) in site.pages and twin != page.path:
            yield page.path, 1, f"would be published at the address of {twin}; rename the folder"
    listed = site.pages.get("topics.md")
    topics_unread = listed and (listed.unread or "topics" in listed.wrong)  # then none is known
    for talk in site.talks:
        if unknown := [topic for topic in talk.topics if topic not in site.topics and not topics_unread]:
            known = {same(topic): topic for topic in site.topics}
            near = [f"{known[name]}, or another" for name in get_close_matches(same(unknown[0]), known, 1)]
            fix = f"use {(near or ['one'])[0]} of docs/topics.md, or add it there" if listed else "write docs/topics.md with it"
            yield talk.fault("tags", f"`tags` has the unknown topic {', '.join(unknown)}; {fix}")
        if talk.ends and (problem := wrong_end(talk)):
            yield talk.fault("ends", f"`ends` {problem}")
    for conference in site.conferences:
        yield from wrong_dates(conference)
        yield from dict.fromkeys(wrong_corrections(conference, site))
        yield from at_one_time(conference)
    yield from repeated(site)
    yield from wrong_speakers(site)
    if unknown := [name for name in site.also if name not in site.topics]:
        yield site.pages["topics.md"].fault("also", f"`also` has {unknown[0]}, which is not in `topics`; correct or remove it")
    for path, key, names in (("topics.md", "topics", site.topics), ("glossary.md", "abbreviations", site.glossary)):
        for first, second in doubled((same(name), name) for name in names):
            yield site.pages[path].fault(key, f"`{key}` has {first} and {second}, which readers cannot tell apart; remove one")


def notices(site: Site) -> Iterator[Fault]:
    for talk in site.talks:
        if talk.starts and talk.ends and talk.ends - talk.starts >= LONG:
            hours = (talk.ends - talk.starts) / timedelta(hours=1)
            yield talk.fault("ends", f"the talk takes {hours:g} hours; if that is wrong, correct `starts` or `ends`")


def wrong_end(talk: Talk) -> str | None:
    starts, ends = talk.starts, talk.ends
    if not starts:
        return "has no `starts`; add it, or leave both out"
    if ends <= starts:
        return "is not after `starts`; correct one of them"
    overnight = ends.date() != starts.date()
    if overnight and ends - starts > LONGEST:
        return "is on another day than `starts`; correct one of them"
    by_night = overnight or starts.hour < NIGHT
    if ends.utcoffset() != starts.utcoffset() and not (by_night and abs(ends.utcoffset() - starts.utcoffset()) <= timedelta(hours=1)):
        return "has another UTC offset than `starts`; write both in local time"
    return None


def wrong_dates(conference: Conference) -> Iterator[Fault]:
    first, last = conference.meta.get("starts"), conference.meta.get("ends")
    if first and last and last < first:
        yield conference.fault("ends", "`ends` is before `starts`; correct one of them")
    previous = None
    for day in (day for day in conference.days if day.date):  # a day with a talk's time has a date
        early = first and day.date < first
        if early or (last and day.date > last):
            problem = f"day {day.number} is on {day.date}, outside of `starts` and `ends`; correct the dates"
            yield conference.fault("starts" if early else "ends", problem)
        timed = [talk for talk in day.talks if talk.starts]
        offsets = Counter(talk.starts.isoformat()[-6:] for talk in timed)
        for talk in timed:
            usual, offset = offsets.most_common(1)[0][0], talk.starts.isoformat()[-6:]
            if day.date not in (talk.date, (talk.starts - timedelta(hours=NIGHT)).date()):
                problem = f"`starts` is on {talk.date}, but day {day.number} is {day.date}; correct the date, or move the file"
                yield talk.fault("starts", problem)
            elif offset != usual and talk.starts.hour >= NIGHT:
                problem = f"`starts` has the UTC offset {offset}, but day {day.number} has {usual}; write local time with its offset"
                yield talk.fault("starts", problem)
        if previous and day.date <= previous:
            dated = None if "date" in day.meta else next((talk for talk in timed if talk.date == day.date), None)
            problem = f"day {day.number} is {day.date}, not after the day before it; correct the dates"
            yield dated.fault("starts", problem) if dated else day.fault("date", problem)
        previous = day.date


def wrong_corrections(conference: Conference, site: Site) -> Iterator[Fault]:
    """Yield each correction whose talk is missing, or whose text is not in the notes; line breaks and spaces do not count."""
    for number, entry in enumerate(conference.corrections, 1):
        path = f"{conference.name}/{entry['talk']}.md"
        if path not in site.pages:
            fix = "write the talk's path without the conference and .md, such as day-1/talk"
            yield conference.fault("corrections", f"`corrections` names {path}, which does not exist; {fix}")
        elif " ".join(entry["corrected"].split()) not in " ".join(site.pages[path].notes.split()):
            wrong = f"`corrections` number {number} quotes words that are not in {path}"
            yield conference.fault("corrections", f"{wrong}; quote the words that are there now")


def at_one_time(conference: Conference) -> Iterator[Fault]:
    """Yield talks that overlap in one room."""
    rooms: dict[str, list[Talk]] = defaultdict(list)
    for talk in conference.talks:
        if talk.starts and talk.ends and talk.room and not wrong_end(talk):
            rooms[same(talk.room)].append(talk)
    for talks in rooms.values():
        for first, second in combinations(sorted(talks, key=lambda talk: talk.starts), 2):
            if second.starts < first.ends:
                yield second.fault(
                    "room", f"`room` is {second.room}, where {first.path} takes place at that time; correct the room or a time"
                )


def repeated(site: Site) -> Iterator[Fault]:
    """Yield descriptions that occur twice in the site, and titles that occur twice on a day, or of two conferences, which readers could not distinguish."""
    # Sort `talk-copy.md` after `talk.md`, to report the fault on the copy.
    pages = sorted(site.pages.values(), key=lambda page: page.path.removesuffix(".md"))
    described = ((page.description.casefold(), page) for page in pages if page.description)
    titled = (((talk.day.path, talk.title.casefold()), talk) for talk in site.talks)
    named = ((conference.title.casefold(), conference) for conference in site.conferences if "title" in conference.meta)
    for key, found in (("description", described), ("title", titled), ("title", named)):
        for first, page in doubled(found):
            yield page.fault(key, f"`{key}` is also that of {first.path}; give each page its own")


def wrong_speakers(site: Site) -> Iterator[Fault]:
    """Yield each talk that has a speaker twice, and each whose speaker's name another talk spells otherwise."""
    known: dict[str, tuple[str, Page]] = {}
    for talk in site.talks:
        names = [speaker.name for speaker in talk.speakers]
        if twice := [name for pair in doubled((same(name), name) for name in names) for name in pair]:
            yield talk.fault("speakers", f"`speakers` has {min(twice)} twice; remove one")
            continue
        for name in names:
            other, page = known.setdefault(same(name), (name, talk))
            if other != name:
                yield talk.fault("speakers", f"`speakers` has “{name}”, which {page.path} spells “{other}”; write both alike")


def same(name: str) -> str:
    """Return a name in the form in which names are compared: in lower case, with composed accents, straight apostrophes and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").casefold().split())


def doubled(items: Iterable[tuple[Hashable, Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield (the first, this) of (key, item) pairs for each item whose key an earlier one has."""
    known: dict[Hashable, Any] = {}
    for key, item in items:
        if key in known:
            yield known[key], item
        known.setdefault(key, item)


def summary(conference: Conference) -> str:
    """Return one line: the number of talks, and how many of them lack each fact."""
    talks = conference.talks
    counts = {name: sum(key not in talk.meta for talk in talks) for key, name in GAPS.items()}
    without = ", ".join(f"{count} without a {name}" for name, count in counts.items() if count)
    gaps = f"; {without} (make gaps lists them)" if without else ""
    return f"{conference.title}: {len(talks)} talk{'s' * (len(talks) != 1)}{gaps}"


def gaps(conference: Conference) -> Iterator[str]:
    """Yield `path: missing …` for each talk with a gap, or the fault for which it cannot be read. `speakers: []` is no gap."""
    for talk in conference.talks:
        if talk.unread:
            yield "docs/{}:{}: {}".format(talk.path, *talk.unread)
        elif missing := [key for key in GAPS if key not in talk.meta]:
            yield f"docs/{talk.path}: missing {', '.join(missing)}"
