"""A post or a schedule becomes a conference with the same content that builds without edits, and no talk gets another's facts."""

import datetime
import random
import re
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from originals import ORIGINALS, as_commonmark, or_skip, original_talks
from site_build import INVENTED, REPOSITORY, build, data, edit, front_matter, invented, redirect_map
from test_tools import run

from tools.facts import pairs
from tools.schedules import Event, read

POSTS, DATA = data("import/posts"), data("schedules")
SCHEDULES = INVENTED / "import/schedules"
FACTS = ("starts", "ends", "room", "page", "video", "slides")


def configured(folder: Path) -> Path:
    """Write the settings to a folder, all that an import reads besides the post; return the folder."""
    for file in (INVENTED / "mkdocs.yml", REPOSITORY / "mkdocs.base.yml"):
        shutil.copy(file, folder)
    return folder


def imported(post: str | bytearray, folder: Path, **given: str) -> CompletedProcess[str]:
    (folder / "notes").mkdir(exist_ok=True)
    (folder / "notes/post.md").write_bytes(post.encode(errors="surrogateescape") if isinstance(post, str) else post)
    return run("import_post", folder, POST="notes/post.md", **given)


def talks(folder: Path) -> dict[str, tuple[Path, dict]]:
    """Return the talks of a conference: path below its folder to the page and its front matter."""
    pages = {
        path.relative_to(folder).with_suffix("").as_posix(): path for path in sorted(folder.glob("day-*/*.md")) if path.name != "index.md"
    }
    return {name: (path, front_matter(path)) for name, path in pages.items()}


def outline(folder: Path) -> dict[str, list]:
    """Return the titles and speakers of a conference's talks."""
    return {name: [meta["title"], [one["name"] for one in meta.get("speakers", [])]] for name, (_, meta) in talks(folder).items()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, CompletedProcess[str]]]:
    """A folder with the conferences of all posts in `made`, and the result of each import."""
    folder, results = configured(tmp_path_factory.mktemp("import")), {}
    (folder / "notes/img").mkdir(parents=True)
    (folder / "made").mkdir()
    shutil.copy(REPOSITORY / "docs/assets/favicon.svg", folder / "notes/img/cat.png")
    shutil.copy(SCHEDULES / "schedule-1.json", folder / "notes")
    for case in POSTS:
        results[case["name"]] = imported(case["post"], folder, **case.get("set", {}))
        for conference in folder.glob("docs/*"):  # the next import would read them all
            conference.rename(folder / "made" / conference.name)
    return folder, results


@pytest.mark.parametrize("case", POSTS, ids=lambda case: case["name"])
def test_a_post_becomes_what_it_says(case: dict, site):
    folder, results = site
    result, conference = results[case["name"]], folder / "made" / case["folder"]
    assert result.returncode == 0, result.stderr
    assert outline(conference) == case["talks"], result.stdout
    for key in ("holds", "lacks"):
        for name, pieces in case.get(key, {}).items():
            text = (conference / f"{name}.md").read_text(encoding="utf-8")
            assert [piece for piece in pieces if (piece in text) == (key == "lacks")] == [], text
    assert [words for words in case.get("says", []) if f".md:{words}" not in result.stdout] == [], result.stdout
    assert case.get("redirects", {}).items() <= redirect_map(folder).items()


def test_all_of_them_build_with_no_edit(site, tmp_path: Path):
    """Another page has a fault, so that the build ends after its checks; test_copy.py builds all of an imported conference."""
    shutil.copytree(site[0] / "made", invented(tmp_path) / "docs", dirs_exist_ok=True)
    shutil.copy(site[0] / "mkdocs.yml", tmp_path)
    line = edit(tmp_path / "docs/about.md", r"\Z", "[planted](nowhere.md)\n")
    output = build(tmp_path, tmp_path / "site").stdout
    faults = re.findall(r"^(?:WARNING|ERROR) .*", output, re.MULTILINE)
    assert len(faults) == 1 and f"docs/about.md:{line}: the link nowhere.md" in faults[0], output


@pytest.mark.parametrize("schedule", ["", "pyvideo"])
@pytest.mark.parametrize("post", or_skip(ORIGINALS), ids=lambda post: post and post.parent.name)
def test_an_original_becomes_what_is_here(post: Path, schedule: str, tmp_path: Path):
    """As it is; and without its front matter, but with pyvideo's data, from which it gets days, speakers and videos."""
    folder, text, given = REPOSITORY / "docs" / post.parent.name, post.read_text(encoding="utf-8"), {}
    here = {meta["title"]: (path, meta) for path, meta in talks(folder).values() if "added" not in meta}
    for entry in front_matter(folder / "index.md")["corrections"]:
        text = text.replace(entry["original"], entry["corrected"])
    if schedule:
        text, given = text.split("---\n", 2)[2], {"SCHEDULE": str(post.with_name(schedule)), "CONFERENCE": "The original"}
        if not post.with_name(schedule).exists():
            pytest.skip("no schedule beside the post in tests/original/")
    result = imported(text, configured(tmp_path), **given)
    assert result.returncode == 0, result.stderr
    made = {meta["title"]: (path, meta) for path, meta in talks(next(tmp_path.glob("docs/*"))).values()}
    assert made.keys() == here.keys() == original_talks(post).keys()
    for title, (path, meta) in made.items():
        ours, facts = here[title]
        one, other = (as_commonmark(page.read_text(encoding="utf-8").split("---\n", 2)[2]) for page in (path, ours))
        assert one == other and path.parent.name == ours.parent.name, title
        if schedule:
            assert [one["name"] for one in meta["speakers"]] == [one["name"] for one in facts["speakers"]], title
            assert meta.get("video") == facts.get("video"), title
            assert front_matter(path.with_name("index.md")).get("date", facts["starts"].date()) == facts["starts"].date()


