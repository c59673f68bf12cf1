"""`make new-talk` writes a talk that builds, and refuses in one line an answer that the build would refuse."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from processes import tree
from site_build import REPOSITORY, Site, data, edit, front_matter, invented, notes_only
from test_import import run

from hooks import load
from hooks.derive.meta import new_talk as address_to_add
from hooks.model import Conference
from tools import new_talk
from tools.docs import slug_of

DATA = data("new_talk")
ANSWERS = DATA["answers"]
NAME, DAY = "a-new-talk-on-aeros-cafe", "docs/ovrkonf-2031/day-4"


def facts(page: Path) -> dict[str, object]:
    return {key: value for key, value in front_matter(page).items() if value is not None}


def test_it_writes_a_talk_that_builds(tmp_path: Path):
    """One with all facts and no notes yet, and the first of a conference without days."""
    folder, first = invented(tmp_path), tmp_path / "docs/my-conf-2033/day-1/first.md"
    result = run(new_talk, folder, **ANSWERS, SITE_URL="https://example.org/notes/")
    assert result.returncode == 0 and f"{DAY}/{NAME}.md is written" in result.stdout, result.stderr
    assert f" http://127.0.0.1:8000/notes/ovrkonf-2031/day-4/{NAME}/\n" in result.stdout
    assert facts(folder / DAY / f"{NAME}.md") == DATA["facts"] and " \n" not in (folder / DAY / f"{NAME}.md").read_text(encoding="utf-8")
    first.parents[1].mkdir()
    (first.parents[1] / "index.md").write_text("---\ntitle: My Conf 2033\n---\n")
    result = run(new_talk, folder, CONFERENCE="my-conf-2033", TITLE="First", STARTS="2033-05-01T09:00:00+02:00", ENDS="9:45")
    assert result.returncode == 0 and edit(first, r"^ends: 2033-05-01T09:45:00\+02:00\n[^\0]*", r"\g<0>\n- A note.\n"), result.stderr
    page = Site(folder / "site", folder).page(f"ovrkonf-2031/day-4/{NAME}.md")
    assert page.html.select_one(".notes").get_text(strip=True) == ""  # no placeholder of the template


@pytest.mark.parametrize("added", [{}, {"added": True}])
def test_a_title_is_enough(added: dict[str, bool], tmp_path: Path):
    """Conference and day default to the newest; a talk that the conference's original post lacks is marked."""
    if added:
        (tmp_path / "tests/original/titelkonf-2032").mkdir(parents=True)
    result = run(new_talk, notes_only(tmp_path), TITLE=ANSWERS["TITLE"])
    assert result.returncode == 0 and "Missing: description, speakers, starts, ends, tags;" in result.stdout, result.stderr
    assert facts(tmp_path / f"docs/titelkonf-2032/day-2/{NAME}.md") == {"title": ANSWERS["TITLE"]} | added


@pytest.mark.parametrize(("answers", "fault"), DATA["refused"])
def test_bad_input_is_refused_in_one_line(answers: dict[str, str], fault: str, tmp_path: Path):
    """The faults of other files do not matter."""
    (notes_only(tmp_path) / "docs/latin.md").write_bytes(b"Caf\xe9")
    (tmp_path / "docs/ovrkonf-2031/day-x").mkdir()
    (tmp_path / "docs/ovrkonf-2031/day-x/index.md").touch()
    before = tree(tmp_path)
    result = run(new_talk, tmp_path, **ANSWERS | answers)
    assert result.returncode == 1 and fault in result.stderr and len(result.stderr.splitlines()) == 1, result.stderr
    assert tree(tmp_path) == before


def test_it_asks_at_the_keyboard_until_an_answer_is_good(tmp_path: Path):
    ours, theirs = pty.openpty()
    given = {name: answer for name, answer in ANSWERS.items() if name not in ("TITLE", "DAY", "TOPICS")}
    given |= {"STARTS": "soon", "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "tools.new_talk"]
    os.write(ours, "".join(f"{line}\n" for line in DATA["typed"]).encode())
    output = subprocess.run(
        command, cwd=notes_only(tmp_path), env=given, stdin=theirs, stdout=subprocess.PIPE, text=True, timeout=20
    ).stdout
    assert [words for words in DATA["says"] if words not in output] == [], output
    assert facts(tmp_path / DAY / "asked-for.md") == DATA["facts"] | {"title": "Asked for", "tags": ["Testing"]}


@pytest.mark.parametrize(("title", "slug"), DATA["slugs"].items())
def test_a_title_names_its_file(title: str, slug: str):
    assert slug_of(title) == slug


@pytest.mark.parametrize(("edit_uri", "address"), DATA["editors"].items())
def test_a_talk_is_added_in_the_browser_where_the_forge_can(edit_uri: str, address: str | None):
    day = load.read({"conf/day-1/index.md": "---\ntitle: Day\n---\n"}).pages["conf/day-1/index.md"]
    found = address_to_add(edit_uri, day)
    assert found == address_to_add(edit_uri, Conference(path="conf/index.md")) and address_to_add(edit_uri, day.conference) is None
    assert found == (address and f"{address}---%0Atitle%3A%20Title%20of%20the%20talk%0A---%0A%0ANotes%2C%20in%20Markdown.%0A")
