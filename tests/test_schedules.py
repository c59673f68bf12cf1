"""A schedule in any format adds missing facts to talks; nothing is overwritten, and no talk gets another's facts."""

import datetime
from pathlib import Path

import pytest
from processes import tree
from site_build import data, front_matter
from test_import import SCHEDULES, imported, run, settings, talks

from tools import facts, gaps, import_post
from tools.facts import pairs
from tools.schedules import Event, read

DATA = data("schedules")
SCHEDULE = {"SCHEDULE": str(SCHEDULES / "schedule-1.json")}
LOCAL = ("sessionize", "talks.csv", "frab-local.xml")  # without an offset


@pytest.mark.parametrize("name", sorted(path.name for path in SCHEDULES.iterdir()))
def test_every_format_says_the_same(name: str, tmp_path: Path):
    """Local times need their zone."""
    given = {"SCHEDULE": str(SCHEDULES / name), "CONFERENCE": "P Conf"}
    zones = (
        {"": "give the time zone as ZONE=", "Nowhere/None": "is not a time zone", "Europe/Berlin": ""}
        if name.startswith(LOCAL)
        else {"": ""}
    )
    for zone, words in zones.items():
        result = run(import_post, settings(tmp_path), ZONE=zone, **given)
        assert result.returncode == bool(words) and words in result.stderr and (tmp_path / "docs").exists() != bool(words), result.stderr
    folder = tmp_path / "docs/p-conf"
    assert talks(folder) == DATA["talks"]
    found = {key: front_matter(folder / f"{key}.md") for key in DATA["talks"]}
    if name == "pyvideo":  # has the days, and one start
        assert [str(fact.get("starts")).replace(" ", "T") for fact in found.values()] == [DATA["starts"]["day-1/why-tests-lie"], "None"]
        return
    for moment in ("starts", "ends"):
        assert {key: fact[moment].isoformat() for key, fact in found.items()} == DATA[moment]
    one, other = found["day-1/why-tests-lie"], found["day-2/old-code-what-to-keep"]
    assert one["room"] == other["room"] == "Hall" and "page" not in other
    assert one.get("video") == (None if name == "calendar.ics" else "https://youtu.be/aaaaaaaaaaa")
    assert one.get("page") == (None if name.startswith("sessionize") else "https://p.example/2031/1")


@pytest.mark.parametrize(("calendar", "entry", "facts", "words"), DATA["calendars"])
def test_a_calendar_keeps_its_facts_or_says_what_is_left_out(calendar: str, entry: str, facts: dict, words: str, tmp_path: Path):
    entries = [f"SUMMARY:One\n{entry}", *(f"SUMMARY:{number}\nORGANIZER;CN=Bo {number}:a" for number in range(4))]
    lines = "".join(f"BEGIN:VEVENT\n{each}\nEND:VEVENT\n" for each in entries)
    (tmp_path / "a.ics").write_text(f"BEGIN:VCALENDAR\n{calendar}\n{lines}END:VCALENDAR\n")
    schedule = read(tmp_path / "a.ics", None)
    talk = next(event for event in schedule.events if event.title == "One")
    assert {key: talk.speakers if key == "speakers" else str(value) for key, value in talk.facts.items()} == facts
    assert words in (found := "".join(schedule.notes)) and bool(words) == bool(found), found


@pytest.mark.parametrize(("text", "words"), DATA["refused"])
def test_what_is_no_schedule_is_refused_as_what_it_is(text: str | None, words: str, tmp_path: Path):
    (tmp_path / "file").write_text(text or "")
    result = run(import_post, tmp_path, SCHEDULE="." if text is None else "file")
    assert result.returncode == 1 and result.stderr.count("\n") == 1 and words in result.stderr, result.stderr
    assert ":1: " in result.stderr or words.startswith("file:")


def test_facts_are_added_and_never_overwritten(tmp_path: Path):
    """The schedule has the second talk on another day, so it gets none of its facts; all is reported."""
    imported("# P Conf\n## Why tests lie!\nThey do.\n## Old code, what to keep?\nKeep it.\n", settings(tmp_path), DAY="1")
    page = tmp_path / "docs/p-conf/day-1/why-tests-lie.md"
    page.write_text(page.read_text().replace('lie!"\n', 'lie!"\n# mine\nroom: Cellar\npage: https://p.example/2031/1/\nspeakers:\n'))
    page.with_name("broken.md").write_text("---\ntitle: A: b\n---\n")
    result = run(facts, tmp_path, **SCHEDULE)
    for line in (
        "broken.md:2: front matter is not YAML",
        "why-tests-lie.md:4: `room` is Cellar here, Hall in the schedule",
        "old-code-what-to-keep.md:1: is on 2031-05-04 in the schedule",
    ):
        assert line in result.stdout, result.stderr
    assert "`page`" not in result.stdout and "broken.md:2: front" in run(gaps, tmp_path).stdout
    assert "# mine\nroom: Cellar\n" in page.read_text() and "starts: 2031-05-03T09:00:00+02:00\n" in page.read_text()
    assert front_matter(page)["speakers"][1]["name"] == "Cy Dee"
    assert "starts" not in front_matter(page.with_name("old-code-what-to-keep.md"))
    before = tree(tmp_path)
    assert run(facts, tmp_path, **SCHEDULE).returncode == 0 and tree(tmp_path) == before


