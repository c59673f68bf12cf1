"""A post becomes a conference with the same content that builds without edits; a post with a problem is reported and writes nothing."""

import csv
import os
import random
import re
import shutil
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType
from unittest.mock import patch

import pytest
from originals import ORIGINALS, as_commonmark, or_skip, original_talks
from processes import tree
from site_build import INVENTED, REPOSITORY, build, data, edit, front_matter, invented, redirect_map

from tools import import_post

POSTS, REFUSED = data("import/posts"), data("import/refused")
SCHEDULES = INVENTED / "import/schedules"


def run(tool: ModuleType, folder: Path, **given: str) -> CompletedProcess[str]:
    """Run a tool for the site in `folder`, with this environment only; in this process, since it has imported the tools."""
    with chdir(folder), patch.dict(os.environ, given, clear=True), redirect_stdout(StringIO()) as output:
        try:
            tool.main()
        except SystemExit as end:
            return CompletedProcess(tool, 1, output.getvalue(), f"{end}\n")
    return CompletedProcess(tool, 0, output.getvalue(), "")


def imported(post: str | bytearray, folder: Path, **given: str) -> CompletedProcess[str]:
    (folder / "notes").mkdir(exist_ok=True)
    (folder / "notes/post.md").write_bytes(post.encode(errors="surrogateescape") if isinstance(post, str) else post)
    return run(import_post, folder, POST="notes/post.md", **given)


def settings(folder: Path) -> Path:
    """Put into an empty folder what an import reads besides the post; return the folder."""
    for file in (INVENTED / "mkdocs.yml", REPOSITORY / "mkdocs.base.yml"):
        shutil.copy(file, folder)
    return folder


def pages(folder: Path) -> dict[Path, dict]:
    """Return the talks of conferences: each page's path to its front matter."""
    return {path: front_matter(path) for path in sorted(folder.glob("day-*/*.md")) if path.name != "index.md"}


def talks(folder: Path) -> dict[str, list]:
    """Return the talks of a conference, path below its folder to [title, speakers]."""
    return {
        path.relative_to(folder).with_suffix("").as_posix(): [meta["title"], [one["name"] for one in meta.get("speakers", [])]]
        for path, meta in pages(folder).items()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> tuple[Path, dict[str, CompletedProcess[str]]]:
    """A folder into which all posts are imported, and the result of each import."""
    folder = settings(tmp_path_factory.mktemp("import"))
    (folder / "notes/img").mkdir(parents=True)
    shutil.copy(REPOSITORY / "docs/assets/favicon.svg", folder / "notes/img/cat.png")
    shutil.copy(SCHEDULES / "schedule-1.json", folder / "notes")
    return folder, {case["name"]: imported(case["post"], folder, **case.get("set", {})) for case in POSTS}


@pytest.mark.parametrize("case", POSTS, ids=lambda case: case["name"])
def test_a_post_becomes_what_it_says(case: dict, site):
    folder, results = site
    result, conference = results[case["name"]], folder / "docs" / case["folder"]
    assert result.returncode == 0, result.stderr
    assert talks(conference) == case["talks"], result.stdout
    for key in ("holds", "lacks"):
        for name, pieces in case.get(key, {}).items():
            text = (conference / f"{name}.md").read_text(encoding="utf-8")
            assert [piece for piece in pieces if (piece in text) == (key == "lacks")] == [], text
    assert [words for words in case.get("says", []) if f".md:{words}" not in result.stdout] == [], result.stdout
    assert case.get("redirects", {}).items() <= redirect_map(folder).items()


def test_all_of_them_build_with_no_edit(site, tmp_path: Path):
    """Another page has a fault, so that the build ends after its checks; test_copy.py builds all of an imported conference."""
    shutil.copytree(site[0] / "docs", invented(tmp_path) / "docs", dirs_exist_ok=True)
    shutil.copy(site[0] / "mkdocs.yml", tmp_path)
    line = edit(tmp_path / "docs/about.md", r"\Z", "[planted](nowhere.md)\n")
    output = build(tmp_path, tmp_path / "site").stdout
    faults = re.findall(r"^(?:WARNING|ERROR) .*", output, re.MULTILINE)
    assert len(faults) == 1 and f"docs/about.md:{line}: the link nowhere.md" in faults[0], output


@pytest.mark.parametrize(("post", "line", "words"), REFUSED)
def test_a_problem_is_named_and_nothing_written(post: str, line: int, words: str, tmp_path: Path):
    (tmp_path / "docs/assets").mkdir(parents=True)
    (tmp_path / "docs/about.md").write_text("---\ntitle: About\n---\n")
    result = imported(post, tmp_path)
    assert result.returncode == 1 and re.search(rf"(?m)^notes/post\.md:{line}: .*{re.escape(words)}", result.stderr), result.stderr
    assert tree(tmp_path).keys() == {"docs/about.md", "notes/post.md"}


def test_what_is_given_is_checked(tmp_path: Path):
    (tmp_path / "post.md").write_text("# A\n## B\n")
    for given in ({"POST": "missing.md"}, {"POST": ""}, {"POST": "."}, {"POST": "post.md", "DAY": "x"}, {"POST": "post.md", "LEVEL": "9"}):
        result = run(import_post, tmp_path, **given)
        assert result.returncode == 1 and "; give" in result.stderr, result.stderr


def test_a_second_post_joins_what_is_there(tmp_path: Path):
    settings(tmp_path)
    assert imported("# O Conf\n## One\na\n## Two\nb\n", tmp_path).returncode == 0
    before = tree(tmp_path / "docs")
    again = imported("# O Conf\n## One\na\n## Two\nb\n", tmp_path)
    assert again.returncode == 1 and "docs/o-conf is there already; give DAY=" in again.stderr
    dry = imported("# O Conf\n## Three\nc\n## One\nd\n", tmp_path, DAY="2", DRY="1")
    assert dry.returncode == 0 and "Three" in dry.stdout and tree(tmp_path / "docs") == before
    assert imported("# Something else\n## Three\nc\n## One\nd\n", tmp_path, DAY="2", CONFERENCE="o-conf", DRY="0").returncode == 0
    assert list(talks(tmp_path / "docs/o-conf")) == ["day-1/one", "day-1/two", "day-2/one-2", "day-2/three"]
    assert tree(tmp_path / "docs").items() >= before.items()


def test_images_are_copied_from_the_posts_site_only_and_replace_nothing(tmp_path: Path):
    here, there = ["one.md", ".key.png", "key", ".keys/a.png", "slide.png", "more/slide.png", "../above.png"], tmp_path / "docs/i-conf"
    for path in (settings(tmp_path) / "notes" / name for name in [*here, "../docs/i-conf/day-1/slide.png"]):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.parent.name)
    (there / "index.md").write_text("---\ntitle: I Conf\n---\n")
    (tmp_path / "notes/led-away.png").symlink_to(tmp_path / "above.png")
    left = [*here[:4], "/.keys/a.png", "led-away.png", "../above.png", "/above.png"]
    post = "# I Conf\n## One\n" + "\n".join(f"![a]({name})" for name in [*left, "slide.png", "more/slide.png", "/slide.png"])
    result = imported(post, tmp_path, CONFERENCE="i-conf", DAY="1")
    assert result.returncode == 0 and all(f"the image {name} is not there" in result.stdout for name in left), result.stdout
    copied = {path.name: path.read_text() for path in there.rglob("*.png")}
    assert copied == {"slide.png": "day-1", "slide-2.png": "notes", "slide-3.png": "more"}
    assert (there / "day-1/one.md").read_text().count("](slide-") == 3
    for git, missing in ((".git", len(left) - 3), ("notes/.git", len(left))):  # the post's site is the nearest repository
        (tmp_path / git).mkdir()
        result = imported(post, tmp_path, DAY="2", DRY="1", CONFERENCE="i-conf")
        assert result.stdout.count("is not there") == missing, result.stdout


