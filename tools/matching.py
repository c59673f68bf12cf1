"""Match a conference's talks with the events of its schedule by title; no match is better than a wrong one."""

import re
import unicodedata

from rapidfuzz import fuzz, process

from tools.days import WHEN
from tools.schedules import Event
from tools.titles import PREFIX

ALIKE = 85  # of 100: the similarity of possible matches, which near_words then checks
SMALL = {"a", "an", "the", "of", "in", "on", "for", "to", "with", "and", "or", "your", "our", "my", "at", "by"}


def folded(title: str) -> str:
    """Return a title for comparison, without case, accents, punctuation, time of day and kind of talk."""
    title = PREFIX.sub("", WHEN.sub("", title.strip(), count=1)) or title
    plain = unicodedata.normalize("NFKD", title).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"['’`´]", "", plain).replace("&", " and ")
    return " ".join(re.sub(r"[^\w+#]+|_", " ", plain).split()) or title.casefold()


def pairs(titles: dict[str, tuple[str, set[str], object]], events: list[Event]) -> dict[str, Event]:
    """Return the event of each talk, by the talk's key; `titles` maps key to (title, folded names of speakers, day's date).

    Equal titles match first, then titles without the part after a colon, then similar ones; each only if exactly
    one talk and one event are possible.
    """
    found: dict[str, Event] = {}
    left = dict(enumerate(events))

    def names(event: Event) -> set[str]:
        return {folded(name) for name in event.speakers}

    def take(same: object) -> None:
        for key in [key for key in titles if key not in found]:
            title, speakers, day = titles[key]
            fits = [
                number
                for number, event in left.items()
                if same(folded(title), folded(event.title))
                and (not speakers or not event.speakers or speakers & names(event) or folded(title) == folded(event.title))
            ]
            twins = [other for other in titles if other not in found and same(folded(titles[other][0]), folded(title))]
            if len(fits) > 1 or len(twins) > 1:
                closer = [number for number in fits if speakers & names(left[number])] or [
                    number for number in fits if day and left[number].day == day
                ]
                fits = closer if len(closer) == 1 and (speakers or sum(titles[other][2] == day for other in twins) == 1) else []
            if len(fits) == 1:
                found[key] = left.pop(fits[0])

    def first(title: str) -> str:
        return folded(re.split(r":\s|\s[-–—]\s|\?\s|\s\(", title, maxsplit=1)[0])

    take(lambda one, other: one == other)
    for key in [key for key in titles if key not in found]:
        title, speakers, _ = titles[key]
        if len(folded(title).split()) > 1:
            fits = [
                number
                for number, event in left.items()
                if folded(title) in (first(event.title), folded(event.title))
                or (first(title) == folded(event.title) and len(first(title).split()) > 1)
            ]
            fits = [number for number in fits if not speakers or not left[number].speakers or speakers & names(left[number])]
            if len(fits) == 1:
                found[key] = left.pop(fits[0])
    for key in [key for key in titles if key not in found]:
        title, speakers, _ = titles[key]
        plain = folded(title)
        near = process.extract(plain, {number: folded(event.title) for number, event in left.items()}, scorer=fuzz.ratio, limit=2)
        if not near or near[0][1] < ALIKE or (len(near) > 1 and near[0][1] - near[1][1] < 5):
            continue
        number = near[0][2]
        others = process.extract(
            near[0][0], {other: folded(titles[other][0]) for other in titles if other not in found}, scorer=fuzz.ratio, limit=1
        )
        clash = speakers and left[number].speakers and not speakers & names(left[number])
        if others[0][2] == key and not clash and near_words(plain, near[0][0]):
            found[key] = left.pop(number)
    return found


def near_words(one: str, other: str) -> bool:
    """Return whether two titles differ only in small words and in the spelling of one longer word, not in a number or meaning."""
    parts = [
        [word for word in title.split() if word not in rest.split() and word not in SMALL] for title, rest in ((one, other), (other, one))
    ]
    first, second = ("".join(words) for words in parts)
    alike = first[:1] == second[:1] and min(len(first), len(second)) > 3 and fuzz.ratio(first, second) >= 85
    return (first == second or alike) and re.findall(r"\d+", one) == re.findall(r"\d+", other)
