"""Write the pages of a conference from the outline of a post, and redirect the post's old addresses to them."""

import re

from hooks import front_matter
from hooks.check.redirects import SOURCE, address
from tools import bodies, facts
from tools import post as posts
from tools.days import day_of
from tools.new_talk import DOCS, slug_of
from tools.outline import Outline


def old_addresses(post: posts.Post) -> list[tuple[int, str]]:
    """Return the addresses at which a post was published, if it names them, each with its line."""
    found = post.strings("aliases", "redirect_from", "url", "permalink")
    section = re.search(r"(?:^|/)content/((?:[\w-]+/)*)", post.path.absolute().as_posix())
    if (given := post.string("slug")) and not post.string("url", "permalink") and section:
        found.append((post.lines.get("slug", 1), f"/{section[1]}{given.strip('/')}/"))
    return found


def source(old: str) -> str:
    """Return the file of an old address in the redirect map."""
    path = re.sub(r"^https?://[^/]+", "", old).strip("/")
    return f"{re.sub(r'(/?index)?[.]html?$', '', path)}.md"


def redirects(post: posts.Post, config: str, folder: str) -> dict[str, str]:
    """Return redirects from the old addresses to the new pages, as entries of the map; the notes of `post` name the others."""
    published = {address(path.relative_to(DOCS).as_posix()) for path in DOCS.rglob("*.md")}
    moves: dict[str, str] = {}
    for line, old in old_addresses(post):
        if (
            re.search(r"\{|:\w", old)
            or not SOURCE.fullmatch(source(old))
            or address(source(old)) in published
            or f" {source(old)}:" in config
        ):
            post.note(line, f"the old address {old} leads nowhere; add it to redirect_maps in mkdocs.yml, if it can be a page of this site")
            continue
        day = re.search(r"day-?(\d+)/?$", old)
        moves[source(old)] = f"{folder}/day-{day[1]}/index.md" if day else f"{folder}/index.md"
    return moves


def front(**keys: object) -> str:
    """Return front matter with the keys that have a value."""
    lines = [facts.entry(key, value) for key, value in keys.items() if value not in (None, "", [])]
    return "".join(["---\n", *lines, "---\n"])


def named(outline: Outline, folder: str) -> dict[int, str]:
    """Return the path of each talk's page, by the talk's position, and number titles that occur twice on a day."""
    taken = {path.stem for path in (DOCS / folder).glob("day-*/*.md")}
    seen = {(path.parent.name, facts.folded(str(facts.keys_of(path)[0].get("title")))) for path in (DOCS / folder).glob("day-*/*.md")}
    found = {}
    for number, talk in enumerate(outline.talks):
        name = slug_of(talk.title)
        if not front_matter.PATHS["talk"].fullmatch(f"conference/day-1/{name}.md"):
            name = f"talk-{talk.day}-{sum(other.day == talk.day for other in outline.talks[: number + 1])}"
        plain, again, title = name, 1, talk.title
        while name in taken:
            again += 1
            name = f"{plain[:96]}-{again}"
        again = 1
        while (f"day-{talk.day}", facts.folded(talk.title)) in seen:
            again += 1
            talk.title = f"{title} ({again})"
        taken.add(name)
        seen.add((f"day-{talk.day}", facts.folded(talk.title)))
        found[number] = f"{folder}/day-{talk.day}/{name}.md"
    return found


def pages(post: posts.Post, outline: Outline, folder: str, place: bodies.Place) -> dict[str, str]:
    """Return the pages of an outline, path below docs/ to text, in the order of the nav."""
    paths = named(outline, folder)
    for number, talk in enumerate(outline.talks):
        place.anchors |= {bodies.slug(talk.heading.source): paths[number], bodies.slug(talk.heading.words): paths[number]}
        if own := re.search(r"\{#([\w-]+)", talk.heading.source):
            place.anchors[own[1].lower()] = paths[number]
    for day in outline.days.values():
        place.anchors.setdefault(bodies.slug(day.words), f"{folder}/day-{day.number}/index.md")
    definitions = "\n".join(
        re.findall(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?:\n[ \t]+)?\S[^\n]*(?:\n[ \t]+[\"'(][^\n]*)?", post.text, re.MULTILINE)
    )
    footnotes = dict(re.findall(r"^ {0,3}(\[\^[^\]\s]+\]):((?:[^\n]*(?:\n(?:[ \t]+[^\n]*|(?=\n[ \t]+\S)))*))", post.text, re.MULTILINE))

    def text(parts: list[tuple[int, str]], page: str) -> str:
        made = []
        for first, words in parts:
            words = re.sub(r"^ {0,3}\[\^[^\]\s]+\]:(?:[^\n]*(?:\n(?:[ \t]+[^\n]*|(?=\n[ \t]+\S)))*)", "", words, flags=re.MULTILINE)
            used = [f"{mark}:{footnotes[mark]}" for mark in footnotes if mark in words]
            made.append(bodies.written("\n\n".join([words, *used, definitions]), page, place, post.note, first))
        joined = "\n\n".join(part for part in made if part.strip())
        return f"\n{joined}\n" if joined else ""

    made: dict[str, str] = {}
    index = f"{folder}/index.md"
    if not (DOCS / index).exists():
        said = post.string("description", "summary", "subtitle")
        described = bool(said) and not front_matter.sentence(said)
        parts = [(post.lines.get("description", 1), said), *outline.text] if said and not described else outline.text
        made[index] = front(title=outline.title, description=said if described else None) + text(parts, index)
    elif outline.text:
        outline.days[min(outline.days)].text[:0] = outline.text
    for number, day in sorted(outline.days.items()):
        path = f"{folder}/day-{number}/index.md"
        old = (DOCS / path).read_text(encoding="utf-8") if (DOCS / path).exists() else ""
        title = "" if day_of(day.words)[0] == number and not re.search(r"\d\W+\w", day.words) else day.words
        if day.text or (not old and (title or day.date)):
            made[path] = (old.rstrip("\n") + "\n" if old else front(title=title, date=day.date)) + text(day.text, path)
        before = len(list((DOCS / folder / f"day-{number}").glob("*.md")))
        row = [at for at, talk in enumerate(outline.talks) if talk.day == number]
        for place_in_day, at in enumerate(row, before + 1):
            talk = outline.talks[at]
            lead = [(talk.heading.line + 1, f"*{talk.lead}*")] if talk.lead else []
            order = None if talk.facts.get("starts") else place_in_day
            made[paths[at]] = front(title=talk.title, order=order, **talk.facts) + text([*lead, (talk.first, talk.notes)], paths[at])
    return made


def redirected(config: str, moves: dict[str, str]) -> str:
    """Return mkdocs.yml with old addresses in the redirect map; unchanged without the plugin."""

    def added(found: re.Match[str]) -> str:
        return found[0].replace(" {}", "") + "".join(f"{found[1]}  {old}: {new}\n" for old, new in moves.items())

    return re.sub(r"^( *)redirect_maps:.*\n", added, config, count=1, flags=re.MULTILINE)
