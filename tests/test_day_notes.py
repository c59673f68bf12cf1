"""A day's page has its talks as sections: titles as text, headings one level down, its own links and ids."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from markupsafe import escape
from site_build import Site, data, edit, invented

from hooks.derive.day_notes import as_section

DATA = data("day_notes")


def section(content: str, title: str = "T") -> str:
    talk = SimpleNamespace(content=content, title=escape(title), url="conf/day-1/talk/", meta={})
    return as_section(talk, "t", "conf/day-1/")


@pytest.mark.parametrize(("content", "moved"), DATA["moved"])
def test_notes_are_moved(content: str, moved: str):
    assert f"\n{moved}\n" in section(content)


def test_titles_are_plain_text():
    assert '<h2 id="t">A *b* &lt;c&gt; &amp; &#34;d&#34;<a' in section("", 'A *b* <c> & "d"')


def test_every_section_has_an_id_of_its_own(tmp_path: Path):
    """Titles with the same slug, a heading with the slug of another title, and a title without letters."""
    copied = invented(tmp_path)
    day = copied / "docs/ovrkonf-2031/day-1"
    first, second, third, *_ = sorted(path for path in day.glob("*.md") if path.name != "index.md")
    for path, title in ((first, "Learning C"), (second, "Learning C++"), (third, "🎉")):
        edit(path, r"^title:.*", f'title: "{title}"')
    with first.open("a", encoding="utf-8") as file:
        file.write("\n## Hour\n")
    site = Site(tmp_path / "site", copied)
    for page in (site.page(f"{day.parent.name}/day-1/index.md"), site.page(f"{day.parent.name}/all-notes.md")):
        ids = [element["id"] for element in page.html.select("[id]")]
        assert len(ids) == len({*ids}) and {"learning-c", "learning-c_1", "learning-c:hour", third.stem} <= {*ids}
