"""Read the site's content from the text of its pages, once a build."""

from collections.abc import Mapping
from typing import TypeVar

from hooks import front_matter
from hooks.front_matter import PATHS, Malformed, kind_of
from hooks.model import AllNotes, Conference, Day, Page, Site, Talk

Kind = TypeVar("Kind", bound=Page)


def read(sources: Mapping[str, str]) -> Site:
    """Return the site that `sources` (path below docs/ to file content) describe."""
    pages = {path: page(path, text) for path, text in sources.items()}
    conferences: dict[str, Conference] = {}
    days: dict[tuple[str, int], Day] = {}

    def conference_of(name: str) -> Conference:
        path = f"{name}/index.md"
        if name not in conferences:
            given = pages.get(path)
            conferences[name] = made(Conference, given, path)
            if not given:
                conferences[name].problems.append((1, "is missing; write it, with a `title`, to name the conference"))
            notes = f"{name}/all-notes.md"
            conferences[name].all_notes = made(AllNotes, pages.get(notes), notes, conference=conferences[name])
        return conferences[name]

    def day_of(name: str, number: int) -> Day:
        path = f"{name}/day-{number}/index.md"
        if (name, number) not in days:
            days[name, number] = made(Day, pages.get(path), path, conference=conference_of(name), number=number)
            conference_of(name).days.append(days[name, number])
        return days[name, number]

    for path in sorted(pages):
        kind = kind_of(path)
        if kind in ("conference", "all notes"):
            conference_of(path.partition("/")[0])
        elif kind in ("day", "talk"):
            found = PATHS[kind].fullmatch(path)
            day = day_of(found["conference"], int(found["day"]))
            if kind == "talk":
                day.talks.append(made(Talk, pages[path], path, day=day))
    for day in days.values():
        day.talks = in_order(day.talks)
    for conference in conferences.values():
        conference.days.sort(key=lambda day: day.number)
        for known in (conference, conference.all_notes, *conference.days, *conference.talks):
            pages[known.path] = known
    return Site(conferences=sorted(conferences.values(), key=newest_first), pages=pages)


def page(path: str, text: str) -> Page:
    """Return the page of a file, as far as it can be read, with its problems."""
    kind = kind_of(path)
    _, notes = front_matter.split(text)
    if kind is None:
        problem = "is not where pages live; move it to conference/day-N/talk.md (lower-case letters, digits, hyphens)"
        return Page(path=path, notes=notes, problems=[(1, problem)])
    try:
        meta, lines = front_matter.parse(text)
    except Malformed as error:
        return Page(path=path, notes=notes, problems=[(error.line, str(error))])
    wrong = list(front_matter.problems(kind, meta, lines))
    good = {key: value for key, value in meta.items() if value is not None and key not in {key for key, _, _ in wrong}}
    return Page(path=path, meta=good, notes=notes, lines=lines, problems=[(line, problem) for _, line, problem in wrong])


def made(kind: type[Kind], given: Page | None, path: str, **more: object) -> Kind:
    """Return a page as an instance of `kind`; without a file, as a generated page."""
    if given is None:
        return kind(path=path, written=False, **more)
    return kind(path=path, meta=given.meta, notes=given.notes, lines=given.lines, problems=given.problems, **more)


def in_order(talks: list[Talk]) -> list[Talk]:
    """Return a day's talks ordered by `order` and file name; talks with a time are then sorted by time among their own places."""
    row = sorted(talks, key=lambda talk: (talk.meta.get("order", float("inf")), talk.path))
    timed = iter(sorted((talk for talk in row if talk.starts), key=lambda talk: talk.starts))
    return [next(timed) if talk.starts else talk for talk in row]


def newest_first(conference: Conference) -> tuple[bool, float, str]:
    """Sort key: a conference without dates is still being written, so it comes first."""
    return (bool(conference.dates), -conference.dates[1].toordinal() if conference.dates else 0, conference.name)
