"""Read a conference's schedule, in the formats that conferences publish.

pyvideo's data: a folder with category.json and videos/*.json, https://github.com/pyvideo/data
frab, pentabarf: schedule.xml, https://c3voc.de/schedule/schema.xsd
frab, pretalx, c3voc: schedule.json, https://c3voc.de/schedule/schema.json and schema2.json
Sessionize: the views GridSmart, Sessions and All of https://sessionize.com/api/v2/…
iCalendar: RFC 5545
CSV: the keys of a talk's front matter as its head, speakers with semicolons between
"""

import datetime
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from hooks import front_matter
from tools.days import BREAK
from tools.formats import NotASchedule, calendar, frab_xml, from_json, pyvideo, table, text
from tools.link_kinds import SLIDES, kind_of_link

NOBODY = ("", "unknown", "various", "various speakers", "tba")


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
    except NotASchedule as reason:
        sys.exit(f"{path}:1: {reason}")
    except OSError as error:
        sys.exit(f"{path}:1: cannot be read ({error.strerror}); give a file or folder as SCHEDULE=…")
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        if zone and "ZoneInfo" in type(error).__name__:
            sys.exit(f"ZONE={zone} is not a time zone; give one such as America/Chicago")
        sys.exit(f"{path}:1: cannot be read as a schedule ({type(error).__name__}: {error}); check the file")


def read(path: Path, zone: ZoneInfo | None) -> Schedule:
    """Return the schedule in a file or folder, or raise NotASchedule."""
    if path.is_dir():
        if not (path / "category.json").is_file():
            raise NotASchedule("is a folder without a category.json, as pyvideo's data has it; give such a folder, or a file")
        title, rows = text(json.loads((path / "category.json").read_text(encoding="utf-8")).get("title")), pyvideo(path)
    else:
        data = path.read_bytes()
        source = data.decode("utf-8-sig", errors="replace" if b"\0" in data else "strict").lstrip()
        formats = {"<": frab_xml, "{": from_json, "[": from_json, "B": calendar if source.startswith("BEGIN:VCALENDAR") else table}
        title, rows = formats.get(source[:1], table)(source)
    schedule = Schedule(title or path.stem, [])
    for event in (event_of(row, zone) for row in rows):
        again = any((event.title.casefold(), event.speakers, event.day) == (e.title.casefold(), e.speakers, e.day) for e in schedule.events)
        if again or not event.title or BREAK.fullmatch(event.title):
            schedule.left_out.append(f"{event.title or 'one without a title'}{' (again)' if again else ''}")
        else:
            schedule.events.append(event)
    if not schedule.events:
        raise NotASchedule("has no talks; give another file")
    schedule.events.sort(
        key=lambda event: (event.day or datetime.date.min, event.facts["starts"].timestamp() if "starts" in event.facts else 0)
    )
    return schedule


def event_of(row: dict, zone: ZoneInfo | None) -> Event:
    """Return the event of a row: title, speakers, starts, ends or duration, day, room, page, video, slides, links, base."""
    starts, ends = moment(row.get("starts"), zone), moment(row.get("ends"), zone)
    if row.get("duration") and starts and not ends:  # H:MM, or D:HH:MM
        parts = reversed(re.findall(r"\d+", text(row["duration"])))
        ends = starts + datetime.timedelta(minutes=sum(int(part) * unit for part, unit in zip(parts, (1, 60, 1440), strict=False)))
    if not starts or not ends or ends <= starts or (ends.date(), ends.utcoffset()) != (starts.date(), starts.utcoffset()):
        ends = None
    day = datetime.date.fromisoformat(row["day"][:10]) if row.get("day") else starts.date() if starts else None
    base = text(row.get("base"))
    links = linked(row.get("links") or [], base) | {
        key: whole for key in ("page", "video", "slides") if (whole := address(row.get(key), base))
    }
    speakers = [{"name": name} for name in map(text, row.get("speakers") or []) if name.lower() not in NOBODY]
    facts = {"speakers": speakers, "starts": starts, "ends": ends, "room": text(row.get("room"))}
    facts |= {key: links.get(key) for key in ("page", "video", "slides")}
    return Event(text(row.get("title")), day, {key: value for key, value in facts.items() if value})


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


def address(value: object, base: str) -> str:
    """Return an absolute web address, or ""."""
    try:
        whole = urljoin(base, text(value)) if text(value) else ""
    except ValueError:
        return ""
    return "" if front_matter.url(whole) or urlsplit(whole).hostname in ("localhost", "127.0.0.1") else whole


def linked(links: Iterable[object], base: str) -> dict[str, str]:
    """Return the links that are a video and slides."""
    found: dict[str, str] = {}
    for link in links:
        link = link if isinstance(link, dict) else {"url": link}
        whole = address(link.get("url") or link.get("href"), base)
        key = kind_of_link(whole) if whole else ""
        if whole and re.search(
            r"\bslides?\b|\bdeck\b|folien|presentation", text(link.get("title") or link.get("label") or link.get("type")), re.IGNORECASE
        ):
            key = "slides"
        elif key == "slides" and not SLIDES.search(urlsplit(whole).hostname or ""):
            key = ""  # a paper, a leaflet
        if key in ("video", "slides"):
            found.setdefault(key, whole)
    return found
