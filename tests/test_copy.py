"""A copy of this repository becomes a site of its own with the README's commands, builds at each step, and merges later improvements.

ALL=1 builds each step alone, observes each page of them, and runs in a copy what make check runs.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import hosts
import pytest
import yaml
from bs4 import BeautifulSoup
from observers import axe
from playwright.sync_api import Browser
from processes import write
from site_build import REPOSITORY, Site, build, data, edit, share_cache
from states import ALL, only_with_all, opened, recoloured, resized
from test_links import wrong_links
from test_promises import ever_promised, history
from test_tools import run

from hooks.derive.meta import new_talk

DATA = data("copy")
POINTS, AT_ONCE, EDIT_URI = DATA["points"], "all of these at once", "https://github.com/me/notes/edit/main/docs/"

# Git knows somebody, whoever runs the tests.
GIT = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")} | {"GIT_CONFIG_NOSYSTEM": "1"}
MINE = {"NAME": "Mine", "AUTHOR": "Me", "YES": "1"}


def output(folder: Path, *command: object, **given: str) -> str:
    """Run a command in a folder without a keyboard; return its messages."""
    result = subprocess.run(command, cwd=folder, env=os.environ | GIT | given, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def tool(folder: Path, name: str, succeeds: bool = True, **given: str) -> str:
    result = run(name, folder, **os.environ | GIT | given)
    assert (result.returncode == 0) == succeeds, result.stdout + result.stderr
    return result.stdout + result.stderr


def commit(folder: Path, message: str) -> None:
    output(folder, "sh", "-c", 'git add --all && git commit --quiet --allow-empty --message "$1"', "sh", message)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy like that of "Use this template": one commit without history."""
    target = tmp_path_factory.mktemp("template")
    output(target, "git", "init", "--quiet", "--initial-branch=main")
    output(target, "git", "--work-tree", REPOSITORY, "add", "--all")
    output(target, "git", "commit", "--quiet", "--message", "Initial commit")
    output(target, "git", "reset", "--quiet", "--hard")
    return share_cache(target)


