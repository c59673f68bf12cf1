"""`make new-talk` writes a talk that builds, and refuses in one line an answer that the build would refuse."""

import os
import pty
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from processes import tree
from site_build import INVENTED, REPOSITORY, Site, data, edit, front_matter, invented, notes_only, sources
from test_import import run

from hooks import load
from hooks.derive.meta import new_talk as address_to_add
from hooks.front_matter import kind_of
from hooks.model import Conference
from tools import new_talk
from tools.docs import slug_of

DATA = data("new_talk")
# The last talk of a conference, and so of its last day.
LAST = Path([source for source in sources() if kind_of(source) == "talk"][-1])
CONFERENCE, DAY, _ = LAST.parts
STARTS = front_matter(INVENTED / "docs" / LAST)["ends"]
ANSWERS = {
    "CONFERENCE": CONFERENCE,
    "DAY": DAY.removeprefix("day-"),
    "TITLE": "A “new” talk: on Ærø's café",
    "DESCRIPTION": "What is new.",
    "SPEAKERS": 'Ada Example; Béla "B" Example',
    "STARTS": f"{STARTS:%H:%M}".removeprefix("0"),
    "ENDS": f"{STARTS + timedelta(minutes=30):%H:%M}",
    "TOPICS": "The <dialog> element; Testing",
}
WRITTEN = f"docs/{CONFERENCE}/{DAY}/a-new-talk-on-rs-cafe.md"


def test_it_writes_a_talk_that_builds(tmp_path: Path):
    """One with all facts, and the first of a conference without days, whose title is enough until it has notes."""
    folder = invented(tmp_path)
    result = run(new_talk, folder, **ANSWERS, SITE_URL="https://example.org/notes/")
    assert result.returncode == 0 and f"{WRITTEN} is written" in result.stdout, result.stderr
    assert f" http://127.0.0.1:8000/notes/{WRITTEN[5:-3]}/\n" in result.stdout
    meta = front_matter(folder / WRITTEN)
    speakers, tags = [{"name": "Ada Example"}, {"name": 'Béla "B" Example'}], ["The <dialog> element", "Testing"]
    assert meta | {"title": ANSWERS["TITLE"], "speakers": speakers, "starts": STARTS, "tags": tags} == meta
    assert " \n" not in (folder / WRITTEN).read_text(encoding="utf-8")
    (folder / "docs/my-conf-2033").mkdir()
    (folder / "docs/my-conf-2033/index.md").write_text("---\ntitle: My Conf 2033\n---\n")
    result = run(new_talk, folder, CONFERENCE="my-conf-2033", TITLE="First", STARTS="2033-05-01T09:00:00+02:00", ENDS="9:45")
    assert result.returncode == 0, result.stderr
    assert edit(folder / "docs/my-conf-2033/day-1/first.md", r"^ends: 2033-05-01T09:45:00\+02:00\n[^\0]*", r"\g<0>\n- A note.\n")
    site = Site(folder / "site", folder)
    assert site.page(WRITTEN.removeprefix("docs/")).html.select_one(".notes").get_text(strip=True) == ""  # no placeholder of the template


@pytest.mark.parametrize("original", [True, False])
def test_a_title_is_enough(original: bool, tmp_path: Path):
    """Conference and day default to the newest; a talk that the conference's original post lacks is marked."""
    folder = notes_only(tmp_path)
    if original:
        (folder / "tests/original/titelkonf-2032").mkdir(parents=True)
    result = run(new_talk, folder, TITLE=ANSWERS["TITLE"])
    assert result.returncode == 0 and "Missing: description, speakers, starts, ends, tags;" in result.stdout, result.stderr
    meta = front_matter(folder / "docs/titelkonf-2032/day-2" / Path(WRITTEN).name)
    known = {key: value for key, value in meta.items() if value is not None}
    assert known == {"title": ANSWERS["TITLE"]} | ({"added": True} if original else {})


@pytest.mark.parametrize(("answers", "fault"), DATA["refused"])
def test_bad_input_is_refused_in_one_line(answers: dict[str, str], fault: str, tmp_path: Path):
    """The faults of other files do not matter."""
    (notes_only(tmp_path) / "docs/latin.md").write_bytes(b"Caf\xe9")
    (tmp_path / "docs" / CONFERENCE / "day-x").mkdir()
    (tmp_path / "docs" / CONFERENCE / "day-x/index.md").touch()
    before = tree(tmp_path)
    result = run(new_talk, tmp_path, **ANSWERS | answers)
    assert result.returncode == 1 and fault in result.stderr and len(result.stderr.splitlines()) == 1, result.stderr
    assert tree(tmp_path) == before


def test_it_asks_at_the_keyboard_until_an_answer_is_good(tmp_path: Path):
    ours, theirs = pty.openpty()
    given = {name: answer for name, answer in ANSWERS.items() if name not in ("TITLE", "DAY", "TOPICS")}
    given |= {"STARTS": "soon", "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "tools.new_talk"]
    os.write(ours, f"99\n{DAY.removeprefix('day-')}\nAsked for\n{ANSWERS['STARTS']}\nGardening\nTesting\n".encode())
    output = subprocess.run(
        command, cwd=notes_only(tmp_path), env=given, stdin=theirs, stdout=subprocess.PIPE, text=True, timeout=20
    ).stdout
    meta = front_matter(tmp_path / "docs" / CONFERENCE / DAY / "asked-for.md")
    assert (meta["starts"], meta["tags"]) == (STARTS, ["Testing"])
    assert all(fault in output for fault in ("is not a day of", "`starts` is not a date and time", "unknown topic Gardening")), output


@pytest.mark.parametrize(("title", "slug"), DATA["slugs"].items())
def test_a_title_names_its_file(title: str, slug: str):
    assert slug_of(title) == slug


@pytest.mark.parametrize(("edit_uri", "address"), DATA["editors"].items())
def test_a_talk_is_added_in_the_browser_where_the_forge_can(edit_uri: str, address: str | None):
    day = load.read({"conf/day-1/index.md": "---\ntitle: Day\n---\n"}).pages["conf/day-1/index.md"]
    found = address_to_add(edit_uri, day)
    assert found == address_to_add(edit_uri, Conference(path="conf/index.md")) and address_to_add(edit_uri, day.conference) is None
    assert found == (address and f"{address}---%0Atitle%3A%20Title%20of%20the%20talk%0A---%0A%0ANotes%2C%20in%20Markdown.%0A")
