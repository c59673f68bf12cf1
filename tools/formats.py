"""Read each schedule format into a title and rows, dicts with the keys for schedules.event_of.

tools/schedules.py lists the formats and their sources.
"""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import icalendar

KEYS = ("title", "speakers", "starts", "ends", "room", "page", "video", "slides", "date")
OFF = {"BREAK", "META", "CANCELED", "WITHDRAWN", "DELETED", "REJECTED"}
Rows = tuple[str, list[dict]]


class NotASchedule(Exception):
    """The reason why a file cannot be read as a schedule, and the fix."""


def text(value: object) -> str:
    """Return a value as one line of text; of several languages, English or else the first."""
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    known = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(re.sub(r"[\x00-\x1f\x7f]|\\\\n", " ", str(value)).split()) if known else ""


def pyvideo(folder: Path) -> Iterator[dict]:
    for file in sorted((folder / "videos").glob("*.json")):
        talk = json.loads(file.read_text(encoding="utf-8"))
        video = next((video["url"] for video in talk.get("videos") or [] if video.get("url")), "")
        yield talk | {"day": text(talk.get("recorded")), "links": talk.get("related_urls"), "video": video}


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
            row["starts"] = row["date"] if "T" in text(row.get("date")) else f"{day.get('date')}T{row.get('start')}"
            row["links"] = [{"url": link.get("href"), "title": link.text} for kind in ("link", "attachment") for link in event.iter(kind)]
            rows.append(row | {"page": row.get("url"), "speakers": [person.text for person in event.iter("person")]})
    return text(root.findtext("conference/title")), rows


def from_json(source: str) -> Rows:
    data = json.loads(source)
    groups = [group for group in (data if isinstance(data, list) else [data]) if isinstance(group, dict)]
    keys = groups[0] if groups else {}
    if isinstance(schedule := keys.get("schedule"), dict) and isinstance(conference := schedule.get("conference"), dict):
        rooms = [room for day in conference.get("days") or [] for room in (day.get("rooms") or {}).values()]
        events = schedule["events"] if isinstance(schedule.get("events"), list) else [event for room in rooms for event in room]
        rows = [voc(event, schedule.get("base_url")) for event in events if not OFF & {text(event.get("type")), text(event.get("state"))}]
        return text(conference.get("title")), rows
    rooms = [room for group in groups for room in group.get("rooms") or []]
    sessions = [session for part in [*groups, *rooms] for session in part.get("sessions") or []]
    if sessions and all(isinstance(session, dict) and "title" in session for session in sessions):
        return "", sessionize(sessions, keys.get("speakers") or [], rooms)
    names = f"a list of {len(data)}" if isinstance(data, list) else ", ".join([*keys][:5])
    problem = f"is JSON with {names}, which is neither schedule.json (frab, pretalx) nor a view of Sessionize; give one of these"
    if "fullName" in keys:
        problem = "is Sessionize's list of speakers; give its view GridSmart, Sessions or All"
    elif keys.get("_type") == "HTTPAPIResult":
        problem = "is an export of Indico; give the conference's schedule.xml, or a calendar (.ics)"
    elif {"title", "videos"} <= {*keys}:
        problem = "is one video of pyvideo's data; give its conference's folder, with category.json"
    raise NotASchedule(problem)


def voc(event: dict, base: object) -> dict:
    """Return the row of an event of schedule.json, version 1 or 2."""
    people = event.get("persons") or [one for one in event.get("participants") or [] if one.get("role", "SPEAKER") == "SPEAKER"]
    return event | {
        "starts": event.get("start") if "T" in text(event.get("start")) else event.get("date"),
        "ends": event.get("end"),
        "page": event.get("url"),
        "speakers": [one.get("public_name") or one.get("name") for one in people],
        "room": event["room"].get("name") if isinstance(event.get("room"), dict) else event.get("room"),
        "links": [*(event.get("links") or []), *(event.get("attachments") or [])],
        "base": base,
    }


def sessionize(sessions: list[dict], speakers: list[dict], rooms: list[dict]) -> list[dict]:
    """Return the rows of Sessionize's sessions; the view All has ids of speakers and rooms."""
    names = {speaker.get("id"): speaker.get("fullName") for speaker in speakers}
    places = {room.get("id"): room.get("name") for room in rooms}
    return [
        {
            "title": session.get("title"),
            "starts": session.get("startsAt"),
            "ends": session.get("endsAt"),
            "video": session.get("recordingUrl"),
            "speakers": [one.get("name") if isinstance(one, dict) else names.get(one) for one in session.get("speakers") or []],
            "room": session.get("room") or places.get(session.get("roomId")),
        }
        for session in sessions
        if not session.get("isServiceSession")
    ]


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
        row = {key: str(entry.get(name, "")) for key, name in (("title", "SUMMARY"), ("room", "LOCATION"), ("page", "URL"))}
        row |= {key: entry.decoded(name) if name in entry else None for key, name in (("starts", "DTSTART"), ("ends", "DTEND"))}
        row["day"] = str(row["starts"]) if len(str(row["starts"])) == 10 else None  # an all-day event
        organizers = [name for name in people(entry, "ORGANIZER") if organized[name] < 4 < len(organized)]
        rows.append(row | {"speakers": people(entry, "ATTENDEE") or organizers})
    return str(whole.get("X-WR-CALNAME", "")), rows


def table(source: str) -> Rows:
    delimiter = max(",;\t", key=source.partition("\n")[0].count)
    rows = [
        {text(key).lower(): value for key, value in row.items() if key} for row in csv.DictReader(io.StringIO(source), delimiter=delimiter)
    ]
    columns = {*rows[0]} if rows else set()
    if "title" not in columns or columns - {*KEYS}:
        wrong = f" (this has {', '.join(sorted(columns - {*KEYS}))[:80]})" if "title" in columns else ""
        raise NotASchedule(f"is not in a known format; the first line of a CSV has title, and any of {', '.join(KEYS[1:])}{wrong}")
    return "", [row | {"speakers": (row.get("speakers") or "").split(";"), "day": row.get("date")} for row in rows]
