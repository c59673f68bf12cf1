"""Write the pages of a conference from the outline of a post, and redirect the post's old addresses to them."""

import re
from collections.abc import Iterable

from hooks import front_matter
from hooks.addresses import address
from hooks.check.config import SOURCE
from hooks.model import Day, Talk
from tools import bodies
from tools import post as posts
from tools.days import day_of, pattern
from tools.docs import DOCS, entry, slug_of
from tools.facts import added, as_event, compared, folded, pairs
from tools.headings import Heading
from tools.outline import Day as DayOfPost
from tools.outline import Outline
from tools.post import matches
from tools.schedules import Event


def redirects(post: posts.Post, config: str, folder: str, days: set[int]) -> dict[str, str]:
    """Return redirects from the post's old addresses to the new pages, as entries of the map; report the other addresses as notes."""
    published = {address(path.relative_to(DOCS).as_posix()) for path in DOCS.rglob("*.md")}
    olds = post.strings("aliases", "redirect_from", "url", "permalink")
    section = re.search(r"(?:^|/)content/((?:[\w-]+/)*)", post.path.absolute().as_posix())
    if section and post.string("slug") and not post.string("url", "permalink"):
        olds.append((post.lines.get("slug", 1), f"/{section[1]}{post.string('slug').strip('/')}/"))
    moves: dict[str, str] = {}
    for line, old in olds:
        path = re.sub(r"^https?://[^/]+", "", old).strip("/")
        source = f"{re.sub(r'(/?index)?[.]html?$', '', path)}.md"
        if address(source) == f"{folder}/":
            continue  # the new page has this address
        free = SOURCE.fullmatch(source) and address(source) not in published and f" {source}:" not in config
        if re.search(r"\{|:\w", old) or not free or "redirect_maps:" not in config:
            post.note(line, f"the old address {old} leads nowhere; add it to redirect_maps in mkdocs.yml, if it can be a page of this site")
            continue
        day = re.search(r"day-?(\d+)/?$", old)
        moves[source] = f"{folder}/day-{day[1]}/index.md" if day and int(day[1]) in days else f"{folder}/index.md"
    return moves


def titles_of(days: Iterable[list[Talk]]) -> set[tuple[int, str]]:
    return {(talk.day.number, folded(talk.title)) for talks in days for talk in talks}


def front(**keys: object) -> str:
    """Return front matter with the keys that have a value."""
    return "".join(["---\n", *(entry(key, value) for key, value in keys.items() if value not in (None, "", [])), "---\n"])


def waiting(talks: list[Heading], days: list[Day], any_day: bool) -> dict[int, Talk]:
    """Return the talks of a conference that wait for notes, each by the place of its talk in the post, which is alike in title.

    They are of the same day; or of `any_day`, which then becomes that of the talk in the post.
    """
    found = {}
    for group in [days] if any_day else [[day] for day in days]:
        row = [(at, folded(talk.title)) for at, talk in enumerate(talks) if any_day or talk.day == group[0].number]
        here = list({title: at for at, title in reversed(row)}.values())  # the first of equal titles
        empty = {talk.title: talk for day in group for talk in day.talks if talk.lines and not talk.notes.strip()}
        matches = pairs([Event(talks[at].title, None, talks[at].facts) for at in here], [*map(as_event, empty.values())])
        found |= {here[at]: empty[event.title] for at, event in matches.items()}
    for at, talk in found.items():
        talks[at].day = talk.day.number
    return found


def named(talks: list[Heading], folder: str, titles: set[tuple[int, str]], known: dict[int, Talk]) -> list[str]:
    """Return the path of each talk's page: of a `known` one, or else a new one; number titles that are on a day twice, or in `titles` (day, folded)."""
    taken, seen, paths = {path.stem for path in (DOCS / folder).glob("day-*/*.md")}, set(titles), []
    for at, talk in enumerate(talks):
        if at in known:
            paths.append(known[at].path)
            continue
        if front_matter.one_line(talk.title):  # such as “???”
            talk.lead, talk.title = f"{talk.title} {talk.lead}".strip(), f"Talk {at + 1}"
        name = slug_of(talk.title)
        if not front_matter.PATHS["talk"].fullmatch(f"conference/day-1/{name}.md"):
            name = f"talk-{talk.day}-{sum(other.day == talk.day for other in talks[: at + 1])}"
        names = [name, *(f"{name[:96]}-{again}" for again in range(2, len(taken) + 3))]
        wordings = [talk.title, *(f"{talk.title} ({again})" for again in range(2, len(seen) + 3))]
        taken.add(name := next(name for name in names if name not in taken))
        talk.title = next(title for title in wordings if (talk.day, folded(title)) not in seen)
        seen.add((talk.day, folded(talk.title)))
        paths.append(f"{folder}/day-{talk.day}/{name}.md")
    return paths


