"""Notes render as their authors mean them, on the talk's page and on its day's: tests/data/shapes.yml, in one strict build."""

import re
import sys

import pytest
from site_build import Site, data

SHAPES = data("shapes")


def without_spaces(html: str) -> str:
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", html)


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_read(name: str, shapes: Site):
    if sys.version_info < tuple(SHAPES[name].get("since", ())):
        pytest.skip("the pymdown-extensions for this Python end an address at its last bracket; Python 3.11.5 has newer ones")
    file = SHAPES[name].get("file", f"shapes/day-1/talk-{list(SHAPES).index(name)}/index.html")
    html = without_spaces((shapes.path / file).read_text(encoding="utf-8"))
    assert [part for part in map(without_spaces, SHAPES[name]["holds"]) if part not in html] == []


@pytest.mark.parametrize("path", ["day-1/index.md", "all-notes.md"])
def test_a_day_shows_each_shape_with_ids_of_its_own(path: str, shapes: Site):
    """Also of titles with the same slug, a heading with the slug of another title, and a title without letters."""
    day = shapes.page(f"shapes/{path}").html
    ids = [element["id"] for element in day.select("[id]")]
    talk = f"talk-{list(SHAPES).index('🎉')}"
    assert len(day.select("h2, h3")) >= len(SHAPES) and day.select("[href='#footnote:fn:a']") and len(ids) == len({*ids})
    assert {"footnote:fn:a", "learning-c", "learning-c_1", "learning-c:hour", talk} <= {*ids}


def test_talks_at_the_same_time_show_their_rooms(shapes: Site):
    items = [item.get_text() for item in shapes.page("shapes/day-2/index.md").html.select(".agenda li")]
    assert [item.strip()[-6:] for item in items if "Hall" in item] == ["Hall a", "Hall c"] and len(items) == 4, items
