"""Check every page's front matter; each fault is a warning, which strict mode refuses.

The path says what a page is (PATHS), and so which keys it has (REQUIRED, OPTIONAL).
"""

import logging
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from hooks.check.files import CONTROL

log = logging.getLogger("mkdocs.hooks.front_matter")

PATHS = {
    "conference": re.compile(r"(?P<conference>[a-z0-9-]+)/index\.md"),
    "all notes": re.compile(r"(?P<conference>[a-z0-9-]+)/all-notes\.md"),
    "day": re.compile(r"(?P<conference>[a-z0-9-]+)/day-(?P<day>\d+)/index\.md"),
    "talk": re.compile(r"(?P<conference>[a-z0-9-]+)/day-(?P<day>\d+)/(?!index\.)(?P<slug>[a-z0-9-]+)\.md"),
    "page": re.compile(r"[a-z0-9-]+\.md"),
}

FRONT = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
NOT_YAML = "front matter is not YAML ({}); quote what holds a colon, or begins with a mark"

# What is wrong with a value, and how to mend it; None where nothing is.
Check = Callable[[object], str | None]


class Malformed(ValueError):
    """What keeps front matter from being read: its line, and in words the fault and how to mend it."""

    def __init__(self, line: int, fault: str) -> None:
        super().__init__(fault)
        self.line = line