@pytest.mark.parametrize(("front", "begins"), DATA["fronts"])
def test_front_matter_keeps_what_it_holds(front: str, begins: str | None, tmp_path: Path):
    """A comment stays, and front matter of a form that takes no line is left as it is."""
    page = tmp_path / "docs/p-conf/day-1/why.md"
    page.parent.mkdir(parents=True)
    page.write_text(f"---\n{front}---\nNotes.\n")
    result = run(facts, tmp_path, **SCHEDULE)
    assert page.read_text().startswith(f"---\n{begins or front}") and page.read_text().endswith("---\nNotes.\n"), page.read_text()
    assert ("could not be added" in result.stdout) == (begins is None) and result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("title", "matches"), DATA["titles"])
def test_titles_match_where_they_mean_the_same(title: str, matches: bool):
    found = pairs([Event("Other"), Event(title)], read(SCHEDULES / "pyvideo", None).events)
    assert {at: event.title for at, event in found.items()} == ({1: "Why tests lie"} if matches else {})


def test_equal_titles_match_by_speaker_or_day_or_not_at_all():
    days = [datetime.date(2031, 5, 3), datetime.date(2031, 5, 4)]
    panels = [Event("Panel", days[0], {"speakers": [{"name": "Ann Bee"}]}), Event("Panel", days[0])]
    events = [*(Event("Lightning Talks", day) for day in days), *panels]
    talks = [Event("Lightning talks", days[1]), Event("Lightning talks"), Event("Panel", None, events[2].facts), Event("Panel")]
    assert pairs(talks, events) == {0: events[1], 1: events[0], 2: events[2], 3: events[3]}  # two of them are what is left
    assert pairs([Event("Panel"), Event("Lightning talks"), Event("PyConf2031")], [*events, Event("PyConf2032")]) == {}
    assert pairs([Event("Panel"), Event("Panel", days[0])], [Event("Panel"), Event("Panel", days[1])]) == {}
    by = {"speakers": [{"name": "Cy Dee"}]}  # other titles match if no speaker differs
    assert pairs([Event("A panel: of two", None, by)], [Event("A panel", None, panels[0].facts)]) == {}
    assert pairs([Event("A panel: of two", None, by)], [Event("A panel", None, by)]) != {}


def test_a_post_fills_the_pages_that_its_schedule_has_made(tmp_path: Path):
    settings(tmp_path)
    assert run(import_post, tmp_path, SCHEDULE=str(SCHEDULES / "frab.xml"), CONFERENCE="P Conf").returncode == 0
    made = {path: path.read_text() for path in tmp_path.glob("docs/p-conf/day-1/*.md")}
    given = {"CONFERENCE": "p-conf", "DAY": "1", "LEVEL": "2"}
    assert (
        imported("# P\n## Why tests lie!\nThey [do](https://youtu.be/bbbbbbbbbbb).\n## Hallway\nTalk.\n", tmp_path, **given).returncode == 0
    )
    page = tmp_path / "docs/p-conf/day-1/why-tests-lie.md"
    assert page.read_text() == f"{made[page]}\nThey [do](https://youtu.be/bbbbbbbbbbb).\n" and (page.parent / "hallway.md").exists()
    imported(
        "# P\n## Old code (what)\n[Keep](https://p.example/x) [it](https://youtu.be/ccccccccccc).\n## Old code: what to keep\nAll.\n",
        tmp_path,
        CONFERENCE="p-conf",
        LEVEL="2",
    )
    assert (tmp_path / "docs/p-conf/day-2/old-code-what-to-keep.md").read_text().endswith("---\n\nAll.\n")
    again = imported("# P\n## Why tests lie\nMore.\n## Coffee\nDrinks.\n", tmp_path, **given)
    assert "post.md:2: “Why tests lie” has a page already, so this is “Why tests lie (2)”" in again.stdout
