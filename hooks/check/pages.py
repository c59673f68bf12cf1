"""Check front matter: each page's own, and pages against each other, such as a description that occurs twice.

A value that is surely wrong is a fault; one that may be right is a notice, which fails no build.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations

from hooks.model import Conference, Page, Site, Talk

Fault = tuple[str, int, str]  # path below docs/, line, problem with its fix
LONG = timedelta(hours=5)


def faults(site: Site) -> Iterator[Fault]:
    for page in site.pages.values():
        yield from ((page.path, *problem) for problem in page.problems)
        if (twin := page.path.replace("/index.md", ".md")) in site.pages and twin != page.path:
            yield page.path, 1, f"would be published at the address of {twin}; rename the folder"
    for talk in site.talks:
        yield from faults_of_talk(talk, site)
    for conference in site.conferences:
        yield from faults_of_dates(conference)
        yield from dict.fromkeys(faults_of_corrections(conference, site))
        yield from at_one_time(conference)
    yield from repeated(site)
    yield from two_spellings(site)
    yield from wrong_also(site)
    for path, key, names in (("topics.md", "topics", site.topics), ("glossary.md", "abbreviations", site.glossary)):
        for first, second in twins(names):
            yield path, site.pages[path].line(key), f"`{key}` has {first} and {second}, which readers take for one; remove one"


def wrong_also(site: Site) -> Iterator[Fault]:
    """Yield `also` on a page that takes another form of it, or none; and names of it that are no topics."""
    for path, page in site.pages.items():
        found = page.meta.get("also")
        if found is None:
            continue
        form = {"topics.md": dict, "glossary.md": list}.get(path)
        if form is None:
            yield path, page.line("also"), "`also` is a key of topics.md and glossary.md; move it there"
        elif not isinstance(found, form):
            fix = "`Topic: word, word` for each topic" if form is dict else "`- word, word` for each group that means the same"
            yield path, page.line("also"), f"`also` has the form of another page; write {fix}"
        elif form is dict and (unknown := [name for name in found if name not in site.topics]):
            yield path, page.line("also"), f"`also` names {unknown[0]}, which `topics` does not; correct the name, or remove it"


def notices(site: Site) -> Iterator[Fault]:
    for talk in site.talks:
        if talk.starts and talk.ends and talk.ends - talk.starts >= LONG:
            hours = (talk.ends - talk.starts) / timedelta(hours=1)
            yield talk.path, talk.line("ends"), f"the talk takes {hours:g} hours; if that is wrong, correct `starts` or `ends`"
    if unused := [topic for topic in site.topics if topic not in site.by_topic]:
        yield "topics.md", site.pages["topics.md"].line("topics"), f"no talk has the topic {', '.join(unused)}; remove it, unless one comes"
    read = " ".join(f"{page.notes} {page.meta}" for page in site.pages.values() if page.path != "glossary.md")
    if unused := [term for term in site.glossary if not re.search(rf"\b{re.escape(term.removesuffix('s'))}", read)]:
        line = site.pages["glossary.md"].line("abbreviations")
        yield "glossary.md", line, f"no notes use {', '.join(unused)}; remove it, or use it in notes"


def faults_of_talk(talk: Talk, site: Site) -> Iterator[Fault]:
    if unknown := [topic for topic in talk.topics if topic not in site.topics]:
        yield talk.path, talk.line("tags"), f"`tags` has the unknown topic {', '.join(unknown)}; use one of docs/topics.md, or add it there"
    if not talk.ends:
        return
    problem = None
    if not talk.starts:
        problem = "has no `starts`; add it, or leave both out"
    elif talk.ends <= talk.starts:
        problem = "is not after `starts`; correct one of them"
    elif talk.ends.utcoffset() != talk.starts.utcoffset():
        problem = "has another UTC offset than `starts`; write both in local time"
    elif talk.ends.date() != talk.starts.date():
        problem = "is on another day than `starts`; correct one of them"
    if problem:
        yield talk.path, talk.line("ends"), f"`ends` {problem}"


def faults_of_dates(conference: Conference) -> Iterator[Fault]:
    first, last = conference.meta.get("starts"), conference.meta.get("ends")
    if first and last and last < first:
        yield conference.path, conference.line("ends"), "`ends` is before `starts`; correct one of them"
    previous = None
    for day in conference.days:
        if day.date and ((first and day.date < first) or (last and day.date > last)):
            line = conference.line("starts" if first and day.date < first else "ends")
            yield conference.path, line, f"day {day.number} is on {day.date}, outside of `starts` and `ends`; correct the dates"
        for talk in day.talks:
            if talk.starts and talk.starts.date() != day.date:
                problem = f"`starts` is on {talk.starts.date()}, but day {day.number} is {day.date}; correct the date, or move the file"
                yield talk.path, talk.line("starts"), problem
        if day.date and previous and day.date <= previous:
            dated = next((talk for talk in day.talks if talk.starts and talk.starts.date() == day.date), None)
            place = (day.path, day.line("date")) if "date" in day.meta or not dated else (dated.path, dated.line("starts"))
            yield *place, f"day {day.number} is {day.date}, not after the day before it; correct the dates"
        previous = day.date or previous


def faults_of_corrections(conference: Conference, site: Site) -> Iterator[Fault]:
    """Yield each correction of a missing talk, and each whose text the notes lack; line breaks and spaces do not count."""
    line = conference.line("corrections")
    for number, entry in enumerate(conference.corrections, 1):
        path = f"{conference.name}/{entry['talk']}.md"
        if path not in site.pages:
            yield conference.path, line, f"`corrections` names {path}, which does not exist; write where it is now"
        elif " ".join(entry["corrected"].split()) not in " ".join(site.pages[path].notes.split()):
            problem = f"`corrections` number {number} quotes words that are not in {path}; quote the words that are there now"
            yield conference.path, line, problem


def at_one_time(conference: Conference) -> Iterator[Fault]:
    """Yield talks that overlap in one room."""
    rooms: dict[tuple[str, object], list[Talk]] = defaultdict(list)
    for talk in conference.talks:
        if talk.starts and talk.ends and talk.room:
            rooms[same(talk.room), talk.date].append(talk)
    for talks in rooms.values():
        for first, second in combinations(sorted(talks, key=lambda talk: talk.starts), 2):
            if second.starts < first.ends:
                problem = f"`room` is {second.room}, where {first.path} is at that time; correct the room or a time"
                yield second.path, second.line("room"), problem


def repeated(site: Site) -> Iterator[Fault]:
    """Yield descriptions that occur twice in the site, and titles that occur twice on a day, which readers could not distinguish."""
    seen: dict[tuple[str, str, str], str] = {}
    for page in site.pages.values():
        within = page.day.path if isinstance(page, Talk) else None
        for key, value, place in (("description", page.description, ""), ("title", page.title if within else None, within)):
            if value and (first := seen.setdefault((key, place, value.casefold()), page.path)) != page.path:
                yield page.path, page.line(key), f"`{key}` is that of {first} too; give each its own"


def same(name: str) -> str:
    """Return a name without the differences of its spellings: case, accents composed otherwise, double spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def twins(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for name in names:
        if (other := first.setdefault(same(name), name)) != name:
            yield other, name


def two_spellings(site: Site) -> Iterator[Fault]:
    """Yield each speaker that a talk has twice, and each whose name another talk spells otherwise."""
    known: dict[str, tuple[str, Page]] = {}
    for talk in site.talks:
        names = [speaker.name for speaker in talk.speakers]
        if doubled := {name for name in names if sum(same(name) == same(other) for other in names) > 1}:
            yield talk.path, talk.line("speakers"), f"`speakers` has {sorted(doubled)[0]} twice; remove one"
            continue
        for name in names:
            other, page = known.setdefault(same(name), (name, talk))
            if other != name:
                problem = f"`speakers` has {name!a}, which {page.path} spells {other!a}; write both alike"
                yield talk.path, talk.line("speakers"), problem
