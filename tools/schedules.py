"""Read a conference's schedule, in the formats that conferences publish.

pyvideo's data: a folder with category.json and videos/*.json, https://github.com/pyvideo/data
frab, pentabarf: schedule.xml, https://c3voc.de/schedule/schema.xsd
frab, pretalx, c3voc: schedule.json, https://c3voc.de/schedule/schema.json and schema2.json
Sessionize: the views GridSmart, Sessions and All of https://sessionize.com/api/v2/…
iCalendar: RFC 5545
CSV: the keys of a talk's front matter as its head, speakers with semicolons between
"""

import csv
import datetime
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import icalendar

from hooks import front_matter
from tools.addresses import kind_of_link
from tools.days import pattern

COLUMNS = ("title", "speakers", "starts", "ends", "room", "page", "video", "slides", "date")
# The names that the formats have for a fact; the first with a value counts. A start has a time, a day has none.
NAMES = {
    "starts": ("starts", "startsAt", "start", "date", "DTSTART"),
    "ends": ("ends", "endsAt", "end", "DTEND"),
    "day": ("recorded", "date", "DTSTART"),
    "title": ("title", "SUMMARY"),
    "room": ("room", "LOCATION"),
    "speakers": ("speakers", "persons", "participants"),
    "page": ("page", "url", "URL"),
    "video": ("video", "recordingUrl"),
    "slides": ("slides",),
}
LINKS = ("videos", "links", "related_urls", "attachments")
NOBODY = ("", "unknown", "various", "various speakers", "tba")
OFF = {"BREAK", "META", "CANCELED", "WITHDRAWN", "DELETED", "REJECTED"}
DECK = re.compile(r"\bslides?\b|\bdeck\b|folien|presentation", re.IGNORECASE)
Rows = tuple[str, list[dict]]  # a conference's title, and its talks with the keys of their format


class NotASchedule(ValueError):
    """The reason why a file cannot be read as a schedule, and the fix."""


@dataclass
class Event:
    """A talk of a schedule: its title, its date in the conference's local time, and its facts by the keys of front matter."""

    title: str
    day: datetime.date | None = None
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def speakers(self) -> list[str]:
        return [speaker["name"] for speaker in self.facts.get("speakers", [])]


@dataclass
class Schedule:
    """A conference's talks, ordered by time, and a note of those left out."""

    title: str
    events: list[Event]
    left_out: list[str] = field(default_factory=list)

    @property
    def dates(self) -> list[datetime.date]:
        """The dates of its days, in order."""
        return sorted({event.day for event in self.events if event.day})


def given(path: str, zone: str) -> Schedule:
    """Return the schedule at a path; exit with a message if it cannot be read."""
    try:
        return read(Path(path), ZoneInfo(zone) if zone else None)
    except (OSError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        if zone and "ZoneInfo" in type(error).__name__:
            sys.exit(f"ZONE={zone} is not a time zone; give one such as America/Chicago")
        wrong = f"cannot be read as a schedule ({getattr(error, 'strerror', None) or error}); give a file or folder as SCHEDULE=…"
        sys.exit(f"{path}:1: {error if isinstance(error, NotASchedule) else wrong}")


def read(path: Path, zone: ZoneInfo | None) -> Schedule:
    """Return the schedule in a file or folder, or raise NotASchedule."""
    if path.is_dir():
        if not (path / "category.json").is_file():
            raise NotASchedule("is a folder without a category.json, as pyvideo's data has it; give such a folder, or a file")
        title = text(json.loads((path / "category.json").read_text(encoding="utf-8")).get("title"))
        rows = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((path / "videos").glob("*.json"))]
    else:
        data = path.read_bytes()
        source = data.decode("utf-8-sig", errors="replace" if b"\0" in data else "strict").lstrip()
        formats = {"<": frab_xml, "{": from_json, "[": from_json, "B": calendar if source.startswith("BEGIN:VCALENDAR") else table}
        title, rows = formats.get(source[:1], table)(source)
    schedule = Schedule(title or path.stem, [])
    for event in (event_of(row, zone) for row in rows):
        again = any((event.title.casefold(), event.speakers, event.day) == (e.title.casefold(), e.speakers, e.day) for e in schedule.events)
        if again or not event.title or pattern("is break").fullmatch(event.title):
            schedule.left_out.append(f"{event.title or 'one without a title'}{' (again)' if again else ''}")
        else:
            schedule.events.append(event)
    if not schedule.events:
        raise NotASchedule("has no talks; give another file")
    schedule.events.sort(key=lambda event: (event.day or datetime.date.min, str(event.facts.get("starts", ""))))
    return schedule


