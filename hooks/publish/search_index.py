"""Add to the search index: each talk's facts, the topics, and synonyms."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from hooks.model import Day, Site, Talk, iso, known, split

GENERAL = Path(__file__).with_name("synonyms.txt")
TAG = re.compile(r"</?[a-z][^>]*>")


def write(config: MkDocsConfig, site: Site) -> None:
    """Replace the search plugin's index by ours, made from it; docs/assets/search/passages.js reads it."""
    path = Path(config.site_dir, "search", "search_index.json")
    docs = entries(json.loads(path.read_text(encoding="utf-8"))["docs"], site)
    searched = texts([[entry["title"], entry["text"], entry.get("facts")] for entry in docs] + [site.topics, site.also])
    same = list(synonyms(site, " ".join(searched)))
    index = {"docs": docs, "topics": site.topics, "also": site.also, "same": same}
    path.write_text(json.dumps(index, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a value of JSON, without keys and HTML's tags."""
    if isinstance(value, str):
        yield html.unescape(TAG.sub(" ", value))
    elif isinstance(value, (dict, list, tuple)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def synonyms(site: Site, text: str) -> Iterator[list[str]]:
    """Yield groups of words and phrases that mean the same: the site's, and those of synonyms.txt that `text` has a member of."""
    yield from site.same
    for short, long in site.glossary.items():
        # A comma begins an explanation. Of four words, readers may leave out the first.
        words = long.partition(",")[0].split()
        yield [short, " ".join(words)] + ([" ".join(words[1:])] if len(words) > 3 else [])
    # Forms of a word share its first letters.
    begins = {word[:5] for word in re.findall(r"\w+", text.lower())}
    for line in GENERAL.read_text(encoding="utf-8").splitlines():
        phrases = [] if line.startswith("#") else split(line)
        if any(all(word[:5] in begins for word in re.findall(r"\w+", phrase.lower())) for phrase in phrases):
            yield phrases


def entries(found: list[dict], site: Site) -> list[dict]:
    """Return the search plugin's entries with the facts of talks and days.

    The plugin makes no entry for a talk without notes, nor for a day, whose notes are its talks'; they get one here.
    """
    days = [day for conference in site.conferences for day in conference.days]
    facts = {day.url: day_facts(day) for day in days} | {talk.url: talk_facts(talk) for talk in site.talks}
    # The plugin writes a page's title as text, and a section's as HTML.
    titles = {page.url: html.escape(page.title, quote=False) for page in site.pages.values()}
    there = {entry["location"] for entry in found}
    made = []
    for entry in [*found, *({"location": url, "title": "", "text": ""} for url in facts if url not in there)]:
        url = entry["location"]
        made.append({"location": url, "title": titles.get(url) or entry["title"], "text": entry["text"]})
        if url in facts:
            made[-1]["facts"] = facts[url]
    return made


def talk_facts(talk: Talk) -> dict:
    found = {
        "talk": True,
        "speakers": [speaker.name for speaker in talk.speakers] or None,
        "topics": talk.topics or None,
        "room": talk.room,
        "starts": iso(talk.starts or talk.date),
        "ends": iso(talk.ends),
        "summary": talk.description,
        "day": talk.day.title,
        "number": talk.day.number,
        "conference": talk.day.conference.title,
    }
    return known(found)


def day_facts(day: Day) -> dict:
    return known({"starts": iso(day.date), "summary": day.description, "number": day.number, "conference": day.conference.title})