def text(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "is not a text; write words, in quotes where they hold a colon"
    if control := CONTROL.search(value):
        return f"holds the control character {control[0]!r}; remove it"
    return None


def one_line(value: object) -> str | None:
    return text(value) or ("is of several lines; write it in one" if len(str(value).splitlines()) > 1 else None)


def sentence(value: object) -> str | None:
    if fault := one_line(value):
        return fault
    if not str(value).endswith((".", "!", "?")) or len(str(value)) > 200:
        return "is not one sentence; end it with a full stop, within 200 characters"
    if set(str(value)) & set('"<>'):
        return "holds a straight quote or an angle bracket; write “ ” and words"
    return None


def url(value: object) -> str | None:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:  # half a bracket around a host in numbers
        parts = None
    if not parts or parts.scheme not in ("http", "https") or not parts.netloc or " " in str(value):
        return "is not a web address; start it with https://"
    return None


def moment(value: object) -> str | None:
    if not isinstance(value, datetime) or value.tzinfo is None:
        return "is not a moment; write the local time with its offset, as 2001-12-31T09:30:00+01:00"
    return None


def speakers(value: object) -> str | None:
    mend = "list each as `- name: …`, with `page: https://…` where there is one; `[]` for none"
    if not isinstance(value, list):
        return f"is not a list; {mend}"
    for speaker in value:
        if not isinstance(speaker, dict) or not {"name"} <= set(speaker) <= {"name", "page"}:
            return f"has an entry with other keys than name and page; {mend}"
        if fault := one_line(speaker["name"]) or ("page" in speaker and url(speaker["page"])):
            return f"has an entry whose name or page {fault}"
    return None


def names(value: object) -> str | None:
    if not isinstance(value, list) or not value or any(one_line(name) for name in value):
        return "is not a list of one name or more; write each as `- Name`"
    return None


def explained(value: object) -> str | None:
    if not isinstance(value, dict) or any(text(key) or sentence(value[key]) for key in value):
        return "is not a list of `Name: What it is about.`; write one sentence for each"
    return None


def meanings(value: object) -> str | None:
    if not isinstance(value, dict) or any(text(key) or text(value[key]) for key in value):
        return "is not a list of `ABBR: What it stands for`; write a text for each, and one that looks like another thing in quotes"
    return None


def corrections(value: object) -> str | None:
    keys = ("talk", "original", "corrected", "why")
    if not isinstance(value, list):
        return f"is not a list; give each entry {', '.join(keys)}"
    for number, entry in enumerate(value, 1):
        if not isinstance(entry, dict) or set(entry) != set(keys) or any(text(entry[key]) for key in keys):
            return f"has an entry, number {number}, that is not whole; give it {', '.join(keys)}"
    return None


def excluded(value: object) -> str | None:
    return None if value == {"exclude": True} else "is not `exclude: true`; write that, or leave the key out"


def template(kind: str) -> Check:
    return lambda value: None if value == f"{kind}.html" else f"is not that of a {kind}; write `template: {kind}.html`"


EVERY_PAGE: dict[str, Check] = {"title": one_line, "description": sentence}
REQUIRED: dict[str, dict[str, Check]] = {
    "page": EVERY_PAGE,
    "conference": EVERY_PAGE | {"template": template("conference"), "place": one_line},
    # Each note is found once: on its talk's page.
    "all notes": EVERY_PAGE | {"template": template("all_notes"), "search": excluded},
    "day": EVERY_PAGE | {"template": template("day"), "search": excluded},
    "talk": EVERY_PAGE | {"template": template("talk"), "speakers": speakers, "starts": moment, "ends": moment, "tags": names},
}
OPTIONAL: dict[str, dict[str, Check]] = {
    "page": {"template": text, "hide": names, "search": excluded, "topics": explained, "abbreviations": meanings},
    "conference": {"corrections": corrections},
    "all notes": {},
    "day": {},
    "talk": {"room": one_line, "page": url, "video": url, "slides": url},
}


def kind_of(path: str) -> str | None:
    """Return what the page at a path below docs/ is: a key of PATHS."""
    return next((kind for kind in PATHS if PATHS[kind].fullmatch(path)), None)


def report(files: Files, config: MkDocsConfig) -> None:
    docs = os.path.relpath(config.docs_dir, Path(config.config_file_path).parent)
    pages = {file.src_uri: file.content_string for file in files.documentation_pages()}
    for fault in check(pages):
        log.warning("%s/%s", docs, fault)


def check(pages: Mapping[str, str]) -> list[str]:
    """Return the faults of `pages` (path below docs/ to whole text), each as `path:line: fault; mend`."""
    topics = known_topics(pages.get("topics.md", ""))
    found = [f"{path}:{line}: {fault}" for path in pages for line, fault in check_page(path, pages[path], topics)]
    return found + list(check_together(pages))


def known_topics(page: str) -> dict[str, str]:
    """Return each topic that the Topics page explains, name to explanation."""
    try:
        found = parse(page)[0].get("topics")
    except Malformed:
        return {}
    return found if isinstance(found, dict) else {}


def check_page(path: str, page: str, topics: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the faults that a page shows on its own, as (line, fault)."""
    kind = kind_of(path)
    if kind is None:
        yield 1, "lies where no page is looked for; name it conference/day-N/talk.md, in small letters, digits and hyphens"
        return
    try:
        meta, lines = parse(page)
    except Malformed as fault:
        yield fault.line, str(fault)
        return
    checks = REQUIRED[kind] | OPTIONAL[kind]
    for key in REQUIRED[kind].keys() - meta.keys():
        yield 1, f"the {kind} has no `{key}`; add it to the front matter"
    for key, value in meta.items():
        if key not in checks:
            yield lines[key], f"`{key}` is not a key of a {kind}; remove it, or write one of: {', '.join(sorted(checks))}"
        elif fault := checks[key](value):
            yield lines[key], f"`{key}` {fault}"
    tags = meta.get("tags")
    if kind == "talk" and not names(tags) and (unknown := [tag for tag in tags if tag not in topics]):
        fault = f"`tags` has the unknown topic {', '.join(unknown)}; use one of those in docs/topics.md, or add it there"
        yield lines["tags"], fault
    starts, ends = meta.get("starts"), meta.get("ends")
    if not moment(starts) and not moment(ends):
        if ends <= starts:
            yield lines["ends"], "`ends` is not after `starts`; correct one of them"
        elif ends.utcoffset() != starts.utcoffset():
            yield lines["ends"], "`ends` has another offset than `starts`; write both as the clock at the place shows them"
        elif ends.date() != starts.date():
            yield lines["ends"], "`ends` is on another day than `starts`; correct one of them"


def parse(page: str) -> tuple[dict[str, object], dict[str, int]]:
    """Return a page's front matter and the line of each of its keys; Malformed where it has none that can be read."""
    match = FRONT.match(page)
    if not match:
        raise Malformed(1, "no front matter; start the file with a line `---`, the keys, and another `---`")
    try:
        node = yaml.compose(match[1], yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Malformed(mark.line + 2 if mark else 1, NOT_YAML.format(error.problem)) from None
    except yaml.reader.ReaderError as error:
        raise Malformed(match[1].encode()[: error.position].count(b"\n") + 2, "front matter holds a control character; remove it") from None
    if not isinstance(node, yaml.MappingNode):
        raise Malformed(1, "front matter is not a list of keys; write each as `key: value`")
    meta: dict[str, object] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode):
            raise Malformed(line, "front matter has a key that is no word; write each as `key: value`")
        if key.value in lines:
            raise Malformed(line, f"`{key.value}` stands twice; remove one")
        lines[key.value] = line
        try:
            meta[key.value] = yaml.SafeLoader("").construct_document(value)
        except yaml.MarkedYAMLError as error:
            raise Malformed(line, NOT_YAML.format(error.problem)) from None
        except (ValueError, AttributeError, KeyError):
            meta[key.value] = value.value  # no moment, such as the 32nd of a month: the text, which its check then refuses
    return meta, lines


def check_together(pages: Mapping[str, str]) -> Iterator[str]:
    """Yield what only shows between pages: titles, descriptions and slugs that stand twice, and dates."""
    seen: dict[tuple[str, ...], str] = {}
    days: dict[tuple[str, int], dict[str, date]] = defaultdict(dict)
    lines: dict[str, dict[str, int]] = {}
    for path, page in pages.items():
        try:
            meta, lines[path] = parse(page)
        except Malformed:
            continue  # told by check_page
        if (twin := path.replace("/index.md", ".md")) in pages and twin != path:
            yield f"{path}:1: would stand at the address of {twin}; rename the folder"
        talk = PATHS["talk"].fullmatch(path)
        for key in ("title", "description") if talk else ("description",):
            # Many a conference has its lightning talks.
            within = talk["conference"] if talk and key == "title" else ""
            first = seen.setdefault((key, within, str(meta.get(key)).casefold()), path)
            if first != path and isinstance(meta.get(key), str):
                yield f"{path}:{lines[path][key]}: `{key}` is that of {first} too; give each its own"
        if corrected := meta.get("corrections"):
            talks = [] if corrections(corrected) else [f"{path.partition('/')[0]}/{entry['talk']}.md" for entry in corrected]
            for gone in sorted({*talks} - {*pages}):
                yield f"{path}:{lines[path]['corrections']}: `corrections` names {gone}, which is not there; write where it is now"
        if not talk:
            continue
        first = seen.setdefault(("slug", talk["conference"], talk["slug"]), path)
        if first != path:
            yield f"{path}:1: the slug {talk['slug']} is that of {first} too; rename one of the files"
        if not moment(meta.get("starts")):
            days[talk["conference"], int(talk["day"])][path] = meta["starts"].date()
    previous: tuple[str, date] | None = None
    for (conference, number), dates in sorted(days.items()):
        usual = Counter(dates.values()).most_common(1)[0][0]
        for path, day in dates.items():
            if day != usual:
                place = f"{path}:{lines[path]['starts']}"
                yield f"{place}: `starts` is on {day}, but day {number} is {usual}; correct the date, or move the file"
        if previous and previous[0] == conference and usual <= previous[1]:
            path = next(path for path, day in dates.items() if day == usual)
            yield f"{path}:{lines[path]['starts']}: day {number} is {usual}, not after the day before it; correct the dates"
        previous = conference, usual
