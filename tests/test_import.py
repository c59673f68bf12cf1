"""A post becomes a conference with the same content that builds without edits; a post with a problem is reported and writes nothing."""

import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from originals import ORIGINALS, or_skip
from read_notes import as_here
from site_build import INVENTED, REPOSITORY, build, by_fork, data, front_matter, invented, redirect_map
from test_original import original_talks

DATA = REPOSITORY / "tests/data/import"
POSTS, REFUSED = data("import/posts"), data("import/refused")


def run(module: str, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a module in the copy in `folder`, as make does."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1", **given}
    return by_fork([module], folder, environment, apart=True)


def imported(post: str, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    (folder / "notes").mkdir(exist_ok=True)
    (folder / "notes/post.md").write_bytes(post.encode(errors="surrogateescape"))
    return run("tools.import_post", folder, POST="notes/post.md", **given)


def settings(folder: Path) -> None:
    """Put into an empty folder what an import reads besides the post."""
    for file in (INVENTED / "mkdocs.yml", REPOSITORY / "mkdocs.base.yml"):
        shutil.copy(file, folder)


def tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "notes" not in path.parts}


def pages(folder: Path) -> dict[Path, dict]:
    """Return the talks of conferences: each page's path to its front matter."""
    return {path: front_matter(path) for path in sorted(folder.glob("day-*/*.md")) if path.name != "index.md"}


def talks(folder: Path) -> dict[str, list]:
    """Return the talks of a conference, path below its folder to [title, speakers]."""
    names = {path: [one["name"] for one in meta.get("speakers", [])] for path, meta in pages(folder).items()}
    return {path.relative_to(folder).with_suffix("").as_posix(): [meta["title"], names[path]] for path, meta in pages(folder).items()}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> tuple[Path, dict[str, subprocess.CompletedProcess[str]]]:
    """A copy into which all posts are imported, and what each import printed."""
    folder = tmp_path_factory.mktemp("import")
    settings(folder)
    (folder / "notes/img").mkdir(parents=True)
    shutil.copy(REPOSITORY / "docs/assets/favicon.svg", folder / "notes/img/cat.png")
    return folder, {case["name"]: imported(case["post"], folder, **case.get("set", {})) for case in POSTS}


@pytest.mark.parametrize("case", POSTS, ids=lambda case: case["name"])
def test_a_post_becomes_what_it_says(case: dict, site):
    folder, results = site
    result = results[case["name"]]
    assert result.returncode == 0, result.stderr
    conference = folder / "docs" / case["folder"]
    assert talks(conference) == case["talks"], result.stdout
    for name, pieces in case.get("holds", {}).items():
        text = (conference / f"{name}.md").read_text(encoding="utf-8")
        assert [piece for piece in pieces if piece not in text] == [], text
    for name, pieces in case.get("lacks", {}).items():
        assert [piece for piece in pieces if piece in (conference / f"{name}.md").read_text(encoding="utf-8")] == []
    assert [words for words in case.get("says", []) if f"post.md:{words}" not in result.stdout] == [], result.stdout
    assert case.get("redirects", {}).items() <= redirect_map(folder).items()


def test_all_of_them_build_with_no_edit(site, tmp_path: Path):
    folder = invented(tmp_path)
    shutil.copytree(site[0] / "docs", folder / "docs", dirs_exist_ok=True)
    shutil.copy(site[0] / "mkdocs.yml", folder)
    result = build(folder, folder / "site")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("post", "line", "words"), REFUSED)
def test_a_problem_is_named_and_nothing_written(post: str, line: int, words: str, tmp_path: Path):
    (tmp_path / "docs/assets").mkdir(parents=True)
    (tmp_path / "docs/about.md").write_text("---\ntitle: About\n---\n")
    before = tree(tmp_path)
    result = imported(post, tmp_path)
    first = rf"(?m)^notes/post\.md:{line}: .*{re.escape(words)}"
    assert result.returncode == 1 and re.search(first, result.stderr) and tree(tmp_path) == before, result.stderr


def test_a_second_post_joins_what_is_there(tmp_path: Path):
    settings(tmp_path)
    assert imported("# O Conf\n## One\na\n## Two\nb\n", tmp_path).returncode == 0
    before = tree(tmp_path)
    again = imported("# O Conf\n## One\na\n## Two\nb\n", tmp_path)
    assert again.returncode == 1 and "docs/o-conf is there already; give DAY=" in again.stderr and tree(tmp_path) == before
    dry = imported("# O Conf\n## Three\nc\n## One\nd\n", tmp_path, DAY="2", DRY="1")
    assert dry.returncode == 0 and "Three" in dry.stdout and tree(tmp_path) == before
    assert imported("# Something else\n## Three\nc\n## One\nd\n", tmp_path, DAY="2", CONFERENCE="o-conf", DRY="0").returncode == 0
    assert list(talks(tmp_path / "docs/o-conf")) == ["day-1/one", "day-1/two", "day-2/one-2", "day-2/three"]
    assert tree(tmp_path).items() >= before.items()


