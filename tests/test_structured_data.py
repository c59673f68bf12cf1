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


def types(kind: str) -> set[str]:
    """Return all supertypes of a type of schema.org, itself included; nothing for an unknown type."""
    return {kind, *ancestry(kind)} if kind in CLASS_METADATA else set()


def faults(thing: dict, where: str = "") -> Iterator[str]:
    """Yield the unknown parts of a thing: types, properties, and values that a property does not accept."""
    if not (own := types(thing["@type"])):
        yield f"{where}: no type {thing['@type']}"
        return
    for name, value in thing.items():
        # An action's property may describe the reader's input: schema.org/docs/actions.html.
        known = PROPERTY_BY_SCHEMA.get(name.removesuffix("-input"))
        here = f"{where}/{thing['@type']}"
        if name.startswith("@"):
            continue
        if not known or not own & {*known.domains}:
            yield f"{here}: no property {name}"
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                if (kinds := types(part["@type"])) and not kinds & {*known.ranges}:
                    yield f"{here}: {name} is no {part['@type']}"
                yield from faults(part, f"{here}/{name}")
            elif not PLAIN & {*known.ranges}:
                yield f"{here}: {name} is not text"


def graph(page: Page) -> list[dict]:
    (script,) = page.html.select("script[type='application/ld+json']")
    data = json.loads(script.string)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def test_schema_org_knows_every_word(site: Site):
    assert [fault for page in site.pages for thing in graph(page) for fault in faults(thing, page.url)] == []


@pytest.mark.parametrize(("thing", "fault"), DATA["faults"])
def test_check_sees(thing: dict, fault: str):
    assert [found.rpartition(": ")[2] for found in faults(thing)] == [fault]


def test_home_is_a_site_with_a_search(site: Site):
    (thing,) = graph(site.page("index.md"))
    assert [thing["@type"], thing["url"]] == ["WebSite", SITE_URL]
    action = thing["potentialAction"]
    assert [action["@type"], action["target"]["urlTemplate"]] == ["SearchAction", f"{SITE_URL}?q={{words}}"]


def test_every_other_page_is_described(site: Site):
    for page in site.pages[1:]:
        thing, trail = graph(page)
        assert thing["@type"] == DATA["kinds"][page.kind], page.url
        title = site.model.pages[page.path].title
        assert [thing["name"], thing["url"], thing.get("description")] == [title, f"{SITE_URL}{page.url}", page.meta.get("description")]
        shown = [link.get_text(strip=True) for link in page.html.select(".md-path__list a")]
        steps = trail["itemListElement"]
        names = [step["name"] for step in steps]
        assert names[-1] == title and names[: len(shown)] == shown and [step["position"] for step in steps] == [*range(1, len(steps) + 1)]
        for step in steps:
            assert (site.path / step["item"]["@id"].removeprefix(SITE_URL) / "index.html").is_file()


def test_every_other_page_has_the_language_of_the_settings(site: Site):
    config = SimpleNamespace(site_url=SITE_URL, site_name="Notes", theme={"language": "de"})
    assert {describe(page, site.model, config)["@graph"][0].get("inLanguage") for page in site.model.pages.values() if page.url} == {"de"}


def test_a_day_and_a_conference_are_events_of_their_parts(site: Site):
    for conference in site.model.conferences:
        pages = {conference: conference.days, conference.all_notes: conference.days} | {day: day.talks for day in conference.days}
        for page, parts in pages.items():
            event, whole = graph(site.page(page.path))[0]["about"], parts is conference.days
            assert [part["name"].rpartition(", ")[2] for part in event["subEvent"]] == [part.title.rpartition(", ")[2] for part in parts]
            dates = [str(talk.starts.date()) for talk in (conference.talks if whole else parts) if talk.starts]
            assert [event.get("startDate"), event.get("endDate")] == ([min(dates), max(dates)] if dates else [None, None])
            assert event.get("superEvent", {}).get("name") == (None if whole else conference.title)
            places = [part.get("location", {}) for part in (event, *event["subEvent"])]
            assert {place.get("containedInPlace", place).get("name") for place in places} == {conference.place}
