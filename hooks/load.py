"""Read the site's content from the text of its pages, once a build."""

import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from posixpath import dirname

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from hooks import front_matter
from hooks.front_matter import PATHS, Malformed, kind_of
from hooks.letters import plain
from hooks.model import AllNotes, Conference, Day, Fault, Page, Site, Talk

CLASSES = {"conference": Conference, "all notes": AllNotes, "day": Day, "talk": Talk, "page": Page, None: Page}


def compose(files: Files, config: MkDocsConfig) -> Iterator[Fault]:
    """Spell the names of files and the text of pages with composed letters (NFC), as keyboards do; macOS copies names in another form (NFD).

    Yield the fault of each page that is not UTF-8; it is read as Windows writes text, so that its other faults can be reported.
    """
    for file in [*files]:
        path, source = unicodedata.normalize("NFC", file.src_uri), file.abs_src_path
        if path != file.src_uri and path not in files.src_uris:  # else check/files.py reports the file
            files.remove(file)
            file = File.generated(config, path, abs_src_path=source, inclusion=file.inclusion)
            files.append(file)
        if file.is_documentation_page():
            try:
                text = file.content_string
            except FileNotFoundError:  # since MkDocs has listed the files, as editors replace one
                files.remove(file)
                continue
            except UnicodeDecodeError as error:
                text = error.object.decode("utf-16" if error.object[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "cp1252", errors="replace")
                line = error.object.count(b"\n", 0, error.start) + 1
                yield path, line, f"is not UTF-8 ({error.reason}); save the file as UTF-8"
            file.content_string = unicodedata.normalize("NFC", text)
            file.abs_src_path = source


def read(sources: Mapping[str, str]) -> Site:
    """Return the site that `sources` (path below docs/ to file content) describe."""
    pages = {path: page(path, text) for path, text in sources.items()}
    conferences: dict[str, Conference] = {}

    def at(path: str, **facts: object) -> Page:
        """Return the page at a path, with more facts; without a file, a generated page."""
        if path not in pages:
            pages[path] = CLASSES[kind_of(path)](path=path, written=False)
        vars(pages[path]).update(facts)
        return pages[path]

    for path in sorted(sources):
        kind = kind_of(path)
        if CLASSES[kind] is Page:
            continue
        name = path.partition("/")[0]
        conference = conferences.setdefault(name, at(f"{name}/index.md"))
        if kind in ("day", "talk"):
            day = at(f"{dirname(path)}/index.md", conference=conference, number=int(PATHS[kind].fullmatch(path)["day"]))
            if day not in conference.days:
                conference.days.append(day)
            if kind == "talk":
                day.talks.append(at(path, day=day))
    for name, conference in conferences.items():
        if not conference.written:
            conference.problems.append((1, "is missing; write it, with a `title`, to name the conference"))
        conference.all_notes = at(f"{name}/all-notes.md", conference=conference)
        conference.days.sort(key=lambda day: day.number)
        for day in conference.days:
            day.talks = in_order(day.talks)
    return Site(conferences=sorted(conferences.values(), key=newest_first), pages=pages)


def page(path: str, text: str) -> Page:
    """Return the page of a file, as far as it can be read, with its problems."""
    kind = kind_of(path)
    made = CLASSES[kind](path=path, notes=front_matter.split(text)[1])
    try:
        if kind is None:
            right = re.sub(r"[^a-z0-9/]+", "-", plain(path).removesuffix(".md"))
            right = re.sub(r"(?<=/day-)0+(?=\d)", "", right).replace("/-", "/") + ".md"
            fix = (
                f"rename it to docs/{right}"
                if kind_of(right)
                else "move it to docs/CONFERENCE/day-N/TALK.md, or to docs/PAGE.md if it is no talk"
            )
            raise Malformed(1, f"is not at the path of a page; {fix} (lower-case letters, digits, hyphens)")
        meta, made.lines = front_matter.parse(text)
    except Malformed as error:
        made.unread, made.problems = error.args, [error.args]
        return made
    wrong = {key: (line, problem) for key, line, problem in front_matter.problems(path, meta, made.lines)}
    made.problems, made.wrong = list(wrong.values()), wrong.keys()
    made.meta = {key: value for key, value in meta.items() if value is not None and key not in wrong}
    return made


def in_order(talks: list[Talk]) -> list[Talk]:
    """Return a day's talks by `order` and file name; talks with a time are sorted by it among their own places; the others stay."""
    row = sorted(talks, key=lambda talk: (talk.meta.get("order", float("inf")), talk.path.removesuffix(".md")))  # talk-copy after talk
    timed = iter(sorted((talk for talk in row if talk.starts), key=lambda talk: talk.starts))
    return [next(timed) if talk.starts else talk for talk in row]


def newest_first(conference: Conference) -> tuple[bool, float, str]:
    """Sort key: a conference without dates is still being written, so it comes first."""
    return (bool(conference.dates), -conference.dates[1].toordinal() if conference.dates else 0, conference.name)
