"""Each output has exactly the facts of each talk that it should, in its own form: one table of outputs and facts.

Only this file reads the facts, from the pages' front matter.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from site_build import SITE_URL, Page, Site, by_fork, front_matter

LABELS = {"video": "Video", "slides": "Slides", "page": "Official page"}
ALL = {"title", "description", "speakers", "date", "starts", "ends", "room", "video", "slides", "page", "topics", "conference", "day"}


def facts(page: Page) -> dict[str, object]:
    """Return a talk's facts; unknown facts are left out."""
    meta = front_matter(page.source) if page.source.exists() else {}
    folder = page.source.parent
    conference = front_matter(folder.parent / "index.md")
    day = front_matter(folder / "index.md") if (folder / "index.md").exists() else {}
    found = {key: meta.get(key) for key in ALL} | {"topics": meta.get("tags"), "speakers": [s["name"] for s in meta.get("speakers") or []]}
    found |= {"conference": conference["title"], "day": day.get("title") or folder.name.replace("day-", "Day ")}
    found["date"] = found["starts"].date() if found["starts"] else day.get("date")
    return {key: value for key, value in found.items() if value}


def in_words(fact: str, value: object) -> list[str]:
    """Return the forms of a fact on a page."""
    if fact == "date":
        return [f"{value:%A}, {value.day} {value:%B %Y}"]
    if fact in ("starts", "ends"):
        return [f"{value:%H:%M}"]
    if fact in LABELS:
        return [f"{LABELS[fact]} {value}"]
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


def in_data(fact: str, value: object) -> list[str]:
    """Return the forms of a fact in data."""
    if isinstance(value, (date, datetime)):
        return [value.isoformat()]
    return [value] if fact in LABELS else in_words(fact, value)


def shown(html: BeautifulSoup, selector: str) -> str:
    """Return the words of parts of a page, and its buttons with their targets."""
    parts = html.select(selector)
    links = [f"{link.get_text(strip=True)} {link['href']}" for part in parts for link in part.select("a.md-button[href]")]
    return " ".join(" ".join(part.get_text(" ").split()) for part in parts) + " " + " ".join(links)


def row(site: Site, page: Page, path: str, item: str) -> str:
    """Return the item for a talk in a list on the page at `path`."""
    below, last = page.url.split("/", 1)[1], f"{page.url.split('/')[-2]}/"
    parts = [(part, [link["href"] for link in part.select("a")]) for part in site.page(path).html.select(item)]
    return " ".join(part.get_text(" ") for part, links in parts if last in links or any(link.endswith(below) for link in links))


def folder(page: Page) -> str:
    return page.source.parent.relative_to(page.source.parents[2]).as_posix()


@cache
def data(site: Site, name: str) -> object:
    return json.loads((site.path / name).read_text(encoding="utf-8"))


def json_entry(site: Site, page: Page) -> str:
    return values(next(talk for talk in data(site, "talks.json")["talks"] if talk["url"] == SITE_URL + page.url))


def values(thing: object) -> str:
    """Return all values in JSON, one a line."""
    if isinstance(thing, dict):
        thing = list(thing.values())
    return "\n".join(map(values, thing)) if isinstance(thing, list) else str(thing)


def json_ld(site: Site, page: Page) -> str:
    return values(json.loads(page.html.select_one("script[type='application/ld+json']").string)["@graph"])


def feed_entry(site: Site, page: Page) -> str:
    feed = ElementTree.parse(site.path / page.url.partition("/")[0] / "feed.xml")
    entries = [entry for entry in feed.iterfind("{*}entry") if entry.findtext("{*}id") == SITE_URL + page.url]
    return "\n".join(text for entry in entries for part in entry.iter() for text in (part.text or "", *part.attrib.values()))


def search_entry(site: Site, page: Page) -> str:
    entries = values([doc for doc in data(site, "search/search_index.json")["docs"] if doc["location"] == page.url])
    return entries + BeautifulSoup(entries, "html.parser").get_text(" ")


def unescaped(path: Path) -> str:
    """Return Markdown without the backslashes of escaped characters."""
    return re.sub(r"\\(?=[!-/:-@[-`{-~])", "", path.read_text(encoding="utf-8"))


def open_graph(site: Site, page: Page) -> str:
    return " ".join(meta.get("content", "") for meta in page.html.select("meta")) + page.html.title.get_text()


