"""`make` sets up a bare machine, or names the missing package; after a move or a change of Python it sets up again."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs_forks import by_fork
from processes import write
from site_build import REPOSITORY, data

from tools import browser

DATA = data("setup")


def made(folder: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    settings = {key: value for key, value in os.environ.items() if key != "EDIT_URI"} | given  # `make test` has set it
    return subprocess.run(["make", "--silent", *words], cwd=folder, capture_output=True, text=True, env=settings)


@pytest.mark.parametrize(("given", "shown", "warning"), DATA["given"])
def test_make_passes_on_what_it_is_given_and_warns_of_what_nothing_reads(given: list[str], shown: str, warning: str):
    result = made(REPOSITORY, "--eval=show: ; @printenv", "show", *given)
    assert shown in result.stdout.splitlines() and warning in result.stderr and result.stderr.count("\n") == bool(warning), result.stderr


def test_no_variable_of_the_makefile_has_the_name_of_an_option():
    """Else make would run a value such as PLACE=… as code; the settings begin with a default, and are meant to be used."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    code = "".join(path.read_text("utf-8") for folder in ("hooks", "tools", "benchmarks") for path in REPOSITORY.glob(f"{folder}/**/*.py"))
    options = {*re.findall(r"\b([A-Z_]{2,})=", makefile), *re.findall(r"""["']([A-Z_]{2,})["']""", code)}
    settings = {*re.findall(r"^(?:export )?(\w+) \?=", makefile, re.MULTILINE)}
    assert {"PLACE", "SLUG"} <= options and not options & {*re.findall(r"(?<!\$)\$\((\w+)\)", makefile)} - settings


def environment(folder: Path, moved: str = "") -> Path:
    """Write what `make` has set up, with a Python that prints DOWNLOADS and its arguments, and link to the Makefile; return the folder."""
    files = {
        "requirements.txt": "",
        ".venv/bin/python": f'#!/bin/sh\n[ "$1" = -c ] || exec echo "$DOWNLOADS: $*"\nPYTHONHOME= exec {sys.executable} "$@"\n',
        ".venv/site": "",
        ".venv/python": f"{os.path.realpath(sys.prefix)}{moved} {sys.version_info[0]} {sys.version_info[1]}\n",
    }
    (write(folder, files) / ".venv/bin/python").chmod(0o755)
    (folder / "Makefile").symlink_to(REPOSITORY / "Makefile")
    return folder


@pytest.mark.parametrize(("moved", "message"), [("", ""), ("/elsewhere", "moved"), (" 2", "moved")])
def test_an_environment_that_moved_or_has_another_python_is_made_anew(moved: str, message: str, tmp_path: Path):
    said = made(environment(tmp_path, moved), "--dry-run", ".venv/site").stdout
    assert message in said and ("-m venv .venv" in said) == ("pip install" in said) == bool(message), said


def test_downloads_are_put_into_a_site_that_links_to_them(tmp_path: Path):
    assert made(environment(tmp_path), "--old-file=.venv/browser", "downloads").stdout.splitlines() == DATA["downloads"]


@pytest.mark.parametrize("lacks", [{"PATH": "nowhere", "PLAYWRIGHT_BROWSERS_PATH": "nowhere"}, {"PLAYWRIGHT_NODEJS_PATH": "false"}])
def test_a_missing_browser_is_named(lacks: dict[str, str], tmp_path: Path):
    """Without a browser, and with a Playwright whose node does not start."""
    write(tmp_path, {"conf/all-notes/index.html": "<link rel=canonical href=/>"})
    result = by_fork(["tools.pdf", str(tmp_path)], REPOSITORY, os.environ | lacks)
    assert result.returncode == 1 and result.stdout == f"{browser.MISSING}\n"


@pytest.mark.parametrize(("user", "installs"), [(0, True), (1000, False)])
def test_only_root_installs_a_browser_and_no_more_than_it(user: int, installs: bool, monkeypatch: pytest.MonkeyPatch):
    ran: list[str] = []
    failed = subprocess.CompletedProcess([], 1, "why\n")
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append(" ".join(command)) or failed)
    with pytest.raises(SystemExit, match="no Chromium or Chrome was found; "):
        browser.install()
    assert bool(ran) == installs and all("--no-install-recommends" in command for command in ran if "apt-get install" in command)
