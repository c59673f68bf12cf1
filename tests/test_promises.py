"""What the site has once published stays: each address is a page with its ids, or a redirect."""

import shutil
import subprocess
import warnings
from pathlib import Path

import promises
import pytest
from originals import POSTS
from pymdownx.slugs import slugify
from site_build import Site, add_redirects, address, copy, edit, front_matter, sources

from hooks.front_matter import kind_of


def test_promises_are_kept(plain: Site):
    found = [f"tests/promises.txt:{line}: {fault}" for line, fault in promises.broken(plain, promises.read(), promises.redirect_map())]
    assert found == []


def test_the_list_is_up_to_date(plain: Site):
    """Only a warning: a talk being written need not be promised yet."""
    if added := promises.new(plain):
        warnings.warn(f"{len(added)} new addresses, such as {added[0]}; before they are published: make promises", stacklevel=1)


def test_no_promise_stands_twice():
    assert len(set(promises.read())) == len(promises.read())


def test_nothing_was_ever_removed():
    """Over the whole history; a shallow clone shows less of it, so CI fetches all."""
    command = ["git", "log", "--format=", "--patch", "--", str(promises.LIST)]
    history = subprocess.run(command, cwd=promises.REPOSITORY, check=True, capture_output=True, text=True).stdout
    listed = {line[1:] for line in history.splitlines() if line[:2] in ("+/", "-/")}
    assert listed <= set(promises.read())
    assert listed, "the list has no history: git is needed, with a commit of it"


@pytest.mark.parametrize(("post", "anchors"), POSTS.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_old_posts_are_promised(post: str, anchors: list[str]):
    assert {f"/{post}/", *(f"/{post}/#{anchor}" for anchor in anchors)} <= set(promises.read())


SOURCES = sources()
CORRECTED = {
    entry["talk"] for source in SOURCES if source.count("/") == 1 for entry in front_matter(Path("docs", source)).get("corrections", [])
}
# A promised talk that the About page does not link to, and a redirect of a page with promised ids.
TALK = next(
    source
    for source in SOURCES
    if kind_of(source) == "talk"
    and source.partition("/")[2].removesuffix(".md") not in CORRECTED
    and f"/{address(source)}" in promises.read()
)
OLD_POST = next(source for source in promises.redirect_map() if any(line.startswith(f"/{address(source)}#") for line in promises.read()))


def remove_talk(copied: Path) -> None:
    (copied / "docs" / TALK).unlink()
    edit(copied / "mkdocs.yml", rf"^ *- {TALK}\n", "")


def add_redirect_and_id(copied: Path) -> None:
    """Send the talk's readers to its day, where its notes had an id too."""
    day = f"{TALK.rpartition('/')[0]}/index.md"
    add_redirects(copied, f"{TALK}: {day}")
    edit(copied / "docs" / day, r"\Z", f'\n<a id="{slugify(case="lower")(front_matter(Path("docs", TALK))["title"], "-")}"></a>\n')


def rename_heading(copied: Path) -> None:
    edit(copied / "docs" / "about.md", "^## Licence$", "## Terms")


def keep_its_id(copied: Path) -> None:
    edit(copied / "docs" / "about.md", "^## Terms$", '<a id="licence"></a>\n\n## Terms')


def drop_redirect(copied: Path) -> None:
    edit(copied / "mkdocs.yml", rf"^ *{OLD_POST}:.*\n", "")


def add_it_again(copied: Path) -> None:
    add_redirects(copied, f"{OLD_POST}: {promises.redirect_map()[OLD_POST]}")


@pytest.mark.parametrize(
    ("breach", "mend", "address"),
    [
        (remove_talk, add_redirect_and_id, f"/{address(TALK)}"),
        (rename_heading, keep_its_id, "/about/#licence"),
        (drop_redirect, add_it_again, f"/{address(OLD_POST)}"),
    ],
)
def test_a_breach_is_seen_and_mended(breach, mend, address: str, tmp_path: Path):
    copied = copy(tmp_path)

    def broken() -> list[tuple[int, str]]:
        shutil.rmtree(tmp_path / "site", ignore_errors=True)
        return list(promises.broken(Site(tmp_path / "site", copied), promises.read(), promises.redirect_map(copied)))

    breach(copied)
    faults = dict(broken())
    line = promises.read().index(address) + 1
    assert faults[line].startswith(f"{address} is gone; "), faults
    mend(copied)
    assert broken() == []


def test_a_redirect_to_a_page_without_the_id_breaks_it(site: Site):
    elsewhere = promises.redirect_map() | {OLD_POST: "about.md"}
    found = [fault for _, fault in promises.broken(site, promises.read(), elsewhere)]
    assert found and all(f"/{address(OLD_POST)}#" in fault for fault in found)
    to_an_anchor = elsewhere | {OLD_POST: "about.md#licence"}
    assert list(promises.broken(site, promises.read(), to_an_anchor)) == []