FACTS_ROW = {"title", "description", "speakers", "starts", "room"}  # a room only where two talks begin at once
# Output: how to read it, the form of its facts, the facts that it must have.
OUTPUTS: dict[str, tuple[Callable[[Site, Page], str], Callable, set[str]]] = {
    "the talk's page": (lambda site, page: shown(page.html, "article"), in_words, ALL - {"conference", "day"}),
    "its way up": (lambda site, page: shown(page.html, ".md-path"), in_words, {"conference", "day"}),
    "the day's agenda": (lambda site, page: row(site, page, f"{folder(page)}/index.md", ".agenda li"), in_words, FACTS_ROW),
    "the conference's agenda": (lambda site, page: row(site, page, f"{page.url.partition('/')[0]}/index.md", ".agenda li"), in_words, FACTS_ROW),
    "the day's page": (lambda site, page: shown(site.page(f"{folder(page)}/index.md").html, "article"), in_words, {"title", "day", "date"}),
    "all notes": (lambda site, page: shown(site.page(f"{page.url.partition('/')[0]}/all-notes.md").html, "article"), in_words,
                  ALL - {"description", "topics"}),
    "home": (lambda site, page: row(site, page, "index.md", ".card"), in_words, {"title", "day", "date"}),
    "Speakers": (lambda site, page: row(site, page, "speakers.md", ".speakers li"), in_words, {"speakers"}),
    "Topics": (lambda site, page: shown(site.page("topics.md").html, "article") if facts(page).get("topics") else "", in_words, {"topics"}),
    "talks.json": (json_entry, in_data, ALL),
    "JSON-LD": (json_ld, in_data, ALL),
    "Markdown": (lambda site, page: unescaped(site.path / f"{page.url[:-1]}.md"), in_data, ALL),
    "llms.txt": (lambda site, page: unescaped(site.path / "llms.txt"), in_data, {"title", "description", "conference", "day"}),
    "the feed": (feed_entry, in_data, {"title", "description", "topics", "starts"}),
    "the search": (search_entry, in_words, {"title", "description", "speakers", "room", "topics", "day", "conference"}),
    "Open Graph": (open_graph, in_words, {"title", "description", "conference"}),
}  # fmt: skip


def faults(text: str, known: dict[str, object], has: set[str], form: Callable) -> Iterator[str]:
    for fact in has & known.keys():
        yield from (f"{fact} {value}" for value in form(fact, known[fact]) if " ".join(value.split()) not in " ".join(text.split()))
    yield from re.findall(r"\bNone\b|\bundefined\b|Undefined|· ·|, ,|\(\)|–\s*local", text)


@pytest.mark.parametrize("output", OUTPUTS)
def test_it_has_the_facts(output: str, site: Site):
    read, form, has = OUTPUTS[output]
    dated = output == "the feed"
    found = {}
    for page in site.of_kind("talk"):
        known = facts(page)
        if dated and "date" not in known:
            assert not read(site, page)
            continue
        found |= {f"{page.url}: {fault}": output for fault in faults(read(site, page), known, has, form)}
    assert found == {}


def test_home_and_conferences_count_their_talks(site: Site):
    for page in [site.page("index.md"), *site.of_kind("conference")]:
        known = [facts(talk) for talk in site.of_kind("talk") if talk.url.startswith(page.url)]
        counts = {"talk": len(known)} | {
            key[:-1]: len({name for talk in known for name in talk.get(key, [])}) for key in ("speakers", "topics")
        }
        words = " · ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items() if count)
        assert page.html.select_one(".counts").get_text(strip=True).removesuffix("·feed").strip() == words


def test_make_gaps_lists_what_each_talk_lacks(site: Site):
    printed = by_fork(["tools.gaps"], site.repository, dict(os.environ)).stdout
    lacking = {
        page.path: [key for key in ("starts", "speakers", "tags", "description") if key not in page.meta] for page in site.of_kind("talk")
    }
    assert re.findall("  docs/(.*)", printed) == [f"{path}: missing {', '.join(keys)}" for path, keys in lacking.items() if keys]


def test_the_check_sees_a_fault():
    known = {"title": "A talk", "speakers": ["Ana", "Bo"], "starts": datetime(2031, 3, 1, 9)}
    assert list(faults("A talk by Ana at 09:00, None", known, {"title", "speakers", "starts", "room"}, in_words)) == ["speakers Bo", "None"]
