"""A published URL never goes away: each is a page with its ids, or a redirect."""

import re
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from originals import POSTS, or_skip
from site_build import REPOSITORY, Site, add_redirects, build, edit

from hooks.check.config import gone
from hooks.settings import Redirect
from tools import promises

LISTED = promises.read(REPOSITORY / promises.LIST)


@pytest.fixture(scope="module")
def ours(plain: Site) -> promises.Pages:
    return promises.pages(plain.path)


def test_the_list_is_up_to_date(ours: promises.Pages):
    """Only a warning: a new talk need not be recorded yet."""
    if added := promises.new(ours, LISTED):
        warnings.warn(f"{len(added)} new URLs, such as {added[0]}; before they are published: make promises", stacklevel=1)


def test_no_promise_stands_twice():
    assert len(set(LISTED)) == len(LISTED)


def test_nothing_was_ever_removed():
    """The whole history counts; a shallow clone has less of it, so CI fetches all. `make new-site` empties the list, and so starts anew."""
    if not (REPOSITORY / ".git").exists() or not shutil.which("git"):
        pytest.skip("no history to compare with: this copy is no git repository, or git is missing")
    command = ["git", "log", "--first-parent", "-m", "--reverse", "--format=%x00", "--patch", "--", str(promises.LIST)]
    history = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    assert ever_promised(history) <= set(LISTED)


def ever_promised(history: str) -> set[str]:
    """Return all lines that a list has had since it was last empty; `history` is its patches, oldest first, each after a NUL."""
    ever: set[str] = set()
    now: set[str] = set()
    for patch in history.split("\0"):
        now -= {line[1:] for line in patch.splitlines() if line.startswith("-/")}
        now |= {line[1:] for line in patch.splitlines() if line.startswith("+/")}
        ever = ever | now if now else now
    return ever


def test_a_removed_promise_is_noticed():
    assert ever_promised("\0+/a/\n+/b/\n\0-/a/\n") == {"/a/", "/b/"}
    assert ever_promised("\0+/a/\n\0-/a/\n\0+/c/\n") == {"/c/"}


@pytest.mark.parametrize(("post", "anchors"), or_skip(POSTS.items(), 2), ids=lambda value: value if isinstance(value, str) else "")
def test_old_posts_are_promised(post: str, anchors: list[str]):
    assert {f"/{post}/", *(f"/{post}/#{anchor}" for anchor in anchors)} <= set(LISTED)


@pytest.fixture(scope="module")
def built(site: Site) -> promises.Pages:
    return promises.pages(site.path)


def test_published_lists_paths_and_headings(built: promises.Pages):
    urls = promises.published(built)
    assert {"/", "/ovrkonf-2031/day-2/lightning/", "/ovrkonf-2031/day-2/lightning/#first", "/about/#licence"} <= {*urls}
    assert not [url for url in urls if "all-notes/#" in url or url.startswith("/posts/")]
    assert promises.new(built, urls[1:]) == urls[:1]


def test_broken_promises_are_reported_and_kept_ones_are_not(site: Site, built: promises.Pages, tmp_path: Path):
    """One talk goes and leaves nothing, another leaves a redirect and its id; so do two headings."""
    copied = shutil.copytree(site.repository, tmp_path / "copy", symlinks=True)
    listed, day = [*promises.published(built), "/nowhere/#part", "/nowhere/"], copied / "docs/titelkonf-2032/day-1"
    (copied / "tests").mkdir()
    (copied / promises.LIST).write_text("\n".join(["# Permanent", *listed]), encoding="utf-8")
    (day / "keynote.md").unlink()
    (day / "a-second-talk.md").unlink()
    add_redirects(copied, "titelkonf-2032/day-1/a-second-talk.md: titelkonf-2032/day-1/index.md")
    (day / "index.md").write_text('---\ntitle: Day 1\n---\n\n<a id="a-second-talk"></a>\n', encoding="utf-8")
    edit(copied / "docs/about.md", "^## Licence$", "## Terms")
    edit(copied / "mkdocs.yml", "^ *old/anchor.md: .*\n", "")  # which leads there
    edit(copied / "docs/about.md", "^## What was corrected$", '<a id="what-was-corrected"></a>\n\n## Corrections')
    messages = build(copied, tmp_path / "site").stdout
    gone = ["/about/#licence", "/titelkonf-2032/day-1/#keynote", "/titelkonf-2032/day-1/keynote/"]
    found = re.findall(r"^WARNING -  tests/promises\.txt:(\d+): (\S+) is permanent.*; ", messages, re.MULTILINE)
    assert {listed[int(line) - 2]: url for line, url in found} == {url: url for url in gone} | {"/nowhere/#part": "/nowhere/"}
    assert messages.count("WARNING") == len(found), messages


@pytest.mark.parametrize(("target", "kept"), [("about.md", False), ("about.md#licence", True), ("https://example.org/", True)])
def test_ids_of_an_old_address(target: str, kept: bool, tmp_path: Path):
    """A redirect to a page without the id breaks the promise; one that names an anchor keeps all ids."""
    (tmp_path / "list").write_text("/old/#part\n", encoding="utf-8")
    assert (list(gone(tmp_path / "list", {"about.md": {"licence"}}, [Redirect("old.md", target, 1)])) == []) == kept
