"""A message names the line of a link or value itself, not of the same text in code or in a longer word."""

import pytest

from hooks.check.lines import line_of


@pytest.mark.parametrize(
    ("text", "source", "line"),
    [
        ("layer.md", "[a](data-layer.md)\n[b](layer.md)\n", 2),
        ("layer.md", "[a](layer.md-old)\n[b](sub/layer.md)\n[c](layer.md#part)\n", 3),
        ("style=", 'A `style="x"` in code\n<p style="x">\n', 2),
        ("style=", "```html\n<p style=x>\n```\n<p style=x>\n", 4),
        ("<script", "    ```\n    <script>\n    ```\n\n<script>\n", 5),
        ("missing", "not\nhere\n", 1),
        ("conf/a.md", "nav:\n  - conf/a.md\n", 2),
    ],
)
def test_line_of(text: str, source: str, line: int):
    assert line_of(text, source) == line