def test_old_addresses_lead_nowhere_without_a_redirect_map(tmp_path: Path):
    (tmp_path / "mkdocs.yml").write_text("site_name: X\n")
    result = imported("---\ntitle: A Conf\nurl: /a/\n---\n## B\n## C\n", tmp_path)
    assert "post.md:3: the old address /a/ leads nowhere" in result.stdout and "redirects 0" in result.stdout
    assert (tmp_path / "mkdocs.yml").read_text() == "site_name: X\n"


FACTS = ("starts", "ends", "room", "page", "video", "slides")


@pytest.mark.parametrize("schedule", [None, "pyvideo", "times.csv"])
@pytest.mark.parametrize("post", or_skip(ORIGINALS), ids=lambda post: post and post.parent.name)
def test_an_original_becomes_what_is_here(post: Path, schedule: str | None, tmp_path: Path):
    """As it is; and without its front matter, but with pyvideo's data, or a schedule with times, from which it gets days and facts."""
    folder, text, given = REPOSITORY / "docs" / post.parent.name, post.read_text(encoding="utf-8"), {}
    here = {meta["title"]: (path, meta) for path, meta in pages(folder).items() if "added" not in meta}
    for entry in front_matter(folder / "index.md")["corrections"]:
        text = text.replace(entry["original"], entry["corrected"])
    if schedule:
        source = tmp_path / schedule if schedule.endswith("csv") else post.with_name(schedule)
        text, given = text.split("---\n", 2)[2], {"SCHEDULE": str(source), "CONFERENCE": "The original"}
        if schedule.endswith("csv"):
            with source.open("w", newline="") as file:
                table = csv.writer(file)
                table.writerow(("title", "speakers", *FACTS))
                for title, (_, meta) in reversed(here.items()):
                    names = ";".join(one["name"] for one in meta["speakers"])
                    table.writerow((title.upper(), names, *(meta.get(key, "") for key in FACTS)))
        elif not source.exists():
            pytest.skip("no schedule beside the post in tests/original/")
    result = imported(text, settings(tmp_path), **given)
    assert result.returncode == 0, result.stderr
    made = {meta["title"]: (path, meta) for path, meta in pages(next(tmp_path.glob("docs/*"))).items()}
    assert made.keys() == here.keys() == original_talks(post).keys()
    for title, (path, meta) in made.items():
        ours, facts = here[title]
        one, other = (as_commonmark(page.read_text(encoding="utf-8").split("---\n", 2)[2]) for page in (path, ours))
        assert one == other and path.parent.name == ours.parent.name, title
        if schedule:
            assert [one["name"] for one in meta["speakers"]] == [one["name"] for one in facts["speakers"]], title
            keys = FACTS if schedule.endswith("csv") else ("video",)
            assert {key: meta.get(key) for key in keys} == {key: facts.get(key) for key in keys}, title
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
    results = [imported(post, settings(tmp_path), DRY="1") for post in [*cut, *map(str.encode, LONG), b"\xff\xfe\x00"]]
    assert 0 < sum(result.returncode for result in results) < len(results)
