"""The site's content as typed values, read once a build: conferences with days and talks, other pages, topics, glossary.

A missing value is None or an empty tuple. A wrong value counts as missing here; hooks/check/pages.py reports it.
`path` is a file below docs/, `url` an address below the site's base.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any

from hooks.addresses import address
from hooks.front_matter import kind_of
from hooks.settings import Redirect

Fault = tuple[str, int, str]  # path below docs/, line, problem with its fix


def fact(key: str, many: type | None = None) -> property:
    """Return a property of a page: the value of a key of its front matter, or None; for a type `many`, the value as that type, or an empty one."""
    return property(lambda page: many(page.meta.get(key) or ()) if many else page.meta.get(key))


def listed(path: str, key: str, change: Callable[[Any], Any] = lambda value: value) -> property:
    """Return a property of a site: the value of a key of the page at `path`, or {}, as `change` returns it."""
    return property(lambda site: change((site.pages[path].meta.get(key) if path in site.pages else None) or {}))


@dataclass(frozen=True)
class Speaker:
    name: str
    page: str | None = None


@dataclass(eq=False, kw_only=True)
class Page:
    """The fields that all pages have. `lines` maps each key to its line; `problems` lists (line, problem with its fix), `wrong` the keys that have one."""

    path: str
    meta: Mapping[str, object] = field(default_factory=dict)
    notes: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    wrong: Iterable[str] = ()
    unread: tuple[int, str] | None = None  # the fault for which its front matter cannot be read
    written: bool = True  # False if the build generates the page, because docs/ has no file for it
    description = fact("description")
    parent = None  # the page above this one, below home
    changed = None  # the date of its newest talk

    @property
    def kind(self) -> str | None:
        return kind_of(self.path)

    @property
    def title(self) -> str:
        return str(self.meta.get("title") or self.default_title)

    @property
    def default_title(self) -> str:
        return PurePosixPath(self.path).stem

    @property
    def url(self) -> str:
        return address(self.path)

    @property
    def above(self) -> list["Page"]:
        """The pages between home and this one."""
        return [*self.parent.above, self.parent] if self.parent else []

    def fault(self, key: str, problem: str) -> Fault:
        """Return a fault of the key's value."""
        return self.path, self.lines.get(key, 1), problem


@dataclass(eq=False, kw_only=True)
class Talk(Page):
    day: "Day" = field(init=False)
    parent = property(attrgetter("day"))
    starts, ends, room, page, video, slides = map(fact, ("starts", "ends", "room", "page", "video", "slides"))
    topics = fact("tags", tuple)

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        given = self.meta.get("speakers") or ()
        return tuple(Speaker(entry) if isinstance(entry, str) else Speaker(entry["name"], entry.get("page")) for entry in given)

    @property
    def date(self) -> date | None:
        return self.starts.date() if self.starts else self.day.date

    changed = date


@dataclass(eq=False, kw_only=True)
class Day(Page):
    conference: "Conference" = field(init=False)
    parent = property(attrgetter("conference"))
    number: int = field(init=False)
    talks: list[Talk] = field(default_factory=list)

    @property
    def default_title(self) -> str:
        return f"Day {self.number}"

    @property
    def anchor(self) -> str:
        """The day's folder: its id on the conference's page, and the anchor of old posts."""
        return PurePosixPath(self.path).parent.name

    @property
    def date(self) -> date | None:
        """The day's own `date`, or else the date of most of its talks."""
        dates = Counter(talk.starts.date() for talk in self.talks if talk.starts)
        return self.meta.get("date") or (dates.most_common(1)[0][0] if dates else None)

    changed = date


@dataclass(eq=False, kw_only=True)
class Conference(Page):
    days: list[Day] = field(default_factory=list)
    all_notes: "AllNotes" = field(init=False)
    place = fact("place")
    corrections = fact("corrections", list)

    @property
    def name(self) -> str:
        """The conference's folder."""
        return self.path.partition("/")[0]

    @property
    def talks(self) -> list[Talk]:
        return [talk for day in self.days for talk in day.talks]

    @property
    def dates(self) -> tuple[date, date] | None:
        """The first and last known day."""
        known = [day.date for day in self.days if day.date]
        known += [found for key in ("starts", "ends") if (found := self.meta.get(key))]
        return (min(known), max(known)) if known else None

    @property
    def changed(self) -> date | None:
        return self.dates and self.dates[1]


@dataclass(eq=False, kw_only=True)
class AllNotes(Page):
    """All notes of a conference on one page, for printing."""

    conference: Conference = field(init=False)
    parent = property(attrgetter("conference"))
    default_title = "All notes"


@dataclass(eq=False, kw_only=True)
class Site:
    conferences: list[Conference]  # the newest first
    pages: dict[str, Page]  # every page, by its path
    redirects: list[Redirect] = field(default_factory=list)
    topics = listed("topics.md", "topics")  # name to explanation
    glossary = listed("glossary.md", "abbreviations")  # short to long form
    # Further words that find a topic's talks, and groups of synonyms for the search.
    also = listed("topics.md", "also", lambda also: {topic: split(words) for topic, words in also.items()})
    same = listed("glossary.md", "also", lambda groups: [split(group) for group in groups])

    @cached_property
    def talks(self) -> list[Talk]:
        return [talk for conference in self.conferences for talk in conference.talks]

    @cached_property
    def by_topic(self) -> dict[str, list[Talk]]:
        found: dict[str, list[Talk]] = defaultdict(list)
        for talk in self.talks:
            for topic in talk.topics:
                found[topic].append(talk)
        return found

    @cached_property
    def speakers(self) -> dict[str, str]:
        """The id of each speaker, by name, in the list of speakers."""
        found: dict[str, str] = {}
        for name in {speaker.name: None for talk in self.talks for speaker in talk.speakers}:
            slug = slug_of(name)
            found[name] = slug if slug not in found.values() else f"{slug}-{len(found)}"
        return found


def known(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts that are not None."""
    return {key: value for key, value in facts.items() if value is not None}


def iso(when: date | None) -> str | None:
    """Return a date, or a date and time, as ISO 8601 writes it."""
    return when and when.isoformat()


def split(words: str) -> list[str]:
    """Return the words and phrases of a list that commas separate."""
    return [word.strip() for word in words.split(",") if word.strip()]


def slug_of(text: str) -> str:
    """Return text as an id: letters and digits of any script, in lower case, with hyphens between words."""
    return "-".join(re.findall(r"\w+", text.lower()))


def walk(site: Site) -> Iterator[Page]:
    """Yield each conference's pages in the order of the nav."""
    for conference in site.conferences:
        yield conference
        for day in conference.days:
            yield day
            yield from day.talks
        yield conference.all_notes