def test_images_are_copied_from_the_posts_site_only_and_replace_nothing(tmp_path: Path):
    settings(tmp_path)
    for name in (
        "notes/one.md",
        "notes/.key.png",
        "notes/key",
        "notes/.keys/a.png",
        "notes/slide.png",
        "notes/more/slide.png",
        "above.png",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "notes/led-away.png").symlink_to(tmp_path / "above.png")
    left = ["one.md", ".key.png", "key", ".keys/a.png", "/.keys/a.png", "led-away.png", "../above.png", "/above.png"]
    post = "# I Conf\n## One\n" + "\n".join(f"![a]({name})" for name in [*left, "slide.png", "more/slide.png", "/slide.png"])
    (tmp_path / "docs/i-conf/day-1").mkdir(parents=True)
    (tmp_path / "docs/i-conf/index.md").write_text("---\ntitle: I Conf\n---\n")
    (tmp_path / "docs/i-conf/day-1/slide.png").write_text("another")
    result = imported(post, tmp_path, CONFERENCE="i-conf", DAY="1")
    assert result.returncode == 0 and all(f"the image {name} is not there" in result.stdout for name in left), result.stdout
    there = {path.name: path.read_text() for path in (tmp_path / "docs").rglob("*") if path.suffix == ".png"}
    assert there == {"slide.png": "another", "slide-2.png": "notes/slide.png", "slide-3.png": "notes/more/slide.png"}
    assert (tmp_path / "docs/i-conf/day-1/one.md").read_text().count("](slide-") == 3
    (tmp_path / "notes/.git").mkdir()
    (tmp_path / ".git").mkdir()
    assert imported(post, tmp_path, DAY="2", DRY="1", CONFERENCE="i-conf").stdout.count("is not there") == len(left)
    (tmp_path / "notes/.git").rmdir()
    result = imported(post, tmp_path, DAY="2", CONFERENCE="i-conf")
    assert (tmp_path / "docs/i-conf/day-2/above.png").exists() and result.stdout.count("is not there") == len(left) - 3, result.stdout


def test_old_addresses_lead_nowhere_without_a_redirect_map(tmp_path: Path):
    (tmp_path / "mkdocs.yml").write_text("site_name: X\n")
    result = imported("---\ntitle: A Conf\nurl: /a/\n---\n## B\n## C\n", tmp_path)
    assert "post.md:3: the old address /a/ leads nowhere" in result.stdout and "redirects 0" in result.stdout
    assert (tmp_path / "mkdocs.yml").read_text() == "site_name: X\n"


@pytest.mark.parametrize(
    "given", [{"POST": "missing.md"}, {"POST": ""}, {"POST": "."}, {"POST": "post.md", "DAY": "x"}, {"POST": "post.md", "LEVEL": "9"}]
)
def test_what_is_given_is_checked(given: dict[str, str], tmp_path: Path):
    (tmp_path / "post.md").write_text("# A\n## B\n")
    result = run("tools.import_post", tmp_path, **given)
    assert (result.returncode == 1 and "; give" in result.stderr) or "is not a number" in result.stderr


@pytest.mark.parametrize("post", or_skip(ORIGINALS), ids=lambda post: post and post.parent.name)
def test_an_original_becomes_what_is_here(post: Path, tmp_path: Path):
    folder = REPOSITORY / "docs" / post.parent.name
    here = {meta["title"]: path for path, meta in pages(folder).items()}
    text = post.read_text(encoding="utf-8")
    for entry in front_matter(folder / "index.md")["corrections"]:
        text = text.replace(entry["original"], entry["corrected"])
    settings(tmp_path)
    result = imported(text, tmp_path)
    assert result.returncode == 0, result.stderr
    made = {meta["title"]: path for path, meta in pages(next(tmp_path.glob("docs/*"))).items()}
    for title in original_talks(post):
        one, other = (as_here(page.read_text(encoding="utf-8").split("---\n", 2)[2]) for page in (made[title], here[title]))
        assert one == other, title


# Imports each file of a folder in one process.
EACH = """
import os
from pathlib import Path
from tools import import_post

for path in sorted(Path().glob("*.md")):
    os.environ["POST"] = str(path)
    try:
        import_post.main()
    except SystemExit as end:
        print(end)
"""
LONG = [">" * 3000, "- " * 2000, "[" * 1000, "# A\n" + "## B\n" * 300, "---\n" + "[" * 600 + "\n---\n# A\n", "<" * 9000]
LONG += ["# A\n## B\n" + "Viel gelernt habe ich " * 4000, "# A\n## " + "x" * 50_000 + "\n" + "<!-- " * 900]


def test_no_file_ends_in_a_traceback(tmp_path: Path):
    """Files cut, mixed and changed at random, with a seed: each is imported, or refused with a message."""
    chance, whole = random.Random(31), "\n".join(case["post"] for case in POSTS).encode()
    settings(tmp_path)
    (tmp_path / "each.py").write_text(EACH)
    starts = [chance.randrange(len(whole)) for _ in range(60)]
    cut = [bytearray(whole[start : start + chance.randrange(1, 1500)]) for start in starts]
    for post in cut:
        for _ in range(chance.randrange(12)):
            post[chance.randrange(len(post))] = chance.choice(b"\x00\n#`{}<>[]()-:|\\\t*_\"'&;!\xe9")
    for number, post in enumerate([*cut, *map(str.encode, LONG), b"\xff\xfe\x00"]):
        (tmp_path / f"{number}.md").write_bytes(post)
    result = run("each", tmp_path, DRY="1")
    assert "Nothing was written" in result.stdout
    assert result.returncode == 0 and "Traceback" not in result.stderr, result.stderr[-3000:]
