"""Extract a talk's title, speakers, time and links from its heading, by the pattern of its post's other headings."""

import re
from urllib.parse import urlsplit

from markdown_it.token import Token

from tools.days import WHEN
from tools.names import cased, names_of, small_words
from tools.outline import Outline, Talk

VIDEO = re.compile(
    r"(^|\.)(youtube\.com|youtu\.be|youtube-nocookie\.com|vimeo\.com|media\.ccc\.de|pyvideo\.org|video\.fosdem\.org|confreaks\.(tv|com)|infoq\.com|dailymotion\.com|twitch\.tv|peertube\.\w+)$"
)
SLIDES = re.compile(r"(^|\.)(speakerdeck\.com|slideshare\.net|slides\.com|noti\.st)$")
PREFIX = re.compile(r"(?:(?:opening |closing |day \d )?(?:keynotes?|talks?|sessions?|tutorials?|workshops?|charlas|lightning talks?|panel|plenary|poster)(?: speaker| address)?|(?:talk|session|keynote)?\s*#?\d+)\s*(?:[.:)]|\s[-–—|])\s+", re.IGNORECASE)  # fmt: skip
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
    "Title (Name)": re.compile(r"(?P<title>.+\S)\s+[(\[](?P<names>[^()\[\]]+)[)\]](?:\s*@\S+|[^\w\s])*"),
    "Title, Name": re.compile(r"(?P<title>[^,]+),\s+(?P<names>[^,]+(?:\([^()]*\))?)"),
    "Title: Name": re.compile(r"(?P<title>.+\S)\s*:\s+(?P<names>[^:]+)"),
    "Title. Name": re.compile(r"(?P<title>.+?(?:[?!)]|(?=\.)))\.?\s+(?P<names>[^.?!]+)\.?"),
}


def split_at(words: str, pattern: str) -> tuple[str, str] | None:
    """Return the title and names that a pattern finds."""
    found = PATTERNS[pattern].fullmatch(words)
    return (found["title"].strip(" ,:;-–—|"), found["names"].strip()) if found else None


def kind_of_link(address: str) -> str:
    """Return the talk's key for a link: video, slides or page."""
    try:
        host, path = urlsplit(address).hostname or "", urlsplit(address).path.lower()
    except ValueError:
        return ""
    if VIDEO.search(host) or path.endswith((".mp4", ".webm")):
        return "video"
    return (
        "slides" if SLIDES.search(host) or "/presentation/" in path or path.endswith((".pdf", ".pptx", ".ppt", ".key", ".odp")) else "page"
    )


def take_links(tokens: list[Token]) -> list[tuple[str, str]]:
    """Return the links of a heading, as (words, address)."""
    found: list[tuple[str, str]] = []
    inside = None
    for token in tokens:
        if token.type == "link_open":
            inside, words = str(token.attrs["href"]), ""
        elif token.type == "link_close" and inside is not None:
            found.append((" ".join(words.split()), inside))
            inside = None
        elif inside is not None:
            words += token.content or " "
    return found


