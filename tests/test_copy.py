"""A copy of this repository becomes a site of its own with the README's commands, builds at each step, and merges later improvements.

ALL=1 also runs the tests of an emptied copy within it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import hosts
import pytest
import yaml
from bs4 import BeautifulSoup
from observers import axe
from playwright.sync_api import Browser
from site_build import REPOSITORY, Site, build, edit
from states import opened, resized
from test_links import check as check_links

from hooks import load
from hooks.derive.edit_links import new_talk

SECTION = "## Use it for your own notes"
GIT = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
TITLE = "---\ntitle: {}\n---\n\n- A note.\n"
DAY = load.read({"conf/day-1/index.md": TITLE.format("Day")}).pages["conf/day-1/index.md"]
POST = "---\ntitle: Old Conf 2019\n---\n\n## Day 1\n\n### First talk\n\n- A note.\n\n### Second talk\n\n- “Another” note.\n"


def run(folder: Path, *command: object, succeeds: bool = True, **given: str) -> str:
    """Run a command in a folder without a keyboard; return its messages."""
    environment = os.environ | {"GIT_CONFIG_NOSYSTEM": "1", "PYTHONDONTWRITEBYTECODE": "1"} | given
    command = [*GIT, *command[1:]] if command[0] == "git" else [*map(str, command)]
    result = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert (result.returncode == 0) == succeeds, result.stdout
    return result.stdout


def tool(folder: Path, name: str, succeeds: bool = True, **given: str) -> str:
    return run(folder, sys.executable, "-m", f"tools.{name}", succeeds=succeeds, PYTHONPATH=str(folder), **given)


def commit(folder: Path, message: str) -> None:
    run(folder, "git", "add", "--all")
    run(folder, "git", "commit", "--quiet", "--allow-empty", "--message", message)


def copied(target: Path) -> Path:
    """Write a copy like that of "Use this template": one commit without history; return it."""
    files = run(REPOSITORY, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, files):
        if (REPOSITORY / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, target / name)
    run(target, "git", "init", "--quiet")
    for key, value in (("user.name", "Test"), ("user.email", "test@example.org")):
        run(target, "git", "config", key, value)
    commit(target, "Initial commit")
    return target


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (REPOSITORY / ".git").exists() or not shutil.which("git"):
        pytest.skip("no history to copy: this folder is no git repository, or git is missing")
    return copied(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="module")
def emptied(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy after `make new-site`."""
    folder = shutil.copytree(template, tmp_path_factory.mktemp("emptied"), dirs_exist_ok=True)
    told = tool(folder, "new_site", NAME='Notes & "quotes" <i> \\1 $5', AUTHOR="Zoë <O’Neill>", ACCENT="#7a1f5c", YES="1")
    assert "To get everything back: git reset --hard" in told
    commit(folder, "Mine")
    return folder


def talk(folder: Path, path: str, text: str) -> None:
    path = folder / "docs" / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def conference(folder: Path, name: str) -> None:
    tool(folder, "new_conference", TITLE=name, DAYS="2", STARTS=f"{name[-4:]}-05-30", PLACE="Sample City")
    tool(folder, "new_talk", TITLE="A talk", CONFERENCE=name.lower().replace(" ", "-"), SPEAKERS="Ada Example; Bo Example")


def one_talk(folder: Path) -> None:
    talk(folder, "conf/index.md", TITLE.format("Conf"))
    talk(folder, "conf/day-1/talk.md", TITLE.format("Talk"))


def imported(folder: Path) -> None:
    (folder / "post.md").write_text(POST, encoding="utf-8")
    tool(folder, "import_post", POST="post.md")


def without_lists(folder: Path) -> None:
    """Remove the pages of topics and speakers, and a talk's speakers."""
    one_talk(folder)
    for name in ("topics.md", "speakers.md"):
        (folder / "docs" / name).unlink()
        edit(folder / "mkdocs.yml", rf"^  - {name}\n", "")


def unredirected(folder: Path) -> None:
    """Remove the redirects plugin from mkdocs.yml."""
    one_talk(folder)
    edit(folder / "mkdocs.yml", r"\nplugins:\n(.+\n)*", "")


POINTS: dict[str, Callable[[Path], object]] = {
    "no conference": lambda folder: None,
    "a conference without days": lambda folder: talk(folder, "conf/index.md", TITLE.format("Conf")),
    "days without talks": lambda folder: tool(folder, "new_conference", TITLE="Conf", DAYS="3"),
    "a talk with its title only": one_talk,
    "an imported conference": imported,
    "three conferences": lambda folder: [conference(folder, f"Conf {year}") for year in (2029, 2030, 2031)],
    "no redirects": unredirected,
    "no topics and no speakers": without_lists,
}


