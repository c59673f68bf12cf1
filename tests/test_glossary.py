"""Notes explain their abbreviations: to mouse, keyboard and touch."""

import re

import pytest
from playwright.sync_api import Page
from site_build import Site
from states import opened, own_tab


def test_each_is_listed_and_explained_where_it_is_used(site: Site):
    page = site.page("glossary.md")
    abbreviations = page.meta["abbreviations"]
    assert {term.dt.get_text(): term.dd.get_text() for term in page.html.select(".glossary > div")} == abbreviations
    assert [term["id"] for term in page.html.select("dt")] == [short.lower() for short in abbreviations]
    explained = set()
    for page in site.of_kind("talk") + site.of_kind("day"):
        for abbr in page.html.select(".notes abbr"):
            assert abbr["title"] == abbreviations[abbr.get_text()] and (abbr.get("tabindex") == "0") != bool(abbr.find_parent("a"))
            explained.add(abbr.get_text())
        for text in page.html.select_one(".notes").find_all(string=True):
            if not text.find_parents(["code", "abbr", "svg", "h2"]) and not text.find_parents(class_="added"):
                assert not {*abbreviations} & {*re.split(r"[\s(),]+", text)}, f"{page.url}: {text}"
    assert explained == {*abbreviations}


tab = own_tab(viewport={"width": 390, "height": 800}, reduced_motion="reduce", has_touch=True)


@pytest.mark.parametrize("reached", ["tap", "hover", "focus"])
def test_it_shows_and_goes(reached: str, site: Site, server: str, tab: Page):
    talk = next(page for page in site.of_kind("talk") if page.html.select(".notes abbr"))
    tab.goto(f"{server}{talk.url}")
    if reached != "tap":  # which itself loads the theme's script
        opened(tab, None)
    abbr = tab.locator(".notes abbr").first
    getattr(abbr, reached)()
    tooltip = tab.locator(".md-tooltip2--active")
    tooltip.wait_for()
    inner = tooltip.locator("> *").bounding_box()
    assert tooltip.inner_text() == talk.html.select_one(".notes abbr")["title"]
    assert inner["x"] >= 0 and inner["x"] + inner["width"] <= 390 and abbr.get_attribute("aria-describedby")
    tab.keyboard.press("Escape")
    tooltip.wait_for(state="detached")
