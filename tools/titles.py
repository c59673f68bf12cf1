"""Extract a talk's title, speakers, time and links from its heading, by the pattern of its post's other headings."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from markdown_it.token import Token

from hooks import front_matter
from tools.addresses import Place
from tools.days import WHEN
from tools.names import cased, names_of, small_words
from tools.outline import Outline, Talk

VIDEO = re.compile(
    r"(^|\.)(youtube\.com|youtu\.be|youtube-nocookie\.com|vimeo\.com|media\.ccc\.de|pyvideo\.org|video\.fosdem\.org|confreaks\.(tv|com)|infoq\.com|dailymotion\.com|twitch\.tv|peertube\.\w+)$"
)
SLIDES = re.compile(r"(^|\.)(speakerdeck\.com|slideshare\.net|slides\.com|noti\.st)$")
PREFIX = re.compile(r"^(?:(?:opening |closing |day \d )?(?:keynotes?|talks?|sessions?|tutorials?|workshops?|charlas|lightning talks?|panel|plenary|poster)(?: speaker| address)?|(?:talk|session|keynote)?\s*#?\d+)\s*(?:[.:)]|\s[-–—|])\s+", re.IGNORECASE)  # fmt: skip
ENUMERATED = re.compile(r"\\?#?\d{1,2}(?:[.)]|\s*[-–:])\s+(?=\D)")
# Headings that no pattern of names has to hold for.
NAMELESS = re.compile(
    r"(?:(?:lightning|opening|closing|welcome|panel|keynotes?|lunch|coffee|break|breakfast|dinner|party|sprints?|q&a|registration|social"
    r"|remarks|address|session|talks?|discussion|day|event|and|the|of|1|2|3|\W)\s*)+",
    re.IGNORECASE,
)
KINDS = re.compile(r"slides?|video|recording|talk|link|watch|page|details|abstract|folien|vod", re.IGNORECASE)


PATTERNS = {
    "Title - Name": re.compile(r"(?P<title>.*\S)\s+(?:[-–—|•/]|--|//|::)\s+(?P<names>\S.*)"),
    "Name: Title": re.compile(r"(?P<names>[^-–—|:]+(?:-[^-–—|:\s]+)*)(?::|\s+(?:[-–—|•]|--|//|::))\s+(?P<title>\S.*)"),
    "Title by Name": re.compile(
        r"(?P<title>.+\S)[,:;]?\s*[-–—(]?\s*\b(?:presented |given )?(?:by|von|par|por|di|with)\s+(?P<names>\S.*?)\)?"
    ),
    "Title (Name)": re.compile(r"(?P<title>.+\S)\s+[(\[](?P<names>[^()\[\]]+)[)\]](?P<more>(?:\s*@\S+|[^\w\s])*)"),
    "Title, Name": re.compile(r"(?P<title>[^,]+),\s+(?P<names>[^,]+(?:\([^()]*\))?)"),
    "Title: Name": re.compile(r"(?P<title>.+\S)\s*:\s+(?P<names>[^:]+)"),
    "Title. Name": re.compile(r"(?P<title>.+?(?:[?!)]|(?=\.)))\.?\s+(?P<names>[^.?!]+)\.?"),
}


ENDING = re.compile(r".*\S\s+(?:[-–—|•]|--|//|::)\s+((?![a-zà-ÿ\d])\S+(?: \S+){0,3})")


def split_at(words: str, pattern: str) -> tuple[str, str] | None:
    """Return the title and names that a pattern finds."""
    found = PATTERNS[pattern].fullmatch(words)
    return (found["title"].strip(" ,:;-–—|"), f"{found['names']} {found.groupdict().get('more') or ''}".strip()) if found else None


def kind_of_link(address: str) -> str:
    """Return the talk's key for a link: video, slides or page."""
    host, path = urlsplit(address).hostname or "", urlsplit(address).path.lower()
    if VIDEO.search(host) or path.endswith((".mp4", ".webm")):
        return "video"
    return (
        "slides" if SLIDES.search(host) or "/presentation/" in path or path.endswith((".pdf", ".pptx", ".ppt", ".key", ".odp")) else "page"
    )