def flaws(html: BeautifulSoup) -> list[str]:
    """Return what a template writes for missing facts: empty elements, loose separators, Python's None."""
    shown = html.select_one("article") or html
    empty = [
        str(part)
        for part in shown.select("ul, ol, dl, li, p, h1, h2, h3, small, nav")
        if not part.find(("img", "svg")) and not part.get_text(strip=True)
    ]
    texts = [part.get_text(" ", strip=True) for part in shown.select("p, small, li, h1, h2, title")]
    return empty + [text for text in texts if re.search(r"^[·,–]|[·,–]$|\bNone\b|\bundefined\b", text)]


@pytest.mark.parametrize("point", POINTS)
def test_a_copy_is_sound_at_each_point(point: str, emptied: Path, tmp_path: Path, request: pytest.FixtureRequest):
    folder = shutil.copytree(emptied, tmp_path / "copy")
    POINTS[point](folder)
    site = Site(tmp_path / "site", folder)
    pages = [page for page in site.path.rglob("*.html") if "<article" in page.read_text(encoding="utf-8")]
    found = {page.relative_to(site.path): flaws(BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")) for page in pages}
    assert {page: faults for page, faults in found.items() if faults} == {}
    links = check_links(site.root)
    assert links.returncode == 0, links.stdout
    assert "djangocon" not in "".join(page.read_text(encoding="utf-8") for page in pages if "contributing" not in str(page)).lower()
    author = "Zoë &lt;O’Neill&gt;"
    assert f"<name>{author}</name>" in (site.path / "feed.xml").read_text(encoding="utf-8")
    assert f"Notes © {author}." in (site.path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("point", ["no conference", "a talk with its title only"])
def test_nobody_is_kept_out(point: str, emptied: Path, tmp_path: Path, browser: Browser):
    """Also the contrast of everything in the accent colour, in both schemes."""
    folder = shutil.copytree(emptied, tmp_path / "copy")
    POINTS[point](folder)
    site = Site(tmp_path / "site", folder)
    with hosts.files(site, tmp_path / "files") as server:
        for scheme in ("light", "dark"):
            with browser.new_page(color_scheme=scheme, reduced_motion="reduce") as tab:
                for url in site.samples.values():
                    opened(tab, f"{server}{url}")
                    for width in (390, 1280):
                        resized(tab, width)
                        assert axe(tab) == [], f"{url} {scheme} {width} px"


@pytest.mark.parametrize(
    ("text", "flaw"), [("<p> </p>", "<p> </p>"), ("<p>· feed</p>", "· feed"), ("<li>None</li>", "None"), ("<p>A, B · 1</p>", None)]
)
def test_flaws_are_seen(text: str, flaw: str | None):
    assert flaws(BeautifulSoup(f"<article>{text}</article>", "html.parser")) == ([flaw] if flaw else [])


def test_the_readmes_words_make_a_site(template: Path, tmp_path: Path):
    """Run each `make` of the README's section, as written, in a fresh clone, except those that serve and push."""
    section = (REPOSITORY / "README.md").read_text(encoding="utf-8").partition(f"\n{SECTION}\n")[2].partition("\n## ")[0]
    commands = re.findall(r"^    (make new-.*?)(?:  #.*)?$", section, re.MULTILINE)
    assert [command.split()[1] for command in commands] == ["new-site", "new-conference", "new-talk"]
    folder = tmp_path / "copy"
    run(tmp_path, "git", "clone", "--quiet", template, folder)
    (folder / ".venv").symlink_to(sys.prefix)
    with (folder / ".git/info/exclude").open("a") as file:
        file.write(".venv\n")
    told = ""
    for command in commands:  # the files that make would download exist already
        told += run(
            folder, "bash", "-c", command.replace("make ", "make --silent --old-file=.venv/site --assume-old=.venv/python YES=1 ", 1)
        )
    address = re.search(r"http://127\.0\.0\.1:8000/(\S+/day-1/\S+/)\n", told)[1]
    result = build(folder, tmp_path / "site")
    assert result.returncode == 0 and (tmp_path / "site" / address / "index.html").exists(), result.stdout


@pytest.mark.parametrize(
    ("plant", "given", "told"),
    [
        (
            lambda folder: (folder / "draft.md").touch(),
            {},
            "there are changes that are not committed; commit or remove them first\n?? draft.md",
        ),
        (lambda folder: shutil.rmtree(folder / ".git"), {}, "not a git repository"),
        (lambda folder: None, {"NAME": ""}, "NAME is missing"),
        (lambda folder: None, {"YES": ""}, "YES is missing"),
        (lambda folder: None, {"YES": "no"}, "nothing done"),
        (lambda folder: None, {"ACCENT": "red"}, "red is not a colour"),
        (lambda folder: None, {"ACCENT": "#ffd84d"}, "#ffd84d is too light"),
    ],
)
def test_nothing_is_taken_out_unasked(plant: Callable[[Path], None], given: dict[str, str], told: str, template: Path, tmp_path: Path):
    folder = shutil.copytree(template, tmp_path / "copy")
    plant(folder)
    before = {path: path.read_bytes() for path in (folder / "docs").rglob("*") if path.is_file()}
    assert told in tool(folder, "new_site", succeeds=False, **{"NAME": "Mine", "AUTHOR": "Me", "YES": "1"} | given)
    assert {path: path.read_bytes() for path in (folder / "docs").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"TITLE": ""}, "TITLE is missing"),
        ({"DAYS": "0"}, "0 is not a number of days"),
        ({"STARTS": "May"}, "May is not a date"),
        ({"TITLE": "会議"}, "SLUG="),
        ({"SLUG": "assets"}, "docs/assets exists"),
        ({"SLUG": "about"}, "docs/about.md exists"),
        ({"SLUG": "../up"}, "is not a name for a folder"),
        ({"PLACE": "A\nB"}, "PLACE holds a line break"),
    ],
)
def test_a_wrong_conference_is_refused(given: dict[str, str], told: str, emptied: Path):
    message = tool(emptied, "new_conference", succeeds=False, **{"TITLE": "Conf", "DAYS": "1"} | given)
    assert told in message and len(message.splitlines()) == 1
    assert run(emptied, "git", "status", "--porcelain") == ""


