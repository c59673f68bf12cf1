"""A later build takes from .cache only what nothing that it was made from has changed, and never a page with a fault."""

import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from site_build import build, edit, invented

import hooks
from hooks.cache import UNUSED, Cache
from hooks.render import kept

TEXT = "---\ntitle: A talk\n---\n\nNotes\n"
CONTENTS = [{"name": "One", "id": "one", "level": 2, "children": [{"name": "Two", "id": "two", "level": 3, "children": []}]}]
LINK = ["talk.md", "", 5, "the link", "x.md"]


def given(folder: Path) -> SimpleNamespace:
    """What a page's conversion depends on."""
    settings = {"config_file_path": str(folder / "mkdocs.yml"), "mdx_configs": {"abbr": {"glossary": {}}}, "use_directory_urls": True}
    page = {
        "markdown": "Shown\n",
        "content": "<p>Notes</p>",
        "toc": get_toc(CONTENTS),
        "present_anchor_ids": {"one"},
        "_title_from_render": "A",
    }
    return SimpleNamespace(
        config=SimpleNamespace(markdown_extensions=["abbr"], **settings),
        files=SimpleNamespace(src_uris=["talk.md"]),
        page=SimpleNamespace(file=SimpleNamespace(src_uri="talk.md", content_string=TEXT), **page),
        markdown="Notes\n",
    )


def notes(known: SimpleNamespace) -> kept.Notes:
    return kept.Notes(Cache(known.config, "notes"), known.config, known.files)


def keep(known: SimpleNamespace, html: str = "<p>Notes</p>") -> None:
    notes(known).keep(known.markdown, known.page, "Laid out\n", html, ["Notes"], [tuple(LINK)])


def find(known: SimpleNamespace) -> kept.Converted | None:
    return notes(known).find(known.markdown, known.page)


CHANGES: dict[str, Callable] = {
    "a term of the glossary": lambda known, patch: known.config.mdx_configs["abbr"]["glossary"].update(ORM="mapper"),
    "an extension": lambda known, patch: known.config.markdown_extensions.append("tables"),
    "how addresses end": lambda known, patch: setattr(known.config, "use_directory_urls", False),
    "a new file": lambda known, patch: known.files.src_uris.append("new.md"),
    "the page's path": lambda known, patch: setattr(known.page.file, "src_uri", "other.md"),
    "its front matter": lambda known, patch: setattr(known.page.file, "content_string", TEXT.replace("title", "room: 1\ntitle")),
    "its Markdown, by a plugin": lambda known, patch: setattr(known, "markdown", "Other\n"),
    "Python": lambda known, patch: patch.setattr(sys, "version", "0"),
    "a library": lambda known, patch: patch.setattr(kept, "PACKAGES", Path(known.config.config_file_path).parent),
    "the code": lambda known, patch: patch.setattr(hooks, "IMPORTED", patch.setattr(hooks, "code", lambda: "new") or "new"),
    "the code, while the old one runs": lambda known, patch: patch.setattr(hooks, "code", lambda: "new"),
    "what it includes": lambda known, patch: setattr(known, "markdown", '--8<-- "CONTRIBUTING.md"\n'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_made_again(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    known = given(tmp_path)
    keep(known)
    assert find(known)
    CHANGES[change](known, monkeypatch)
    if change in ("what it includes", "the code, while the old one runs"):
        keep(known)
    assert find(known) is None


def test_what_has_not_changed_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    known = given(tmp_path)
    keep(known)
    new = given(tmp_path)
    new.page.content = new.page.toc = new.page.present_anchor_ids = new.page._title_from_render = None
    found = find(new)
    new.page.render(new.config, new.files)
    assert (found.shown, found.words, found.links, found.html) == ("Laid out\n", ["Notes"], [LINK], "<p>Notes</p>")
    assert [kept.token(entry) for entry in new.page.toc] == CONTENTS
    assert (new.page.content, new.page.present_anchor_ids, new.page._title_from_render) == ("<p>Notes</p>", {"one"}, "A")
    new.page.markdown = "Another plugin's\n"
    monkeypatch.setattr(Page, "render", lambda page, config, files: setattr(page, "content", "rendered"))
    new.page.render(new.config, new.files)
    assert new.page.content == "rendered"


def test_what_a_plugin_made_of_the_html_is_not_kept(tmp_path: Path):
    known = given(tmp_path)
    keep(known, "<p>by a plugin</p>")
    assert find(known) is None


def test_a_damaged_or_unwritable_or_old_file_is_no_file(tmp_path: Path):
    cache = Cache(given(tmp_path).config, "notes")
    for key in ("cut", "flipped", "old", "new"):
        cache.put(key, b"made")
    assert cache.get("cut") == b"made"
    (cache.folder / "cut").write_bytes((cache.folder / "cut").read_bytes()[:-1])
    (cache.folder / "flipped").write_bytes((cache.folder / "flipped").read_bytes().replace(b"made", b"mAde"))
    os.utime(cache.folder / "old", (time.time() - UNUSED - 9,) * 2)
    cache.prune()
    assert [cache.get(key) for key in ("cut", "flipped", "old", "new", "none")] == [None, None, None, b"made", None]
    shutil.rmtree(cache.folder)
    cache.prune()
    cache.folder = None
    cache.put("new", b"made")
    assert cache.get("new") is None


FAULTS = {"dead link": "[No file](none.md)", "element": "<script>1</script>", "shows": "A ~~mark.", "warning of MkDocs": "[a](//[)"}


def test_faults_are_reported_by_each_build_and_lists_stay(tmp_path: Path):
    copied = invented(tmp_path)
    (copied / ".cache").unlink()
    talks = sorted(path for path in copied.glob("docs/*/day-*/*.md") if path.name != "index.md")
    target = talks[len(FAULTS)]
    edit(copied / "docs/topics.md", "<!-- material/tags", "Kinds:\n- one\n  - two\n\n<!-- material/tags")  # which moves, once laid out
    linking = copied / "docs/about.md"
    linking.write_text(
        f"{linking.read_text(encoding='utf-8')}\n[A talk]({target.relative_to(copied / 'docs').as_posix()})\n", encoding="utf-8"
    )
    first, second = [
        (build(copied, tmp_path / "site"), (tmp_path / "site/topics/index.html").read_text(encoding="utf-8")) for _ in range(2)
    ]
    assert first[0].returncode == second[0].returncode == 0, first[0].stdout + second[0].stdout
    assert first[1] == second[1] and "topics.md:" not in first[1]
    for talk, fault in zip(talks, FAULTS.values(), strict=False):
        talk.write_text(f"{talk.read_text(encoding='utf-8')}\n{fault}\n", encoding="utf-8")
    target.unlink()
    reports = [{line for line in build(copied, tmp_path / "site").stdout.splitlines() if re.match("WARNING", line)} for _ in range(2)]
    assert reports[0] == reports[1] and {path.name for path in (*talks[: len(FAULTS)], linking)} <= {
        Path(line.split(":")[0].split()[-1]).name for line in reports[1]
    }, reports
