"""Each output has the facts of each talk that tests/data/outputs.yml names, in its own form, and is whole, valid and in order."""

import gzip
import json
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from posixpath import basename, dirname
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from site_build import SITE_URL, Page, Site, by_fork, data

from hooks.addresses import FEED, FORMER_FEED
from hooks.publish.talks import NEWEST

DATA = data("outputs")
LABELS = {"video": "Video", "slides": "Slides", "page": "Official page"}
Facts = dict[str, object]
Talks = list[tuple[Page, Facts]]


def facts(page: Page, site: Site) -> Facts:
    """Return a talk's facts from front matter alone; unknown facts are left out."""
    meta, folder = page.meta, dirname(page.path)
    day, conference = site.model.pages[f"{folder}/index.md"].meta, site.model.pages[f"{dirname(folder)}/index.md"].meta
    found = meta | {"topics": meta.get("tags"), "speakers": [speaker["name"] for speaker in meta.get("speakers") or []]}
    found |= {"conference": conference["title"], "day": day.get("title") or basename(folder).replace("day-", "Day ")}
    found["date"] = meta["starts"].date() if "starts" in meta else day.get("date")
    return {key: value for key, value in found.items() if value}


@pytest.fixture(scope="module")
def talks(site: Site) -> Talks:
    return [(page, facts(page, site)) for page in site.of_kind("talk")]


def forms(fact: str, value: object, in_data: bool) -> list[str]:
    """Return the forms of a fact in data, or on a page."""
    if isinstance(value, date) and in_data:
        return [value.isoformat()]
    if isinstance(value, date):
        return [f"{value:%H:%M}" if isinstance(value, datetime) else f"{value:%A}, {value.day} {value:%B %Y}"]
    return [f"{LABELS[fact]} {value}"] if fact in LABELS and not in_data else value if isinstance(value, list) else [value]


def on_page(site: Site, page: Page, path: str, selector: str) -> str:
    """Return the words of parts of a page, and its buttons with their targets; of items in a list, only of the talk's."""
    conference, *_ = folders = page.path.split("/")[:-1]
    shown = site.page(path.format(talk=page.path, day="/".join(folders), conference=conference))
    parts = shown.html.select(selector)
    if selector.endswith(("li", "card")):
        links = {link["href"] for link in shown.html.select("a[href]") if urljoin(shown.canonical, link["href"]) == page.canonical}
        parts = [part for part in parts if any(link["href"] in links for link in part.select("a[href]"))]
    buttons = [f"{link.get_text(strip=True)} {link['href']}" for part in parts for link in part.select("a.md-button[href]")]
    return " ".join([*(part.get_text(" ") for part in parts), *buttons])


@cache
def parsed(path: Path) -> object:
    return ElementTree.parse(path) if path.suffix == ".xml" else json.loads(path.read_text(encoding="utf-8"))


def values(thing: object) -> str:
    """Return all values in JSON, one a line."""
    if isinstance(thing, dict):
        thing = list(thing.values())
    return "\n".join(map(values, thing)) if isinstance(thing, list) else str(thing)


def feed_entry(site: Site, page: Page) -> str:
    entries = parsed(site.path / page.url.partition("/")[0] / FEED).iterfind("{*}entry")
    parts = [part for entry in entries if entry.findtext("{*}id") == page.canonical for part in entry.iter()]
    return "\n".join(text for part in parts for text in (part.text or "", *part.attrib.values()))


def search_entry(site: Site, page: Page) -> str:
    entries = values([doc for doc in parsed(site.path / "search/search_index.json")["docs"] if doc["location"] == page.url])
    return entries + BeautifulSoup(entries, "html.parser").get_text(" ")


def unescaped(path: Path) -> str:
    """Return Markdown without the backslashes of escaped characters."""
    return re.sub(r"\\(?=[!-/:-@[-`{-~])", "", path.read_text(encoding="utf-8"))


# How to read the part of each output as data that is about a talk's page.
READERS: dict[str, Callable[[Site, Page], str]] = {
    "talks.json": lambda site, page: values([talk for talk in parsed(site.path / "talks.json")["talks"] if talk["url"] == page.canonical]),
    "JSON-LD": lambda site, page: values(json.loads(page.html.select_one("script[type='application/ld+json']").string)),
    "Markdown": lambda site, page: unescaped(site.path / f"{page.url[:-1]}.md"),
    "llms.txt": lambda site, page: unescaped(site.path / "llms.txt"),
    "the feed": feed_entry,
    "the search": search_entry,
    "Open Graph": lambda site, page: " ".join([*page.links("meta[content]"), page.html.title.get_text()]),
}


@pytest.mark.parametrize("output", DATA["outputs"])
def test_it_has_the_facts(output: str, site: Site, talks: Talks):
    facts, *part = DATA["outputs"][output]
    for page, known in talks:
        text = " ".join((on_page(site, page, *part) if part else READERS[output](site, page)).split())
        wanted = [form for fact in facts if fact in known for form in forms(fact, known[fact], in_data=not part)]
        if output == "the feed" and "date" not in known:
            assert text == ""
        else:
            assert [form for form in wanted if " ".join(form.split()) not in text] == [], page.url
        assert not re.search(r"\bNone\b|\bundefined\b|Undefined|· ·|, ,|\(\)|–\s*local", text), page.url