def links_of(tokens: list[Token]) -> list[tuple[str, str]]:
    """Return the links of a heading, as (words, address)."""
    starts = [at for at, token in enumerate(tokens) if token.type == "link_open"]
    ends = [at for at, token in enumerate(tokens) if token.type == "link_close"]
    return [
        (" ".join("".join(token.content or " " for token in tokens[start + 1 : end]).split()), str(tokens[start].attrs["href"]))
        for start, end in zip(starts, ends, strict=True)
    ]


def most(flags: Iterable[object]) -> bool:
    flags = [bool(flag) for flag in flags]
    return sum(flags) * 2 > len(flags)


def without_time(talk: Talk, timed: bool, counted: bool) -> str:
    """Move the time of a talk's heading to its lead, and remove its number; return the title without a prefix such as `Keynote:`."""
    talk.title, talk.lead = talk.heading.words, talk.heading.lead
    for words, _ in links_of(talk.heading.tokens):
        if KINDS.fullmatch(words):  # “Title (slides)”
            plain = re.fullmatch("slides?|video|folien|vod", words, re.IGNORECASE)
            talk.title = re.sub(rf"\s*[(\[|–-]{'*' if plain else '+'}\s*{re.escape(words)}[)\]]*$", "", talk.title) or talk.title
    while timed and (found := WHEN.match(talk.title)) and talk.title[found.end() :].strip():
        talk.lead += "" if found[0].strip() in talk.lead else f" {found[0].strip(' -–—:|')}"
        talk.title = talk.title[found.end() :]
    talk.title = (ENUMERATED.sub("", talk.title) if counted else talk.title).strip()
    prefix = PREFIX.match(talk.title)
    return talk.title[prefix.end() :] if prefix else talk.title


def pattern_of(talks: list[Talk], bare: list[str], small: set[str]) -> tuple[str | None, bool]:
    """Return the pattern by which most headings name speakers, and whether a company may follow a comma."""
    named = [not NAMELESS.fullmatch(words) for words in bare]
    # Of a group, such as lightning talks, all may lack what the other talks have.
    single = sum(flag and not talk.heading.grouped for flag, talk in zip(named, talks, strict=True))
    best, chosen, companies = 1, None, False
    for pattern in PATTERNS:
        parts = [split_at(words, pattern) for words in bare]
        firms = any("," in part[1] and not names_of(part[1], small, False) and names_of(part[1], small, True) for part in parts if part)
        hit = [bool(part) and any(map(cased, names_of(part[1], small, firms))) for part in parts]
        alone = sum(found and not talk.heading.grouped for found, talk in zip(hit, talks, strict=True))
        if sum(hit) > best and (sum(hit) * 2 > sum(named) or (alone > 2 and alone * 2 > single)):
            best, chosen, companies = sum(hit), pattern, firms
    return chosen, companies


