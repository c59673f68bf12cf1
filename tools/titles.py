"""Extract a talk's title, speakers, time and links from its heading, by the pattern of its post's other headings."""

import re
from collections import Counter
from collections.abc import Callable

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from hooks import front_matter
from tools.addresses import Place, kind_of_link
from tools.days import WORDS, any_of, pattern
from tools.headings import Heading
from tools.names import cased, first_name, is_sure, most, names_below, names_of, people, small_words

FORMS = {name: re.compile(any_of(form)) for name, form in WORDS["forms"].items()}
OFTEN_IN_TITLES = ("Title, Name", "Title: Name", "Title with Name", "Title. Name")


def split_at(words: str, form: str) -> tuple[str, str] | None:
    """Return the title and names that a form finds."""
    if not (found := FORMS[form].fullmatch(words)):
        return None
    return found["title"].strip(" ,:;-–—|").removesuffix("(").rstrip(), f"{found['names']} {found.groupdict().get('more') or ''}".strip()


def links_of(tokens: list[Token]) -> list[tuple[str, str]]:
    """Return the links of a heading, as (words, address)."""
    links = [node for node in SyntaxTreeNode(tokens).walk() if node.type == "link"]
    words = ["".join(part.content or " " for part in link.walk() if not part.children) for link in links]
    return [(" ".join(text.split()), str(link.attrs["href"])) for text, link in zip(words, links, strict=True)]


def word_of(number: re.Match[str]) -> str:
    """Return the word before a heading's number, or "" for a letter, as in `A1.`."""
    return (number["word"] or "").lower() if len(number["word"] or "") > 1 else ""


def without_time(talk: Heading, timed: bool, counted: str | None) -> str:
    """Move the time of a talk's heading to its lead, and remove its number; return the title without a prefix such as `Keynote:`."""
    talk.title = talk.words
    for words, _ in links_of(talk.tokens):
        if pattern("link").fullmatch(words):  # “Title - slides”
            mark = "+" if pattern("word").fullmatch(words) else "*"
            talk.title = re.sub(rf"\s*[(\[|–-]{mark}\s*{re.escape(words)}[)\]]*$", "", talk.title) or talk.title
    talk.title = pattern("link at end").sub("", talk.title)
    if late := pattern("when at end").search(talk.title):
        talk.title, talk.lead = talk.title[: late.start()], late[0].strip(" ()[]")
    while (timed or re.match(r"\d?\d[:h]\d\d\b", talk.title)) and (found := pattern("when").match(talk.title)):
        time = found[0].strip(" -–—:|")
        talk.title, talk.lead = talk.title[found.end() :], talk.lead if time in talk.lead else f"{talk.lead} {time}"
    if (number := pattern("count", 0).match(talk.title)) and word_of(number) == counted:
        if pattern("place").fullmatch(counted) or (number["word"] and not counted):
            talk.lead = f"{number[0].strip(' .)-–:：')} {talk.lead}"
        talk.title = talk.title[number.end() :]
    if kind := pattern("kind in brackets").match(talk.title):
        talk.title, talk.lead = talk.title[kind.end() :], f"{kind[1]} {talk.lead}"
    prefix = pattern("prefix").match(talk.title)
    return talk.title[prefix.end() :] if prefix else talk.title


KINDLESS = re.compile(r"(?:\b(?:talks?|session|charlas)\b|[\W\d_]+)+", re.IGNORECASE)
Found = tuple[str, str, list[str]]  # a title, the words that hold names, and the names


def by_forms(bare: list[str], small: set[str]) -> list[Found | None]:
    """Return the names and the title in each heading, by the forms in which the post's headings name speakers.

    A form counts if it finds several names in most headings, or in most that have its sign before a capital; a handle after “by” needs
    no other heading.
    """
    holding = []
    for form in FORMS:
        parts = [split_at(words, form) or ("", "") for words in bare]
        names = people([words for _, words in parts], small)
        hits, sure = sum(any(map(cased, found)) for found in names), sum(is_sure(found, small) for found in names)
        clear = hits * 3 >= 2 * sum(bool(words) and not words[0].islower() for _, words in parts)
        handles = [found if all(name.startswith("@") for name in found) else [] for found in names]
        others = hits - sum(map(bool, handles)) if form == "Title by Name" else hits
        few = others < 3 and (form == "Title by Name" or hits * 4 < len(bare))
        likely = clear and not few and sure * 2 > hits and form not in OFTEN_IN_TITLES
        holds = len({*map(tuple, names)} - {()}) > 1 and (hits * 2 > len(bare) or likely)
        if holds and (form != "Name on Title" or sure == len(bare)):  # “on” is in many titles
            if form in ("Title by Name", "Name: Title"):
                names = [found or first_name(words, small) for (_, words), found in zip(parts, names, strict=True)]
        else:
            names = handles if form == "Title by Name" else []
        holding.append((hits, [(*part, found) if found else None for part, found in zip(parts, names or [[]] * len(parts), strict=True)]))
    holding.sort(key=lambda entry: -entry[0])
    return [next(filter(None, (row[at] for _, row in holding)), None) for at in range(len(bare))]