def text(value: object) -> str:
    """Return a value as one line of text, a thing by its name; of several languages, English or else the first."""
    if isinstance(value, dict):
        languages = () if {"id", "code", "name"} & {*value} else value  # an id is no name
        return text(next((value[key] for key in ("public_name", "name", "fullName", "en", *languages) if value.get(key)), ""))
    known = isinstance(value, str | int | float | datetime.date) and not isinstance(value, bool)
    return " ".join(re.sub(r"[\x00-\x1f\x7f]|\\\\n", " ", str(value)).split()) if known else ""


def event_of(row: dict, zone: ZoneInfo | None) -> Event:
    """Return the event of a row, which may also have a duration, links, attachments, and the base of its addresses."""
    values = {fact: [row[name] for name in names if row.get(name)] for fact, names in NAMES.items()}
    times = [[value for value in values[key] if value == row.get(key) or not re.fullmatch(r"[\d:-]{,10}", text(value))] for key in NAMES]
    starts, ends = (moment(next(iter(given), None), zone) for given in times[:2])  # beside a date, some have a time of day
    if row.get("duration") and starts and not ends:  # H:MM, or D:HH:MM
        parts = reversed(re.findall(r"\d+", text(row["duration"])))
        ends = starts + datetime.timedelta(minutes=sum(int(part) * unit for part, unit in zip(parts, (1, 60, 1440), strict=False)))
    if not starts or not ends or ends <= starts or (ends.date(), ends.utcoffset()) != (starts.date(), starts.utcoffset()):
        ends = None
    day = next((datetime.date.fromisoformat(text(value)[:10]) for value in values["day"]), None)
    first = {fact: next(iter(found), None) for fact, found in values.items()}
    people = [one for one in first["speakers"] or [] if not isinstance(one, dict) or text(one.get("role", "SPEAKER")).upper() == "SPEAKER"]
    speakers = [{"name": name} for name in map(text, people) if name.lower() not in NOBODY]
    facts = {"speakers": speakers, "starts": starts, "ends": ends, "room": text(first["room"])} | linked(row, first)
    return Event(text(first["title"]), starts.date() if starts else day, {key: value for key, value in facts.items() if value})


def moment(value: object, zone: ZoneInfo | None) -> datetime.datetime | None:
    """Return a time with its offset, converted to `zone` if that is given."""
    if isinstance(value, str) and value.strip():
        value = datetime.datetime.fromisoformat(value.strip())
    if not isinstance(value, datetime.datetime):
        return None
    if value.tzinfo is None and zone is None:
        raise NotASchedule(f"its times, such as {value}, have no offset; give the time zone as ZONE=America/Chicago")
    value = value.astimezone(zone) if value.tzinfo and zone else value.replace(tzinfo=value.tzinfo or zone)
    return value.replace(microsecond=0, tzinfo=datetime.timezone(value.utcoffset()))


def linked(row: dict, given: dict) -> dict[str, str]:
    """Return a row's page, video and slides as absolute addresses: those of these names, or else of its links and attachments."""

    def address(value: object) -> str:
        whole = urljoin(text(row.get("base")), text(value)) if text(value) and not re.search(r"//\[", text(value)) else ""
        return "" if front_matter.url(whole) or urlsplit(whole).hostname in ("localhost", "127.0.0.1") else whole

    found = {key: address(given[key]) for key in ("page", "video", "slides")}
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


def frab_xml(source: str) -> Rows:
    try:
        root = ET.fromstring(source)
    except ET.ParseError as error:
        raise NotASchedule(f"is not complete XML ({error}); download it again") from None
    if root.tag != "schedule" or root.find(".//day/room/event") is None:
        problem = "is XML with <{}>, but not frab's schedule.xml, whose days hold rooms and events; give that, or another format"
        raise NotASchedule(problem.format(root.tag))
    rows = []
    for day in root.iter("day"):
        for event in day.iter("event"):
            row = {child.tag: child.text for child in event} | {"base": root.findtext("conference/base_url")}
            row["start"] = f"{day.get('date')}T{row.get('start')}" if "T" not in text(row.get("date")) else ""
            row["links"] = [{"url": link.get("href"), "title": link.text} for kind in ("link", "attachment") for link in event.iter(kind)]
            rows.append(row | {"attachments": None, "persons": [person.text for person in event.iter("person")]})
    return text(root.findtext("conference/title")), rows


