"""Turn a post of notes, a schedule, or both into a conference: a page for each day and each talk.

In, from the environment: POST, a Markdown file; SCHEDULE, a file for tools/schedules.py; DAY, the day of the post;
LEVEL, the level of its talks' headings; BASE, the base URL of its links; CONFERENCE, the folder of an existing one,
or the title of a new one; ZONE; DRY=1 writes nothing. The outline is printed first. If the post has a problem,
nothing is written.
"""

import os
import re
import shutil
import sys
from pathlib import Path

from hooks import load
from tools import bodies, facts, pages, schedules, titles
from tools import outline as outlines
from tools import post as posts
from tools.days import date_of
from tools.docs import DOCS, slug_of, write, written
from tools.facts import folded
from tools.headings import Heading
from tools.outline import Day, Outline

CONFIG = Path("mkdocs.yml")


def summary(outline: Outline) -> str:
    """Return the outline of the post as text, for the author to check."""
    lines = [f"{outline.title}: talks {len(outline.talks)}, days {len(outline.days)}"]
    for number, day in sorted(outline.days.items()):
        own = f"“{day.words}”" if day.words not in ("", f"Day {number}") else ""
        lines.append("  " + ", ".join(filter(None, [f"Day {number}", own, str(day.date or ""), day.text and "text of its own"])))
        for talk in [talk for talk in outline.talks if talk.day == number]:
            speakers = ", ".join(speaker["name"] for speaker in talk.facts.get("speakers", []))
            more = ", ".join(key for key in talk.facts if key != "speakers")
            lines.append(f"    {talk.title}{f' — {speakers}' if speakers else ''}{f' [{more}]' if more else ''}")
    lines += [f"  Text of the conference: {', '.join(outline.kept)}"] if outline.kept else []
    lines += [f"  Left out: {', '.join(outline.left_out)}"] if outline.left_out else []
    return "\n".join(lines)


def from_schedule(schedule: schedules.Schedule) -> Outline:
    """Return a schedule as an outline, with pages that have no notes yet."""
    outline = Outline(schedule.title, days={number: Day(number, date=day) for number, day in enumerate(schedule.dates, 1)} or {1: Day(1)})
    for event in schedule.events:
        day = schedule.dates.index(event.day) + 1 if event.day else 1
        outline.talks.append(Heading(0, 0, 0, event.title, event.title, [], day=day, title=event.title, facts=event.facts))
    return outline


def number(name: str, most: int) -> int | None:
    given = os.environ.get(name, "").strip()
    if given and not (given.isdecimal() and int(given) <= most):
        sys.exit(f"{name}={given} is not a number from 0 to {most}; give one")
    return int(given) if given else None


def take_date(post: posts.Post, outline: Outline, one_day: bool) -> None:
    """Date the post's only day by the post's own date, if nothing else does."""
    days, words = [*outline.days.values()], "`date` is the day of publication, and not used; write `date` into a day's index.md"
    if not post.string("date") or (len(days) == 1 and days[0].date):
        return
    if len(days) == 1 and one_day and (published := date_of(post.string("date")[:10])):
        days[0].date = published
        words = f"day {days[0].number} got the post's date; correct the day's `date` if the post was published later"
    post.note(post.lines.get("date", 1), words)


def main() -> None:
    given = {name: os.environ.get(name, "").strip() for name in ("POST", "SCHEDULE", "CONFERENCE", "BASE", "ZONE", "DRY")}
    if not given["POST"] and not given["SCHEDULE"]:
        sys.exit("POST is missing; give a file as POST=…, or a schedule as SCHEDULE=…")
    level, day = number("LEVEL", 6), number("DAY", 99)
    schedule = schedules.given(given["SCHEDULE"], given["ZONE"]) if given["SCHEDULE"] else None
    post = posts.read(Path(given["POST"])) if given["POST"] else posts.Post(Path(given["SCHEDULE"]), "schedule", notes=schedule.notes)
    base = given["BASE"] or post.string("canonical_url")
    place = bodies.Place(post.path.parent, base if base.startswith("http") else "")
    outline = outlines.understand(post, level, day) if given["POST"] else from_schedule(schedule)
    if given["POST"]:
        titles.read(outline.talks, post.text, place, post.note)
        if schedule:
            facts.place(outline, schedule)
        take_date(post, outline, bool(day or outline.one_day))
    conferences = {conference.name: conference for conference in load.read(written()).conferences if conference.written}
    joined = given["CONFERENCE"] in conferences
    outline.title = outline.title if joined else given["CONFERENCE"] or outline.title
    folder = given["CONFERENCE"] if joined else slug_of(outline.title) or f"conference-{slug_of(post.path.stem) or 1}"
    here, there = DOCS / folder, conferences.get(folder)
    known = there.days if there else []
    days_there, noted = {day.number for day in known}, pages.titles_of([talk for talk in day.talks if talk.notes.strip()] for day in known)
    if there and not joined and day is None and {*outline.days} & days_there:
        fix = f"give DAY=… or CONFERENCE={folder} to add this post to it, CONFERENCE=… for another title, or remove {here}"
        post.problem(1, f"{here} is there already; {fix if given['POST'] else 'run make facts to add to it'}")
    elif not there and (here.exists() or here.with_suffix(".md").exists()):
        post.problem(1, f"{here} is not a conference, and this would replace it; give another title as CONFERENCE=…")
    elif there and outline.talks and {(talk.day, folded(talk.title)) for talk in outline.talks} <= noted:
        post.problem(1, f"all of its talks are in {here} already; remove them there to import them again")
    any_day = day is None and len(outline.days) == 1 and not outline.one_day and not next(iter(outline.days.values())).words
    print(summary(outline))
    if post.problems:
        sys.exit("\n".join([*post.problems, "Nothing was written."]))
    made = pages.written(post, outline, folder, place, known, any_day)
    config = CONFIG.read_text(encoding="utf-8")
    moves = pages.redirects(post, config, folder, {*outline.days} | days_there)
    if given["DRY"] not in ("", "0"):
        print("\n".join([*post.notes, "Nothing was written, as DRY is set."]))
        return
    write(made)
    for path, file in place.images.items():
        shutil.copyfile(file, DOCS / path)
    for old, to in reversed(moves.items()):
        config = re.sub(r"^( *)(redirect_maps:)(?: {})?(.*\n)", rf"\1\2\3\1  {old}: {to}\n", config, count=1, flags=re.MULTILINE)
    CONFIG.write_text(config, encoding="utf-8")
    print("\n".join([*post.notes, f"docs/{folder}: pages {len(made)}, images {len(place.images)}, redirects {len(moves)}."]))
    print("Next: make serve shows them; make build checks them.")
    if schedule and given["POST"]:
        conference = next(conference for conference in load.read(written()).conferences if conference.name == folder)
        print("\n".join(facts.fill(conference, schedule)))


if __name__ == "__main__":
    main()
