"""Each block of code has an end; without one, MkDocs' Markdown shows its marks and lines as text, and says nothing."""

from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from site_build import REPOSITORY

from tools.import_post import closed


def faults(path: str, text: str) -> Iterator[str]:
    """Yield each block without an end as `path:line: what is wrong; how to mend it`."""
    lines = text.split("\n")
    for token in MarkdownIt().parse(text):
        if token.type == "fence" and not closed(token, lines):
            yield f"{path}:{token.map[0] + 1}: the code that begins here has no end; close it with {token.markup}"


def test_every_block_has_an_end():
    pages = [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")]
    assert [fault for page in pages for fault in faults(str(page.relative_to(REPOSITORY)), page.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("```\nx\n```\n", []),
        ("- a\n\n    ~~~sh\n    x\n    ~~~\n- b\n", []),
        ("````\n```\n````\n", []),
        ("a\n\n```\nx\n", [3]),
        ("- a\n\n    ```\n    x\n\n- b\n", [3]),
        ("```\nx\n~~~\n", [1]),
    ],
)
def test_check_sees(text: str, lines: list[int]):
    assert [int(fault.split(":")[1]) for fault in faults("a.md", text)] == lines
