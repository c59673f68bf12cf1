"""Read and rewrite HTML: the tokenizer that all steps share.

A parser writes a whole page anew, which costs more time and changes bytes that no step meant to change. This
tokenizer splits a page into tags, text, comments, and scripts or styles (html.spec.whatwg.org, 13.2.5). Unchanged
parts stay byte for byte.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

SHORTCODE = re.compile(r"(?<![a-zA-Z0-9])(:[\w+-]+:)(?![a-zA-Z0-9])")  # of an emoji, as in `:tada:`, but not in `a:b:c`
VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
ATTRIBUTE = re.compile(rf"""([^\s=>/"']+)(?:{VALUE})?""")
ATTRIBUTES = r"""(?:[^>"']++|"[^"]*"|'[^']*')*+>"""
TAG = re.compile(rf"<(/?)([a-z][^\s/>]*)({ATTRIBUTES})", re.IGNORECASE)
# Matches a comment; a tag, that of a script or style with the text after it. Everything between two matches is text.
PART = re.compile(
    rf"(<!--.*?-->|<script\b{ATTRIBUTES}.*?(?=</script\s*>)|<style\b{ATTRIBUTES}.*?(?=</style\s*>)|</?[a-z]{ATTRIBUTES})",
    re.IGNORECASE | re.DOTALL,
)
RAW_TEXT = re.compile(rf"(<(?:script|style)\b{ATTRIBUTES})(.*)", re.IGNORECASE | re.DOTALL)
RAW_TEXTS = re.compile(rf"<(?:!--.*?-->|((?:script|style)\b{ATTRIBUTES})(.*?)</(?:script|style)\b)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, eq=False)
class Tag:
    """A start or end tag: `raw` as written, `name` in lower case, `attributes` with values as written, "" for one without a value."""

    raw: str
    name: str
    end: bool
    attributes: Mapping[str, str]

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")


@lru_cache(8192)  # most tags of a page also occur on the page before
def tag(raw: str) -> Tag:
    end, name, given = TAG.fullmatch(raw).groups()
    attributes: dict[str, str] = {}
    for attribute, *values in ATTRIBUTE.findall(given[:-1]):
        attributes.setdefault(attribute.lower(), "".join(values))
    return Tag(raw, name.lower(), bool(end), attributes)


def parts(html: str) -> list[str]:
    """Return the HTML in parts: text at even indexes; at odd ones a comment, or a tag, that of a script or style with the text after it."""
    end = html.rfind(">") + 1  # each match ends before it; without this, many tags without an end take long
    *parts, last = PART.split(html[:end])
    return [*parts, last + html[end:]]


def apart(part: str) -> tuple[str, str]:
    """Return a tag, and the text after it if it is that of a script or style."""
    found = RAW_TEXT.fullmatch(part) if part[1:3].lower() in ("sc", "st") else None
    return (found[1], found[2]) if found else (part, "")


def tokens(html: str) -> Iterator[Tag | str]:
    """Yield each tag; and each text, comment, and content of a script or style as a str."""
    for place, part in enumerate(parts(html)):
        start, text = apart(part) if place % 2 and not part.startswith("<!--") else ("", part)
        if start:
            yield tag(start)
        if text:
            yield text


def tags(html: str) -> Iterator[Tag]:
    """Yield each start tag; tags with the same source only once."""
    for part in dict.fromkeys(parts(html)[1::2]):
        if not part.startswith(("</", "<!")):
            yield tag(apart(part)[0])


def raw_texts(html: str) -> Iterator[tuple[Tag, str]]:
    """Yield each script and style, as its start tag and its text."""
    return ((tag(f"<{start}"), text) for start, text in RAW_TEXTS.findall(html) if start)


def rewrite(html: str, change: Callable[[Tag], str]) -> str:
    """Return the HTML with each tag replaced by `change(tag)`, whose result must depend on the tag alone."""
    row = parts(html)
    made = {}
    for part in dict.fromkeys(row[1::2]):
        start, text = apart(part)
        made[part] = part if part.startswith("<!--") else change(tag(start)) + text
    row[1::2] = map(made.get, row[1::2])
    return "".join(row)


def with_values(found: Tag, attributes: Iterable[str], change: Callable[[str, str], str]) -> str:
    """Return a tag with each of `attributes` that has a value set to `change(attribute, value)`."""
    for attribute in attributes:
        if value := found.get(attribute):
            found = tag(with_value(found, attribute, change(attribute, value)))
    return found.raw


def with_value(tag: Tag, attribute: str, value: str | None) -> str:
    """Return a tag with one attribute set, added or, for None, removed; the others stay unchanged. `value` is HTML."""
    written = re.compile(rf"""(\s)({re.escape(attribute)})(?:{VALUE})?(?=[\s/>])""", re.IGNORECASE)
    new = "" if value is None else f'{attribute}="{value}"'
    if attribute in tag.attributes:
        return written.sub(lambda found: f"{found[1]}{new}" if new else "", tag.raw, count=1)
    return f"{tag.raw[: len(tag.name) + 1]} {new}{tag.raw[len(tag.name) + 1 :]}" if new else tag.raw
