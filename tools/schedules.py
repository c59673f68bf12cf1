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

from tools.days import BREAK
from tools.formats import NotASchedule, calendar, frab_xml, from_json, pyvideo, table, text
from tools.titles import SLIDES, kind_of_link

NOBODY = ("", "unknown", "various", "various speakers", "tba")


@dataclass
class Event:
    """A talk of a schedule; `day` is its date in the conference's local time."""

    title: str
    speakers: list[str] = field(default_factory=list)
    starts: datetime.datetime | None = None
    ends: datetime.datetime | None = None
    day: datetime.date | None = None
    room: str = ""
    links: dict[str, str] = field(default_factory=dict)

    def facts(self) -> dict[str, object]:
        """Return the known facts, by the keys of a talk's front matter."""
        late = self.starts and self.ends and self.ends.date() != self.starts.date()
        found = {
            "speakers": [{"name": name} for name in self.speakers],
            "starts": self.starts,
            "ends": None if late else self.ends,
            "room": self.room,
            **self.links,
        }
        return {key: value for key in ("speakers", "starts", "ends", "room", "page", "video", "slides") if (value := found.get(key))}


@dataclass
class Schedule:
    """A conference's talks, ordered by time, and a note of those left out."""

    title: str
    events: list[Event]
    left_out: list[str] = field(default_factory=list)


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


def address(value: object, base: str = "") -> str:
    try:
        whole = urljoin(base, text(value)) if text(value) else ""
        host = urlsplit(whole).hostname or ""
    except ValueError:
        return ""
    return (
        whole if whole.startswith(("http://", "https://")) and host and host not in ("localhost", "127.0.0.1") and " " not in whole else ""
    )


def moment(value: object, zone: ZoneInfo | None) -> datetime.datetime | None:
    """Return a time with its offset, converted to `zone` if that is given."""
    if isinstance(value, str) and value.strip():
        value = datetime.datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    if not isinstance(value, datetime.datetime):
        return None
    if value.tzinfo is None and zone is None:
        raise NotASchedule(f"its times, such as {value}, have no offset; give the time zone as ZONE=America/Chicago")
    value = value.astimezone(zone) if value.tzinfo and zone else value.replace(tzinfo=value.tzinfo or zone)
    return value.replace(microsecond=0, tzinfo=datetime.timezone(value.utcoffset()))


def linked(links: Iterable[object], base: str = "") -> dict[str, str]:
    """Return the links that are a video and slides."""
    found: dict[str, str] = {}
    for link in links:
        whole = address(link.get("url") or link.get("href"), base) if isinstance(link, dict) else address(link, base)
        words = text(link.get("title") or link.get("label") or link.get("type") or "") if isinstance(link, dict) else ""
        key = kind_of_link(whole) if whole else ""
        if whole and re.search(r"\bslides?\b|\bdeck\b|folien|presentation", words, re.IGNORECASE):
            key = "slides"
        elif key == "slides" and not SLIDES.search(urlsplit(whole).hostname or ""):
            key = ""  # a paper, a leaflet
        if key in ("video", "slides"):
            found.setdefault(key, whole)
    return found


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
    seen = set()
    for row in rows:
        event = event_of(row, zone)
        key = (event.title.casefold(), *event.speakers, event.day)
        if not event.title or BREAK.fullmatch(event.title) or key in seen:
            schedule.left_out.append(f"{event.title or 'one without a title'}{' (again)' if key in seen else ''}")
        else:
            seen.add(key)
            schedule.events.append(event)
    if not schedule.events:
        raise NotASchedule("has no talks; give another file")
    schedule.events.sort(key=lambda event: (event.day or datetime.date.min, event.starts.timestamp() if event.starts else 0))
    return schedule


def event_of(row: dict, zone: ZoneInfo | None) -> Event:
    """Return the event of a row: title, speakers, starts, ends or duration, day, room, page, video, slides, links, base."""
    starts, ends = moment(row.get("starts"), zone), moment(row.get("ends"), zone)
    if row.get("duration") and starts and not ends:  # H:MM, or D:HH:MM
        parts = [int(part) for part in re.findall(r"\d+", text(row["duration"]))][-3:]
        ends = starts + datetime.timedelta(minutes=sum(part * unit for part, unit in zip(reversed(parts), (1, 60, 1440), strict=False)))
    if not starts or not ends or ends <= starts or ends.utcoffset() != starts.utcoffset():
        ends = None
    day = datetime.date.fromisoformat(row["day"][:10]) if row.get("day") else starts.date() if starts else None
    base = text(row.get("base"))
    links = linked(row.get("links") or [], base)
    links |= {key: whole for key in ("page", "video", "slides") if (whole := address(row.get(key), base))}
    speakers = [name for name in map(text, row.get("speakers") or []) if name.lower() not in NOBODY]
    return Event(text(row.get("title")), speakers, starts, ends, day, text(row.get("room")), links)
