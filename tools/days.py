"""Read days, dates and times in headings, in several languages."""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

import yaml
from babel.dates import get_day_names, get_month_names

from hooks.front_matter import YEARS

LOCALES = ("en_US", "en_GB", "de", "fr", "es", "it", "nl", "pt", "ru", "uk", "pl", "cs", "sv", "da", "nb", "fi", "tr", "ja", "zh")
WORDS = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
NUMBERS = {word: number for number, words in enumerate(WORDS["numbers"].split()) for word in words.split("|")}
MONTHS = {
    name.lower().strip("."): number
    for locale in LOCALES
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale=locale).items()
    if name[0].isalpha()
}


def one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


WORDS["number"] = f"[0-9]{{1,2}}|{one_of(NUMBERS)}"
WORDS["month"] = one_of(MONTHS)
WORDS["weekday"] = one_of(
    {"mon", "tue", "tues", "wed", "thu", "thurs", "fri", "sat", "sun", "sonnabend"}
    | {name.lower() for locale in LOCALES for name in get_day_names("wide", locale=locale).values()}
)


def any_of(lines: str) -> str:
    """Return the regular expression of an entry of words.yml."""
    return f"(?:{re.sub(r'{([a-z ]+)}', lambda name: any_of(WORDS[name[1]]), '|'.join(lines.splitlines()))})"


@cache
def pattern(name: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Return an entry of words.yml, compiled."""
    return re.compile(any_of(WORDS[name]), flags)


def plain(words: str) -> str:
    """Return a heading's words without emoji and marks at its ends."""
    words = "".join(" " if unicodedata.category(char) in ("So", "Cn", "Sk", "Mn", "Cf") else char for char in words)
    return " ".join(words.split()).strip(" *_#:.-–—!")


def numbered(word: str) -> int:
    return int(word) if word.isdecimal() else "一二三四五".find(word) + 1 or NUMBERS[word.lower()]


def day_of(words: str) -> int | str | None:
    """Return the number of the day that a heading names; without a number, the weekday or date; None if it names no day."""
    words = plain(words)
    if found := pattern("numbered day").match(words):
        of_other = re.match(r"\s+(?:(?:of|in|with|without)\s+(?:an?|my|our|your)\b|keynote$)", words[found.end() :], re.IGNORECASE)
        return None if of_other else numbered(next(filter(None, found.groups())))
    dated = pattern("dated day").match(words)
    return (pattern("weekday").match(words) or pattern("date").match(words))[0].casefold() if dated else None


def date_of(words: str) -> datetime.date | None:
    """Return the date in a heading, if it is complete."""
    for found in pattern("date").findall(words):
        numbers = sorted(re.findall(r"\d+", found), key=len, reverse=True)
        month = [MONTHS[word] for word in re.findall(r"[^\W\d_]+", found.lower()) if word in MONTHS][:1]
        with suppress(ValueError, TypeError):
            date = datetime.date(int(numbers[0]), *month, int(numbers[-1])) if month else datetime.date.fromisoformat(found)
            if date.year in YEARS:
                return date
    return None


def without_day(title: str) -> tuple[str, int | None]:
    """Return a post's title without its day, and that day's number."""
    found = pattern("day in title").search(title)
    if not found:
        return title, None
    rest = title[: found.start()].strip(" ,:;|-–—") or re.sub(r"^(?:of|at|of the|@)\s+", "", title[found.end() :].strip(" ,:;|-–—"))
    return (rest, numbered(found[1] or found[2])) if rest else (title, None)
