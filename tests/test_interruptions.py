"""Signals, a second build and unusual folders leave `site/` either old or new, but complete; the next build cleans up."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from site_build import REPOSITORY, SITE_URL, build, edit, invented, kind_of, session_processes, sources

TALK = next(source for source in sources() if kind_of(source) == "talk")
COMMAND = [sys.executable, "-m", "mkdocs", "build"]
ENVIRONMENT = os.environ | {"SITE_URL": SITE_URL, "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"}
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
TIMES = 100 if os.environ.get("ALL") else 4


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def start(folder: Path) -> subprocess.Popen:
    with (folder / "log").open("w") as log:
        return subprocess.Popen(COMMAND, cwd=folder, env=ENVIRONMENT, stdout=log, stderr=log, start_new_session=True)


def state(folder: Path, number: int) -> None:
    edit(folder / "docs" / TALK, r"(\n- State \d\.\n)?\Z", f"\n- State {number}.\n")


@pytest.fixture
def states(tmp_path: Path) -> list[dict[str, bytes]]:
    """Two sites of the copy in tmp_path, by the state of their notes; the second is in place."""
    invented(tmp_path)
    built = []
    for number in range(2):
        state(tmp_path, number)
        assert build(tmp_path, tmp_path / "site").returncode == 0
        built.append(tree(tmp_path / "site"))
    assert built[0] != built[1]
    return built


def test_after_a_signal_the_site_is_whole(states: list[dict[str, bytes]], tmp_path: Path):
    seed = random.randrange(10**6) if TIMES > 4 else 1
    print(f"seed {seed}")
    chance, begin = random.Random(seed), time.monotonic()
    assert start(tmp_path).wait() == 0
    took = time.monotonic() - begin
    for turn in range(TIMES):
        state(tmp_path, turn % 2)
        number, everyone, moment = chance.choice(SIGNALS), chance.random() < 0.5, chance.uniform(0.3, 1.1)
        process = start(tmp_path)
        time.sleep(moment * took)
        if process.poll() is None:  # to the whole session, as a terminal sends it, or to the one process
            (os.killpg if everyone else os.kill)(process.pid, number)
        process.wait()
        told = f"turn {turn}, {number.name}{' to all' * everyone} at {moment:.2f} of a build: {(tmp_path / 'log').read_text()}"
        end = time.monotonic() + 10
        while session_processes(process.pid):
            assert time.monotonic() < end, f"processes left, {told}"
            time.sleep(0.05)
        if number != signal.SIGKILL:
            assert tree(tmp_path / "site") in states and "Traceback" not in told and not (tmp_path / "site.new").exists(), told
    assert start(tmp_path).wait() == 0
    assert tree(tmp_path / "site") == states[(TIMES - 1) % 2]
    assert {path.name for path in tmp_path.glob("site*")} == {"site", "site.lock"}


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_between_the_two_renames(number: signal.Signals, at: int, tmp_path: Path):
    """The signal comes before the old site is renamed (1), or before the new one is (2)."""
    for name in ("site", "site.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    (tmp_path / "site" / ".git").touch()
    program = f"""
import os, sys
from pathlib import Path
from hooks.publish import swap
def rename(self, target, calls=[], rename=Path.rename):
    calls.append(self)
    len(calls) == {at if at == 1 else 3} and os.kill(os.getpid(), {int(number)})
    return rename(self, target)
Path.rename = rename
swap.Swap()
with swap.locked(Path(sys.argv[1])):
    swap.replace(Path(sys.argv[1]), Path(sys.argv[1] + ".new"))
"""
    result = subprocess.run([sys.executable, "-c", program, tmp_path / "site"], cwd=REPOSITORY, timeout=60)
    assert result.returncode == -number
    if number != signal.SIGKILL:
        assert {path.name for path in (tmp_path / "site").iterdir()} == {"site.new", ".git"}
        assert {path.name for path in tmp_path.iterdir()} == {"site", "site.lock"}
    invented(tmp_path)
    assert build(tmp_path, tmp_path / "site").returncode == 0  # after SIGKILL, too
    assert (tmp_path / "site/.git").exists() and {path.name for path in tmp_path.glob("site*")} == {"site", "site.lock"}


def test_of_two_builds_the_second_waits(states: list[dict[str, bytes]], tmp_path: Path):
    first = start(tmp_path)
    while not (tmp_path / "site.new").exists():
        assert first.poll() is None
        time.sleep(0.02)
    second = build(tmp_path, tmp_path / "site")
    assert second.returncode == first.wait() == 0 and tree(tmp_path / "site") == states[1]
    assert f"Another build writes {tmp_path / 'site'}; waiting until it ends" in second.stdout


def linked(folder: Path) -> Path:
    (folder / "elsewhere").mkdir()
    (folder / "site").rename(folder / "elsewhere/there")
    (folder / "site").symlink_to("elsewhere/there")
    return folder / "site"


def mounted(folder: Path) -> Path:
    """A mount point; in a namespace of its own if the system allows it."""
    (folder / "disk").mkdir()
    for path in [folder / "site/old/page", folder / "site/.git"]:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return folder / "site"


@pytest.mark.parametrize("place", [linked, mounted])
def test_the_site_is_a_link_or_a_mount_point(place: Callable[[Path], Path], states: list[dict[str, bytes]], tmp_path: Path):
    site = place(tmp_path)
    state(tmp_path, 0)
    program = ["unshare", "--map-root-user", "--mount", "sh", "-c", 'mount --bind site site && exec "$@"', "sh"] if place is mounted else []
    result = subprocess.run(
        [*program, *COMMAND], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if place is mounted and "unshare" in result.stdout:
        pytest.skip(f"this machine allows no mount: {result.stdout}")
    assert result.returncode == 0, result.stdout
    built = tree(site)
    assert built.pop(".git", None) == (b"" if place is mounted else None) and built == states[0]
    assert site.is_symlink() == (place is linked) and not (tmp_path / "site.new").exists()


def test_any_environment_builds_the_same(states: list[dict[str, bytes]], tmp_path: Path):
    odd = tmp_path / "a path, größer 'and' 日本"
    odd.mkdir()
    invented(odd)
    state(odd, 1)
    environment = {name: value for name, value in ENVIRONMENT.items() if name not in ("HOME", "LANG")}
    result = subprocess.run(
        ["sh", "-c", 'umask 077; ulimit -n 64; exec "$@"', "sh", *COMMAND],
        cwd=odd,
        env=environment | {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "TMPDIR": "/nowhere"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert result.returncode == 0, result.stdout
    assert tree(odd / "site") == states[1]
    assert not [path for path in [odd / "site", *(odd / "site").rglob("*")] if path.stat().st_mode & 0o044 != 0o044]


@pytest.mark.parametrize("name", ["site.lock", "site.new"])
def test_a_place_that_cannot_be_written_is_told(name: str, tmp_path: Path):
    invented(tmp_path)
    place = tmp_path / name
    place.mkdir() if name == "site.lock" else place.touch()
    result = build(tmp_path, tmp_path / "site")
    assert result.returncode and f"{place}" in result.stdout and "fix that, and build again" in result.stdout
    assert "Traceback" not in result.stdout