def test_home_and_conferences_count_their_talks(site: Site, talks: Talks):
    for page in [site.page("index.md"), *site.of_kind("conference")]:
        here = [known for talk, known in talks if talk.url.startswith(page.url)]
        names = {key: {name for talk in here for name in talk.get(f"{key}s", [])} for key in ("speaker", "topic")}
        counts = [(len(here), "talk"), *((len(found), key) for key, found in names.items())]
        words = " · ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in counts if count)
        assert page.html.select_one(".counts").get_text(strip=True).removesuffix("·feed").strip() == words


def test_the_search_has_notes_once_on_their_talks_page(site: Site):
    written = {entry["location"].partition("#")[0] for entry in parsed(site.path / "search/search_index.json")["docs"] if entry["text"]}
    assert {page.kind for page in site.pages if page.url in written} == {"talk", "conference", "about"}


def test_make_gaps_lists_what_each_talk_lacks(site: Site):
    printed = by_fork(["tools.gaps"], site.repository, dict(os.environ)).stdout
    keys = ("starts", "speakers", "tags", "description")
    lacking = {page.path: [key for key in keys if key not in page.meta] for page in site.of_kind("talk")}
    assert re.findall("  docs/(.*)", printed) == [f"{path}: missing {', '.join(keys)}" for path, keys in lacking.items() if keys]


def notes_of(html: str, selector: str, url: str) -> tuple[list[str], list[str], list[str]]:
    """Return the words of notes in HTML, the text of its code blocks, and the addresses of its links on the page at `url`."""
    notes = BeautifulSoup(f"<div>{html}</div>", "html.parser").select_one(selector)
    links = [urljoin(url, link["href"]) for link in notes.select("[href]:not(.headerlink)")]
    return notes.get_text(" ").replace("¶", "").split(), [code.get_text() for code in notes.select("pre")], links


def test_a_feed_has_its_talks_with_their_notes(shapes: Site):
    """The site's feed, which has only the newest and is also where it was before, and each conference's; one conference has no date."""
    dated = [(page, talk) for page in shapes.of_kind("talk") if (talk := shapes.model.pages[page.path]).date]
    when = {page: talk.starts or datetime.combine(talk.date, time(tzinfo=UTC)) for page, talk in dated}
    for folder in ["", *(page.url for page in shapes.of_kind("conference"))]:
        feed = feedparser.parse((shapes.path / folder / FEED).read_bytes(), sanitize_html=False)
        assert not feed.bozo and feed.version == "atom10" and feed.feed.link == feed.feed.id == SITE_URL + folder
        assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{SITE_URL}{folder}{FEED}"]
        newest = sorted((page for page in when if page.url.startswith(folder)), key=lambda page: (when[page], page.url), reverse=True)
        assert feed.feed.updated == (feed.entries[0].updated if newest else "1970-01-01T00:00:00Z")
        for entry, page in zip(feed.entries, newest if folder else newest[:NEWEST], strict=True):
            assert (entry.id, datetime.fromisoformat(entry.published)) == (page.canonical, when[page])
            assert notes_of(entry.content[0].value, ":root", "/nowhere") == notes_of(str(page.html), ".notes", page.canonical), page.url
    assert len(when) > NEWEST and (shapes.path / FORMER_FEED).read_bytes() == (shapes.path / FEED).read_bytes()


def test_talks_json_fits_its_schema_which_refuses_faults(site: Site):
    found = parsed(site.path / "talks.json")
    schema = parsed(site.path / found["$schema"].removeprefix(SITE_URL))
    Draft202012Validator.check_schema(schema)
    fits = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid
    talk = next(talk for talk in found["talks"] if "starts" in talk)
    assert fits(found) and [fault for fault in DATA["refused"] if fits(found | {"talks": [talk | fault]})] == []


def test_markdown_has_the_notes_as_written(site: Site):
    """Only the targets of links change, which are absolute."""
    for page in site.of_kind("talk"):
        head, _, notes = (site.path / f"{page.url[:-1]}.md").read_text(encoding="utf-8").partition("\n## Notes\n\n")
        texts = {re.sub(r"\]\([^)\s]*\)", "]()", text.strip()) for text in (notes, site.model.pages[page.path].notes)}
        assert head.startswith("# ") and len(texts) == 1, page.url


def test_llms_txt_lists_every_talk(site: Site):
    text = unescaped(site.path / "llms.txt")
    listed = re.findall(r"^- \[(.*)\]\((.*?)\)", text, re.MULTILINE)
    assert listed == [(page.meta["title"], f"{page.canonical[:-1]}.md") for page in site.of_kind("talk")]
    assert f"({SITE_URL}talks.json)" in text


def test_the_sitemap_has_every_page_and_the_day_of_its_newest_talk(site: Site, talks: Talks):
    """Except the pages that search engines may not list."""
    path = site.path / "sitemap.xml"
    assert gzip.decompress(path.with_suffix(".xml.gz").read_bytes()) == path.read_bytes()
    wanted = []
    for page in [page for page in site.pages if page.kind != "all notes"]:
        below = page.url if page.kind in ("conference", "day", "talk") else ""
        days = [known["date"] for talk, known in talks if talk.url.startswith(below) and "date" in known]
        wanted.append((page.canonical, str(max(days)) if days and page.kind not in DATA["undated"] else None))
    assert sorted((entry.findtext("{*}loc"), entry.findtext("{*}lastmod")) for entry in parsed(path).getroot()) == sorted(wanted)
    robots = (site.path / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert robots == ["User-agent: *", "Allow: /", "", f"Sitemap: {SITE_URL}sitemap.xml"]
