"""Signals, a second build and unusual folders leave `site/` either old or new, but complete; the next build cleans up."""

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from itertools import product
from pathlib import Path
from select import select

import pytest
from processes import session_processes, started, tree, until
from site_build import build, by_command, by_fork, edit, invented, kind_of, sources
from states import ALL

from hooks import ahead
from hooks.publish import swap

TALK = next(source for source in sources() if kind_of(source) == "talk")
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
SEED, TIMES = (random.randrange(10**6), 15) if ALL else (1, 2)
States = list[dict[str, bytes]]
# Makes root an ordinary user, who reads what root reads, since the programs may lie in root's folders.
USER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
USER = [] if os.geteuid() else USER
start = partial(started, [sys.executable, "-m", "mkdocs", "build"])


def state(folder: Path, number: int) -> None:
    edit(folder / "docs" / TALK, r"(\n- State \d\.\n)?\Z", f"\n- State {number}.\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, States]:
    """A copy, and its sites by the state of its notes; the second is in place."""
    folder, states = invented(tmp_path_factory.mktemp("built")), []
    for number in range(2):
        state(folder, number)
        assert build(folder, folder / "site").returncode == 0
        states.append(tree(folder / "site"))
    assert states[0] != states[1]
    return folder, states


@pytest.fixture
def states(built: tuple[Path, States], tmp_path: Path) -> States:
    """Copy the copy to tmp_path; return its sites."""
    shutil.copytree(built[0], tmp_path, symlinks=True, dirs_exist_ok=True)
    return built[1]


def test_after_a_signal_the_site_is_whole(states: States, tmp_path: Path):
    chance, begin = random.Random(SEED), time.monotonic()
    assert start(tmp_path).wait() == 0
    took = time.monotonic() - begin
    for turn in range(TIMES):
        state(tmp_path, turn % 2)
        number, everyone, moment = chance.choice(SIGNALS), chance.random() < 0.5, chance.uniform(0.3, 1.1)
        process = start(tmp_path)
        try:
            process.wait(moment * took)
        except subprocess.TimeoutExpired:  # to the whole session, as a terminal sends it, or to the one process
            (os.killpg if everyone else os.kill)(process.pid, number)
        process.wait()
        run = f"seed {SEED}, turn {turn}, {number.name}{' to all' * everyone} at {moment:.2f} of a build: {(tmp_path / 'log').read_text()}"
        until(lambda: not session_processes(process.pid), lambda: f"processes left, {run}")  # noqa: B023 - runs at once
        if number != signal.SIGKILL:
            assert tree(tmp_path / "site") in states and "Traceback" not in run and not (tmp_path / "site.new").exists(), run
    assert build(tmp_path, tmp_path / "site").returncode == 0
    assert tree(tmp_path / "site") == states[(TIMES - 1) % 2]
    assert {path.name for path in tmp_path.glob("site*")} == {"site", "site.lock"}


@pytest.mark.parametrize(("number", "call"), [*product(SIGNALS, (1, 2, 3))] if ALL else [*zip(SIGNALS, (1, 3, 1, 2), strict=True)])
def test_a_signal_between_the_two_renames(number: signal.Signals, call: int, tmp_path: Path):
    """The signal comes before the old site is renamed (1), before .git is (2), or before the new one is (3); it ends other processes, too."""
    site, new = tmp_path / "site", tmp_path / "site.new"
    for path in (site / "old", site / ".git", new / "new"):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    alive, held = os.pipe()  # at its end once no process holds the other side
    if not (child := os.fork()):
        try:
            calls, rename = iter(range(1, 9)), Path.rename
            Path.rename = lambda *paths: (next(calls) == call and os.kill(os.getpid(), number), rename(*paths))
            swap.Swap()
            multiprocessing.get_context("fork").Process(target=ahead.work, args=([20], time.sleep, 0)).start()
            time.sleep(0.1)
            with swap.locked(site):
                swap.replace(site, new)
        finally:
            os._exit(0)
    os.close(held)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -number and select([alive], [], [], 5)[0]
    if number == signal.SIGKILL:
        assert build(invented(tmp_path), site).returncode == 0 and (site / ".git").exists()
    else:
        assert {path.name for path in site.iterdir()} == {"new", ".git"}
    assert {path.name for path in tmp_path.glob("site*")} == {"site", "site.lock"}


def test_a_rename_that_fails_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    site, new, rename = tmp_path / "site", tmp_path / "site.new", Path.rename
    for path in (site / "old", new / "new"):
        path.parent.mkdir()
        path.touch()
    monkeypatch.setattr(Path, "rename", lambda path, target: rename(path, tmp_path / "no/folder" if path == new else target))
    with pytest.raises(OSError, match="no/folder"):
        swap.replace(site, new)
    assert [path.name for path in site.iterdir()] == ["old"]


def test_of_two_builds_the_second_waits(states: States, tmp_path: Path):
    first = start(tmp_path)
    until(lambda: (tmp_path / "site.new").exists() or first.poll() is not None)
    subprocess.Popen(["sh", "-c", f"kill -STOP {first.pid}; sleep 3; kill -CONT {first.pid}"])  # it lasts until the second has begun
    second = build(tmp_path, tmp_path / "site")
    assert second.returncode == first.wait() == 0 and tree(tmp_path / "site") == states[1]
    assert f"Another build writes {tmp_path / 'site'}; waiting until it ends" in second.stdout


@pytest.mark.parametrize("mounted", [False, True])
def test_the_site_is_a_link_or_a_mount_point(mounted: bool, states: States, tmp_path: Path):
    """A mount in a namespace of its own, if the system allows it."""
    site, run = tmp_path / "site", by_fork
    if mounted:
        (site / "stale").mkdir()
        for name in (".git", "stale/page"):
            (site / name).touch()
        run = partial(by_command, prefix=["unshare", "--map-root-user", "--mount", "sh", "-c", 'mount --bind site site && exec "$@"', "sh"])
    else:
        site.rename(tmp_path / "there")
        site.symlink_to("there")
    state(tmp_path, 0)
    result = build(tmp_path, site, run)
    if "unshare" in result.stdout:
        pytest.skip(f"this machine allows no mount: {result.stdout}")
    assert result.returncode == 0, result.stdout
    made = tree(site)
    assert made.pop(".git", None) == (b"" if mounted else None) and made == states[0]
    assert site.is_symlink() != mounted and not (tmp_path / "site.new").exists()


def test_an_ordinary_user_builds_the_same_in_any_environment(built: tuple[Path, States], tmp_path: Path):
    """In a checkout that cannot be written, without HOME, and with few open files or small ones; a build that lacks something says so."""
    if not shutil.which([*USER, "sh"][0]) or subprocess.run([*USER, "true"]).returncode:
        pytest.skip("this machine lets root become no ordinary user with setpriv")
    checkout, place = tmp_path / "a path, größer 'and' 日本", tmp_path / "place"
    shutil.copytree(built[0], checkout, ignore=shutil.ignore_patterns(".cache", "site", "site.lock", "log"))
    place.mkdir()
    place.chmod(0o777)
    subprocess.run(["chmod", "-R", "a-w", checkout], check=True)
    for limit, site, message in (
        ("n 12", place / "site", "INFO    -  Documentation built in "),
        ("n 12", checkout / "site", ": Permission denied; fix that, and build again. The site has not changed."),
        ("f 9", place / "few", ": File too large; fix that, and build again. The site has not changed."),
    ):
        prefix = ["sh", "-c", f'unset HOME LANG; umask 077; ulimit -{limit}; exec "$@"', "sh", *USER]
        result = build(checkout, site, partial(by_command, prefix=prefix), LC_ALL="C", TZ="Pacific/Kiritimati", TMPDIR="/nowhere")
        assert message in result.stdout and "Traceback" not in result.stdout, result.stdout
    assert tree(place / "site") == built[1][1]
    assert not [path for path in [place / "site", *(place / "site").rglob("*")] if path.stat().st_mode & 0o044 != 0o044]
