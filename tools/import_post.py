"""Turn a post of notes, a schedule, or both into a conference: a page for each day and each talk.

In, from the environment: POST, a Markdown file; SCHEDULE, a file for tools/schedules.py; DAY, the day of the post;
LEVEL, the level of its talks' headings; BASE, the base URL of its links; CONFERENCE, the folder of an existing one,
or the title of a new one; ZONE; DRY=1 writes nothing. The outline is printed first. If the post has a problem,
nothing is written.
"""

import os
import shutil
import sys
from pathlib import Path

from tools import bodies, facts, schedules, titles
from tools import outline as outlines
from tools import post as posts
from tools.days import date_of
from tools.new_talk import DOCS, slug_of
from tools.outline import Day, Heading, Outline, Talk
from tools.pages import front, pages, redirected, redirects

CONFIG = Path("mkdocs.yml")


def counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def summary(outline: Outline) -> str:
    """Return the outline of the post as text, for the author to check."""
    lines = [f"{outline.title}: {counted(len(outline.talks), 'talk')} on {counted(len(outline.days), 'day')}"]
    for number, day in sorted(outline.days.items()):
        lines.append(
            f"  Day {number}"
            + (f" (“{day.words}”)" if day.words and day.words != f"Day {number}" else "")
            + (f", {day.date}" if day.date else "")
            + (", with text of its own" if day.text else "")
        )
        for talk in outline.talks:
            if talk.day == number:
                speakers = ", ".join(speaker["name"] for speaker in talk.facts.get("speakers", []))
                more = ", ".join(key for key in talk.facts if key != "speakers")
                lines.append(f"    {talk.title}" + (f" — {speakers}" if speakers else "") + (f" [{more}]" if more else ""))
    lines += [f"  Text of the conference: {', '.join(outline.kept)}"] if outline.kept else []
    lines += [f"  Left out: {', '.join(outline.left_out)}"] if outline.left_out else []
    return "\n".join(lines)


def from_schedule(schedule: schedules.Schedule) -> Outline:
    """Return a schedule as an outline, with pages that have no notes yet."""
    dates = sorted({event.day for event in schedule.events if event.day})
    outline = Outline(schedule.title, days={number: Day(number, date=day) for number, day in enumerate(dates, 1)} or {1: Day(1)})
    for event in schedule.events:
        day = dates.index(event.day) + 1 if event.day else 1
        outline.talks.append(Talk(Heading(0, 0, 0, event.title, event.title, []), "", 1, day, event.title, facts=event.facts()))
    return outline


def number(name: str, most: int) -> int | None:
    given = os.environ.get(name, "").strip()
    if given and not (given.isdigit() and int(given) <= most):
        sys.exit(f"{name}={given} is not a number from 0 to {most}; give one")
    return int(given) if given else None


def main() -> None:
    given = {name: os.environ.get(name, "").strip() for name in ("POST", "SCHEDULE", "CONFERENCE", "BASE", "ZONE", "DRY")}
    if not given["POST"] and not given["SCHEDULE"]:
        sys.exit("POST is missing; give a file as POST=…, or a schedule as SCHEDULE=…")
    level, day = number("LEVEL", 6), number("DAY", 99)
    schedule = schedules.given(given["SCHEDULE"], given["ZONE"]) if given["SCHEDULE"] else None
    post = posts.read(Path(given["POST"])) if given["POST"] else posts.Post(Path(given["SCHEDULE"]))
    if post.problems:
        sys.exit("\n".join([*post.problems, "Nothing was written."]))
    outline = outlines.understand(post, level, day) if given["POST"] else from_schedule(schedule)
    base = given["BASE"] or post.string("canonical_url")
    place = bodies.Place(post.path.parent, base if base.startswith("http") else "")
    if given["POST"]:
        addresses = {to: place.whole(to) for talk in outline.talks for _, to in titles.take_links(talk.heading.tokens)}
        titles.read(outline, post.text, addresses)
        if schedule:
            facts.place(outline, schedule)
    only = next(iter(outline.days.values())) if len(outline.days) == 1 else None
    published = date_of(post.string("date")[:10])
    if only and published and not only.date and (day or outline.one_day):
        only.date = published
        post.note(post.lines.get("date", 1), f"the post's date is taken as that of day {only.number}; correct it if it was published later")
    elif post.string("date") and not (only and only.date):
        post.note(post.lines.get("date", 1), "`date` is the day of publication, and not used; write `date` into a day's index.md")
    joined = given["CONFERENCE"] if (DOCS / given["CONFERENCE"] / "index.md").is_file() and given["CONFERENCE"] else ""
    outline.title = given["CONFERENCE"] if given["CONFERENCE"] and not joined else outline.title
    folder = joined or slug_of(outline.title) or f"conference-{slug_of(post.path.stem) or 1}"
    here = DOCS / folder
    if (
        (here / "index.md").is_file()
        and not joined
        and day is None
        and set(outline.days) & {int(path.name[4:]) for path in here.glob("day-*") if path.name[4:].isdigit()}
    ):
        fix = "give DAY=… to add this post to it, CONFERENCE=… for another title, or remove that"
        post.problem(1, f"{here} is there already; {fix if given['POST'] else 'run make facts to add to it'}")
    elif (here.exists() and not (here / "index.md").is_file()) or here.with_suffix(".md").exists():
        post.problem(1, f"{here} is not a conference, and this would replace it; give another title as CONFERENCE=…")
    elif joined or (here / "index.md").is_file():
        twins = [
            talk
            for talk in outline.talks
            if any(
                facts.folded(str(facts.keys_of(path)[0].get("title"))) == facts.folded(talk.title)
                for path in here.glob(f"day-{talk.day}/*.md")
            )
        ]
        if twins and len(twins) == len(outline.talks):
            post.problem(1, f"all of its talks are in {here} already; remove them there to import them again")
    if given["POST"] or not post.problems:
        print(summary(outline))
    if post.problems and given["DRY"] and outline.talks:
        print("\n".join([*post.problems, "Nothing was written, as DRY is set."]))
        return
    if post.problems:
        sys.exit("\n".join([*post.problems, "Nothing was written."]))
    made = pages(post, outline, folder, place)
    config = CONFIG.read_text(encoding="utf-8")
    moves = redirects(post, config, folder)
    days = {f"{folder}/day-{number}/index.md" for number in outline.days} | {
        f"{folder}/{path.name}/index.md" for path in here.glob("day-*")
    }
    moves = {old: new if new in days else f"{folder}/index.md" for old, new in moves.items()}
    for new in {*moves.values()} - {*made}:
        if not (DOCS / new).exists():  # the redirects plugin knows only pages with a file
            made[new] = front(title=f"Day {new.split('/')[1][4:]}")
    if given["DRY"]:
        print("\n".join([*post.notes, "Nothing was written, as DRY is set."]))
        return
    for path, page in made.items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(page, encoding="utf-8")
    for path, file in place.images.items():
        shutil.copyfile(file, DOCS / path)
    if moves:
        CONFIG.write_text(redirected(config, moves), encoding="utf-8")
    print(
        "\n".join(
            [
                *post.notes,
                f"docs/{folder}: {len(made)} pages are written, {len(place.images)} images copied, {len(moves)} old addresses lead there.",
            ]
        )
    )
    print("Next: make serve shows them; make build checks them.")
    if schedule and given["POST"]:
        print("\n".join(facts.fill(folder, schedule)))
    elif schedule and schedule.left_out:
        print(f"Left out of the schedule: {'; '.join(schedule.left_out)}")


if __name__ == "__main__":
    main()
