"""Match a conference's talks with the events of its schedule by title; no match is better than a wrong one."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from rapidfuzz import fuzz

from tools.days import WHEN
from tools.schedules import Event
from tools.titles import PREFIX

ALIKE = 85  # of 100: the similarity of titles that may be spelt differently
SMALL = {"a", "an", "the", "of", "in", "on", "for", "to", "with", "and", "or", "your", "our", "my", "at", "by"}


@cache
def folded(title: str) -> str:
    """Return a title for comparison, without case, accents, punctuation, time of day and kind of talk."""
    title = PREFIX.sub("", WHEN.sub("", title.strip(), count=1)) or title
    plain = "".join(char for char in unicodedata.normalize("NFKD", title).casefold() if not unicodedata.combining(char))
    plain = re.sub(r"['’`´]", "", plain).replace("&", " and ")
    return " ".join(re.sub(r"[^\w+#]+|_", " ", plain).split()) or title.casefold()


def first(title: str) -> str:
    """Return the part of a title before its subtitle, folded."""
    return folded(re.split(r":\s|\s[-–—]\s|\?\s|\s\(", title, maxsplit=1)[0])


def equal(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def shortened(one: str, other: str) -> bool:
    """Return whether one of two titles, of two words or more, is the other without its subtitle."""
    return any(folded(short) == first(long) and " " in folded(short) for short, long in ((one, other), (other, one)))


def similar(one: str, other: str) -> bool:
    """Return whether two titles differ only in small words and in the spelling of one longer word, not in a number or meaning."""
    one, other = folded(one), folded(other)
    if fuzz.ratio(one, other) < ALIKE or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    here, there = (
        "".join(word for word in title.split() if word not in {*rest.split()} | SMALL) for title, rest in ((one, other), (other, one))
    )
    return here == there or (here[:1] == there[:1] and min(len(here), len(there)) > 3 and fuzz.ratio(here, there) >= ALIKE)


def pairs(talks: list[Event], events: list[Event]) -> dict[int, Event]:
    """Return the event of each talk, by the talk's place in the list: equal titles match first, then shortened, then similar ones.

    Where several talks or events are possible, their speakers or else their day decide, or nothing matches.
    """
    found: dict[int, Event] = {}

    def share(talk: Event, event: Event) -> bool:
        return bool({*map(folded, talk.speakers)} & {*map(folded, event.speakers)})

    def fit(same: Callable[[str, str], bool], talk: Event, event: Event) -> bool:
        return same(talk.title, event.title) and (same is equal or not (talk.speakers and event.speakers) or share(talk, event))

    for same in (equal, shortened, similar):
        left = [event for event in events if event not in found.values()]
        fits = {at: [event for event in left if fit(same, talk, event)] for at, talk in enumerate(talks) if at not in found}
        for alike in (lambda talk, event: True, share, lambda talk, event: talk.day is not None and talk.day == event.day):
            for at in [at for at in fits if at not in found]:
                own = [event for event in fits[at] if alike(talks[at], event) and event not in found.values()]
                if len(own) == 1 and [other for other in fits if own[0] in fits[other] and alike(talks[other], own[0])] == [at]:
                    found[at] = own[0]
    return found
