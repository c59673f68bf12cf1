"""A schedule in any format adds missing facts to talks; nothing is overwritten, and no talk gets another's facts."""

import csv
import datetime
from pathlib import Path

import pytest
from originals import ORIGINALS, or_skip
from site_build import REPOSITORY, build, data, excerpt, front_matter
from test_import import DATA as IMPORTS
from test_import import imported, pages, run, settings, talks, tree

from tools.facts import pairs
from tools.schedules import Event, read

DATA = data("schedules")

SCHEDULES = IMPORTS / "schedules"
TIMED = sorted(path.name for path in SCHEDULES.iterdir() if path.is_file())
LOCAL = ("sessionize", "talks.csv", "frab-local.xml")  # without an offset
POST = "# P Conf 2031\n## Why tests lie!\nThey do.\n## old code\nKeep it.\n## Hallway\nTalk.\n"


@pytest.mark.parametrize("name", TIMED)
def test_every_format_says_the_same(name: str, tmp_path: Path):
    settings(tmp_path)
    zone = "Europe/Berlin" if name.startswith(LOCAL) else ""
    result = run("tools.import_post", tmp_path, SCHEDULE=str(SCHEDULES / name), CONFERENCE="P Conf", ZONE=zone)
    assert result.returncode == 0, result.stderr
    folder = tmp_path / "docs/p-conf"
    assert talks(folder) == DATA["talks"]
    facts = {key: front_matter(folder / f"{key}.md") for key in DATA["talks"]}
    for moment in ("starts", "ends"):
        assert {key: fact[moment].isoformat() for key, fact in facts.items()} == DATA[moment]
    assert {fact["room"] for fact in facts.values()} == {"Hall"}
    assert "page" not in facts["day-2/old-code-what-to-keep"]
    if name != "calendar.ics":
        assert facts["day-1/why-tests-lie"]["video"] == "https://youtu.be/aaaaaaaaaaa"
    if not name.startswith("sessionize"):
        assert facts["day-1/why-tests-lie"]["page"] == "https://p.example/2031/1"


@pytest.mark.parametrize("name", [name for name in TIMED if name.startswith(LOCAL)])
@pytest.mark.parametrize(("zone", "words"), [("", "give the time zone as ZONE="), ("Nowhere/None", "is not a time zone")])
def test_local_times_need_their_zone(name: str, zone: str, words: str, tmp_path: Path):
    result = run("tools.import_post", tmp_path, SCHEDULE=str(SCHEDULES / name), ZONE=zone)
    assert result.returncode == 1 and words in result.stderr and not (tmp_path / "docs").exists()


@pytest.mark.parametrize(("calendar", "entry", "facts", "words"), DATA["calendars"])
def test_a_calendar_keeps_its_facts_or_says_what_is_left_out(calendar: str, entry: str, facts: dict, words: str, tmp_path: Path):
    others = "".join(f"BEGIN:VEVENT\nSUMMARY:{number}\nORGANIZER;CN=Bo {number}:a\nEND:VEVENT\n" for number in range(4))
    entries = f"BEGIN:VEVENT\nSUMMARY:One\n{entry}\nEND:VEVENT\n{others}"
    (tmp_path / "a.ics").write_text(f"BEGIN:VCALENDAR\n{calendar}\n{entries}END:VCALENDAR\n")
    schedule = read(tmp_path / "a.ics", None)
    talk = next(event for event in schedule.events if event.title == "One")
    assert {key: talk.speakers if key == "speakers" else str(value) for key, value in talk.facts.items()} == facts
    assert words in (found := "".join(schedule.notes)) and bool(words) == bool(found), found


@pytest.mark.parametrize(("text", "words"), DATA["refused"])
def test_what_is_no_schedule_is_refused_as_what_it_is(text: str | None, words: str, tmp_path: Path):
    (tmp_path / "file").write_text(text or "")
    result = run("tools.import_post", tmp_path, SCHEDULE="." if text is None else "file")
    assert result.returncode == 1 and result.stderr.count("\n") == 1 and words in result.stderr, result.stderr
    assert ":1: " in result.stderr or words.startswith("file:")


def test_a_post_and_its_schedule(tmp_path: Path):
    """The days come from the schedule where the post has none; what finds no partner is named; it builds with no edit."""
    folder = excerpt(tmp_path)
    result = imported(POST, folder, SCHEDULE=str(SCHEDULES / "schedule-1.json"))
    assert result.returncode == 0, result.stderr
    assert talks(folder / "docs/p-conf-2031") == {
        "day-1/why-tests-lie": ["Why tests lie!", ["Ann Bee", "Cy Dee"]],
        "day-2/old-code": ["old code", ["Eve Fox"]],
        "day-2/hallway": ["Hallway", []],
    }
    assert "hallway.md:1: “Hallway” is not in the schedule" in result.stdout
    result = build(folder, folder / "site")
    assert result.returncode == 0, result.stdout


