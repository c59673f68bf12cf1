"""`make` sets up a bare machine, or names the missing package; after a move or a change of Python it sets up again."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from site_build import REPOSITORY

from tools import browser

MAKE = ["make", "--silent", "--file", str(REPOSITORY / "Makefile")]


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ("TITLE=It costs $5 $(HOME) \\ #1", "TITLE", "It costs $5 $(HOME) \\ #1"),
        ("REPO_URL=https://example.org/me/notes.git/", "EDIT_URI", "https://example.org/me/notes/edit/main/docs/"),
    ],
)
def test_make_passes_on_what_it_is_given(given: str, name: str, value: str):
    command = [*MAKE, f"--eval=show: ; @printenv {name}", "show", given]
    settings = {key: set_to for key, set_to in os.environ.items() if key != "EDIT_URI"}  # `make test` has set it
    assert subprocess.run(command, capture_output=True, text=True, env=settings).stdout == f"{value}\n"


def test_no_variable_of_the_makefile_has_the_name_of_an_option():
    """Else make would run a value such as PLACE=… as code; the settings, which begin with a default, are meant to be used."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    files = [path for folder in ("hooks", "tools", "benchmarks") for path in REPOSITORY.glob(f"{folder}/**/*.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    options = {
        *re.findall(r"\b[A-Z_]{2,}\b", " ".join(re.findall("^[a-z].*?## (.*)", makefile, re.MULTILINE))),
        *re.findall(r"""["']([A-Z_]{2,})["']""", code),
    }
    settings = {*re.findall(r"^(?:export )?(\w+) \?=", makefile, re.MULTILINE), "REPO_URL"}
    ours = {*re.findall(r"^(?:export )?(\w+) :?=", makefile, re.MULTILINE), *re.findall(r"(?<!\$)\$\((\w+)\)", makefile)}
    assert {"PLACE", "RUNS", "TITLE"} < options and options & ours <= settings


@pytest.mark.parametrize(("moved", "message"), [("", ""), ("/elsewhere", "moved"), (" 2", "moved")])
def test_an_environment_that_moved_or_has_another_python_is_made_anew(moved: str, message: str, tmp_path: Path):
    (tmp_path / "requirements.txt").touch()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    script = f'#!/bin/sh\nPYTHONHOME= exec {sys.executable} "$@"\n'
    (tmp_path / ".venv/bin/python").write_text(script)
    (tmp_path / ".venv/bin/python").chmod(0o755)
    (tmp_path / ".venv/site").touch()
    (tmp_path / ".venv/python").write_text(f"{os.path.realpath(sys.prefix)}{moved} {sys.version_info[0]} {sys.version_info[1]}\n")
    made = subprocess.run([*MAKE, "--dry-run", ".venv/site"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert message in made and ("-m venv .venv" in made) == ("pip install" in made) == bool(message), made


@pytest.mark.parametrize("lacks", [{"PATH": "nowhere", "PLAYWRIGHT_BROWSERS_PATH": "nowhere"}, {"PLAYWRIGHT_NODEJS_PATH": "false"}])
def test_a_missing_browser_is_named(lacks: dict[str, str]):
    """Without a browser, and with a Playwright whose node does not start."""
    command = [sys.executable, "-c", "from tools.browser import launched; launched().__enter__()"]
    result = subprocess.run(command, cwd=REPOSITORY, env=os.environ | lacks, capture_output=True, text=True)
    assert result.returncode == 1 and result.stderr == f"{browser.MISSING}\n"


@pytest.mark.parametrize(("user", "installs"), [(0, True), (1000, False)])
def test_only_root_installs_a_browser(user: int, installs: bool, monkeypatch: pytest.MonkeyPatch):
    ran: list[list[str]] = []
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append(command) or subprocess.CompletedProcess(command, 1, "why\n"))
    with pytest.raises(SystemExit, match="no browser to test with; "):
        browser.install()
    assert bool(ran) == installs and not any(
        "--no-install-recommends" not in command for command in ran if command[:2] == ["apt-get", "install"]
    )


def test_make_warns_of_an_option_that_nothing_reads():
    warnings = subprocess.run(
        [*MAKE, "--dry-run", "clean", "TAGS=a", "TITLE=b", "RUNS=3"], cwd=REPOSITORY, capture_output=True, text=True
    ).stderr
    assert "TAGS=… is not known" in warnings and warnings.count("\n") == 1
