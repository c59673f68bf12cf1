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
    ("given", "shown", "warning"),
    [
        (["TITLE=It costs $5 $(HOME) \\ #1"], "TITLE=It costs $5 $(HOME) \\ #1", ""),
        (["REPO_URL=https://example.org/me/notes.git/"], "EDIT_URI=https://example.org/me/notes/edit/main/docs/", ""),
        (["RUNS=3", "TAGS=a"], "RUNS=3", "TAGS=… is no setting"),
    ],
)
def test_make_passes_on_what_it_is_given_and_warns_of_what_nothing_reads(given: list[str], shown: str, warning: str):
    settings = {key: value for key, value in os.environ.items() if key != "EDIT_URI"}  # `make test` has set it
    made = subprocess.run([*MAKE, "--eval=show: ; @printenv", "show", *given], cwd=REPOSITORY, capture_output=True, text=True, env=settings)
    assert shown in made.stdout.splitlines() and warning in made.stderr and made.stderr.count("\n") == bool(warning), made.stderr


def test_no_variable_of_the_makefile_has_the_name_of_an_option():
    """Else make would run a value such as PLACE=… as code; the settings begin with a default, and are meant to be used."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    code = "".join(path.read_text("utf-8") for folder in ("hooks", "tools", "benchmarks") for path in REPOSITORY.glob(f"{folder}/**/*.py"))
    options = {*re.findall(r"\b([A-Z_]{2,})=", makefile), *re.findall(r"""["']([A-Z_]{2,})["']""", code)}
    settings = {*re.findall(r"^(?:export )?(\w+) \?=", makefile, re.MULTILINE)}
    assert {"PLACE", "SLUG"} <= options and not options & {*re.findall(r"(?<!\$)\$\((\w+)\)", makefile)} - settings


@pytest.mark.parametrize(("moved", "message"), [("", ""), ("/elsewhere", "moved"), (" 2", "moved")])
def test_an_environment_that_moved_or_has_another_python_is_made_anew(moved: str, message: str, tmp_path: Path):
    files = {
        "requirements.txt": "",
        ".venv/bin/python": f'#!/bin/sh\nPYTHONHOME= exec {sys.executable} "$@"\n',
        ".venv/site": "",
        ".venv/python": f"{os.path.realpath(sys.prefix)}{moved} {sys.version_info[0]} {sys.version_info[1]}\n",
    }
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    made = subprocess.run([*MAKE, "--dry-run", ".venv/site"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert message in made and ("-m venv .venv" in made) == ("pip install" in made) == bool(message), made


@pytest.mark.parametrize("lacks", [{"PATH": "nowhere", "PLAYWRIGHT_BROWSERS_PATH": "nowhere"}, {"PLAYWRIGHT_NODEJS_PATH": "false"}])
def test_a_missing_browser_is_named(lacks: dict[str, str]):
    """Without a browser, and with a Playwright whose node does not start."""
    command = [sys.executable, "-c", "from tools.browser import launched; launched().__enter__()"]
    result = subprocess.run(command, cwd=REPOSITORY, env=os.environ | lacks, capture_output=True, text=True)
    assert result.returncode == 1 and result.stderr == f"{browser.MISSING}\n"


@pytest.mark.parametrize(("user", "installs"), [(0, True), (1000, False)])
def test_only_root_installs_a_browser_and_no_more_than_it(user: int, installs: bool, monkeypatch: pytest.MonkeyPatch):
    ran: list[str] = []
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: ran.append(" ".join(command)) or subprocess.CompletedProcess(command, 1, "why\n")
    )
    with pytest.raises(SystemExit, match="no Chromium or Chrome was found; "):
        browser.install()
    assert bool(ran) == installs and all("--no-install-recommends" in command for command in ran if "apt-get install" in command)