def test_facts_are_added_and_never_overwritten(tmp_path: Path):
    settings(tmp_path)
    imported(POST.replace("## old code", "## Old code, what to keep?"), tmp_path, DAY="1")
    page = tmp_path / "docs/p-conf-2031/day-1/why-tests-lie.md"
    page.write_text(page.read_text().replace('lie!"\n', 'lie!"\n# mine\nroom: Cellar\nspeakers:\n'))
    page.with_name("broken.md").write_text("---\ntitle: A: b\n---\n")
    result = run("tools.facts", tmp_path, SCHEDULE=str(SCHEDULES / "schedule-1.json"))
    assert result.returncode == 0, result.stderr
    assert "broken.md:2: front matter is not YAML" in result.stdout and "broken.md:2: front" in run("tools.gaps", tmp_path).stdout
    assert "# mine\nroom: Cellar\n" in page.read_text() and "starts: 2031-05-03T09:00:00+02:00\n" in page.read_text()
    assert front_matter(page)["speakers"][1]["name"] == "Cy Dee"
    assert "why-tests-lie.md:4: `room` is Cellar here, Hall in the schedule" in result.stdout
    assert "old-code-what-to-keep.md:1: is on 2031-05-04 in the schedule" in result.stdout
    assert "starts" not in front_matter(page.with_name("old-code-what-to-keep.md"))
    before = tree(tmp_path)
    assert run("tools.facts", tmp_path, SCHEDULE=str(SCHEDULES / "schedule-1.json")).returncode == 0 and tree(tmp_path) == before


@pytest.mark.parametrize(("front", "begins"), DATA["fronts"])
def test_front_matter_keeps_what_it_holds(front: str, begins: str | None, tmp_path: Path):
    """A comment stays, and front matter of a form that takes no line is left as it is."""
    settings(tmp_path)
    page = tmp_path / "docs/p-conf/day-1/why.md"
    page.parent.mkdir(parents=True)
    (tmp_path / "docs/p-conf/index.md").write_text("---\ntitle: P Conf\n---\n")
    page.write_text(f"---\n{front}---\nNotes.\n")
    result = run("tools.facts", tmp_path, SCHEDULE=str(SCHEDULES / "schedule-1.json"))
    assert page.read_text().startswith(f"---\n{begins or front}") and page.read_text().endswith("---\nNotes.\n"), page.read_text()
    assert ("why.md:1: cannot take" in result.stdout) == (begins is None) and result.returncode == 0, result.stdout + result.stderr


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


@pytest.mark.parametrize("source", ["pyvideo", "with times"])
@pytest.mark.parametrize(
    "post", or_skip(post for post in ORIGINALS if (post.parent / "pyvideo").is_dir()), ids=lambda post: post and post.parent.name
)
def test_an_original_and_its_schedule_give_what_is_here(post: Path, source: str, tmp_path: Path):
    """The post without its front matter, and pyvideo's data or a schedule with times, give each talk all facts that it has here."""
    settings(tmp_path)
    ours = pages(REPOSITORY / "docs" / post.parent.name).values()
    here = {meta["title"]: meta for meta in ours if "starts" in meta and "added" not in meta}
    schedule, keys = post.parent / "pyvideo", ("speakers", "video")
    if source != "pyvideo":
        schedule, keys = tmp_path / "schedule.csv", ("speakers", "starts", "ends", "room", "page", "video", "slides")
        with schedule.open("w", newline="") as file:
            table = csv.DictWriter(file, ["title", *keys], extrasaction="ignore")
            table.writeheader()
            for title, meta in reversed(here.items()):
                speakers = ";".join(one["name"] for one in meta["speakers"])
                table.writerow({**meta, "title": title.upper(), "speakers": speakers})
    notes = post.read_text(encoding="utf-8").split("---\n", 2)[2]
    result = imported(notes, tmp_path, SCHEDULE=str(schedule), CONFERENCE="The original")
    assert result.returncode == 0, result.stderr
    made = pages(tmp_path / "docs/the-original")
    assert {meta["title"] for meta in made.values()} == here.keys()
    for path, meta in made.items():
        ours = here[meta["title"]]
        assert [one["name"] for one in meta.pop("speakers")] == [one["name"] for one in ours["speakers"]], path
        assert {key: meta.get(key) for key in keys[1:]} == {key: ours.get(key) for key in keys[1:]}, path
        assert front_matter(path.with_name("index.md")).get("date", ours["starts"].date()) == ours["starts"].date()
        assert path.parent.name == f"day-{sorted({one['starts'].date() for one in here.values()}).index(ours['starts'].date()) + 1}"
