"""Read the site's content from the text of its pages, once a build."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeVar

from hooks import front_matter
from hooks.front_matter import PATHS, Malformed, kind_of
from hooks.model import AllNotes, Conference, Day, Page, Site, Talk

Kind = TypeVar("Kind", bound=Page)


def read(sources: Mapping[str, str]) -> Site:
    """Return the site that `sources` (path below docs/ to file content) describe."""
    pages = {path: page(path, text) for path, text in sources.items()}
    of_conferences = [path for path in sorted(pages) if kind_of(path) not in ("page", None)]
    conferences = [conference(name, paths, pages) for name, paths in groupby(of_conferences, lambda path: path.partition("/")[0])]
    for known in conferences:
        pages |= {page.path: page for page in (known, known.all_notes, *known.days, *known.talks)}
    return Site(conferences=sorted(conferences, key=newest_first), pages=pages)


def conference(name: str, paths: Iterable[str], pages: Mapping[str, Page]) -> Conference:
    """Return a conference, given its folder and the paths of its pages."""
    made = typed(Conference, f"{name}/index.md", pages)
    if not made.written:
        made.problems.append((1, "is missing; write it, with a `title`, to name the conference"))
    made.all_notes = typed(AllNotes, f"{name}/all-notes.md", pages, conference=made)
    days: dict[int, list[str]] = defaultdict(list)
    for path in paths:
        if found := PATHS["day"].fullmatch(path) or PATHS["talk"].fullmatch(path):
            days[int(found["day"])].append(path)
    for number, of_day in sorted(days.items()):
        day = typed(Day, f"{name}/day-{number}/index.md", pages, conference=made, number=number)
        day.talks = in_order([typed(Talk, path, pages, day=day) for path in of_day if path != day.path])
        made.days.append(day)
    return made


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


def typed(kind: type[Kind], path: str, pages: Mapping[str, Page], **more: object) -> Kind:
    """Return the page at a path as an instance of `kind`; without a file, as a generated page."""
    if not (given := pages.get(path)):
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
