"""`make new-talk` writes a talk that wants only its line in the nav, and refuses in one line what the build would refuse."""

import os
import pty
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from site_build import REPOSITORY, build, copy, edit, front_matter, sources

from hooks.front_matter import kind_of
from tools.new_talk import slug_of

SCRIPT = [sys.executable, "-m", "tools.new_talk"]
HOOKS = {"PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
# The last talk of a conference, and so of its day.
LAST = Path([source for source in sources() if kind_of(source) == "talk"][-1])
CONFERENCE, DAY, _ = LAST.parts
STARTS = front_matter(REPOSITORY / "docs" / LAST)["ends"]
ANSWERS = {
    "CONFERENCE": CONFERENCE,
    "DAY": DAY.removeprefix("day-"),
    "TITLE": "A “new” talk: on Ærø's café",
    "DESCRIPTION": "What is new.",
    "SPEAKERS": 'Ada Example; Béla "B" Example',
    "STARTS": f"{STARTS:%H:%M}",
    "ENDS": f"{STARTS + timedelta(minutes=30):%H:%M}",
    "TOPICS": "Async; Testing",
}
WRITTEN = f"docs/{CONFERENCE}/{DAY}/a-new-talk-on-rs-cafe.md"


def run(folder: Path, **answers: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(SCRIPT, cwd=folder, env=HOOKS | answers, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def test_a_talk_wants_one_more_line(tmp_path: Path):
    folder = copy(tmp_path)
    result = run(folder, **ANSWERS)
    assert result.returncode == 0, result.stderr
    path = WRITTEN.removeprefix("docs/")
    line = next(line for line in result.stdout.splitlines() if line.endswith(f"- {path}"))
    assert f"{WRITTEN} is written" in result.stdout
    meta = front_matter(folder / WRITTEN)
    assert meta["title"] == ANSWERS["TITLE"]
    assert meta["speakers"] == [{"name": "Ada Example"}, {"name": 'Béla "B" Example'}]
    assert meta["starts"] == STARTS
    assert meta["tags"] == ["Async", "Testing"]
    edit(folder / "mkdocs.yml", rf"^ +- {LAST}\n", rf"\g<0>{line}\n")
    result = build(folder, folder / "site")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"CONFERENCE": "nowhere"}, "nowhere is no conference"),
        ({"CONFERENCE": ""}, "nothing is no conference"),
        ({"CONFERENCE": "/tmp"}, "/tmp is no conference"),
        ({"STARTS": "25:00"}, "`starts` is not a moment"),
        ({"DAY": "9"}, f"is no day of {CONFERENCE}"),
        ({"TITLE": "第三"}, "SLUG="),
        ({"SLUG": "Not A Name"}, "SLUG="),
        ({"SLUG": LAST.stem}, "is there already"),
        ({"SLUG": "/tmp/elsewhere"}, "SLUG="),
        ({"SLUG": "../day-2/other"}, "SLUG="),
        ({"TITLE": "Two\nlines"}, "TITLE holds a line break"),
        ({"TITLE": "Latin \udcff"}, "TITLE holds a line break or a control character"),
        ({"TITLE": " "}, "no name"),
        ({"DESCRIPTION": "no full stop"}, "is not one sentence"),
        ({"STARTS": "soon"}, "`starts` is not a moment"),
        ({"ENDS": "00:00"}, "`ends` is not after"),
        ({"STARTS": "2001-01-01T10:00:00-07:00", "ENDS": "2001-01-01T11:00:00-07:00"}, f"but {DAY.replace('-', ' ')} is"),
        ({"TOPICS": "Gardening"}, "unknown topic Gardening"),
        ({"TOPICS": ""}, "`tags`"),
    ],
)
def test_bad_input_is_refused_in_one_line(answers: dict[str, str], fault: str, tmp_path: Path):
    folder = copy(tmp_path)
    # What is wrong elsewhere does not matter here.
    (folder / "docs/latin.md").write_bytes(b"Caf\xe9")
    (folder / "docs" / CONFERENCE / "day-x").mkdir()
    (folder / "docs" / CONFERENCE / "day-x/index.md").touch()
    before = sorted(folder.rglob("*"))
    result = run(folder, **ANSWERS | answers)
    assert result.returncode == 1 and fault in result.stderr, result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("missing", ANSWERS)
def test_what_cannot_be_asked_for_is_named(missing: str, tmp_path: Path):
    result = run(copy(tmp_path), **{name: answer for name, answer in ANSWERS.items() if name != missing})
    assert result.returncode == 1 and result.stderr.startswith(f"{missing} is missing; give it as {missing}=")


def test_it_asks_at_the_keyboard(tmp_path: Path):
    ours, theirs = pty.openpty()
    given = {name: answer for name, answer in ANSWERS.items() if name not in ("TITLE", "DAY")}
    process = subprocess.Popen(SCRIPT, cwd=copy(tmp_path), env=HOOKS | given, stdin=theirs, stdout=subprocess.PIPE, text=True)
    os.write(ours, f"{DAY.removeprefix('day-')}\nAsked for\n".encode())
    told, _ = process.communicate(timeout=20)
    assert "title: " in told and (tmp_path / "docs" / CONFERENCE / DAY / "asked-for.md").is_file()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("A Talk", "a-talk"),
        ("Let’s go!", "lets-go"),
        ("Don't", "dont"),
        ("Café – 2", "cafe-2"),
        ("  --a--  ", "a"),
        ("第三", ""),
        ("word " * 60, "word-" * 19 + "word"),
    ],
)
def test_a_title_names_its_file(title: str, slug: str):
    assert slug_of(title) == slug
