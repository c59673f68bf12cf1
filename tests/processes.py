"""Write files, start a process, wait for what it does, and find what it leaves behind: files and processes."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from site_build import SITE_URL


def started(command: Sequence[str | Path], folder: Path, **environment: str) -> subprocess.Popen:
    """Start a command in a folder, in a session of its own; its messages go to the file `log` there."""
    settings = os.environ | {"SITE_URL": SITE_URL, "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"} | environment
    with (folder / "log").open("w") as log:
        return subprocess.Popen(command, cwd=folder, env=settings, stdout=log, stderr=log, start_new_session=True)


def lacking(message: str) -> None:
    """Skip the test, since this machine lacks a program; in CI, fail."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(message)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write(folder: Path, files: dict[str, str | bytes], mode: str = "w") -> Path:
    """Write files below a folder, by path; with mode "a", to their end. Return the folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open(f"{mode}b") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    return folder


def session_processes(pid: int, children: bool = False) -> list[int]:
    """Return the processes in the session of a process, and those that it started in other sessions."""
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,sess=,stat="], stdout=subprocess.PIPE, text=True).stdout
    rows = [line.split() for line in table.splitlines()]
    return [int(own) for own, parent, session, state in rows if int(parent if children else session) == pid and state[0] != "Z"]


def until(true: Callable[[], object], message: Callable[[], str] = str, patience: float = 60) -> None:
    """Wait until a condition is true; fail after `patience` seconds, with the words of `message`."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, message()
        time.sleep(0.05)
