"""A day's page holds its talks as sections: titles as text, headings one level down, links and ids its own."""

from types import SimpleNamespace

import pytest
from day_notes import as_section
from markupsafe import escape


def section(content: str, title: str = "T") -> str:
    talk = SimpleNamespace(content=content, title=escape(title), url="conf/day-1/talk/")
    return as_section(talk, "t", "conf/day-1/")


@pytest.mark.parametrize(
    ("content", "moved"),
    [
        ("<h2>Part</h2>", "<h3>Part</h3>"),
        ('<h2 id="part">Part<a class="headerlink" href="#part">', '<h3 id="t-part">Part<a class="headerlink" href="#t-part">'),
        ('<a href="../other/">', '<a href="other/">'),
        ('<a href="../other/#part">', '<a href="other/#part">'),
        ('<a href="../../day-2/x/">', '<a href="../day-2/x/">'),
        ('<img alt="" src="../drawing.png">', '<img alt="" src="drawing.png">'),
        ('<a href="https://example.org/a">', '<a href="https://example.org/a">'),
        ('<a href="mailto:a@example.org">', '<a href="mailto:a@example.org">'),
        ('<a href="/elsewhere/">', '<a href="/elsewhere/">'),
        ('<code>id="x" href="../y/" h2</code>', '<code>id="x" href="../y/" h2</code>'),
        ('<code>&lt;h2 id="x"&gt;</code>', '<code>&lt;h2 id="x"&gt;</code>'),
        ("<hr>", "<hr>"),
    ],
)
def test_notes_are_moved(content: str, moved: str):
    assert f"\n{moved}\n" in section(content)


def test_titles_are_plain_text():
    assert '<h2 id="t">A *b* &lt;c&gt; &amp; &#34;d&#34;<a' in section("", 'A *b* <c> & "d"')
