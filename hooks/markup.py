"""Read and rewrite HTML: the one tokenizer of every step.

A parser writes a whole page anew, which costs more time and changes bytes that no step meant to change. This
one splits a page into tags, texts, comments, and scripts or styles (html.spec.whatwg.org, 13.2.5); what a step
leaves alone stays byte for byte.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
ATTRIBUTE = re.compile(rf"""([^\s=>/"']+)(?:{VALUE})?""")
TAG = r"""<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>"""
TOKEN = re.compile(rf"<!--.*?-->|{TAG}", re.DOTALL)
# These hold text only, up to their own end.
RAW_TEXT = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style")}


@dataclass(frozen=True, eq=False)
class Tag:
    """A start or end tag: `raw` as written, `name` in small letters, `attributes` as written, "" for one without a value."""

    raw: str
    name: str
    end: bool
    attributes: Mapping[str, str]

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    def has_class(self, name: str) -> bool:
        return name in self.get("class").split()


@lru_cache(8192)  # most tags of a page stand in the page before, too
def tag(raw: str) -> Tag:
    found = TOKEN.fullmatch(raw)
    attributes = {}
    for name, *values in ATTRIBUTE.findall(found["attributes"]):
        attributes.setdefault(name.lower(), "".join(values))
    return Tag(raw, found["name"].lower(), bool(found["end"]), attributes)


def tokens(html: str) -> Iterator[Tag | str]:
    """Yield each tag, and as a str each text, comment, and content of a script or style."""
    at = 0
    while found := TOKEN.search(html, at):
        if found.start() > at:
            yield html[at : found.start()]
        at = found.end()
        if found["name"] is None:
            yield found[0]
            continue
        yield (token := tag(found[0]))
        if token.name in RAW_TEXT and not token.end:
            end = RAW_TEXT[token.name].search(html, at)
            stop = end.start() if end else len(html)
            if stop > at:
                yield html[at:stop]
            at = stop
    if at < len(html):
        yield html[at:]


def tags(html: str) -> Iterator[Tag]:
    """Yield each start tag."""
    return (token for token in tokens(html) if isinstance(token, Tag) and not token.end)


def rewrite(html: str, change: Callable[[Tag], str]) -> str:
    """Return the HTML with each tag replaced by what `change` makes of it; `change` depends on the tag alone."""
    made: dict[str, str] = {}
    parts = []
    for token in tokens(html):
        if isinstance(token, str):
            parts.append(token)
        else:
            if token.raw not in made:
                made[token.raw] = change(token)
            parts.append(made[token.raw])
    return "".join(parts)


def with_value(tag: Tag, attribute: str, value: str | None) -> str:
    """Return a tag with one attribute set, added or, for None, removed; the others stay as they are. `value` is HTML."""
    written = re.compile(rf"""(\s)({re.escape(attribute)})(?:{VALUE})?(?=[\s/>])""", re.IGNORECASE)
    new = "" if value is None else f'{attribute}="{value}"'
    if attribute in tag.attributes:
        return written.sub(lambda found: f"{found[1]}{new}" if new else "", tag.raw, count=1)
    return f"{tag.raw[: len(tag.name) + 1]} {new}{tag.raw[len(tag.name) + 1 :]}" if new else tag.raw