def read(outline: Outline, text: str, whole: dict[str, str]) -> None:
    """Set each talk's title and the facts in its heading; `whole` makes addresses in headings absolute."""
    talks = outline.talks
    small = small_words(text)
    timed = sum(bool(WHEN.match(talk.heading.words)) for talk in talks) * 2 > len(talks)
    counted = sum(bool(ENUMERATED.match(talk.heading.words)) for talk in talks) * 2 > len(talks)
    bare = []
    for talk in talks:
        talk.title, talk.lead = talk.heading.words, talk.heading.lead
        while timed and (found := WHEN.match(talk.title)) and talk.title[found.end() :].strip():
            talk.lead += "" if found[0].strip() in talk.lead else f" {found[0].strip(' -–—:|')}"
            talk.title = talk.title[found.end() :]
        talk.title = (ENUMERATED.sub("", talk.title) if counted else talk.title).strip()
        prefix = PREFIX.match(talk.title)
        bare.append(talk.title[prefix.end() :] if prefix else talk.title)
    bare = [
        talk.title if names_of(words, small, True) and not re.search(r"\s[-–—|]\s", words) else words
        for talk, words in zip(talks, bare, strict=True)
    ]  # “Keynote - Ann Bee”
    plenty = sum(not NAMELESS.fullmatch(words) for words in bare)
    # Of a group, such as lightning talks, all may lack what the other talks have.
    grouped = sum(talk.heading.grouped and not NAMELESS.fullmatch(words) for talk, words in zip(talks, bare, strict=True))
    best, chosen, companies = 1, None, False
    for pattern in PATTERNS:
        parts = [split_at(words, pattern) for words in bare]
        firms = any("," in names and not names_of(names, small, False) and names_of(names, small, True) for _, names in filter(None, parts))
        hit = [bool(part) and any(map(cased, names_of(part[1], small, firms))) for part in parts]
        hits = sum(hit)
        alone = sum(found and not talk.heading.grouped for found, talk in zip(hit, talks, strict=True))
        if hits > best and (hits * 2 > plenty or (hits > 2 and hits * 2 == plenty) or (alone > 2 and alone * 2 > plenty - grouped)):
            best, chosen, companies = hits, pattern, firms
    inner = [
        split_at(part[0], "Title - Name") if part else None for part in (split_at(words, chosen) if chosen else None for words in bare)
    ]
    doubled = sum(bool(part and names_of(part[1], small, True)) for part in inner) * 2 > best and str(chosen).startswith("Title")
    below = [line for talk in talks for line in [first_line(talk)] if line and (LABEL.fullmatch(line) or emphasised(line, small))]
    for talk, words in zip(talks, bare, strict=True):
        links = take_links(talk.heading.tokens)
        part = split_at(words, chosen) if chosen else None
        names = names_of(part[1], small, companies) if part else []
        if names and doubled and (inner := split_at(part[0], "Title - Name")) and names_of(inner[1], small, True):
            part, names = (inner[0], f"{inner[1]}, {part[1]}"), names_of(inner[1], small, True)  # a firm after the name
        if names:
            if re.sub("|".join([*map(re.escape, names), r"\b(?:and|und|et|y|with)\b", r"[\W_]"]), "", part[1]):
                talk.lead = f"{talk.lead} {part[1]}".strip()
            kind = re.sub(r"(?i)\b(talks?|session|charlas)\b|[\W\d_]+", " ", talk.title[: -len(words)]).strip()
            *more, title = part[0].split(" | ")
            talk.lead = " | ".join(filter(None, [f"{kind} {talk.lead}".strip(), *more]))
            talk.title = title.strip('“”"') if more else title
        elif len(below) * 2 > plenty:
            names = emphasised(first_line(talk), small)
        names = names or labelled(first_line(talk), small)
        pages = {said: whole[to] for said, to in links if whole.get(to)}
        if names:
            talk.facts["speakers"] = [{"name": name} | ({"page": pages[name]} if name in pages else {}) for name in dict.fromkeys(names)]
        for said, address in links:
            key = kind_of_link(whole[address]) if whole.get(address) else ""
            if said in names and whole.get(address):
                continue
            # A link on a part of the heading, such as a name or a company, is not the talk's page.
            if key and key not in talk.facts and (key != "page" or len(said) * 2 > len(talk.title)) and said not in names:
                talk.facts[key] = whole[address]
                if KINDS.fullmatch(said):  # “Title (slides)”
                    talk.title = re.sub(rf"\s*[(\[|–-]+\s*{re.escape(said)}[)\]]*\s*$", "", talk.title) or talk.title
            else:
                talk.notes = f"[{said}]({address})\n\n{talk.notes}"
        talk.title = " ".join(re.sub(r"^\\\\(?=#)", "", talk.title).split()).rstrip(": ") or talk.heading.words
        talk.lead = talk.lead.strip()


def first_line(talk: Talk) -> str:
    return next((line.strip() for line in talk.notes.split("\n") if line.strip()), "")


def emphasised(line: str, small: set[str]) -> list[str]:
    """Return the names in a line of emphasised text, which links may follow."""
    found = re.fullmatch(r"(?:#+\s*)?(\*\*|__|\*|_)(?P<names>[^*_]+)\1(?:\s*!?\[[^\]]*\]\([^)]*\)|\s*:\w+:)*\s*", line)
    if not found:
        return []
    names = re.sub(r"^by\s+", "", found["names"].strip(), flags=re.IGNORECASE)
    return names_of(names, small, False) or names_of(names, small, True)


LABEL = re.compile(
    r"[\s#>*_-]*(?P<label>speakers?|presenters?|presented by|by|with|sprecher(?:in)?|ponentes?|intervenants?)\s*[*_]*:[*_]*\s*(?P<names>.*?)[\s*_]*",
    re.IGNORECASE,
)


def labelled(line: str, small: set[str]) -> list[str]:
    """Return the names in a line with a label such as `Speakers:`; a comma may precede a company."""
    found = LABEL.fullmatch(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line))
    return names_of(found["names"], small, not found["label"].lower().endswith("s")) if found else []
