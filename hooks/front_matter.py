"""The front matter of pages: which keys there are, which values each takes, and how to fix a wrong one.

A page's path says what kind of page it is (PATHS), and so which keys it may have (KEYS). Only a title is
required, and of a day not even that. docs/talks.schema.json describes the same keys for other programs.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from difflib import get_close_matches
from urllib.parse import quote

import yaml

from hooks import addresses
from hooks.letters import one_script
from hooks.settings import NOT_YAML, Malformed, Values, compose, cut_values

PATHS = {
    "conference": re.compile(r"(?P<conference>[a-z0-9-]+)/index\.md"),
    "all notes": re.compile(r"(?P<conference>[a-z0-9-]+)/all-notes\.md"),
    "day": re.compile(r"(?P<conference>[a-z0-9-]+)/day-(?P<day>0|[1-9]\d*)/index\.md"),
    "talk": re.compile(r"(?P<conference>[a-z0-9-]+)/day-(?P<day>0|[1-9]\d*)/(?!index\.)(?P<slug>[a-z0-9-]+)\.md"),
    "page": re.compile(r"[a-z0-9-]+\.md"),
}
FRONT = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
NAME = re.compile(r"[^\W\d_][\w.'’-]+\s.*[^\W\d_][\w'’-]+")  # of at least two words; not a degree, such as M. Sc.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)? ?(?:[+-]\d\d:?\d\d|Z))?")
CONFLICT = re.compile(r"^(?:<{7}|>{7}) .*", re.MULTILINE)
MERGE = "is left over from a merge; keep one of both versions, and remove the lines that git added"
# The end of a sentence, also of Chinese, Japanese, Hindi, Arabic, Urdu, Armenian, Amharic, Burmese, Khmer and Tibetan; Thai and Lao have none.
END = re.compile(r"""[.!?;\u037e‽…。！？．｡।॥؟۔։።၊။។།\u0e01-\u0eff]\s?[\])}"'”’»›」』）*]*$""")
# The control characters, which XML, and so the feed, excludes (XML 1.0, 2.2).
CONTROL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
YEARS = range(1950, 2101)
PLACEHOLDER = re.compile(r"\W*(?:todo|tba|tbd|tbc|fixme|xxx+|to be (?:announced|confirmed|decided))\W*|…|\.+|\?+|-+", re.IGNORECASE)

# Returns the problem of a value and its fix, or None.
Check = Callable[[object], str | None]