def from_json(source: str) -> Rows:
    data = json.loads(source)
    groups = [group for group in (data if isinstance(data, list) else [data]) if isinstance(group, dict)]
    keys = groups[0] if groups else {}
    if isinstance(schedule := keys.get("schedule"), dict) and isinstance(conference := schedule.get("conference"), dict):
        rooms = [room for day in conference.get("days") or [] for room in (day.get("rooms") or {}).values()]
        events = schedule["events"] if isinstance(schedule.get("events"), list) else [event for room in rooms for event in room]
        held = [event for event in events if not OFF & {text(event.get("type")), text(event.get("state"))}]
        return text(conference.get("title")), [event | {"base": schedule.get("base_url")} for event in held]
    rooms = [room for group in groups for room in group.get("rooms") or []]
    sessions = [session for part in [*groups, *rooms] for session in part.get("sessions") or []]
    if sessions and all(isinstance(session, dict) and "title" in session for session in sessions):
        things = {thing.get("id"): thing for thing in [*(keys.get("speakers") or []), *rooms]}  # the view All has their ids only
        for session in sessions:
            session["room"] = session.get("room") or things.get(session.get("roomId"))
            session["speakers"] = [one if isinstance(one, dict) else things.get(one) for one in session.get("speakers") or []]
        return "", [session for session in sessions if not session.get("isServiceSession")]
    names = f"a list of {len(data)}" if isinstance(data, list) else ", ".join([*keys][:5])
    problem = f"is JSON with {names}, which is neither schedule.json (frab, pretalx) nor a view of Sessionize; give one of these"
    if "fullName" in keys:
        problem = "is Sessionize's list of speakers; give its view GridSmart, Sessions or All"
    elif keys.get("_type") == "HTTPAPIResult":
        problem = "is an export of Indico; give the conference's schedule.xml, or a calendar (.ics)"
    elif {"title", "videos"} <= {*keys}:
        problem = "is one video of pyvideo's data; give its conference's folder, with category.json"
    raise NotASchedule(problem)


def calendar(source: str) -> Rows:
    whole = icalendar.Calendar.from_ical(re.sub(r"(?m)^VTIMEZONE:.*\r?\n", "", source))
    entries = whole.walk("VEVENT")

    def people(entry: icalendar.Event, key: str) -> list[str]:
        given = entry.get(key) or []
        names = [text(getattr(person, "params", {}).get("CN")) for person in (given if isinstance(given, list) else [given])]
        return [name for name in names if name and "@" not in name]

    # An organizer of a few entries among many is their speaker; one of more is the conference.
    organized = Counter(name for entry in entries for name in people(entry, "ORGANIZER"))
    rows = []
    for entry in entries:
        row = {key: str(entry.get(key, "")) for key in ("SUMMARY", "LOCATION", "URL")}
        row |= {key: entry.decoded(key) for key in ("DTSTART", "DTEND") if key in entry}
        organizers = [name for name in people(entry, "ORGANIZER") if organized[name] < 4 < len(organized)]
        rows.append(row | {"speakers": people(entry, "ATTENDEE") or organizers})
    return str(whole.get("X-WR-CALNAME", "")), rows


def table(source: str) -> Rows:
    reader = csv.DictReader(io.StringIO(source), delimiter=max(",;\t", key=source.partition("\n")[0].count))
    rows = [{text(key).lower(): value for key, value in row.items() if key} for row in reader]
    columns = {*rows[0]} if rows else set()
    if "title" not in columns or columns - {*COLUMNS}:
        wrong = f" (this has {', '.join(sorted(columns - {*COLUMNS}))[:80]})" if "title" in columns else ""
        raise NotASchedule(f"is not in a known format; the first line of a CSV has title, and any of {', '.join(COLUMNS[1:])}{wrong}")
    return "", [row | {"speakers": (row.get("speakers") or "").split(";")} for row in rows]
