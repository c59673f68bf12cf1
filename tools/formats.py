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


class NotASchedule(Exception):
    """The reason why a file cannot be read as a schedule, and the fix."""


def text(value: object) -> str:
    """Return a value as one line of text; of several languages, English or else the first."""
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    return (
        " ".join(re.sub(r"[\x00-\x1f\x7f]|\\\\n", " ", str(value)).split())
        if isinstance(value, str | int | float) and not isinstance(value, bool)
        else ""
    )


def as_list(value: object) -> list:
    return value if isinstance(value, list) else [value]


def pyvideo(folder: Path) -> Iterator[dict]:
    for file in sorted((folder / "videos").glob("*.json")):
        talk = json.loads(file.read_text(encoding="utf-8"))
        video = next((video.get("url") for video in talk.get("videos") or [] if video.get("url")), "")
        yield {**talk, "day": text(talk.get("recorded")), "links": talk.get("related_urls"), "video": video}


def frab_xml(source: str) -> tuple[str, list[dict]]:
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
            row = {child.tag: child.text for child in event}
            starts = row.get("date") if "T" in text(row.get("date")) else f"{day.get('date')}T{row.get('start')}"
            links = [{"url": link.get("href"), "title": link.text} for kind in ("link", "attachment") for link in event.iter(kind)]
            speakers = [person.text for person in event.iter("person")]
            base = root.findtext("conference/base_url")
            rows.append(row | {"starts": starts, "page": row.get("url"), "speakers": speakers, "links": links, "base": base})
    return text(root.findtext("conference/title")), rows


def from_json(source: str) -> tuple[str, list[dict]]:
    data = json.loads(source)
    if isinstance(data, dict) and isinstance(data.get("schedule"), dict) and isinstance(data["schedule"].get("conference"), dict):
        schedule, conference = data["schedule"], data["schedule"]["conference"]
        events = schedule.get("events")
        if not isinstance(events, list):
            events = [event for day in conference.get("days") or [] for room in (day.get("rooms") or {}).values() for event in room]
        rows = [
            voc(event) | {"base": schedule.get("base_url")}
            for event in events
            if not OFF & {text(event.get("type")), text(event.get("state"))}
        ]
        return text(conference.get("title")), rows
    if isinstance(data, dict) and isinstance(data.get("sessions"), list) and isinstance(data.get("speakers"), list):
        names = {speaker.get("id"): speaker.get("fullName") for speaker in data["speakers"]}
        rooms = {room.get("id"): room.get("name") for room in data.get("rooms") or []}
        return "", sessionize(data["sessions"], names, rooms)
    if isinstance(data, list) and data and isinstance(data[0], dict):
        sessions = [session for day in data for part in [day, *(day.get("rooms") or [])] for session in part.get("sessions") or []]
        if sessions and all("title" in session for session in sessions):
            return "", sessionize(sessions, {}, {room.get("id"): room.get("name") for day in data for room in day.get("rooms") or []})
        if "fullName" in data[0]:
            raise NotASchedule("is Sessionize's list of speakers; give its view GridSmart, Sessions or All")
    if isinstance(data, dict) and data.get("_type") == "HTTPAPIResult":
        raise NotASchedule("is an export of Indico; give the conference's schedule.xml, or a calendar (.ics)")
    if isinstance(data, dict) and {"title", "videos"} <= {*data}:
        raise NotASchedule("is one video of pyvideo's data; give its conference's folder, with category.json")
    keys = ", ".join(list(data)[:5]) if isinstance(data, dict) else f"a list of {len(data)}"
    raise NotASchedule(f"is JSON with {keys}, which is neither schedule.json (frab, pretalx) nor a view of Sessionize; give one of these")


def voc(event: dict) -> dict:
    """Return the row of an event of schedule.json, version 1 or 2."""
    people = event.get("persons") or [one for one in event.get("participants") or [] if one.get("role", "SPEAKER") == "SPEAKER"]
    speakers = [one.get("public_name") or one.get("name") for one in people]
    room = event.get("room")
    links = [*(event.get("links") or []), *(event.get("attachments") or [])]
    starts = event.get("start") if "T" in text(event.get("start")) else event.get("date")
    row = {
        "starts": starts,
        "ends": event.get("end"),
        "duration": event.get("duration"),
        "title": event.get("title"),
        "page": event.get("url"),
    }
    return row | {"speakers": speakers, "room": room.get("name") if isinstance(room, dict) else room, "links": links}


def sessionize(sessions: list[dict], names: dict, rooms: dict) -> list[dict]:
    """Return the rows of Sessionize's sessions; the view All has ids of speakers and rooms."""
    rows = []
    for session in sessions:
        if not session.get("isServiceSession"):
            speakers = [one.get("name") if isinstance(one, dict) else names.get(one) for one in session.get("speakers") or []]
            room = session.get("room") or rooms.get(session.get("roomId"))
            row = {"starts": session.get("startsAt"), "ends": session.get("endsAt"), "video": session.get("recordingUrl")}
            rows.append(row | {"title": session.get("title"), "speakers": speakers, "room": room})
    return rows


def calendar(source: str) -> tuple[str, list[dict]]:
    whole = icalendar.Calendar.from_ical(re.sub(r"(?m)^VTIMEZONE:.*\r?\n", "", source))

    def people(entry: icalendar.Event, key: str) -> list[str]:
        names = [name for person in as_list(entry.get(key) or []) for name in as_list(getattr(person, "params", {}).get("CN", ""))]
        return [name for name in map(text, names) if name and "@" not in name]

    entries = whole.walk("VEVENT")
    addresses = {str(entry.get("ORGANIZER", "")).lower() for entry in entries}
    often = Counter(name for entry in entries for name in people(entry, "ORGANIZER"))
    # Organizers that differ from event to event are the speakers; a list, or the same one everywhere, is the
    # conference.
    mail = addresses.pop() if len(addresses) == 1 else ""
    hosts = {
        name for name in often if often[name] * 3 > often.total() or any(len(word) > 4 and word in mail for word in name.lower().split())
    }
    rows = []
    for entry in entries:
        row = {"title": str(entry.get("SUMMARY", "")), "room": str(entry.get("LOCATION", "")), "page": str(entry.get("URL", ""))}
        row["starts"], row["ends"] = (entry.decoded(key) if key in entry else None for key in ("DTSTART", "DTEND"))
        row["day"] = str(row["starts"]) if len(str(row["starts"])) == 10 else None  # an all-day event
        row["speakers"] = people(entry, "ATTENDEE") or [name for name in people(entry, "ORGANIZER") if name not in hosts]
        rows.append(row)
    return text(str(whole.get("X-WR-CALNAME", ""))), rows


def table(source: str) -> tuple[str, list[dict]]:
    head = source.partition("\n")[0]
    rows = [
        {text(key).lower(): value for key, value in row.items() if key}
        for row in csv.DictReader(io.StringIO(source), delimiter=max(",;\t", key=head.count))
    ]
    columns = {*rows[0]} if rows else set()
    if "title" not in columns or columns - {*KEYS}:
        wrong = f" (this has {', '.join(sorted(columns - {*KEYS}))[:80]})" if "title" in columns else ""
        raise NotASchedule(f"is not in a known format; the first line of a CSV has title, and any of {', '.join(KEYS[1:])}{wrong}")
    return "", [row | {"speakers": (row.get("speakers") or "").split(";"), "day": row.get("date")} for row in rows]
