"""A post or a schedule becomes a conference with the same content that builds without edits, and no talk gets another's facts."""

import random
import re
import shutil
from pathlib import Path
from subprocess import CompletedProcess
from zoneinfo import ZoneInfo

import pytest
from originals import ORIGINALS, as_commonmark, or_skip, original_talks
from site_build import INVENTED, REPOSITORY, build, data, edit, invented, read, redirect_map
from test_tools import run

from tools import schedules

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


def outline(folder: Path, conference: str) -> dict[str, list]:
    """Return the titles and speakers of a conference's talks, by their paths below its folder."""
    talks = read(folder).pages[f"{conference}/index.md"].talks
    return {f"{talk.day.anchor}/{Path(talk.path).stem}": [talk.title, [speaker.name for speaker in talk.speakers]] for talk in talks}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, CompletedProcess[str]]]:
    """A folder with the site of all posts in `made`, and the result of each import."""
    folder, results = configured(tmp_path_factory.mktemp("import")), {}
    (folder / "notes/img").mkdir(parents=True)
    (folder / "made/docs").mkdir(parents=True)
    shutil.copy(REPOSITORY / "docs/assets/favicon.svg", folder / "notes/img/cat.png")
    shutil.copy(SCHEDULES / "schedule-1.json", folder / "notes")
    for case in POSTS:
        results[case["name"]] = imported(case["post"], folder, **case.get("set", {}))
        for conference in folder.glob("docs/*"):  # the next import would read them all
            conference.rename(folder / "made/docs" / conference.name)
    return folder, results


@pytest.mark.parametrize("case", POSTS, ids=lambda case: case["name"])
def test_a_post_becomes_what_it_says(case: dict, site):
    folder, results = site
    result, made = results[case["name"]], folder / "made"
    assert result.returncode == 0, result.stderr
    assert outline(made, case["folder"]) == case["talks"], result.stdout
    for key in ("holds", "lacks"):
        for name, pieces in case.get(key, {}).items():
            text = (made / "docs" / case["folder"] / f"{name}.md").read_text(encoding="utf-8")
            assert [piece for piece in pieces if (piece in text) == (key == "lacks")] == [], text
    assert [words for words in case.get("says", []) if f".md:{words}" not in result.stdout] == [], result.stdout
    assert case.get("redirects", {}).items() <= redirect_map(folder).items()


def test_all_of_them_build_with_no_edit(site, tmp_path: Path):
    """Another page has a fault, so that the build ends after its checks; test_copy.py builds all of an imported conference."""
    shutil.copytree(site[0] / "made/docs", invented(tmp_path) / "docs", dirs_exist_ok=True)
    shutil.copy(site[0] / "mkdocs.yml", tmp_path)
    line = edit(tmp_path / "docs/about.md", r"\Z", "[planted](nowhere.md)\n")
    output = build(tmp_path, tmp_path / "site").stdout
    faults = re.findall(r"^(?:WARNING|ERROR) .*", output, re.MULTILINE)
    assert len(faults) == 1 and f"docs/about.md:{line}: the link nowhere.md" in faults[0], output


@pytest.mark.parametrize("schedule", ["", "pyvideo"])
@pytest.mark.parametrize("post", or_skip(ORIGINALS), ids=lambda post: post and post.parent.name)
def test_an_original_becomes_what_is_here(post: Path, schedule: str, tmp_path: Path):
    """As it is; and without its front matter, but with pyvideo's data, from which it gets days, speakers and videos."""
    conference, text, given = read(REPOSITORY).pages[f"{post.parent.name}/index.md"], post.read_text(encoding="utf-8"), {}
    for entry in conference.corrections:
        text = text.replace(entry["original"], entry["corrected"])
    if schedule:
        text, given = text.split("---\n", 2)[2], {"SCHEDULE": str(post.with_name(schedule)), "CONFERENCE": "The original"}
        if not post.with_name(schedule).exists():
            pytest.skip("no schedule beside the post in tests/original/")
    result = imported(text, configured(tmp_path), **given)
    assert result.returncode == 0, result.stderr
    made, here = ({talk.title: talk for talk in talks if "added" not in talk.meta} for talks in (read(tmp_path).talks, conference.talks))
    assert made.keys() == here.keys() == original_talks(post).keys()
    for title, talk in made.items():
        ours = here[title]
        assert as_commonmark(talk.notes) == as_commonmark(ours.notes) and talk.day.number == ours.day.number, title
        if schedule:
            names = [[speaker.name for speaker in each.speakers] for each in (talk, ours)]
            assert names[0] == names[1] and (talk.video, talk.date) == (ours.video, ours.date), title


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
    assert outline(tmp_path, "p-conf") == DATA["talks"]
    for talk, facts in DATA["facts"].items():
        meta = read(tmp_path).pages[f"p-conf/{talk}.md"].meta
        known = {key: value for key, value in facts.items() if key not in form.get("lacks", [])}
        assert {key: str(meta[key]) for key in FACTS if key in meta} == known


@pytest.mark.parametrize(("calendar", "entry", "facts", "words"), DATA["calendars"])
def test_a_calendar_keeps_its_facts_or_says_what_is_left_out(calendar: str, entry: str, facts: dict, words: str, tmp_path: Path):
    entries = [f"SUMMARY:One\n{entry}", *(f"SUMMARY:{number}\nORGANIZER;CN=Bo {number}:a" for number in range(4))]
    lines = "".join(f"BEGIN:VEVENT\n{each}\nEND:VEVENT\n" for each in entries)
    (tmp_path / "a.ics").write_text(f"BEGIN:VCALENDAR\n{calendar}\n{lines}END:VCALENDAR\n")
    schedule = schedules.read(tmp_path / "a.ics", None)
    talk = next(event for event in schedule.events if event.title.startswith("One"))
    assert {key: talk.speakers if key == "speakers" else str(value) for key, value in talk.facts.items()} == facts
    assert words in (found := "".join(schedule.notes)) and bool(words) == bool(found), found


@pytest.mark.parametrize(("heads", "row", "facts", "words"), DATA["tables"])
def test_a_table_keeps_its_facts_or_says_what_is_left_out(heads: str, row: str, facts: dict, words: str, tmp_path: Path):
    sign = next(sign for sign in ",;\t" if sign in heads)
    (tmp_path / "a.csv").write_text(f"title{sign}{heads}\nOne{sign}{row}\n")
    schedule = schedules.read(tmp_path / "a.csv", ZoneInfo("Europe/Berlin"))
    found = {key: value.strftime("%F %H:%M") if hasattr(value, "strftime") else value for key, value in schedule.events[0].facts.items()}
    found |= {"speakers": schedule.events[0].speakers} if "speakers" in found else {}
    said = "".join(schedule.notes)
    assert found == facts and words in said and bool(words) == bool(said), said


@pytest.mark.parametrize(("titles", "named"), DATA["titles"])
def test_only_sure_speakers_are_taken_out_of_titles_and_named(titles: list[str], named: dict[str, list[str]], tmp_path: Path):
    (tmp_path / "a.csv").write_text("\n".join(["title", *titles]))
    schedule = schedules.read(tmp_path / "a.csv", None)
    assert {event.title: event.speakers for event in schedule.events} == (named or {title: [] for title in titles})
    assert [title in "".join(schedule.notes) for title in titles] == [bool(named) and title not in named for title in titles]
