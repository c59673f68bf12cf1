"""A day's page has its talks as sections: titles as text, headings one level down, its own links and ids."""

from types import SimpleNamespace

import pytest
from markupsafe import escape
from site_build import data

from hooks.derive.day_notes import as_section

DATA = data("day_notes")


def section(content: str, title: str = "T", **meta: str) -> str:
    talk = SimpleNamespace(content=content, title=escape(title), url="conf/day-1/talk/", meta=meta)
    return as_section(talk, "t", "conf/day-1/")


@pytest.mark.parametrize(("content", "moved"), DATA["moved"])
def test_notes_are_moved(content: str, moved: str):
    assert f"\n{moved}\n" in section(content)


def test_titles_are_plain_text():
    assert '<h2 id="t">A *b* &lt;c&gt; &amp; &#34;d&#34;<a' in section("", 'A *b* <c> & "d"')


def test_what_is_on_the_talks_page_is_said():
    assert ">On a page of its own</a>" in section("") and "On a page" not in section("", speakers="A") + section("", starts="B")
