"""Read a schedule that is a table, CSV.

Its heads mean keys of a talk's front matter (`columns` in words.yml); speakers have semicolons between, or commas between full names. A fact
that is in doubt is left out: a start or an end that may be before or after noon, a duration that may be of hours, a track, which may be a topic.
"""

import csv
import io
import re
from collections import Counter

from tools.days import WORDS
from tools.schedule_formats import OFF, NotASchedule, Rows, text

CLOCK = re.compile(r"(?P<hour>\d?\d)(?:[:.h](?P<minute>[0-5]\d)(?::\d\d)?)?\s*(?:(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)


def table(source: str) -> Rows:
    """Its columns of other heads are `unused` in its rows, if titles and speakers make it a table of talks; else it is refused."""
    reader = csv.DictReader(io.StringIO(source), delimiter=max(",;\t", key=source.partition("\n")[0].count))
    known = Counter(text(head).lower() for head in reader.fieldnames or [])
    cells = []
    for row in reader:
        if more := [cell for cell in row.pop(None, []) if cell]:
            fix = "write quotes around a cell that holds commas"
            raise NotASchedule(f"has more cells than the first line, such as {more[-1]}; {fix}", reader.line_num)
        cells.append({text(head).lower(): cell for head, cell in row.items()} | {"line": reader.line_num})
    if twice := [head for head, count in known.items() if head and count > 1]:
        raise NotASchedule(f"has two columns {twice[0]}; rename or remove one")
    heads = [head for head in known if head]
    columns = columns_of(heads)
    unused = [head for head in heads if head not in columns.values()]
    if "title" not in columns or (unused and "speakers" not in columns):
        wrong = f" (this has {', '.join(sorted(unused))[:80]})" if unused else ""
        known = ", ".join(key for key in WORDS["columns"] if key != "title")
        raise NotASchedule(f"is not in a known format; the first line of a CSV has title, and any of {known}{wrong}")
    rows = [
        {key: text(row[head]) if key != "speakers" else row[head] or "" for key, head in columns.items()} | {"line": row["line"]}
        for row in cells
    ]
    for row in rows:
        names = [name for name in re.split(r"[;\n]", row.get("speakers", "")) if name.strip()]
        row["speakers"] = names if len(names) < 2 else [{"name": name} for name in names]  # only commas without semicolons part names
        row["left_out"] = []
        if row.get("date"):
            take_times(row)
        row["duration"] = re.sub(r"^(\d?\d:\d\d):00$", r"\1", row.get("duration", ""))
    timeless = []
    for key in [key for key in ("starts", "ends") if key in columns]:
        lost = [row for row in rows if not row.get("date") and times_of_day(row[key])]
        timeless += [f"the column {columns[key]}, where a date is missing"] if lost else []
        for row in lost:
            row[key] = ""
    held = [row for row in rows if row.get("type", "").upper() not in OFF]
    return "", [row | {"unused": [*(f"the column {head}" for head in unused), *timeless]} for row in held]


def columns_of(heads: list[str]) -> dict[str, str]:
    """Return the head that means each key, if only one does."""
    plain = {head: " ".join(re.findall(r"[^\W_]+", head)) for head in heads}
    found = {}
    for key, lines in WORDS["columns"].items():
        named = [[head for head in heads if re.fullmatch(line, plain[head])] for line in lines.splitlines()]
        named = [same for same in named if same]
        if named and len(named[0]) == 1:
            found[key] = named[0][0]
    return found


def times_of_day(words: str) -> list[str]:
    """Return the times in words such as `9:30`, `9 am` or `9:30-10:15` as HH:MM; none if they are in doubt, as with `pm` at one end only."""
    found = [CLOCK.fullmatch(part.strip()) for part in re.split("[-–—]", words)]
    if not all(found) or len(found) > 2 or len({bool(time["half"]) for time in found}) > 1:
        return []
    times = []
    for time in found:
        hour, half = int(time["hour"]), (time["half"] or "").lower()
        if hour > 23 or (half and not 0 < hour < 13) or not (half or time["minute"]):
            return []
        times.append(f"{hour % 12 + 12 * (half == 'p') if half else hour:02}:{time['minute'] or '00'}")
    return times


def take_times(row: dict) -> None:
    """Put the times of day of a row on its date; those that are no such times, and no dates with times, are left out."""
    for key, name in (("starts", "start"), ("ends", "end")):
        words = row.get(key) or ""
        if not words or re.match(r"\d{4}-", words):
            continue
        times = times_of_day(words)
        if not times or (key == "ends" and len(times) > 1):
            row[key] = ""
            row["left_out"].append(f"the {name} {words}")
            continue
        row[key] = f"{row['date'][:10]}T{times[0]}"
        if len(times) > 1 and not row.get("ends"):
            row["ends"] = times[1]
