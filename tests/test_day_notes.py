"""A day's page holds its talks as sections: titles as plain text, headings one level down."""

import re

import markdown
import pytest
from hooks.day_notes import as_section


def section(title: str, notes: str) -> str:
    source = f"---\ntitle: '{title}'\n---\n\n{notes}\n"
    return markdown.markdown(as_section("talk", source), extensions=["attr_list", "pymdownx.superfences"])


@pytest.mark.parametrize("title", ["Plain: and simple", "A *star* and a_b_c", "# not `code` [x](y) {#z} 1 < 2 & 3 <b> !", "שלום ☃ éß"])
def test_titles_are_plain_text(title: str):
    import html

    heading = re.search(r"<h2.*?>(.*?)</h2>", section(title, "Notes."))
    assert html.unescape(heading[1]) == title


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        ("## Part", "<h3>Part</h3>"),
        ("### Part", "<h4>Part</h4>"),
        ("```python\n## comment\n```\n\n## Part", "<h3>Part</h3>"),
        ("```python\n## comment\n```", "## comment"),
        ("~~~\n## a\n```\n## b\n~~~", "## b"),
        ("- item\n\n    ```sh\n    ## comment\n    ```", "## comment"),
    ],
)
def test_headings_go_down(notes: str, found: str):
    text = re.sub(r"</?span[^>]*>", "", section("T", notes))
    assert found in text and "### comment" not in text
