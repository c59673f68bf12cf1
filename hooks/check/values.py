"""Check values against each other: what is surely wrong is a fault; what may be right is a notice, which fails no build."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations

from hooks.model import Conference, Page, Site, Talk

Fault = tuple[str, int, str]  # path below docs/, line, problem with its fix
LONG = timedelta(hours=5)


def faults(site: Site) -> Iterator[Fault]:
    yield from two_spellings(site)
    for conference in site.conferences:
        yield from at_one_time(conference)
        yield from lost_corrections(conference, site)
    for path, key, names in (("topics.md", "topics", site.topics), ("glossary.md", "abbreviations", site.glossary)):
        for first, second in twins(names):
            yield path, site.pages[path].line(key), f"`{key}` has {first} and {second}, which readers take for one; remove one"


def notices(site: Site) -> Iterator[Fault]:
    for talk in site.talks:
        if talk.starts and talk.ends and talk.ends - talk.starts >= LONG:
            hours = (talk.ends - talk.starts) / timedelta(hours=1)
            yield talk.path, talk.line("ends"), f"the talk takes {hours:g} hours; if that is wrong, correct `starts` or `ends`"
    used = {topic for talk in site.talks for topic in talk.topics}
    if unused := [topic for topic in site.topics if topic not in used]:
        yield "topics.md", site.pages["topics.md"].line("topics"), f"no talk has the topic {', '.join(unused)}; remove it, unless one comes"
    read = " ".join(f"{page.notes} {page.meta}" for page in site.pages.values() if page.path != "glossary.md")
    if unused := [term for term in site.glossary if not re.search(rf"\b{re.escape(term.removesuffix('s'))}", read)]:
        line = site.pages["glossary.md"].line("abbreviations")
        yield "glossary.md", line, f"no notes use {', '.join(unused)}; remove it, or use it in notes"


def same(name: str) -> str:
    """Return what two spellings of one name have in common: no case, no accents composed otherwise, no double spaces."""
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


def at_one_time(conference: Conference) -> Iterator[Fault]:
    """Yield talks that overlap in one room."""
    timed = [talk for talk in conference.talks if talk.starts and talk.ends and talk.fact("room")]
    rooms: dict[tuple[str, object], list[Talk]] = {}
    for talk in timed:
        rooms.setdefault((same(talk.fact("room")), talk.date), []).append(talk)
    for talks in rooms.values():
        for first, second in combinations(sorted(talks, key=lambda talk: talk.starts), 2):
            if second.starts < first.ends:
                problem = f"`room` is {second.fact('room')}, where {first.path} is at that time; correct the room or a time"
                yield second.path, second.line("room"), problem


def lost_corrections(conference: Conference, site: Site) -> Iterator[Fault]:
    """Yield each correction whose text does not stand in the notes, but for their layout."""
    for number, entry in enumerate(conference.corrections, 1):
        page = site.pages.get(f"{conference.name}/{entry['talk']}.md")
        if page and " ".join(entry["corrected"].split()) not in " ".join(page.notes.split()):
            problem = f"`corrections` number {number} quotes words that are not in {page.path}; quote the words that are there now"
            yield conference.path, conference.line("corrections"), problem