@pytest.fixture(scope="module")
def emptied(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy after `make new-site`."""
    folder = shutil.copytree(template, tmp_path_factory.mktemp("emptied"), symlinks=True, dirs_exist_ok=True)
    said = tool(folder, "new_site", NAME='Notes & "quotes" <i> \\1 $5', AUTHOR="Zoë <O’Neill>", ACCENT="#7a1f5c", YES="1")
    assert "To get everything back: git reset --hard" in said
    commit(folder, "Mine")
    return folder


def reach(folder: Path, point: str) -> None:
    write(folder, POINTS[point].get("files", {}))
    for settings in POINTS[point].get("tools", ()):
        tool(folder, **settings)
    settings = folder / "mkdocs.yml"
    for page in POINTS[point].get("removed", ()):  # with its line of the nav; they are gone already where this repository is such a copy
        (folder / "docs" / page).unlink(missing_ok=True)
        settings.write_text(settings.read_text(encoding="utf-8").replace(f"  - {page}\n", ""), encoding="utf-8")
    if POINTS[point].get("no redirects"):
        settings.write_text(re.sub(r"^plugins:\n(.+\n)*", "", settings.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")


@pytest.fixture(scope="module", params=POINTS if ALL else ["no conference", AT_ONCE, "no redirects, and no page but home"])
def copy(request: pytest.FixtureRequest, emptied: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of a copy at a point."""
    folder = tmp_path_factory.getbasetemp() / request.param / "repository"
    if not folder.exists():  # the tests in a browser come first, and the others later
        shutil.copytree(emptied, folder, symlinks=True)
        for point in [point for point in POINTS if not POINTS[point].get("alone")] if request.param == AT_ONCE else [request.param]:
            reach(folder, point)
        commit(folder, request.param)
    return Site(folder.parent / "site", folder, EDIT_URI=EDIT_URI)


def flaws(html: BeautifulSoup) -> list[str]:
    """Return what a template writes for missing facts: empty elements, loose separators, Python's None."""
    shown = html.select_one("article") or html
    parts = shown.select("ul, ol, dl, li, p, h1, h2, h3, small, nav, title")
    empty = [str(part) for part in parts if not part.find(("img", "svg")) and not part.get_text(strip=True)]
    return empty + [text for part in parts if re.search(r"^[·,–]|[·,–]$|\bNone\b|\bundefined\b", text := part.get_text(" ", strip=True))]


def test_a_copy_is_sound_at_each_point(copy: Site):
    for text, flaw in DATA["flaws"].items():
        assert flaws(BeautifulSoup(f"<article>{text}</article>", "html.parser")) == ([flaw] if flaw else [])
    assert {page.path: found for page in copy.pages if (found := flaws(page.html))} == {}
    assert wrong_links(copy.root) == {}
    for text in [*copy.path.rglob("*.html"), copy.repository / "README.md", *copy.repository.glob("docs/*.md")]:
        assert not re.search("djangocon|jigsaw", text.read_text(encoding="utf-8"), re.IGNORECASE), text
    author = "Zoë &lt;O’Neill&gt;"
    assert f"<name>{author}</name>" in (copy.path / "feed.xml").read_text(encoding="utf-8")
    assert f"Notes © {author}." in (copy.path / "index.html").read_text(encoding="utf-8")
    folded = [len(year.select("li")) for year in copy.page("index.md").html.select("details.year")]
    assert folded == [*Counter(conference.changed and conference.changed.year for conference in copy.model.conferences[3:]).values()]
    for conference in copy.model.conferences:
        empty = sum(not day.talks for day in conference.days) or not (conference.days or conference.notes.strip())
        assert copy.page(conference.path).html.get_text().count("There are no talks yet.") == empty
        feed = copy.page(conference.path).html.select("article a[href$='feed.xml']")
        assert bool(feed) == bool(conference.talks), conference.path
    assert not copy.model.also and not copy.model.same, "words that only our notes need"
    home = copy.page("index.md").html.get_text()
    assert ("There are no notes yet." in home) != bool(copy.model.conferences)
    assert home.count("There are no talks yet.") == sum(not conference.talks for conference in copy.model.conferences[:3])
    for day in copy.of_kind("day"):
        assert day.html.find("a", string="Add a talk")["href"] == new_talk(EDIT_URI, copy.model.pages[day.path])
    if not copy.of_kind("conference"):  # there is nothing to download yet, which the workflow makes for all
        for name in ("pdf", "offline"):
            output(copy.repository, sys.executable, "-m", f"tools.{name}", copy.path)
        (packed,) = copy.path.glob("*.zip")
        assert {entry.external_attr >> 16 for entry in ZipFile(packed).infolist()} == {0o644}, (
            "some programs unpack files as nobody may read them"
        )


@pytest.mark.parametrize("copy", POINTS if ALL else [AT_ONCE], indirect=True)
def test_nobody_is_kept_out(copy: Site, tmp_path: Path, browser: Browser):
    """Also the contrast of everything in the accent colour, in both schemes; test_walk.py sees the pages of other kinds."""
    urls = copy.samples if ALL else {kind: copy.samples[kind] for kind in ("index", "talk")}
    with hosts.files(copy, tmp_path / "files") as server, browser.new_page(reduced_motion="reduce") as tab:
        for url in urls.values():
            opened(tab, f"{server}{url}")
            for width, scheme in ((390, "light"), (1280, "dark")):
                resized(tab, width)
                recoloured(tab, scheme)
                assert axe(tab) == [], f"{url} {scheme} {width} px"


def test_the_readmes_words_make_a_site_that_the_workflow_publishes(template: Path, tmp_path: Path):
    """Run each `make` of the README's section, as written, in a fresh copy, except those that serve and push. Pages of a user, a project
    and a domain have other bases: actions/configure-pages gives base_url without a trailing slash.
    """
    section = (REPOSITORY / "README.md").read_text(encoding="utf-8").partition("\n## Use it for your own notes\n")[2].partition("\n## ")[0]
    commands = re.findall(r"^    make (new-.*?)(?:  #.*)?$", section, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["new-site", "new-conference", "new-talk"]
    folder = shutil.copytree(template, tmp_path / "copy", symlinks=True)
    (folder / ".venv").symlink_to(sys.prefix)
    make = "make --silent --old-file=.venv/site --assume-old=.venv/python YES=1"  # the files that make would download exist already
    said = "".join(output(folder, "bash", "-c", f"{make} {command}") for command in commands)
    assert ever_promised(history(folder)) == set(), "make check passes before the first commit, too"
    address = re.search(r"http://127\.0\.0\.1:8000/(\S+/day-1/\S+/)\n", said)[1]

    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/publish.yml").read_text())
    (settings,) = (step["env"] for step in workflow["jobs"]["build"]["steps"] if "env" in step)
    assert "/edit/${{ github.ref_name }}/docs/" in settings["EDIT_URI"]
    for job in workflow["jobs"].values():  # each is the check, of the default branch only, or comes after it
        while "needs" in job and "if" not in job:
            job = workflow["jobs"][job["needs"]]
        assert job.get("uses") == "./.github/workflows/ci.yml" and "default_branch" in job["if"], job["name"]
    for number, base in enumerate(["https://me.github.io/notes", *["https://me.github.io", "https://www.example.org"] * ALL]):
        site = tmp_path / f"site{number}"
        result = build(folder, site, SITE_URL=re.sub(r"\$\{\{.*\}\}", base, settings["SITE_URL"]), DOWNLOADS="yes")
        assert result.returncode == 0, result.stdout
        page = BeautifulSoup((site / address / "index.html").read_bytes(), "html.parser")
        assert page.find("link", rel="canonical")["href"] == f"{base}/{address}"
        assert f"<loc>{base}/{address}</loc>" in (site / "sitemap.xml").read_text()

    removed = [f"docs/{name}.md" for name in ("topics", "glossary", "speakers", "about")]
    output(folder, "git", "rm", "-r", "--quiet", "--force", "--ignore-unmatch", *removed)
    commit(folder, "Without them")
    conference = next(folder.glob("docs/*/day-*"))
    (folder / ".git/info/exclude").write_text("draft.md\n")
    (conference / "draft.md").touch()
    assert f"git ignores {conference.relative_to(folder)}/draft.md" in tool(folder, "new_site", succeeds=False, **MINE)
    (conference / "draft.md").unlink()
    assert "Mine is yours" in tool(folder, "new_site", **MINE)
    assert [path for path in removed if (folder / path).exists()] == []


@pytest.mark.parametrize(("message", "given"), DATA["refused"].items())
def test_a_tool_refuses_in_a_line_and_changes_nothing(message: str, given: dict[str, str], emptied: Path):
    said = tool(emptied, succeeds=False, **MINE | given)
    assert message in said and said.count("\n") == 1
    assert output(emptied, "git", "status", "--porcelain") == ""


def test_later_improvements_meet_no_conflict(template: Path, emptied: Path, tmp_path: Path):
    """A copy that changed only its own files merges without conflict, and its notes stay; conflicts are named."""
    theirs, folder = (shutil.copytree(copied, tmp_path / copied.name, symlinks=True) for copied in (template, emptied))
    output(theirs, "git", "checkout", "--quiet", "--orphan", "main-2")  # “Use this template” shares no history either
    commit(theirs, "Begin")
    (folder / "draft.md").touch()
    for name in ("new_site", "update"):
        said = tool(folder, name, succeeds=False, FROM=str(theirs), **MINE)
        assert "there are uncommitted changes; commit or remove them first\n?? draft.md" in said
    (folder / "draft.md").unlink()
    reach(folder, "a talk with its title only")
    edit(folder / "mkdocs.yml", "redirect_maps:.*", "redirect_maps:\n      old.md: conf/index.md")
    (folder / "tests/promises.txt").write_text("/conf/\n")
    commit(folder, "A conference")

    edited = next(theirs.glob("docs/*/day-*/*.md"), theirs / "docs/index.md").relative_to(theirs)
    (folder / DATA["removed here"]).unlink()
    commit(folder, "Do without a file that will change")
    write(theirs, DATA["improvements"] | {str(edited): "\nMore.\n"}, "a")
    commit(theirs, "Improve")
    assert "Merged, your notes as they were" in tool(folder, "update", FROM=str(theirs))
    assert output(folder, "git", "diff", "--name-only", "HEAD~1").split() == DATA["merged"]
    assert output(folder, "git", "status", "--porcelain") == "" and build(folder, tmp_path / "after").returncode == 0
    assert "nothing to merge" in tool(folder, "update", FROM=str(theirs))
    output(tmp_path, "git", "init", "--quiet", "--initial-branch=main", "other")
    commit(tmp_path / "other", "Other")
    assert "was not copied from" in tool(folder, "update", succeeds=False, FROM=str(tmp_path / "other"))

    for one, text in ((folder, "mine"), (theirs, "theirs")):
        edit(one / "Makefile", r"\A.*", f"# {text}")
        commit(one, "Change the same line")
    said = tool(folder, "update", succeeds=False, FROM=str(theirs))
    assert "changed in both repositories:\nMakefile\n" in said and "<<<<<<<" in said and "<<<<<<<" in (folder / "Makefile").read_text()
    words = re.search(r"(git checkout .*) FILE\. Then: (git add .*commit)", said)
    output(folder, "sh", "-c", f"{words[1]} Makefile && {words[2]} --no-edit")
    assert "nothing to merge" in tool(folder, "update", FROM=str(theirs)) and (folder / "Makefile").read_text().startswith("# mine\n")


@only_with_all
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("copy", ["no conference", AT_ONCE], indirect=True)
def test_what_make_check_runs_passes_in_the_copy(copy: Site, request: pytest.FixtureRequest):
    """All of it where nothing has been written yet; later only the files that read the notes."""
    files = [path for path in Path(__file__).parent.glob("test_*.py") if re.search(r"\bplain\b|ORIGINALS", path.read_text("utf-8"))]
    chosen = [path.relative_to(REPOSITORY) for path in files] if request.node.callspec.params["copy"] == AT_ONCE else []
    output(copy.repository, sys.executable, "-m", "pytest", "--quiet", "-m", "not browser and not long", *chosen, ALL="")
