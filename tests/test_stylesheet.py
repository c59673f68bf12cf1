"""The site's stylesheet is its source sheets without the rules that no page uses; test_walk.py compares how pages look."""

import re

from observers import WHOLE
from site_build import Site

from hooks.publish.assets import STYLES


def test_more_sheets_and_features_join_in(varied: Site):
    css = (varied.path / STYLES).read_text(encoding="utf-8")
    assert ".sparkle{color:#123456}" in css and ".tabbed-control--next" in css and ".js .md-typeset .tabbed-labels" in css
    assert [page.url for page in varied.pages if len(page.html.select("link[rel=stylesheet]")) != 1] == []


def test_what_is_not_used_is_gone(site: Site):
    css = (site.path / STYLES).read_text(encoding="utf-8")
    assert len(css) < 0.6 * sum(len(path.read_text(encoding="utf-8")) for path in WHOLE)
    assert not re.search(r"\.(md-version|tabbed|md-search-result__more)\b", css)