def written(post: posts.Post, outline: Outline, folder: str, place: bodies.Place, days: list[Day], any_day: bool) -> dict[str, str]:
    """Return the pages of an outline, path below docs/ to text; `days` are those of the conference that is there, as for `waiting`."""
    known, titles = waiting(outline.talks, days, any_day), titles_of(day.talks for day in days)
    outline.days = {talk.day: DayOfPost(talk.day) for talk in outline.talks} | outline.days
    words = [talk.title for talk in outline.talks]
    paths = named(outline.talks, folder, titles, known)
    for talk, before in zip(outline.talks, words, strict=True):
        if talk.title != before and (talk.day, folded(before)) in titles:
            post.note(
                talk.line + 1, f"“{before}” has a page already, so this is “{talk.title}”; give it a title of its own, or join the two"
            )
    for talk, path in zip(outline.talks, paths, strict=True):
        own = re.search(r"\{#([\w-]+)", talk.source)
        anchors = [bodies.slug(talk.source), bodies.slug(talk.words), *([own[1].lower()] if own else [])]
        place.anchors |= dict.fromkeys(anchors, path)
    for day in outline.days.values():
        place.anchors.setdefault(bodies.slug(day.words), f"{folder}/day-{day.number}/index.md")
    # Also those that follow a line of text, as other readers of Markdown take them.
    definitions = "\n\n".join(found[0] for found in matches(pattern("definition", re.MULTILINE), post.text))
    bodies.parser().parse(definitions, place.definitions)
    _, footnotes = bodies.apart(post.text)
    for mark in footnotes:
        if post.text.count(mark) == 1:
            post.note(post.text[: post.text.index(mark)].count("\n") + 1, f"nothing refers to the footnote {mark}, so it is left out")

    rows = [(line, re.findall(r"\w+", row)[:3]) for line, row in enumerate(post.text.split("\n"), 1)]

    def as_code(words: str, first: int) -> None:
        start = re.findall(r"\w+", words)
        line = next((line for line, row in rows if line >= first and row and row == start[: len(row)]), first)
        post.note(line, f"“{words}” would look different on this site, so the page shows its source; write it with plainer Markdown")

    def text(parts: list[tuple[int, str]], page: str) -> str:
        full = [(first, f"{bodies.with_footnotes(words, footnotes)}\n\n") for first, words in parts]
        texts = [bodies.written(words, page, place, post.note, first) for first, words in full]
        joined = bodies.readable("\n\n".join(filter(str.strip, texts)), page, lambda words: as_code(words, parts[0][0]))
        return f"\n{joined}\n" if joined else ""

    made: dict[str, str] = {}
    index = f"{folder}/index.md"
    begin = list({words: (line, words) for line, words in post.strings("description", "summary", "subtitle")}.values())
    if (DOCS / index).exists():
        outline.days[min(outline.days)].text[:0] = outline.text
    else:
        sentence = begin.pop(0)[1] if begin and not front_matter.sentence(begin[0][1]) else ""
        made[index] = front(title=outline.title, description=sentence) + text([*begin, *outline.text], index)
    for number, day in sorted(outline.days.items()):
        path = f"{folder}/day-{number}/index.md"
        old = (DOCS / path).read_text(encoding="utf-8").rstrip("\n") + "\n" if (DOCS / path).exists() else ""
        title = "" if day_of(day.words) == number and not re.search(r"\d\W+\w", day.words) else day.words
        if day.text or (not old and (title or day.date)):
            made[path] = (old or front(title=title or ("" if day.date else f"Day {number}"), date=day.date)) + text(day.text, path)
        before = len([*(DOCS / folder / f"day-{number}").glob("*.md")])
        row = [(talk, path, known.get(at)) for at, (talk, path) in enumerate(zip(outline.talks, paths, strict=True)) if talk.day == number]
        for place_in_day, (talk, path, there) in enumerate(row, before + 1):
            lead = [(talk.line + 1, f"*{talk.lead}*")] if talk.lead else []
            if there:
                new, differences = compared(there, Event(there.title, there.date, talk.facts), there.date, "the post")
                page, problem = added(DOCS / path, new, there.lines)
                head = page.rstrip("\n") + "\n"
                post.notes += differences + problem
            else:
                head = front(title=talk.title, order=None if talk.facts.get("starts") else place_in_day, **talk.facts)
            made[path] = head + text([*lead, (talk.end + 1, talk.text)], path)
    return made
