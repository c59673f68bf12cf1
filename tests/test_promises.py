"""A published URL never goes away: each is a page with its ids, or a redirect.

A build reports each that is gone: tests/data/broken-builds.yml.
"""

import subprocess
from pathlib import Path

import pytest
from originals import OLD_PAGES, or_skip
from site_build import REPOSITORY, Site

from tools import promises

LISTED = promises.read(REPOSITORY / promises.LIST)


def ever_promised(history: str) -> set[str]:
    """Return all lines that a list has had since it was last empty; `history` is its patches, oldest first, each after a NUL."""
    ever: set[str] = set()
    now: set[str] = set()
    for patch in history.split("\0"):
        gone, new = ({line[1:] for line in patch.splitlines() if line.startswith(sign)} for sign in ("-/", "+/"))
        now = now - gone | new
        ever = ever | now if now else now
    return ever


def history(folder: Path) -> str:
    """Return the patches of the list in a repository, oldest first, each after a NUL; the last one holds the uncommitted changes."""
    git = ["git", "-C", folder]
    log = [*git, "log", "--first-parent", "-m", "--reverse", "--format=%x00", "--patch", "--", promises.LIST]
    patches = [subprocess.check_output(command, text=True) for command in (log, [*git, "diff", "HEAD", "--", promises.LIST])]
    return "\0".join(patches)


def test_nothing_was_ever_removed():
    """The whole history counts; a shallow clone has less of it, so CI fetches all. `make new-site` empties the list, and so starts anew."""
    assert ever_promised("\0+/a/\n+/b/\n\0-/a/\n") == {"/a/", "/b/"}
    assert ever_promised("\0+/a/\n\0-/a/\n\0+/c/\n") == {"/c/"}
    if not (REPOSITORY / ".git").exists():
        pytest.skip("no history to compare with: this copy is no git repository")
    if subprocess.run(["git", "rev-parse", "--quiet", "--verify", "HEAD"], cwd=REPOSITORY, capture_output=True).returncode:
        pytest.skip("no history to compare with: this git repository has no commit yet")
    assert ever_promised(history(REPOSITORY)) <= set(LISTED) and len(set(LISTED)) == len(LISTED)


@pytest.mark.parametrize("page", or_skip(OLD_PAGES))
def test_old_posts_are_promised(page: str):
    assert {f"/{page}/", *(f"/{page}/#{anchor}" for anchor in OLD_PAGES[page])} <= set(LISTED)


def test_published_lists_paths_and_headings(site: Site):
    urls = promises.published(built := promises.pages(site.path))
    assert {"/", "/ovrkonf-2031/day-2/lightning/", "/ovrkonf-2031/day-2/lightning/#first", "/about/#licence"} <= {*urls}
    assert not [url for url in urls if "all-notes/#" in url or url.startswith("/posts/")]
    assert promises.new(built, urls[1:]) == urls[:1]
