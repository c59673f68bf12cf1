"""Read a conference's schedule, and make the facts of its talks those of front matter."""

import datetime
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from hooks import front_matter
from tools.addresses import kind_of_link
from tools.days import pattern
from tools.names import is_sure, most, names_of, people, small_words
from tools.schedule_formats import NotASchedule, calendar, frab_xml, from_json, pyvideo, separate, text
from tools.tables import table
from tools.titles import beside

# The names that the formats have for a fact; the first with a value counts. A start has a time, a day has none.
NAMES = {
    "starts": ("starts", "startsAt", "start", "date", "DTSTART"),
    "ends": ("ends", "endsAt", "end", "DTEND"),
    "day": ("recorded", "date", "DTSTART"),
    "title": ("title", "SUMMARY"),
    "room": ("room", "LOCATION"),
    "speakers": ("speakers", "persons", "participants"),
    "page": ("page", "url", "URL"),
    "video": ("video", "recordingUrl", "source_url"),
    "slides": ("slides",),
}
LINKS = ("videos", "links", "related_urls", "attachments")
KINDS = ("page", "video", "slides")
LOCAL = re.compile(r"//(?:localhost|127\.0\.0\.1)\b")
NOBODY = ("", "-", "–", "—", "?", "n/a", "none", "unknown", "various", "various speakers", "tba", "tbc", "tbd")
NAMED = re.compile(r"(?P<title>\S.*\S)\s+(?:--|by)\s+(?P<names>\S.*)")
BY = re.compile(r"\s*\((?:talk|keynote|workshop|tutorial|session|lecture|presented|given) by ([^()]+)\)$", re.IGNORECASE)
SEVERAL = re.compile(r"\w \S.*,|&|\b(?:and|und|et|y)\b")  # but not “Bee, Ann”
DECK = re.compile(r"\bslides?\b|\bdeck\b|folien|presentation", re.IGNORECASE)


@dataclass
class Event:
    """A talk of a schedule: title, local date, facts by the keys of front matter, and words on what its talk's page cannot have."""

    title: str
    day: datetime.date | None = None
    facts: dict[str, object] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def speakers(self) -> list[str]:
        return [speaker["name"] for speaker in self.facts.get("speakers", [])]


@dataclass
class Schedule:
    """A conference's talks, ordered by time, and messages on what is left out or doubtful."""

    title: str
    events: list[Event]
    notes: list[str] = field(default_factory=list)

    @property
    def dates(self) -> list[datetime.date]:
        """The dates of its days, in order."""
        return sorted({event.day for event in self.events if event.day})


DATE = re.compile(r"\d{4}-\d\d-\d\d")  # alone it says no time


