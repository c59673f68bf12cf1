"""Each page describes itself in JSON-LD, with the vocabulary of schema.org and the facts of its front matter."""

import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from schema_org.registry import CLASS_METADATA, PROPERTY_BY_SCHEMA, ancestry
from site_build import SITE_URL, Page, Site, data

from hooks.render.structured_data import describe

DATA = data("structured_data")
# The types that JSON has as text or number, address, and date.
PLAIN = {"Text", "URL", "Date", "DateTime", "Integer"}


def types(thing: object) -> set[str]:
    """Return the types of a value: those of a thing with all their supertypes, and none for an unknown one."""
    kind = thing["@type"] if isinstance(thing, dict) else None
    return {kind, *ancestry(kind)} if kind in CLASS_METADATA else set() if kind else PLAIN


def faults(thing: object) -> Iterator[str]:
    """Yield the unknown parts of a thing: types, properties, and values that a property does not accept."""
    if not types(thing):
        yield f"no type {thing['@type']}"
    for name, value in thing.items() if isinstance(thing, dict) and types(thing) else ():
        # An action's property may describe the reader's input: schema.org/docs/actions.html.
        known = PROPERTY_BY_SCHEMA.get(name.removesuffix("-input"))
        if name.startswith("@"):
            continue
        if not known or types(thing).isdisjoint(known.domains):
            yield f"{thing['@type']}: no property {name}"
            continue
        for part in value if isinstance(value, list) else [value]:
            if types(part) and types(part).isdisjoint(known.ranges):
                yield f"{thing['@type']}: {name} is no {part['@type'] if isinstance(part, dict) else 'thing'}"
            yield from faults(part)


def graph(page: Page) -> list[dict]:
    (script,) = page.html.select("script[type='application/ld+json']")
    found = json.loads(script.string)
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


def test_schema_org_knows_every_word(site: Site):
    assert {page.url: found for page in site.pages if (found := [fault for thing in graph(page) for fault in faults(thing)])} == {}


@pytest.mark.parametrize(("thing", "fault"), DATA["faults"])
def test_check_sees(thing: dict, fault: str):
    assert [found.rpartition(": ")[2] for found in faults(thing)] == [fault]


def test_home_is_a_site_with_a_search(site: Site):
    (thing,) = graph(site.page("index.md"))
    action = thing["potentialAction"]
    found = [thing["@type"], thing["url"], action["@type"], action["target"]["urlTemplate"]]
    assert found == ["WebSite", SITE_URL, "SearchAction", f"{SITE_URL}?q={{words}}"]


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


def test_every_other_page_has_the_language_of_the_settings(site: Site):
    config = SimpleNamespace(site_url=SITE_URL, site_name="Notes", theme={"language": "de"})
    assert {describe(page, site.model, config)["@graph"][0].get("inLanguage") for page in site.model.pages.values() if page.url} == {"de"}


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
