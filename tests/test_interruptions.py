"""Signals, a second build and unusual folders leave `site/` either old or new, but complete; the next build cleans up."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from itertools import product
from pathlib import Path
from select import select
from types import SimpleNamespace

import pytest
from processes import session_processes, started, tree, until, write
from site_build import INVENTED, build, by_command, by_fork, edit, excerpt, read
from states import ALL

from hooks import ahead
from hooks.publish import swap

TALK = read(INVENTED).talks[0].path
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
SEED, TIMES = (random.randrange(10**6), 15) if ALL else (1, 2)
start = partial(started, [sys.executable, "-m", "mkdocs", "build"])


def state(folder: Path, number: int) -> None:
    edit(folder / "docs" / TALK, r"(\n- State \d\.\n)?\Z", f"\n- State {number}.\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The `folder` of a copy, its two sites by the state of its notes, and the time that a build took; the second site is in place."""
    folder, states = excerpt(tmp_path_factory.mktemp("built")), []
    for number in range(2):
        state(folder, number)
        begin = time.monotonic()
        assert start(folder).wait() == 0
        took = time.monotonic() - begin
        states.append(tree(folder / "site"))
    assert states[0] != states[1]
    return SimpleNamespace(folder=folder, states=states, took=took)


def test_after_a_signal_the_site_is_whole(built: SimpleNamespace):
    chance, folder = random.Random(SEED), built.folder
    for turn in range(TIMES):
        state(folder, turn % 2)
        number, everyone, moment = chance.choice(SIGNALS), chance.random() < 0.5, chance.uniform(0.3, 1.1)
        process = start(folder)
        try:
            process.wait(moment * built.took)
        except subprocess.TimeoutExpired:  # to the whole session, as a terminal sends it, or to the one process
            (os.killpg if everyone else os.kill)(process.pid, number)
        process.wait()
        run = f"seed {SEED}, turn {turn}, {number.name}{' to all' * everyone} at {moment:.2f} of a build: {(folder / 'log').read_text()}"
        until(lambda: not session_processes(process.pid), lambda: f"processes left, {run}")  # noqa: B023 - runs at once
        if number != signal.SIGKILL:
            assert tree(folder / "site") in built.states and "Traceback" not in run and not (folder / "site.new").exists(), run
    process = start(folder)
    until(lambda: (folder / "site.new").exists() or process.poll() is not None)
    process.terminate()
    assert process.wait() and not (folder / "site.new").exists(), "a signal in the middle of a build"
    state(folder, 1)
    assert build(folder, folder / "site").returncode == 0
    assert tree(folder / "site") == built.states[1]
    assert {path.name for path in folder.glob("site*")} == {"site", "site.lock"}


def test_of_two_builds_the_second_waits(built: SimpleNamespace):
    site = built.folder / "site"
    with swap.locked(site):
        process = start(built.folder)
        until(lambda: f"Another build is writing {site}; this one waits until that ends" in (built.folder / "log").read_text())
    assert process.wait() == 0 and tree(site) == built.states[1]


@pytest.mark.parametrize("mounted", [False, True])
def test_the_site_is_a_link_or_a_mount_point(mounted: bool, built: SimpleNamespace, tmp_path: Path):
    """A mount in a namespace of its own, if the system allows it. What is there goes, unless its name begins with a dot."""
    site, run = tmp_path / "site", by_fork
    write(tmp_path / "there", dict.fromkeys([".git/refs/main", "stale/page", "stale/.page"], ""))
    if mounted:
        site.mkdir()
        mount = f'mount --bind "{tmp_path}/there" "{site}" && exec "$@"'
        run = partial(by_command, prefix=["unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh"])
    else:
        site.symlink_to("there")
    state(built.folder, 1)
    result = build(built.folder, site, run)
    if "unshare" in result.stdout:
        pytest.skip(f"this machine allows no mount: {result.stdout}")
    assert result.returncode == 0, result.stdout
    assert tree(tmp_path / "there") == built.states[1] | {".git/refs/main": b""} and site.is_symlink() != mounted
    assert {path.name for path in tmp_path.iterdir()} == {"there", "site", "site.lock" if mounted else "there.lock"}


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of an old and of a new site."""
    write(tmp_path, dict.fromkeys(["site/old", "site/.git", "site.new/new"], ""))
    return tmp_path / "site", tmp_path / "site.new"


@pytest.mark.parametrize(("number", "call"), [*product(SIGNALS, (1, 2, 3))] if ALL else [*zip(SIGNALS, (1, 3, 1, 2), strict=True)])
def test_a_signal_between_the_two_renames(number: signal.Signals, call: int, two: tuple[Path, Path], tmp_path: Path):
    """It comes before the old site is renamed (1), before .git is (2), or before the new one is (3), and ends other processes, too."""
    alive, held = os.pipe()  # at its end once no process holds the other side
    if not (child := os.fork()):
        try:
            calls, rename = iter(range(1, 9)), Path.rename
            Path.rename = lambda *paths: (next(calls) == call and os.kill(os.getpid(), number), rename(*paths))
            swap.Swap()
            multiprocessing.get_context("fork").Process(target=ahead.work, args=([20], time.sleep, 0)).start()
            time.sleep(0.1)
            with swap.locked(two[0]):
                swap.replace(*two)
        finally:
            os._exit(0)
    os.close(held)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -number and select([alive], [], [], 5)[0]
    if number == signal.SIGKILL:
        assert build(excerpt(tmp_path), two[0]).returncode == 0 and (two[0] / ".git").exists()
    else:
        assert {path.name for path in two[0].iterdir()} == {"new", ".git"}
    assert {path.name for path in tmp_path.glob("site*")} == {"site", "site.lock"}


def test_a_rename_that_fails_leaves_the_old_site(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda path, target: rename(path, "no/folder" if path == two[1] else target))
    with pytest.raises(OSError, match="no/folder"):
        swap.replace(*two)
    assert {path.name for path in two[0].iterdir()} == {"old", ".git"}