LONG = [">" * 3000, "- " * 2000, "[" * 1000, "# A\n" + "## B\n" * 300, "---\n" + "[" * 600 + "\n---\n# A\n", "<" * 9000]
LONG += ["# A\n## B\n" + "Viel gelernt habe ich " * 4000, "# A\n## " + "x" * 50_000 + "\n" + "<!-- " * 900]


def test_no_file_ends_in_a_traceback(tmp_path: Path):
    """Files cut, mixed and changed at random, with a seed: each is imported, or refused with a message."""
    chance, whole = random.Random(31), "\n".join(case["post"] for case in POSTS).encode()
    starts = [chance.randrange(len(whole)) for _ in range(60)]
    cut = [bytearray(whole[start : start + chance.randrange(1, 1500)]) for start in starts]
    for post in cut:
        for _ in range(chance.randrange(12)):
            post[chance.randrange(len(post))] = chance.choice(b"\x00\n#`{}<>[]()-:|\\\t*_\"'&;!\xe9")
    folder = configured(tmp_path)
    results = [imported(post, folder, DRY="1") for post in [*cut, *map(str.encode, LONG), b"\xff\xfe\x00"]]
    assert 0 < sum(result.returncode for result in results) < len(results)


@pytest.mark.parametrize("name", sorted(path.name for path in SCHEDULES.iterdir()))
def test_every_format_of_a_schedule_says_the_same(name: str, tmp_path: Path):
    form = DATA["formats"].get(name, {})
    for zone, words in (DATA["zones"] if "local" in form else {"": ""}).items():
        result = run("import_post", configured(tmp_path), SCHEDULE=str(SCHEDULES / name), CONFERENCE="P Conf", ZONE=zone)
        assert result.returncode == bool(words) and words in result.stderr and (tmp_path / "docs").exists() != bool(words), result.stderr
    folder = tmp_path / "docs/p-conf"
    assert outline(folder) == DATA["talks"]
    for talk, (_, meta) in talks(folder).items():
        expected = {key: value for key, value in DATA["facts"][talk].items() if key not in form.get("lacks", [])}
        assert {key: str(meta[key]) for key in FACTS if meta.get(key)} == expected


@pytest.mark.parametrize(("calendar", "entry", "facts", "words"), DATA["calendars"])
def test_a_calendar_keeps_its_facts_or_says_what_is_left_out(calendar: str, entry: str, facts: dict, words: str, tmp_path: Path):
    entries = [f"SUMMARY:One\n{entry}", *(f"SUMMARY:{number}\nORGANIZER;CN=Bo {number}:a" for number in range(4))]
    lines = "".join(f"BEGIN:VEVENT\n{each}\nEND:VEVENT\n" for each in entries)
    (tmp_path / "a.ics").write_text(f"BEGIN:VCALENDAR\n{calendar}\n{lines}END:VCALENDAR\n")
    schedule = read(tmp_path / "a.ics", None)
    talk = next(event for event in schedule.events if event.title.startswith("One"))
    assert {key: talk.speakers if key == "speakers" else str(value) for key, value in talk.facts.items()} == facts
    assert words in (found := "".join(schedule.notes)) and bool(words) == bool(found), found


@pytest.mark.parametrize(("title", "matches"), DATA["titles"])
def test_titles_match_where_they_mean_the_same(title: str, matches: bool):
    found = pairs([Event("Other"), Event(title)], read(SCHEDULES / "pyvideo", None).events)
    assert {at: event.title for at, event in found.items()} == ({1: "Why tests lie"} if matches else {})


def event(title: str, day: int = 0, speaker: str = "") -> Event:
    return Event(title, datetime.date(2031, 5, day) if day else None, {"speakers": [{"name": speaker}]} if speaker else {})


@pytest.mark.parametrize("case", DATA["pairs"].values(), ids=DATA["pairs"])
def test_equal_titles_match(case: dict):
    talks, entries = ([event(*each) for each in case[key]] for key in ("talks", "entries"))
    assert pairs(talks, entries) == {at: entries[entry] for at, entry in case["gets"].items()}
