"""Each page describes itself in JSON-LD, with the vocabulary of schema.org and the facts of its front matter."""

import json
from collections.abc import Iterator

from schema_org.registry import PROPERTY_BY_SCHEMA, ancestry
from site_build import SITE_URL, Page, Site, data

DATA = data("structured_data")
# The types that JSON has as text or number, address, and date.
PLAIN = {"Text", "URL", "Date", "DateTime", "Integer"}


def statements(thing: dict) -> Iterator[tuple[str, str, str]]:
    """Yield the type, a property, and the type of its value, for each value of a thing and of the things in it."""
    for name, value in thing.items():
        for part in value if isinstance(value, list) else [value]:
            if name[0] != "@":  # an action's property may describe the reader's input: schema.org/docs/actions.html
                yield thing["@type"], name.removesuffix("-input"), part["@type"] if isinstance(part, dict) else "Text"
            yield from statements(part) if isinstance(part, dict) else ()


def is_known(kind: str, name: str, value: str) -> bool:
    """Return whether schema.org has the property for the type, with values of a type."""
    known = PROPERTY_BY_SCHEMA.get(name)
    values = PLAIN if value == "Text" else {value, *ancestry(value)}
    return known is not None and not values.isdisjoint(known.ranges) and not {kind, *ancestry(kind)}.isdisjoint(known.domains)


def graph(page: Page) -> list[dict]:
    (script,) = page.html.select("script[type='application/ld+json']")
    found = json.loads(script.string)
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


def test_schema_org_knows_every_word(site: Site):
    said = {statement: page.url for page in site.pages for thing in graph(page) for statement in statements(thing)}
    assert {statement: url for statement, url in said.items() if not is_known(*statement)} == {} and len(said) > 50
    assert [fault for fault in DATA["faults"] if is_known(*fault)] == []


def test_home_is_a_site_with_a_search(site: Site):
    (thing,) = graph(site.page("index.md"))
    assert (thing["@type"], thing["url"], thing["potentialAction"]["@type"]) == ("WebSite", SITE_URL, "SearchAction")
    assert thing["potentialAction"]["target"]["urlTemplate"] == f"{SITE_URL}?q={{words}}"


def test_every_other_page_is_described_and_shows_where_it_is(site: Site):
    for page in site.pages[1:]:
        thing, trail = graph(page)
        title = site.model.pages[page.path].title
        facts = [DATA["kinds"][page.kind], title, page.canonical, page.meta.get("description")]
        assert [thing.get(key) for key in ("@type", "name", "url", "description")] == facts
        names = [link.get_text(strip=True) for link in page.html.select(".md-path__list a")] or [site.model.pages["index.md"].title]
        path = dict(zip(page.links(".md-path__list a") or [SITE_URL], names, strict=True)) | {page.canonical: title}
        steps = [(step["position"], step["item"]["@id"], step["name"]) for step in trail["itemListElement"]]
        assert steps == [(position, *step) for position, step in enumerate(path.items(), 1)], page.url


def test_a_day_and_a_conference_are_events_of_their_parts(site: Site):
    for conference in site.model.conferences:
        pages = dict.fromkeys([conference, conference.all_notes], conference.days) | {day: day.talks for day in conference.days}
        for page, parts in pages.items():
            event, whole = graph(site.page(page.path))[0]["about"], parts is conference.days
            assert [part["name"].rpartition(", ")[2] for part in event["subEvent"]] == [part.title.rpartition(", ")[2] for part in parts]
            dates = [str(talk.starts.date()) for talk in (conference.talks if whole else parts) if talk.starts]
            assert [event.get("startDate"), event.get("endDate")] == ([min(dates), max(dates)] if dates else [None, None])
            assert event.get("superEvent", {}).get("name") == (None if whole else conference.title)
            places = [part.get("location", {}) for part in (event, *event["subEvent"])]
            assert {place.get("containedInPlace", place).get("name") for place in places} == {conference.place}