@pytest.mark.parametrize("how", ["template", "clone"])
def test_later_improvements_meet_no_conflict(how: str, template: Path, tmp_path: Path):
    """A copy that changed only its own files, made in either way, merges without conflict; its notes stay."""
    theirs, folder = tmp_path / "theirs", tmp_path / "copy"
    run(tmp_path, "git", "clone", "--quiet", template, theirs)
    if how == "clone":
        run(tmp_path, "git", "clone", "--quiet", theirs, folder)
    else:
        shutil.copytree(template, folder)
        (theirs / "LICENSE").touch()
    tool(folder, "new_site", NAME="Mine", AUTHOR="Me", YES="1")
    conference(folder, "Conf 2031")
    edit(folder / "mkdocs.yml", "redirect_maps:.*", "redirect_maps:\n      old.md: conf-2031/index.md")
    (folder / "tests/promises.txt").write_text("/conf-2031/\n")
    commit(folder, "Mine")
    before = build(folder, tmp_path / "before").stdout

    edited = next(theirs.glob("docs/*/day-*/*.md"), theirs / "docs/about.md")
    for path, text in (
        ("hooks/added.py", "# new\n"), ("docs/assets/added.js", "\n"), ("docs/other-2033/index.md", TITLE.format("Other")),
        ("tests/promises.txt", "/other/\n"), ("docs/topics.md", "\nMore.\n"), ("mkdocs.yml", "# more\n"), (edited, "\nMore.\n"),
        ("mkdocs.base.yml", "# more\n"), ("README.md", "\nMore.\n"), ("tests/original/other/post.md", "More.\n"),
    ):  # fmt: skip
        (theirs / path).parent.mkdir(parents=True, exist_ok=True)
        with (theirs / path).open("a", encoding="utf-8") as file:
            file.write(text)
    commit(theirs, "Improve")
    assert "Merged, your notes as they were" in tool(folder, "update", FROM=str(theirs))
    changed = run(folder, "git", "diff", "--name-only", "HEAD~1").split()
    assert sorted(changed) == ["README.md", "docs/assets/added.js", "hooks/added.py", "mkdocs.base.yml"]
    assert run(folder, "git", "status", "--porcelain") == "" and build(folder, tmp_path / "after").returncode == 0, before
    assert "nothing to merge" in tool(folder, "update", succeeds=False, FROM=str(theirs))

    for one, text in ((folder, "mine"), (theirs, "theirs")):
        edit(one / "Makefile", r"\A.*", f"# {text}")
        commit(one, "Change the same line")
    assert "changed here and there:\nMakefile\n" in tool(folder, "update", succeeds=False, FROM=str(theirs))


