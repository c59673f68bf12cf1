"""The formats in which conferences publish their schedules, each as rows with its own keys; tools/schedules.py knows what these mean.

pyvideo's data: a folder with category.json and videos/*.json, or only such files of videos, https://github.com/pyvideo/data
frab, pentabarf: schedule.xml, https://c3voc.de/schedule/schema.xsd
frab, pretalx, c3voc: schedule.json, https://c3voc.de/schedule/schema.json and schema2.json
Sessionize: the views GridSmart, Sessions and All of https://sessionize.com/api/v2/…
iCalendar: RFC 5545
CSV: see tools/tables.py
"""

import datetime
import html
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import icalendar

from tools.days import WORDS, any_of, pattern
from tools.names import line_of_names, names_of, people

OFF = {"BREAK", "META", "CANCELED", "WITHDRAWN", "DELETED", "REJECTED"}
Rows = tuple[str, list[dict]]  # a conference's title, and its talks with the keys of their format

RECORDED = re.compile(r"\S+T(?!00:00)\d\d:\d\d(?::00)?[+-]\d\d:\d\d")  # a talk's start; with seconds, it may be that of the video
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|\w+);", re.IGNORECASE)  # not the `&section` of an address
ROLE = re.compile(rf"\b(?:{any_of(WORDS['role'])})\b", re.IGNORECASE)


class NotASchedule(ValueError):
    """The reason why a file cannot be read as a schedule, and the fix; its line, where that is known."""

    def __init__(self, words: str, line: int = 1) -> None:
        super().__init__(words)
        self.line = line


def text(value: object) -> str:
    """Return a value as one line of text: of a mapping its name; of a text in several languages the English one, or else the first."""
    if isinstance(value, dict):
        languages = () if {"id", "code", "name"} & {*value} else value  # an id is no name
        return text(next((value[key] for key in ("public_name", "name", "fullName", "en", *languages) if value.get(key)), ""))
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        return ""
    plain = ENTITY.sub(lambda found: html.unescape(found[0]), str(value))
    return " ".join(re.sub(r"[\x00-\x1f\x7f]|\\\\n", " ", plain).split())


def separate(names: str) -> list[str]:
    """Return the names in text; commas part full names only, unlike those of “Bee, Ann”."""
    whole = text(names)
    parts = [name.strip() for name in whole.split(",")]
    if not ROLE.search(names) and all(names_of(name, set(), True) == [name] for name in parts):
        return parts
    return [whole] if whole else []


def row_of(file: Path) -> dict:
    """Return the object in a file of JSON."""
    try:
        row = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NotASchedule(f"holds {file.name}, which is damaged ({error}); download that again") from None
    if not isinstance(row, dict):
        raise NotASchedule(f"holds {file.name}, which is no video of pyvideo's data; remove that")
    return row


def pyvideo(folder: Path) -> Rows:
    folder = folder.absolute().parent if folder.name == "videos" else folder.absolute()
    files = sorted((folder / "videos").glob("*.json")) or sorted({*folder.glob("*.json")} - {folder / "category.json"})
    rows = [row_of(file) for file in files]
    if (folder / "category.json").is_file():
        title = text(row_of(folder / "category.json").get("title"))
    elif rows and all({"title", "speakers", "recorded"} <= {*row} for row in rows):
        title = folder.name
    else:
        problem = "is a folder without a category.json, and not of pyvideo's files, which have title, speakers and recorded"
        raise NotASchedule(f"{problem}; give such a folder, or a file")
    for row in rows:  # its duration is that of the video, in seconds
        row |= {"starts": row.get("recorded") if RECORDED.fullmatch(text(row.get("recorded"))) else None, "duration": None}
    return title, rows


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
        held = {id(session): room for room in rooms for session in room.get("sessions") or []}  # a plenary session has no room of its own
        for session in sessions:
            session["room"] = session.get("room") or things.get(session.get("roomId")) or held.get(id(session))
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
    """Times in UTC become local times if the calendar has a zone, which is no property of RFC 5545, but which others write."""
    zone = re.search(r"(?m)^(?:X-WR-TIMEZONE|VTIMEZONE): *(\S+)", source)
    zone = zone and icalendar.timezone.tzp.timezone(zone[1])
    whole = icalendar.Calendar.from_ical(re.sub(r"(?m)^VTIMEZONE:.*\r?\n", "", source))
    entries = [entry for entry in whole.walk("VEVENT") if str(entry.get("STATUS")) != "CANCELLED"]

    def named(entry: icalendar.Event, key: str) -> list[str]:
        given = entry.get(key) or []
        params = [getattr(person, "params", {}) for person in (given if isinstance(given, list) else [given])]
        found = [
            one.get("CN") or [] for one in params if one.get("CUTYPE", "INDIVIDUAL") == "INDIVIDUAL" and one.get("PARTSTAT") != "DECLINED"
        ]
        names = [text(name) for one in found for name in ([one] if isinstance(one, str) else one)]  # CN=Ann Bee, Cy Dee
        return [name for name in names if name and not re.search(r"@\S+\.", name)]

    # An organizer of a few entries among many is their speaker; one of more is the conference.
    organized = Counter(name for entry in entries for name in named(entry, "ORGANIZER"))
    rows = []
    for entry in entries:
        row = {key: str(entry.get(key, "")) for key in ("SUMMARY", "LOCATION", "URL")}
        row |= {key: entry.decoded(key) for key in ("DTSTART", "DTEND", "RRULE") if key in entry}
        if {"DTSTART", "DURATION"} <= {*entry}:
            row["DTEND"] = row["DTSTART"] + entry.decoded("DURATION")
        utc = [key for key in ("DTSTART", "DTEND") if zone and isinstance(row.get(key), datetime.datetime) and row[key].tzname() == "UTC"]
        row |= {key: row[key].astimezone(zone) for key in utc}
        organizers = [name for name in named(entry, "ORGANIZER") if organized[name] < 4 < len(organized)]
        row["speakers"] = named(entry, "ATTENDEE") or organizers
        if "pretalx" in str(whole.get("PRODID", "")) and " - " in row["SUMMARY"]:  # it writes “Title - Ann Bee, Cy Dee”
            row["SUMMARY"], names = row["SUMMARY"].rsplit(" - ", 1)
            row["speakers"] = names.split(", ")
        rows.append(row)
    if not any(row["speakers"] for row in rows):
        notes = [re.sub(r"<(?:br|/p|/li|/div)\b[^>]*>", "\n", str(entry.get("DESCRIPTION", ""))) for entry in entries]
        lines = [line_of_names(each, set()) for each in notes]
        labelled = [line.words if line.label and not pattern("by name").fullmatch(line.label) else "" for line in lines]
        for row, names in zip(rows, people(labelled, set()), strict=True):
            row["speakers"] = [{"name": name} for name in names]
    return str(whole.get("X-WR-CALNAME", "")), rows
