"""The site's stylesheet is its source sheets without the rules that no page uses; test_walk.py compares how pages look."""

import re

import pytest
from observers import WHOLE
from site_build import Site, data

from hooks.markup import tags
from hooks.publish.assets import STYLES, names_of, trimmed

DATA = data("stylesheet")


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


def test_what_a_page_has_is_seen():
    html = """<p class="a b" id=c><a data-x="y" hidden href="z">t</a><br>\n<input\n  type="text"><i x-on:click='y' class='d  e' @id=c data-z = w>"""
    names = set().union(*map(names_of, tags(html)))
    assert names >= {"<p", "a", "b", "c", "<a", "data-x=y", "href=z", "<br", "<input", "type=text", "<i", "d", "e", "data-z=w"}