def any_form(words: str, small: set[str], first: str = "") -> Found | None:
    """Return the sure names that any form, or one that begins with `first`, finds in a heading; most others of its post have names, too."""
    forms = [form for form in FORMS if form.startswith(first) and form not in OFTEN_IN_TITLES[1:] and " / " not in words]
    parts = [part for form in forms if (part := split_at(words, form))]
    return next(((*part, names) for part in parts if (names := names_of(part[1], small, True)) and is_sure(names, small)), None)


def after_kinds(talks: list[Heading], bare: list[str], small: set[str]) -> list[Found | None]:
    """Return the names in titles that are a kind of talk with names only, such as `Keynote: Ann Bee`; a kind that occurs once is the title."""
    heads = [kind_of(talk, words) for talk, words in zip(talks, bare, strict=True)]
    return [
        (head if heads.count(head) == 1 else talk.title, words, names) if head and names else None
        for talk, head, words, names in zip(talks, heads, bare, people(bare, small), strict=True)
    ]


def kind_of(talk: Heading, words: str) -> str:
    """Return the kind of talk, such as “Keynote”, that a title begins with; `words` is the rest."""
    return talk.title[: len(talk.title) - len(words)].strip(" :.-–—|")


def read(talks: list[Heading], text: str, place: Place, note: Callable[[int, str], None]) -> None:
    """Set each talk's title and the facts in its heading; `place` makes addresses in headings absolute.

    `note` reports a heading, with its line, that may end with a name that is not read.
    """
    small = small_words(text)
    timed = most(pattern("when").match(talk.words) for talk in talks)
    counts = Counter(word_of(found) for talk in talks if (found := pattern("count", 0).match(pattern("when").sub("", talk.words))))
    several = min(len(talks) / 2, max(2, len(talks) / 6))
    counted = next((word for word, count in counts.items() if count > several and pattern("countable").fullmatch(word)), None)
    bare = [without_time(talk, timed, counted).strip() for talk in talks]
    found, alone = by_forms(bare, small), after_kinds(talks, bare, small)
    if any(found) or sum(map(bool, alone)) > 1:
        found = [part or other for part, other in zip(found, alone, strict=True)]
    below = names_below([(words, talk.text) for talk, words in zip(talks, bare, strict=True)], small)
    named = sum(bool(part or line) for part, line in zip(found, below, strict=True)) * 5 >= 4 * len(bare)
    ends = [pattern("name at end", 0).fullmatch(words) for words in bare]
    for talk, words, part, line, end in zip(talks, bare, found, below, ends, strict=True):
        if not part and not line and named:
            part = any_form(words, small)
        names = part[2] if part else line
        linked = [words for words, _ in links_of(talk.tokens) if words in names[0]] if len(names) == 1 else []
        if len(linked) > 1 and " ".join(linked) == names[0]:  # “[Ann Bee](…) [Cy Dee](…)”, but not “[Flask](…) [Django](…)”
            part, names = (part, linked) if all(" " in name for name in linked) else (None, [])
        if part:
            take_title(talk, part, "" if part in alone else kind_of(talk, words))
        elif KINDLESS.fullmatch(kind_of(talk, words)):
            talk.title = words
        take_links(talk, names, place)
        title = re.sub(r"""^(["“„«])([^“”"„«»]*)["”“»]$|^['‘](.*)['’]$""", r"\2\3", " ".join(talk.title.split()).rstrip(": "))
        talk.title, talk.lead = title or talk.words, talk.lead.strip()
        rest = end[1] if end and most(ends) else ""
        for form in ("Title - Name", "Title by Name", "Title (Name)"):
            likely = names_of(tail[1], small, True) if not names and (tail := split_at(words, form)) else []
            rest = tail[1] if likely and (form == "Title by Name" or is_sure(likely, small)) else rest
        if not names and rest:
            note(talk.line + 1, f"“{rest}” stays in the title; if it names speakers, write `speakers` into the talk's page")


def beside(part: Found) -> str:
    """Return the words beside the names of a heading, such as a firm."""
    return re.sub("|".join([*map(re.escape, part[2]), r"\b(?:and|und|et|y|with)\b", r"[\W_]"]), "", part[1])


def take_title(talk: Heading, part: Found, kind: str) -> None:
    """Set a talk's title to what was found in its heading; its kind, and words beside the names, such as a firm, go into the line above its notes."""
    kind = KINDLESS.sub(" ", kind)
    *more, talk.title = part[0].split(" | ")
    talk.lead = " | ".join(filter(None, [" ".join(f"{kind} {talk.lead} {part[1] if beside(part) else ''}".split()), *more]))


def take_links(talk: Heading, names: list[str], place: Place) -> None:
    """Make the names and the links of a talk's heading its facts; links that are no fact go above its notes."""
    links = [(words, address, place.whole(address)) for words, address in links_of(talk.tokens)]
    pages = {words: whole for words, _, whole in links if words in names and not front_matter.url(whole)}
    if names:
        talk.facts["speakers"] = [{"name": name} | ({"page": pages[name]} if name in pages else {}) for name in dict.fromkeys(names)]
    for words, address, whole in links:
        key = "" if front_matter.url(whole) else kind_of_link(whole)
        # A link on a part of the heading, such as a name or a company, is not the talk's page.
        if key and key not in talk.facts and (key != "page" or len(words) * 2 > len(talk.title)) and words not in names:
            talk.facts[key] = whole
        elif words not in pages:
            talk.text = f"[{words}]({address})\n\n{talk.text}"