def test_an_unrelated_repository_is_refused(template: Path, tmp_path: Path):
    run(tmp_path, "git", "init", "--quiet")
    commit(tmp_path, "Other")
    assert "was not copied from" in tool(template, "update", succeeds=False, FROM=str(tmp_path))


@pytest.mark.parametrize("pages", ["https://me.github.io/notes", "https://me.github.io", "https://www.example.org"])
def test_the_workflow_publishes_below_any_base(pages: str, emptied: Path, tmp_path: Path):
    """A project's page, a user's page, and a domain: actions/configure-pages gives base_url without a trailing slash."""
    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/publish.yml").read_text())
    (settings,) = (step["env"] for step in workflow["jobs"]["build"]["steps"] if "env" in step)
    site_url = settings["SITE_URL"].replace("${{ steps.pages.outputs.base_url }}", pages)
    folder = shutil.copytree(emptied, tmp_path / "copy")
    one_talk(folder)
    for given in ({}, {"DOWNLOADS": "yes"}):
        assert build(folder, tmp_path / "site", SITE_URL=site_url, **given).returncode == 0
    home, lost = (
        BeautifulSoup((tmp_path / "site" / name).read_text(encoding="utf-8"), "html.parser") for name in ("index.html", "404.html")
    )
    assert home.find("link", rel="canonical")["href"] == f"{pages}/"
    assert {link["href"].partition("conf/")[0] for link in lost.select("article li a")} >= {f"{urlsplit(pages).path}/"}
    assert f"{pages}/conf/day-1/talk/" in (tmp_path / "site/sitemap.xml").read_text()


@pytest.mark.parametrize("point", ["no conference", "days without talks"])
def test_there_is_nothing_to_download_yet(point: str, emptied: Path, tmp_path: Path, chromium: str):
    """The workflow that publishes also makes PDFs and the zip."""
    folder = shutil.copytree(emptied, tmp_path / "copy")
    POINTS[point](folder)
    assert build(folder, folder / "site", DOWNLOADS="yes").returncode == 0
    for name in ("pdf", "offline"):
        run(folder, sys.executable, "-m", f"tools.{name}", "site", PYTHONPATH=str(folder))
    assert list(folder.glob("site/*.zip"))


@pytest.mark.parametrize(
    ("edit_uri", "address"),
    [
        ("https://github.com/me/notes/edit/main/docs/", "https://github.com/me/notes/new/main/docs/conf/day-1?filename="),
        ("https://codeberg.org/me/notes/_edit/main/docs/", "https://codeberg.org/me/notes/_new/main/docs/conf/day-1?filename="),
        ("https://gitlab.com/me/notes/-/edit/main/docs/", None),  # takes no text
        ("", None),
        (None, None),
    ],
)
def test_a_talk_is_added_in_the_browser_where_the_forge_can(edit_uri: str | None, address: str | None):
    found = new_talk(edit_uri, DAY)
    assert found is None if address is None else found.startswith(address) and found.endswith("&value=---%0Atitle%3A%20Title%20of%20the%20talk%0A---%0A%0ANotes%2C%20in%20Markdown.%0A")  # fmt: skip


def test_each_day_has_the_link(emptied: Path, tmp_path: Path):
    folder = shutil.copytree(emptied, tmp_path / "copy")
    one_talk(folder)
    site = Site(tmp_path / "site", folder, EDIT_URI="https://github.com/me/notes/edit/main/docs/")
    link = site.page("conf/day-1/index.md").html.find("a", string="Add a talk")
    assert link["href"] == new_talk("https://github.com/me/notes/edit/main/docs/", DAY)
    assert site.page("conf/day-1/talk.md").html.select_one("a.md-content__button")["href"].endswith("/edit/main/docs/conf/day-1/talk.md")


@pytest.mark.skipif("ALL" not in os.environ, reason="takes as long as all other tests; ALL=1 make test runs it")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("point", ["no conference", "three conferences"])
def test_all_tests_pass_in_the_copy(point: str, emptied: Path, tmp_path: Path):
    folder = shutil.copytree(emptied, tmp_path / "copy")
    POINTS[point](folder)
    commit(folder, "Mine")
    (folder / ".npm").symlink_to(REPOSITORY / ".npm")
    run(folder, sys.executable, "-m", "pytest", "--quiet", "--deselect=tests/test_copy.py::test_all_tests_pass_in_the_copy", ALL="")
