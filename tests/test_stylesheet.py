"""The site's stylesheet is its source sheets without the rules that no page uses; test_walk.py compares how pages look."""

import re
from pathlib import Path

import pytest
from observers import WHOLE, lost_look
from site_build import BASE, Site, data
from states import ALL, opened
from three_engines import OTHERS
from webdriver import Tab

from hooks.markup import tags
from hooks.publish.assets import STYLES, names_of, trimmed

DATA = data("stylesheet")


@pytest.mark.parametrize("engine", OTHERS, indirect=True)
def test_nothing_lost_its_look(site: Site, server: str, whole: Path, each_engine: Tab):
    """For a page as it opens; WebKit, for example, does not accept a thickness in `text-decoration`."""
    each_engine.set_viewport_size({"width": 390, "height": 800})
    for page in site.one_of_each_kind if ALL else [max(site.pages, key=lambda page: len(page.html.select("article p a")))]:
        opened(each_engine, f"{server}{page.url}")
        assert lost_look(each_engine, f"{server[: server.index(BASE)]}/whole.css") == [], page.url
    each_engine.evaluate(
        "() => { for (const sheet of document.styleSheets) if (sheet.href.endsWith('whole.css')) sheet.insertRule('a { opacity: .5 !important }') }"
    )
    assert lost_look(each_engine, "") != []


def test_more_sheets_and_features_join_in(varied: Site):
    css = (varied.path / STYLES).read_text(encoding="utf-8")
    assert ".sparkle{color:#123456}" in css and ".tabbed-control--next" in css and ".js .md-typeset .tabbed-labels" in css
    assert [page.url for page in varied.pages if len(page.html.select("link[rel=stylesheet]")) != 1] == []


def test_what_is_not_used_is_gone(site: Site):
    css = (site.path / STYLES).read_text(encoding="utf-8")
    assert len(css) < 0.6 * sum(len(path.read_text(encoding="utf-8")) for path in WHOLE)
    assert not re.search(r"\.(md-version|tabbed|md-search-result__more)\b", css)


@pytest.mark.parametrize(("css", "used", "words", "kept"), DATA["trimmed"])
def test_unused_rules_are_left_out(css: str, used: list[str], words: list[str], kept: str):
    assert trimmed(css, {*used}, {*words}) == kept


def names_in(html: str) -> set[str]:
    return set().union(*map(names_of, tags(html)))


def test_what_a_page_has_is_seen():
    html = '<p class="a b" id=c><a data-x="y" hidden href="z">t</a><br>\n<input\n  type="text">'
    assert names_in(html) >= {"<p", "a", "b", "c", "<a", "data-x=y", "href=z", "<br", "<input", "type=text"}
    assert names_in("<p x-on:click='y' class='a  b' @id=c data-z = w>") >= {"<p", "a", "b", "data-z=w"}
