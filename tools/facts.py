"""Add missing facts to a conference's talks from its schedule; nothing is overwritten.

CONFERENCE names the folder, by default the newest; SCHEDULE and ZONE are those of tools/schedules.py.
"""

import datetime
import os
import re
import sys
from collections import Counter
from pathlib import Path

from hooks import load
from hooks.front_matter import Malformed, parse
from tools.matching import folded, pairs
from tools.new_talk import DOCS, quoted, written
from tools.outline import Day, Outline
from tools.schedules import Schedule, given

ORDER = ("template", "title", "order", "date", "description", "speakers", "starts", "ends", "room", "page", "video", "slides", "tags")


def keys_of(path: Path) -> tuple[dict[str, object], dict[str, int]]:
    """Return a page's front matter and the lines of its keys; nothing if it cannot be read, which the build reports."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (Malformed, OSError, UnicodeDecodeError):
        return {}, {}


def entry(key: str, value: object) -> str:
    """Return a key and its value as lines of front matter."""
    if key == "speakers":
        return "speakers:\n" + "".join(
            f"  - name: {quoted(speaker['name'])}\n" + (f"    page: {speaker['page']}\n" if "page" in speaker else "") for speaker in value
        )
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{key}: {value.isoformat()}\n"
    if isinstance(value, int):
        return f"{key}: {value}\n"
    return f"{key}: {value if key in ('page', 'video', 'slides') and not re.search(r' #|: |[{}]', str(value)) else quoted(str(value))}\n"


def place(outline: Outline, schedule: Schedule) -> None:
    """Move the talks of a post to the days of the schedule, if the post has none, or fewer than the schedule."""
    titles = {
        str(at): (talk.title, {folded(speaker["name"]) for speaker in talk.facts.get("speakers", [])}, None)
        for at, talk in enumerate(outline.talks)
    }
    found = pairs(titles, schedule.events)
    dates = sorted({event.day for event in schedule.events if event.day})
    by_day: dict[int, Counter] = {}
    for at, event in found.items():
        by_day.setdefault(outline.talks[int(at)].day, Counter())[event.day] += 1
    if len(outline.days) == 1 and len({event.day for event in found.values() if event.day}) > 1:
        day = 1
        for at, talk in enumerate(outline.talks):  # a talk without a match stays with the one before it
            event = found.get(str(at))
            day = talk.day = dates.index(event.day) + 1 if event and event.day else day
        old = outline.days.pop(next(iter(outline.days)))
        outline.text += old.text
        outline.days = {talk.day: Day(talk.day, date=dates[talk.day - 1]) for talk in outline.talks}
        return
    for number, counted in by_day.items():
        (date, _), *_ = counted.most_common(1)
        if number in outline.days and date:
            outline.days[number].date = outline.days[number].date or date


def fill(conference: str, schedule: Schedule) -> list[str]:
    """Add facts from a schedule to a conference's talks; return messages: changes, differences, and talks without a match."""
    pages = {path: keys_of(path) for path in sorted((DOCS / conference).glob("day-*/*.md")) if path.name != "index.md"}
    days = {path.parent: keys_of(path)[0].get("date") for path in (DOCS / conference).glob("day-*/index.md")}
    titles = {}
    for path, (meta, _) in pages.items():
        starts = meta.get("starts")
        speakers = meta.get("speakers") if isinstance(meta.get("speakers"), list) else []
        titles[str(path)] = (
            str(meta.get("title", "")),
            {folded(str(speaker.get("name"))) for speaker in speakers if isinstance(speaker, dict)},
            starts.date() if isinstance(starts, datetime.datetime) else days.get(path.parent),
        )
    found = pairs(titles, schedule.events)
    lines, filled = [], 0
    dates = sorted({event.day for event in schedule.events if event.day})
    usual: dict[Path, Counter] = {}
    for path, event in found.items():
        usual.setdefault(Path(path).parent, Counter())[event.day] += 1
    for path, (meta, at) in pages.items():
        if not (event := found.get(str(path))):
            continue
        new: dict[str, object] = {}
        right = days.get(path.parent) or max(usual[path.parent].items(), key=lambda pair: (pair[1], expected(path, dates) == pair[0]))[0]
        for key, value in event.facts().items():
            old = meta.get(key)
            if key in ("starts", "ends") and event.day != right:
                if key == "starts":
                    lines.append(
                        f"{path}:1: is on {event.day} in the schedule, but its day is {right}; move it to the day's folder, and run this again"
                    )
            elif old in (None, "", []):
                new[key] = value
            elif differs(key, old, value):
                lines.append(f"{path}:{at[key]}: `{key}` is {shown(old)} here, {shown(value)} in the schedule; correct the wrong one")
        if new.get("ends") and isinstance(meta.get("starts"), datetime.datetime) and new["ends"] <= meta["starts"]:
            del new["ends"]
        if new:
            insert(path, new, at)
            filled += 1
    for folder, counted in sorted(usual.items()):
        date = counted.most_common(1)[0][0]
        index = folder / "index.md"
        talks = [meta.get("starts") for path, (meta, _) in pages.items() if path.parent == folder]
        if (
            date
            and len(counted) == 1
            and not days.get(folder)
            and not any(talks)
            and not any(event.starts for path, event in found.items() if Path(path).parent == folder)
        ):
            if not index.is_file():
                index.write_text("---\n---\n", encoding="utf-8")
            insert(index, {"date": date}, keys_of(index)[1])
    alone = [event.title for event in schedule.events if event not in found.values()]
    lines += [f"{path}:1: “{titles[str(path)][0]}” is not in the schedule; check its title" for path in pages if str(path) not in found]
    lines += ["only in the schedule:", *(f"  {title}" for title in alone)] if alone else []
    lines += [f"left out of the schedule: {'; '.join(schedule.left_out)}"] if schedule.left_out else []
    return [*lines, f"docs/{conference}: {len(found)} of {len(pages)} talks are in the schedule; facts were added to {filled}."]


