"""A second conference, unlike the first in all it can be, is taken as it is: the other tests pass on a site that has both."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from invented import added_to
from site_build import REPOSITORY, copy

# Those that look at every page, without a browser or with little of it.
TESTS = (
    "pages", "links", "day_notes", "sitemap", "structured_data", "cards", "feed", "talks_json",
    "markdown_notes", "glossary", "external_links", "offline", "original", "html",
)  # fmt: skip


@pytest.mark.parametrize("half", [0, 1])
def test_the_checks_pass_on_both(half: int, tmp_path: Path):
    repository = added_to(copy(tmp_path))
    shutil.copytree(REPOSITORY / "tests", repository / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", repository)
    (repository / ".npm").symlink_to(REPOSITORY / ".npm")
    files = [f"tests/test_{name}.py" for name in TESTS[half::2]]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "--numprocesses=0", "-q", "--basetemp", tmp_path / "basetemp", *files],
        cwd=repository,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-5000:]
