"""A wrong configuration, a misplaced file and an error in the code are each reported in one line: tests/data/broken-builds.yml."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from site_build import REPOSITORY, build, copy, edit

CASES = yaml.safe_load(Path(__file__).with_name("data").joinpath("broken-builds.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_a_broken_build_ends_in_a_line(name: str, tmp_path: Path):
    case, copied, line = CASES[name], copy(tmp_path), 0
    file = copied / case["file"]
    for path, text in case.get("with", {}).items():
        (copied / path).parent.mkdir(parents=True, exist_ok=True)
        (copied / path).write_text(text, encoding="utf-8")
    if "link" in case:
        file.symlink_to(case["link"])
    elif "edit" in case:
        line = edit(file, *case["edit"])
    elif "bytes" in case:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((file.read_bytes() if file.exists() else b"") + case["bytes"].encode("latin-1"))
    else:
        file.unlink()
    result = build(copied, tmp_path / "site")
    assert "Traceback" not in result.stdout and bool(result.returncode) != case.get("built", False), result.stdout
    assert case["expect"].replace("{line}", str(line)) in result.stdout, result.stdout
    assert "lacks" not in case or not (tmp_path / "site" / case["lacks"]).exists()


@pytest.mark.parametrize(
    "address", ["", "null", '"https://example.org/"', "https://{host}/", "https://[x", "ftp://example.org/", "https://a b/"]
)
def test_a_bad_site_url_ends_in_a_line(address: str, tmp_path: Path):
    result = by_make(copy(tmp_path), SITE_URL=address)
    assert result.returncode and "Traceback" not in result.stdout and not (tmp_path / "site").exists()
    assert sum(line.startswith(("WARNING", "ERROR")) for line in result.stdout.splitlines()) == 1, result.stdout


@pytest.mark.parametrize("hooks", ["hooks: []\n", "hooks:\n  - other.py\n"])
def test_a_second_list_of_hooks_is_refused(hooks: str, tmp_path: Path):
    copied = copy(tmp_path)
    with (copied / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(hooks)
    assert ": `hooks` lacks hooks/pipeline.py, which is the build; add it, in one list" in by_make(copied).stdout


def test_the_traceback_is_there_for_who_wants_it(tmp_path: Path):
    copied = copy(tmp_path)
    edit(copied / "hooks/publish/talks_json.py", "^    data = ", "    1 / 0\n    data = ")
    assert "Traceback" not in by_make(copied).stdout and "Traceback" in by_make(copied, DEBUG="1").stdout


def by_make(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build as `make build` does."""
    settings = {"PYTHONPATH": str(REPOSITORY), "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "tools.build"],
        cwd=folder,
        env=os.environ | settings | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