def given(path: str, zone: str) -> Schedule:
    """Return the schedule at a path; exit with a message if it cannot be read."""
    try:
        return read(Path(path), ZoneInfo(zone) if zone else None)
    except (OSError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        if zone and "ZoneInfo" in type(error).__name__:
            sys.exit(f"ZONE={zone} is not a time zone; give one such as America/Chicago")
        reason = " ".join(str(getattr(error, "msg", error)).split())[:100]
        wrong = f"is damaged, or no schedule ({reason}); download it again, or give another format"
        if isinstance(error, OSError):
            wrong = f"cannot be read ({error.strerror}); give a file or folder as SCHEDULE=…"
        line = getattr(error, "line", None) or getattr(error, "lineno", 1)
        sys.exit(f"{path}:{line}: {error if isinstance(error, NotASchedule) else wrong}")


def read(path: Path, zone: ZoneInfo | None) -> Schedule:
    """Return the schedule in a file or folder, or raise NotASchedule."""
    if path.is_dir():
        title, rows = pyvideo(path)
    else:
        data = path.read_bytes()
        source = data.decode("utf-8-sig", errors="replace" if b"\0" in data else "strict").lstrip()
        formats = {"<": frab_xml, "{": from_json, "[": from_json, "B": calendar if source.startswith("BEGIN:VCALENDAR") else table}
        title, rows = formats.get(source[:1], table)(source)
    schedule = Schedule(title or path.stem, [])
    left_out = [words for row in rows[:1] for words in row.get("unused", [])]
    events = [event_of(row, zone) for row in rows]
    if not any(event.speakers for event in events) and (split := take_names(events)):
        schedule.notes.append(f"{path}:1: speakers were taken out of titles: {'; '.join(split)}; correct the pages of those that are wrong")
    named = any(event.speakers for event in events)  # then an event with a word such as lunch and without a speaker is a break
    for event in events:
        again = any((event.title.casefold(), event.speakers, event.day) == (e.title.casefold(), e.speakers, e.day) for e in schedule.events)
        pause = pattern("is break").fullmatch(event.title) or (named and not event.speakers and pattern("in break").search(event.title))
        if again or not event.title or pause:
            left_out.append(f"{event.title or 'one without a title'}{' (again)' if again else ''}")
        else:
            schedule.events.append(event)
            left_out += [f"{words} of “{event.title}”" for words in event.left_out]
    if not schedule.events:
        raise NotASchedule("has no talks; give another file")
    schedule.events.sort(key=lambda event: (event.day or datetime.date.min, str(event.facts.get("starts", ""))))
    left_out += overlapping_rooms(schedule.events)
    several = {name for event in schedule.events for name in event.speakers if SEVERAL.search(name)}
    schedule.notes += [f"{path}:1: “{name}” may be several speakers; if so, write each into the talk by hand" for name in sorted(several)]
    schedule.notes += [f"{path}:1: not imported: {'; '.join(left_out)}; write what you need into the pages by hand"] if left_out else []
    if not zone and {start.utcoffset() for event in schedule.events if (start := event.facts.get("starts"))} == {datetime.timedelta(0)}:
        schedule.notes.append(
            f"{path}:1: all times are in UTC; if local time was another, remove `starts` and `ends`, and give ZONE=America/Chicago"
        )
    return schedule


def overlapping_rooms(events: list[Event]) -> list[str]:
    """Remove the rooms of talks that overlap there, since a build refuses them; return words on each."""
    timed = [event.facts for event in events if {"starts", "ends", "room"} <= {*event.facts}]
    wrong = {}  # by identity, since equal facts are those of two talks
    for pair in combinations(timed, 2):
        first, second = sorted(pair, key=lambda facts: facts["starts"])
        if first["room"].casefold() == second["room"].casefold() and second["starts"] < first["ends"]:
            wrong |= {id(facts): facts for facts in pair}
    counted = Counter(facts.pop("room") for facts in wrong.values())
    return [f"the room {room} of talks that overlap there, {count} in all" for room, count in counted.items()]


def take_names(events: list[Event]) -> list[str]:
    """Take the speakers out of titles such as `Title -- Name`, if most titles name some; return the titles that were split.

    Other forms, such as `Title: Name` and `Title - Name`, are those of subtitles and places, too.
    """
    parts = [NAMED.fullmatch(event.title) for event in events]
    small = small_words("\n".join(event.title for event in events))
    found = people([part["names"] if part else "" for part in parts], small)
    if not most(names and is_sure(names, small) for names in found):
        return []
    named = [(event, part, names) for event, part, names in zip(events, parts, found, strict=True) if names and is_sure(names, small)]
    for event, part, names in named:
        event.title, event.facts["speakers"] = part["title"], [{"name": name} for name in names]
        event.left_out += [f"“{part['names']}”, but for the names,"] if beside((*part.groups(), names)) else []
    return [part[0] for _, part, _ in named]


def event_of(row: dict, zone: ZoneInfo | None) -> Event:
    """Return the event of a row, which may also have a duration, links, attachments, and the base of its addresses."""
    values = {fact: [row[name] for name in names if row.get(name)] for fact, names in NAMES.items()}
    dates = [value for value in values["starts"] if DATE.fullmatch(text(value))]
    day = next((when(row, datetime.date, day_alone(value)) for value in (*values["day"], *dates)), None)
    times = [[value for value in values[key] if value == row.get(key) or not re.fullmatch(r"[\d:-]{,10}", text(value))] for key in NAMES]
    starts, ends = (moment(row, next(iter(given), None), zone) for given in times[:2])  # beside a date, some have a time of day
    left_out = [*row.get("left_out", []), *(["the repeats"] if "RRULE" in row else [])]
    if (words := text(row.get("duration"))) and not ends:
        length = duration(words)
        left_out += [] if length else [f"the duration {words}"]
        ends = starts + length if starts and length else None
    if ends and not (starts and starts < ends < starts + datetime.timedelta(days=1)):
        left_out.append(f"the end, {ends:%Y-%m-%d %H:%M}, which is not within a day after the start,")
        ends = None
    first = {fact: next(iter(found), None) for fact, found in values.items()}
    people = [one for one in first["speakers"] or [] if not isinstance(one, dict) or text(one.get("role", "SPEAKER")).upper() == "SPEAKER"]
    names = [name for one in people for name in (separate(one) if isinstance(one, str) else [text(one)])]
    title = text(first["title"])
    if not names and (by := BY.search(title)) and (names := names_of(by[1], set(), False)):
        title = title[: by.start()]
    speakers = [{"name": name} for name in names if name.lower() not in NOBODY]
    facts = {"speakers": speakers, "starts": starts, "ends": ends, "room": text(first["room"])} | linked(row, first)
    known = {key: value for key, value in facts.items() if value}
    lost = {key: text(first[key]) for key in KINDS if key not in known and not LOCAL.search(text(first[key]))}
    left_out += [f"the {key} {value}, which is no https:// address," for key, value in lost.items() if value]
    return Event(title, starts.date() if starts else day, known, left_out)


def duration(words: str) -> datetime.timedelta | None:
    """Return minutes (two or three digits, since `1` may be an hour), H:MM or D:HH:MM as a duration; None for others."""
    if re.fullmatch(r"\d\d\d?", words):
        return datetime.timedelta(minutes=int(words))
    if found := re.fullmatch(r"(?:(\d+):)?(\d?\d):([0-5]\d)", words):
        days, hours, minutes = (int(part or 0) for part in found.groups())
        return datetime.timedelta(days=days, hours=hours, minutes=minutes)
    return None


def day_alone(value: object) -> str:
    """Return a date without the time behind it."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)[T ].*", r"\1", text(value))


def when(row: dict, kind: type[datetime.date], value: str) -> datetime.date:
    """Return a date, or a date and time, of a row."""
    try:
        return kind.fromisoformat(value)
    except ValueError:
        problem = f"{value} is ambiguous or no date; write it as 2001-12-31, with a time 2001-12-31T09:30"
        raise NotASchedule(problem, row.get("line", 1)) from None


def moment(row: dict, value: object, zone: ZoneInfo | None) -> datetime.datetime | None:
    """Return a row's time with its offset, converted to `zone` if that is given."""
    if isinstance(value, str) and value.strip() and not DATE.fullmatch(value.strip()):
        value = when(row, datetime.datetime, value.strip())
    if not isinstance(value, datetime.datetime):
        return None
    if value.tzinfo is None and zone is None:
        raise NotASchedule(f"its times, such as {value}, have no UTC offset; give the time zone as ZONE=America/Chicago")
    value = value.astimezone(zone) if value.tzinfo and zone else value.replace(tzinfo=value.tzinfo or zone)
    return value.replace(microsecond=0, tzinfo=datetime.timezone(value.utcoffset()))


def linked(row: dict, given: dict) -> dict[str, str]:
    """Return a row's page, video and slides as absolute addresses: from its columns of these names, or else from its links and attachments."""

    def address(value: object) -> str:
        whole = urljoin(text(row.get("base")), text(value)) if text(value) and not re.search(r"//\[", text(value)) else ""
        return "" if front_matter.url(whole) or LOCAL.search(whole) else whole

    found = {key: address(given[key]) for key in KINDS}
    links = {key: [one if isinstance(one, dict) else {"url": one} for one in row.get(key) or []] for key in LINKS}
    found["video"] = found["video"] or next(filter(None, (address(one.get("url")) for one in links.pop("videos"))), "")
    for link in [one for more in links.values() for one in more]:
        whole = address(link.get("url") or link.get("href"))
        key = kind_of_link(whole) if whole else "page"
        if DECK.search(text(link.get("title") or link.get("label") or link.get("type"))):
            key = "slides"
        elif key == "slides" and not pattern("decks").search(urlsplit(whole).hostname or ""):
            continue  # a paper, a leaflet
        if key != "page":
            found[key] = found[key] or whole
    return found