def read(outline: Outline, text: str, place: Place, note: Callable[[int, str], None]) -> None:
    """Set each talk's title and the facts in its heading; `place` makes addresses in headings absolute.

    `note` reports a heading, with its line, that may end with a name that is not read.
    """
    talks, small = outline.talks, small_words(text)
    timed, counted = (most(pattern.match(talk.heading.words) for talk in talks) for pattern in (WHEN, ENUMERATED))
    bare = [without_time(talk, timed, counted) for talk in talks]
    bare = [  # “Keynote - Ann Bee”
        talk.title if names_of(words, small, True) and not re.search(r"\s[-–—|]\s", words) else words
        for talk, words in zip(talks, bare, strict=True)
    ]
    chosen, companies = pattern_of(talks, bare, small)
    parts = [split_at(words, chosen) if chosen else None for words in bare]
    found = [names_of(part[1], small, companies) if part else [] for part in parts]
    if chosen and chosen.startswith("Title"):  # “Title - Name - Firm”, where most have a firm
        inner = [split_at(part[0], "Title - Name") if part else None for part in parts]
        people = [names_of(part[1], small, True) if part else [] for part in inner]
        if sum(map(bool, people)) * 2 > sum(map(bool, found)):
            for at, names in enumerate(people):
                if names and found[at]:
                    parts[at], found[at] = (inner[at][0], f"{inner[at][1]}, {parts[at][1]}"), names
    lines = [emphasis["names"] if (emphasis := EMPHASISED.fullmatch(first_line(talk))) else "" for talk in talks]
    firms = any("," in line and not names_of(line, small, False) and names_of(line, small, True) for line in lines)
    below = [names_of(line, small, firms) for line in lines]
    labels = [bool(LABEL.fullmatch(first_line(talk))) for talk in talks]
    plenty = sum(map(any, zip(below, labels, strict=True))) * 2 > sum(not NAMELESS.fullmatch(words) for words in bare)
    for talk, words, part, names, line in zip(talks, bare, parts, found, below, strict=True):
        if names:
            rest = re.sub("|".join([*map(re.escape, names), r"\b(?:and|und|et|y|with)\b", r"[\W_]"]), "", part[1])
            kind = re.sub(r"(?i)\b(talks?|session|charlas)\b|[\W\d_]+", " ", talk.title[: -len(words)])
            *more, title = part[0].split(" | ")
            talk.lead = " | ".join(filter(None, [" ".join(f"{kind} {talk.lead} {part[1] if rest else ''}".split()), *more]))
            talk.title = title.strip('“”"') if more else title
        elif plenty:
            names = line
        take_links(talk, names or labelled(first_line(talk), small), place)
        talk.title = " ".join(re.sub(r"^\\\\(?=#)", "", talk.title).split()).rstrip(": ") or talk.heading.words
        talk.lead = talk.lead.strip()
    ends = [ending[1] if (ending := ENDING.fullmatch(talk.heading.words)) else "" for talk in talks]
    for talk, end in zip(talks, ends if most(ends) else [], strict=False):
        if end and "speakers" not in talk.facts:
            note(talk.heading.line + 1, f"“{end}” stays in the title; if it names speakers, write `speakers` into the talk's page")


def take_links(talk: Talk, names: list[str], place: Place) -> None:
    """Make the names and the links of a talk's heading its facts; links that are no fact go above its notes."""
    links = [(words, address, place.whole(address)) for words, address in links_of(talk.heading.tokens)]
    if len(names) == 1 and len(several := [words for words, _, _ in links if words in names[0]]) > 1 and " ".join(several) == names[0]:
        names = several  # “[Ann Bee](…) [Cy Dee](…)”
    pages = {words: whole for words, _, whole in links if words in names and not front_matter.url(whole)}
    if names:
        talk.facts["speakers"] = [{"name": name} | ({"page": pages[name]} if name in pages else {}) for name in dict.fromkeys(names)]
    for words, address, whole in links:
        key = "" if front_matter.url(whole) else kind_of_link(whole)
        # A link on a part of the heading, such as a name or a company, is not the talk's page.
        if key and key not in talk.facts and (key != "page" or len(words) * 2 > len(talk.title)) and words not in names:
            talk.facts[key] = whole
        elif words not in pages:
            talk.notes = f"[{words}]({address})\n\n{talk.notes}"


def first_line(talk: Talk) -> str:
    return next((line.strip() for line in talk.notes.split("\n") if line.strip()), "")


# A line of emphasised or linked text, which links may follow.
EMPHASISED = re.compile(
    r"(?:#+\s*)?(\*\*|__|\*|_|\[)(?:by\s+)?(?P<names>[^*_\]]+)(?:\1|\]\([^)]*\))(?:\s*!?\[[^\]]*\]\([^)]*\)|\s*:\w+:)*\s*", re.IGNORECASE
)
LABEL = re.compile(
    r"[\s#>*_-]*(?P<label>speakers?|presenters?|presented by|by|with|sprecher(?:in)?|ponentes?|intervenants?)\s*[*_]*:[*_]*\s*(?P<names>.*?)[\s*_]*",
    re.IGNORECASE,
)


def labelled(line: str, small: set[str]) -> list[str]:
    """Return the names in a line with a label such as `Speakers:`; a comma may precede a company."""
    found = LABEL.fullmatch(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line))
    return names_of(found["names"], small, not found["label"].lower().endswith("s")) if found else []
