"""Notes explain their abbreviations: to mouse, keyboard and touch."""

import re

import pytest
from playwright.sync_api import Browser, Page
from site_build import Site, data
from states import opened

from hooks.front_matter import meanings
from hooks.render.notes import completed

DATA = data("glossary")


def test_the_page_lists_all(site: Site):
    page = site.page("glossary.md")
    listed = {term.dt.get_text(): term.dd.get_text() for term in page.html.select(".glossary > div")}
    assert listed == page.meta["abbreviations"]
    assert [term["id"] for term in page.html.select("dt")] == [short.lower() for short in listed]


def test_each_is_explained_where_it_is_used(site: Site):
    abbreviations = site.page("glossary.md").meta["abbreviations"]
    explained = set()
    for page in site.of_kind("talk") + site.of_kind("day"):
        for abbr in page.html.select(".notes abbr"):
            assert abbr["title"] == abbreviations[abbr.get_text()] and (abbr.get("tabindex") == "0") != bool(abbr.find_parent("a"))
            explained.add(abbr.get_text())
        for text in page.html.select_one(".notes").find_all(string=True):
            if not text.find_parents(["code", "abbr", "svg", "h2"]) and not text.find_parents(class_="added"):
                assert not {*abbreviations} & {*re.split(r"[\s(),]+", text)}, f"{page.url}: {text}"
    assert explained == {*abbreviations}


@pytest.mark.parametrize("reached", ["mouse", "keyboard", "finger"])
def test_it_shows_and_goes(reached: str, site: Site, server: str, tab: Page, browser: Browser):
    talk = next(page for page in site.of_kind("talk") if page.html.select(".notes abbr"))
    meaning = talk.html.select_one(".notes abbr")["title"]
    if reached == "finger":
        tab = browser.new_page(viewport=tab.viewport_size, reduced_motion="reduce", has_touch=True)
        tab.goto(f"{server}{talk.url}")  # the tap itself loads the theme's script
    else:
        opened(tab, f"{server}{talk.url}")
    abbr = tab.locator(".notes abbr").first
    {"mouse": abbr.hover, "keyboard": abbr.focus, "finger": abbr.tap}[reached]()
    tooltip = tab.locator(".md-tooltip2--active")
    tooltip.wait_for()
    inner = tooltip.locator("> *").bounding_box()
    assert tooltip.inner_text() == meaning and inner["x"] >= 0 and inner["x"] + inner["width"] <= 390
    assert abbr.get_attribute("aria-describedby")
    tab.keyboard.press("Escape")
    tooltip.wait_for(state="detached")
    if reached == "finger":
        tab.close()


@pytest.mark.parametrize(("html", "stops"), DATA["stops"])
def test_what_gets_a_tab_stop(html: str, stops: str):
    assert completed(html) == stops


@pytest.mark.parametrize("value", [["ADR"], {"ADR": ""}, {"ADR": None}, {1: "One"}, "ADR"])
def test_a_malformed_glossary_is_refused(value: object):
    assert meanings(value)
    assert meanings({"ADR": "Architectural decision record"}) is None
