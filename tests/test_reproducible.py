"""Two builds of one commit are equal byte for byte: anywhere, at any time, under any settings of the machine."""

from itertools import zip_longest
from pathlib import Path

import pytest
from site_build import build, by_command, edit, invented

# Every Python process of the second build starts with this, which changes the date.
ELSEWHEN = "import time_machine\ntime_machine.travel('2031-02-03T04:05:06Z').start()\n"


def difference(one: Path, other: Path) -> str | None:
    """Return the first file, by name, that differs between two folders, and its first different line; or nothing."""
    names = sorted({path.relative_to(folder).as_posix() for folder in (one, other) for path in folder.rglob("*") if path.is_file()})
    assert names, f"{one} and {other} hold nothing"
    for name in names:
        texts = [(folder / name).read_bytes() if (folder / name).is_file() else None for folder in (one, other)]
        if None in texts:
            return f"{name}: is not in {(one, other)[texts.index(None)]}"
        for number, (mine, yours) in enumerate(zip_longest(*(text.split(b"\n") for text in texts)), 1):
            if mine != yours:
                return f"{name}:{number}: {mine!r:.200} is {yours!r:.200} in the other"
    return None


CLOCK = """
import os
from datetime import datetime


def on_post_page(output, **_):
    return f"{output}<!-- {datetime.now():%Y} -->"
"""
SEED = CLOCK.replace("{datetime.now():%Y}", "{hash('seed')}")
FOLDER = CLOCK.replace("{datetime.now():%Y}", "{os.getcwd()}")


@pytest.mark.parametrize(("planted", "seen"), [("", None), (CLOCK, "2031"), (SEED, "<!-- "), (FOLDER, "at another place")])
def test_two_builds_are_the_same(planted: str, seen: str | None, tmp_path: Path):
    """A planted hook writes something different in each build."""
    places = [tmp_path / "here", tmp_path / "at another place" / "of another depth"]
    (tmp_path / "elsewhen").mkdir()
    (tmp_path / "elsewhen" / "sitecustomize.py").write_text(ELSEWHEN)
    settings = [
        {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONPATH": str(tmp_path / "elsewhen")},
    ]
    for place, setting in zip(places, settings, strict=True):
        place.mkdir(parents=True)
        repository = invented(place)
        if planted:
            (repository / "hooks/planted.py").write_text(planted)
            edit(repository / "mkdocs.yml", r"^hooks:\n", r"\g<0>  - hooks/planted.py\n")
        result = build(repository, place / "site", by_command, **setting)
        assert result.returncode == 0, result.stdout
    found = difference(*(place / "site" for place in places))
    assert found is None if seen is None else seen in found


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.txt", "one\ntwo\n", "a.txt:2: b'2' is b'two' in the other"),
        ("a.txt", "one\n2\nthree\n", "a.txt:3: b'' is b'three' in the other"),
        ("a.txt", "one\n2", "a.txt:3: b'' is None in the other"),
        ("a.txt", "one\r\n2\n", "a.txt:1: b'one' is b'one\\r' in the other"),
        ("b.txt", "", "b.txt: is not in "),
    ],
)
def test_a_difference_is_named(name: str, text: str, fault: str, tmp_path: Path):
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("one\n2\n")
    assert difference(tmp_path / "one", tmp_path / "other") is None
    (tmp_path / "other" / name).write_text(text)
    assert difference(tmp_path / "one", tmp_path / "other").startswith(fault)
