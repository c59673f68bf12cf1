"""The linters find nothing: codespell in any text, rumdl in Markdown, ruff in Python; pyproject.toml says what they look for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from site_build import REPOSITORY

MISSPELT = "re" + "cieve"  # in two, or codespell would find it here
LINTERS = {"codespell": ["codespell"], "rumdl": ["rumdl", "check"], "ruff": ["ruff", "check"], "ruff format": ["ruff", "format", "--check"]}


def lint(linter: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program, *arguments = LINTERS[linter]
    return subprocess.run([Path(sys.executable).with_name(program), *arguments, "."], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("linter", LINTERS)
def test_the_linters_find_nothing(linter: str):
    result = lint(linter, REPOSITORY)
    assert result.returncode == 0, f"{result.stdout}{result.stderr}\n`make format` mends some of it"


@pytest.mark.parametrize(
    "linter, file, text, message",
    [
        ("codespell", "docs/a.md", f"Words to {MISSPELT}.\n", f"./docs/a.md:1: {MISSPELT} ==>"),
        ("codespell", ".github/a.md", f"Words to {MISSPELT}.\n", f"./.github/a.md:1: {MISSPELT} ==>"),
        ("rumdl", "a.md", "- Flat\n  - list\n", "a.md:2:1: [MD007] Expected 4 spaces"),
        ("rumdl", "a.md", "- Code\n\n  ```sh\n  out\n  ```\n", "a.md:3:1: [MD077] Content inside list item needs 4 spaces"),
        ("rumdl", "a.md", "A paragraph\n- and no list\n", "a.md:2:1: [MD032]"),
        ("rumdl", "a.md", "https://example.org\n", "a.md:1:1: [MD034]"),
        ("rumdl", "docs/a.md", "![](a.png)\n", "docs/a.md:1:1: [MD045]"),
        ("rumdl", "docs/a.md", "<!-- never closed\n", "docs/a.md:1:1: [MD086]"),
        ("ruff", "tests/a.py", "import os\n", "F401"),
        ("ruff format", "tests/a.py", "x = [1,2]\n", "unformatted: File would be reformatted\n --> tests/a.py:1:8"),
    ],
)
def test_they_see(linter: str, file: str, text: str, message: str, tmp_path: Path):
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    result = lint(linter, tmp_path)
    assert result.returncode != 0 and message in result.stdout, result.stdout + result.stderr


def test_what_authors_wrote_is_left(tmp_path: Path):
    """Their spelling where it is on record, their choice of words and style, and the code in their notes."""
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    text = "- Two\n  - spaces\n\nHeading in bold:\n\n**One**\n\n* A star\n* Another,  with two spaces\n\n```python\nx = [1,2]\n```\n\nThe end\n"
    for file in ("docs/a.md", "tests/original/a.md"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(text + f"{MISSPELT}\n" * ("original" in file))
    assert [lint(linter, tmp_path).returncode for linter in LINTERS] == [0] * len(LINTERS)