def expected(path: Path, dates: list[datetime.date]) -> datetime.date | None:
    """Return the date of a talk's day, if folders and schedule number the days alike."""
    number = int(path.parent.name.removeprefix("day-"))
    return dates[number - 1] if 0 < number <= len(dates) else None


def shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(speaker.get("name")) if isinstance(speaker, dict) else str(speaker) for speaker in value)
    return value.isoformat() if isinstance(value, datetime.datetime) else str(value)


def differs(key: str, old: object, new: object) -> bool:
    if key == "speakers" and isinstance(old, list):
        return {folded(str(speaker.get("name"))) for speaker in old if isinstance(speaker, dict)} != {
            folded(speaker["name"]) for speaker in new
        }
    if key == "video":
        ids = [re.search(r"(?:v=|youtu\.be/|embed/)([\w-]{11})", str(value)) for value in (old, new)]
        return (ids[0][1] != ids[1][1]) if all(ids) else str(old).rstrip("/") != str(new).rstrip("/")
    if isinstance(old, datetime.datetime) and isinstance(new, datetime.datetime):
        return old.tzinfo is not None and old != new
    return str(old).rstrip("/").casefold() != str(new).rstrip("/").casefold()


def insert(path: Path, new: dict[str, object], at: dict[str, int]) -> None:
    """Add keys to a page's front matter, in their order; an empty key gets its value."""
    lines = path.read_text(encoding="utf-8").split("\n")
    end = lines.index("---", 1)
    blocks: list[tuple[str, list[str]]] = [("", [])]
    keys = {line: key for key, line in at.items()}
    for number in range(1, end):
        if number + 1 in keys:
            blocks.append((keys[number + 1], []))
        blocks[-1][1].append(lines[number])
    for key, value in new.items():
        text = entry(key, value).rstrip("\n").split("\n")
        if key in at:
            where = next(number for number, (name, _) in enumerate(blocks) if name == key)
            blocks[where] = (key, text + blocks[where][1][1:])
            continue
        before = [number for number, (name, _) in enumerate(blocks) if name in ORDER and ORDER.index(name) < ORDER.index(key)]
        blocks.insert((before[-1] if before else len(blocks) - 1) + 1, (key, text))
    path.write_text("\n".join([lines[0], *(line for _, block in blocks for line in block), *lines[end:]]), encoding="utf-8")


def main() -> None:
    path = os.environ.get("SCHEDULE", "").strip() or sys.exit("SCHEDULE is missing; give a file or folder as SCHEDULE=…")
    conferences = [conference.name for conference in load.read(written()).conferences]
    conference = os.environ.get("CONFERENCE", "").strip() or (conferences[0] if conferences else "")
    if conference not in conferences:
        sys.exit(f"{conference or 'nothing'} is not a conference; CONFERENCE is one of: {', '.join(conferences)}")
    print("\n".join(fill(conference, given(path, os.environ.get("ZONE", "").strip()))))


if __name__ == "__main__":
    main()
