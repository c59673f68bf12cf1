"""A published URL never goes away: each is a page with its ids, or a redirect."""

import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from originals import OLD_PAGES, or_skip
from site_build import REPOSITORY, Site

from hooks.check.config import gone
from hooks.settings import Redirect
from tools import promises

LISTED = promises.read(REPOSITORY / promises.LIST)


def test_the_list_is_up_to_date(plain: Site):
    """Only a warning: a new talk need not be recorded yet. The build itself reports each URL that is gone."""
    ours = promises.pages(plain.path)
    if added := promises.new(ours, LISTED):
        warnings.warn(f"{len(added)} new URLs, such as {added[0]}; before they are published: make promises", stacklevel=1)
    assert len(set(LISTED)) == len(LISTED)


def ever_promised(history: str) -> set[str]:
    """Return all lines that a list has had since it was last empty; `history` is its patches, oldest first, each after a NUL."""
    ever: set[str] = set()
    now: set[str] = set()
    for patch in history.split("\0"):
        now -= {line[1:] for line in patch.splitlines() if line.startswith("-/")}
        now |= {line[1:] for line in patch.splitlines() if line.startswith("+/")}
        ever = ever | now if now else now
    return ever


def test_nothing_was_ever_removed():
    """The whole history counts; a shallow clone has less of it, so CI fetches all. `make new-site` empties the list, and so starts anew."""
    assert ever_promised("\0+/a/\n+/b/\n\0-/a/\n") == {"/a/", "/b/"}
    assert ever_promised("\0+/a/\n\0-/a/\n\0+/c/\n") == {"/c/"}
    if not (REPOSITORY / ".git").exists() or not shutil.which("git"):
        pytest.skip("no history to compare with: this copy is no git repository, or git is missing")
    command = ["git", "log", "--first-parent", "-m", "--reverse", "--format=%x00", "--patch", "--", str(promises.LIST)]
    history = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    assert ever_promised(history) <= set(LISTED)


@pytest.mark.parametrize("page", or_skip(OLD_PAGES))
def test_old_posts_are_promised(page: str):
    assert {f"/{page}/", *(f"/{page}/#{anchor}" for anchor in OLD_PAGES[page])} <= set(LISTED)


def test_published_lists_paths_and_headings(site: Site):
    urls = promises.published(built := promises.pages(site.path))
    assert {"/", "/ovrkonf-2031/day-2/lightning/", "/ovrkonf-2031/day-2/lightning/#first", "/about/#licence"} <= {*urls}
    assert not [url for url in urls if "all-notes/#" in url or url.startswith("/posts/")]
    assert promises.new(built, urls[1:]) == urls[:1]


# A site's pages with their ids, its redirects, and the promises, each with its fault. A redirect that names an anchor keeps all ids.
IDS = {"index.md": set(), "day/index.md": {"talk"}, "about.md": {"terms", "licence"}}
MOVED = {"talk.md": "day/index.md", "old.md": "about.md#terms", "out.md": "https://example.org/"}
KEPT = ["# Permanent", "/", "/day/", "/day/#talk", "/about/#licence", "/talk/", "/talk/#talk", "/old/#any", "/out/#any"]
GONE = {"/about/#name": "/about/#name", "/talk/#part": "/talk/#part", "/gone/#part": "/gone/", "/gone/": None, "/other/": "/other/"}


def test_broken_promises_are_reported_and_kept_ones_are_not(tmp_path: Path):
    (tmp_path / "list").write_text("\n".join([*KEPT, *GONE]), encoding="utf-8")
    faults = gone(tmp_path / "list", IDS, [Redirect(source, target, 1) for source, target in MOVED.items()])
    found = {line: fault.partition(" is permanent")[0] for _, line, fault in faults}
    assert found == {line: url for line, url in enumerate(GONE.values(), len(KEPT) + 1) if url}