def text(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "is not text; write words, in quotes if they hold a colon or look like a number"
    if control := CONTROL.search(value):
        return f"holds the control character {control[0]!r}; remove it"
    if PLACEHOLDER.fullmatch(value.strip()):
        return "is a placeholder; leave it out until it is known"
    if word := next((word for word in re.findall(r"[^\W\d_]+", value) if one_script(word) != word), None):
        return f"has the word {word}, in which some letters only look like those of its alphabet; type it again"
    return None


def one_line(value: object) -> str | None:
    return text(value) or ("has several lines; write one" if len(str(value).splitlines()) > 1 else None)


def title(value: object) -> str | None:
    return "is a placeholder; write a working title" if PLACEHOLDER.fullmatch(str(value).strip()) else one_line(value)


def sentence(value: object) -> str | None:
    if problem := one_line(value):
        return problem
    if mark := re.search(r"`[^`\s][^`]*`|\*\*\w[^*]*(?<!\s)\*\*|\]\([^)\s]*[./:]", str(value)):
        return f"has {mark[0]} in it, which readers would see, since it is plain text; write words only"
    right = END.search(str(value)) and len(str(value)) <= 200
    return None if right else "is not one sentence; end it with a full stop, within 200 characters"


def typed(value: object, problem: str) -> str | None:
    """Return a problem of a date or an address, unless a better one is that the value is a placeholder, or has a sign that only looks right."""
    if sign := re.search(r"(?<=\d)[^\w -~](?=\d)", str(value)):
        return f"has {sign[0]} (U+{ord(sign[0]):04X}), which is not the sign of the keyboard; type it again"
    return text(value) if PLACEHOLDER.fullmatch(str(value).strip()) else problem


def url(value: object) -> str | None:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^/?#\s][\S ]*", value, re.IGNORECASE):
        return typed(value, "is not a web address; start it with https://, not with a quote or bracket, or link a file in the notes")
    if sign := re.search(r'[ "<>\\^`{|}]', value):  # RFC 3986 does not allow these
        return f"has {sign[0].strip() or 'a space'} in a web address; write {quote(sign[0])} for it"
    return addresses.fault(value)


def moment(value: object) -> str | None:
    if isinstance(value, datetime) and value.tzinfo:
        return day(value.date())
    return typed(value, "is not a date and time; write local time with its UTC offset, for example 2001-12-31T09:30:00+01:00")


def day(value: object) -> str | None:
    if type(value) is not date:
        return typed(value, "is not a date; write it as 2001-12-31")
    return None if value.year in YEARS else f"is in the year {value.year}; correct it"


def number(value: object) -> str | None:
    return None if type(value) in (int, float) else "is not a number; write one such as 3"


def only(allowed: object, problem: str) -> Check:
    return lambda value: None if type(value) is type(allowed) and value == allowed else problem


def speakers(value: object) -> str | None:
    fix = "list each as `- name: …`, with `page: https://…` below it if there is one"
    if not isinstance(value, list):
        return f"is not a list; {fix}"
    for speaker in value:
        entry = {"name": speaker} if isinstance(speaker, str) else speaker or {}
        if others := [key for key in (entry if isinstance(entry, dict) else [entry]) if key not in ("name", "page")]:
            return f"has an entry with {others[0]}, which is neither name nor page; {fix}"
        if entry.get("name") is None:
            return f"has an entry without a name; {fix}"
        for key, check in (("name", one_line), ("page", url)):
            if entry.get(key) is not None and (problem := check(entry[key])):
                return f"has an entry whose {key} {problem}"
        names = re.split(r"\s?[,;/&]\s|\s(?:and|et|und(?! zu ))\s", entry["name"])
        if len(names) > 1 and all(map(NAME.fullmatch, names)):
            return f"has the entry “{entry['name']}”, which is more than one name; {fix}, and leave out companies and roles"
    return None


def names(value: object) -> str | None:
    if not isinstance(value, list) or any(one_line(name) for name in value):
        return "is not a list of names; write each as `- Name`"
    return "has a name twice; remove one" if len(set(value)) < len(value) else None


def listing(check: Check, problem: str) -> Check:
    """Return a check for mappings: their keys are text, and their values pass `check`."""
    return lambda value: None if isinstance(value, dict) and not any(text(key) or check(value[key]) for key in value) else problem


def words(value: object) -> str | None:
    return one_line(value) or (None if all(word.strip() for word in str(value).split(",")) else "has a comma without a word")


def groups(value: object) -> str | None:
    if not isinstance(value, list) or any(words(group) or "," not in group for group in value):
        return "is not a list of groups; write each as `- word, word`, at least two words or phrases that mean the same"
    return None


def corrections(value: object) -> str | None:
    keys = ("talk", "original", "corrected", "why")
    if not isinstance(value, list):
        return "is not a list; write each entry as `- talk: …`, with `original`, `corrected` and `why` below it"
    for position, entry in enumerate(value, 1):
        if not isinstance(entry, dict) or set(entry) != set(keys) or any(text(entry[key]) for key in keys):
            return f"is wrong in its entry {position}; give it exactly {', '.join(keys)}, each as text"
    return None


explained = listing(sentence, "has an entry that is not `Name: One sentence.`; write plain words, a full stop, at most 200 characters")
meanings = listing(text, "has an entry that is not `ABBR: What it stands for`; write text, in quotes if it looks like something else")
found_by = listing(words, "has an entry that is not `Topic: word, word`; write the words that find the topic, with commas between them")
excluded = only({"exclude": True}, "is not `exclude: true`; write that, or leave the key out")


def template_of(kind: str) -> str:
    return f"{kind.replace(' ', '_')}.html"


# The keys that each page of a kind may have, with the check of each, besides those of all.
KEYS: dict[str, dict[str, Check]] = {
    "page": {"template": text, "hide": names, "search": excluded},
    "conference": {"place": one_line, "starts": day, "ends": day, "corrections": corrections},
    "all notes": {"search": excluded},
    "day": {"search": excluded, "date": day},
    "talk": {"speakers": speakers, "starts": moment, "ends": moment, "room": one_line, "page": url}
    | {"video": url, "slides": url, "tags": names, "order": number, "added": only(True, "is not `true`; write that, or leave the key out")},
}
for kind, keys in KEYS.items():
    template = only(template_of(kind), "is not the template of such a page; leave the key out")
    KEYS[kind] = {"title": title, "description": sentence, "template": template} | keys
# And those of single pages.
LISTS = {"topics.md": {"topics": explained, "also": found_by}, "glossary.md": {"abbreviations": meanings, "also": groups}}
UNTITLED = ("day", "all notes")  # their title comes from their path


def kind_of(path: str) -> str | None:
    """Return the kind of the page at a path below docs/: a key of PATHS, or None."""
    return next((kind for kind in PATHS if PATHS[kind].fullmatch(path)), None)


def split(page: str) -> tuple[str, str]:
    """Return the front matter of a page, with its marks, and the notes that follow."""
    found = FRONT.match(page)
    front = found[0] if found else ""
    return front, page[len(front) :]


def parse(page: str) -> tuple[dict[str, object], dict[str, int]]:
    """Return the front matter of a page, and the line of each of its keys and of their entries (`tags/0`); Malformed if it cannot be read."""
    match = FRONT.match(page)
    if conflict := re.search(rf"{CONFLICT.pattern}|^={{7}}$", match[1] or "", re.MULTILINE) if match else CONFLICT.search(page):
        raise Malformed(conflict.string.count("\n", 0, conflict.start()) + 1 + bool(match), f"“{conflict[0]}” {MERGE}")
    if not match and re.match(r"---[ \t]*\n", page):
        raise Malformed(1, "front matter has no end; write a line `---` below its last key")
    if not match:
        raise Malformed(1, "there is no front matter; begin it in line 1 with `---`, then write `title: …`, then another `---`")
    node = compose(match[1] or "", 2, "front matter ")
    if node is None:  # the front matter is empty, or has comments only
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        fix = "write each as `key: value`, with a plain colon and a plain space"
        raise Malformed(node.start_mark.line + 2, f"front matter is not a list of keys; {fix}")
    for line, problem in cut_values(node, match[1]):
        raise Malformed(line + 2, problem)
    meta: dict[str, object] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode):
            raise Malformed(line, "front matter has a key that is not a word; write each as `key: value`")
        if key.value in lines:
            raise Malformed(line, f"`{key.value}` occurs twice; remove one")
        lines[key.value] = line
        for at, entry in enumerate(value.value if isinstance(value, yaml.CollectionNode) else ()):
            lines[f"{key.value}/{at}"] = (entry[0] if isinstance(entry, tuple) else entry).start_mark.line + 2
        try:
            meta[key.value] = Values("").construct_document(value)
        except yaml.MarkedYAMLError as error:
            raise Malformed(line, f"front matter {NOT_YAML.format(error.problem)}") from None
        except (ValueError, AttributeError, KeyError):
            meta[key.value] = value.value  # a wrong date, such as the 32nd of a month, stays text, which the key's check refuses
        if key.value in ("starts", "ends", "date") and MOMENT.fullmatch(str(value.value)):  # in quotes, or without seconds
            with suppress(ValueError):
                meta[key.value] = (datetime if ":" in value.value else date).fromisoformat(value.value)
    return meta, lines


def problems(path: str, meta: dict[str, object], lines: dict[str, int]) -> Iterator[tuple[str, int, str]]:
    """Yield each problem of a page's front matter as (key, line, problem with its fix)."""
    kind = kind_of(path)
    checks = KEYS[kind] | LISTS.get(path, {})
    if meta.get("title") is None and kind not in UNTITLED:
        yield "title", lines.get("title", 1), f"the {kind} has no `title`; add it to the front matter"
    for key, value in meta.items():
        if key not in checks:
            fix = f"remove it, or write {f'`{near[0]}`, or ' if (near := get_close_matches(key, checks, 1, 0.7)) else ''}one of"
            yield key, lines[key], f"`{key}` is not a key of {kind.removesuffix('s')}s; {fix}: {', '.join(sorted(checks))}"
        elif value is not None and (problem := checks[key](value)):  # an empty key counts as missing
            entries = value.items() if isinstance(value, dict) else value if isinstance(value, list) else ()
            alone = (type(value)([entry]) for entry in entries)  # the line is that of the first entry which is wrong by itself
            wrong = (f"{key}/{at}" for at, entry in enumerate(alone) if checks[key](entry))
            yield key, lines[next(wrong, key)], f"`{key}` {problem}"
