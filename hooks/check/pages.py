"""Check the front matter of each page, and faults between pages, such as a description that occurs twice."""

from collections.abc import Iterator

from hooks.model import Conference, Site, Talk


def faults(site: Site) -> Iterator[tuple[str, int, str]]:
    """Yield each fault as (path below docs/, line, problem with its fix)."""
    for page in site.pages.values():
        for line, problem in page.problems:
            yield page.path, line, problem
        if (twin := page.path.replace("/index.md", ".md")) in site.pages and twin != page.path:
            yield page.path, 1, f"would be published at the address of {twin}; rename the folder"
    for talk in site.talks:
        yield from faults_of_talk(talk, site)
    for conference in site.conferences:
        yield from faults_of_dates(conference)
        gone = {f"{conference.name}/{entry['talk']}.md" for entry in conference.corrections} - {*site.pages}
        for path in sorted(gone):
            yield (
                conference.path,
                conference.line("corrections"),
                f"`corrections` names {path}, which does not exist; write where it is now",
            )
    yield from repeated(site)


def faults_of_talk(talk: Talk, site: Site) -> Iterator[tuple[str, int, str]]:
    if unknown := [topic for topic in talk.topics if topic not in site.topics]:
        yield talk.path, talk.line("tags"), f"`tags` has the unknown topic {', '.join(unknown)}; use one of docs/topics.md, or add it there"
    if talk.ends and not talk.starts:
        yield talk.path, talk.line("ends"), "`ends` has no `starts`; add it, or leave both out"
    elif talk.ends:
        if talk.ends <= talk.starts:
            yield talk.path, talk.line("ends"), "`ends` is not after `starts`; correct one of them"
        elif talk.ends.utcoffset() != talk.starts.utcoffset():
            yield talk.path, talk.line("ends"), "`ends` has another UTC offset than `starts`; write both in local time"
        elif talk.ends.date() != talk.starts.date():
            yield talk.path, talk.line("ends"), "`ends` is on another day than `starts`; correct one of them"


def faults_of_dates(conference: Conference) -> Iterator[tuple[str, int, str]]:
    first, last = conference.meta.get("starts"), conference.meta.get("ends")
    if first and last and last < first:
        yield conference.path, conference.line("ends"), "`ends` is before `starts`; correct one of them"
    previous = None
    for day in conference.days:
        if day.date and ((first and day.date < first) or (last and day.date > last)):
            key = "starts" if first and day.date < first else "ends"
            yield (
                conference.path,
                conference.line(key),
                f"day {day.number} is on {day.date}, outside of `starts` and `ends`; correct the dates",
            )
        for talk in day.talks:
            if talk.starts and talk.starts.date() != day.date:
                problem = f"`starts` is on {talk.starts.date()}, but day {day.number} is {day.date}; correct the date, or move the file"
                yield talk.path, talk.line("starts"), problem
        if day.date and previous and day.date <= previous:
            dated = next((talk for talk in day.talks if talk.starts and talk.starts.date() == day.date), None)
            place = (day.path, day.line("date")) if "date" in day.meta or not dated else (dated.path, dated.line("starts"))
            yield *place, f"day {day.number} is {day.date}, not after the day before it; correct the dates"
        previous = day.date or previous


def repeated(site: Site) -> Iterator[tuple[str, int, str]]:
    """Yield descriptions that occur twice in the site, and titles that occur twice on a day, which readers could not distinguish."""
    seen: dict[tuple[str, str, str], str] = {}
    for page in site.pages.values():
        within = page.day.path if isinstance(page, Talk) else None
        for key, value, place in (("description", page.description, ""), ("title", page.title if within else None, within)):
            if value:
                first = seen.setdefault((key, place, value.casefold()), page.path)
                if first != page.path:
                    yield page.path, page.line(key), f"`{key}` is that of {first} too; give each its own"
