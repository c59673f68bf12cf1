"""A published URL never goes away: each is a page with its ids, or a redirect."""

import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from originals import POSTS, or_skip
from site_build import REPOSITORY, Site, add_redirects, edit, redirect_map

from tools import promises

LISTED = promises.read(REPOSITORY / promises.LIST)


def test_promises_are_kept(plain: Site):
    found = promises.broken(promises.pages(plain.path), LISTED, redirect_map())
    assert [f"{promises.LIST}:{line}: {fault}" for line, fault in found] == []


def test_the_list_is_up_to_date(plain: Site):
    """Only a warning: a new talk need not be recorded yet."""
    if added := promises.new(promises.pages(plain.path), LISTED):
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


def test_published_lists_paths_and_headings(site: Site):
    urls = promises.published(promises.pages(site.path))
    assert {"/", "/ovrkonf-2031/day-2/lightning/", "/ovrkonf-2031/day-2/lightning/#first", "/about/#licence"} <= {*urls}
    assert not [url for url in urls if "all-notes/#" in url or url.startswith("/posts/")]
    assert promises.new(promises.pages(site.path), urls[1:]) == urls[:1]


def test_broken_promises_are_reported_until_they_are_kept(site: Site, tmp_path: Path):
    copied = shutil.copytree(site.repository, tmp_path / "copy")
    listed = promises.published(promises.pages(site.path))
    day, about = "titelkonf-2032/day-1/index.md", copied / "docs/about.md"

    def broken(name: str) -> dict[str, str]:
        found = promises.broken(promises.pages(Site(tmp_path / name, copied).path), listed, redirect_map(copied))
        return {listed[line - 1]: fault for line, fault in found}

    (copied / "docs/titelkonf-2032/day-1/keynote.md").unlink()
    edit(about, "^## Licence$", "## Terms")
    gone = ["/about/#licence", "/titelkonf-2032/day-1/#keynote", "/titelkonf-2032/day-1/keynote/"]
    assert {url: f"{url} is gone; " for url in gone} == {url: fault[: len(url) + 10] for url, fault in broken("broken").items()}
    edit(about, "^## Terms$", '<a id="licence"></a>\n\n## Terms')
    add_redirects(copied, f"titelkonf-2032/day-1/keynote.md: {day}")
    (copied / "docs" / day).write_text('---\ntitle: Day 1\n---\n\n<a id="keynote"></a>\n', encoding="utf-8")
    assert broken("kept") == {}


@pytest.mark.parametrize(("target", "kept"), [("about.md", False), ("about.md#licence", True), ("https://example.org/", True)])
def test_ids_of_an_old_address(target: str, kept: bool, site: Site):
    """A redirect to a page without the id breaks the promise; one that names an anchor keeps all ids."""
    found = list(promises.broken(promises.pages(site.path), ["/old/#part"], {"old.md": target}))
    assert (found == []) == kept
