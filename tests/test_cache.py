"""A later build takes from .cache only what nothing that it was made from has changed, and never a page with a fault."""

import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.structure.toc import TableOfContents
from site_build import build, invented

from hooks.cache import UNUSED, Cache
from hooks.render import kept

TEXT = "---\ntitle: A talk\n---\n\nNotes\n"


def config(folder: Path) -> SimpleNamespace:
    return SimpleNamespace(
        config_file_path=str(folder / "mkdocs.yml"),
        markdown_extensions=["abbr"],
        mdx_configs={"abbr": {"glossary": {}}},
        use_directory_urls=True,
    )


def page() -> SimpleNamespace:
    file = SimpleNamespace(src_uri="talk.md", content_string=TEXT)
    return SimpleNamespace(file=file, content="<p>Notes</p>", toc=TableOfContents([]), present_anchor_ids={"a"}, _title_from_render="A")


def setting(settings: SimpleNamespace, page: SimpleNamespace, files: SimpleNamespace) -> None:
    settings.mdx_configs["abbr"]["glossary"]["ORM"] = "object-relational mapper"


CHANGES: dict[str, Callable] = {
    "a term of the glossary": setting,
    "an extension": lambda settings, page, files: settings.markdown_extensions.append("tables"),
    "a new file": lambda settings, page, files: files.src_uris.append("new.md"),
    "the page's path": lambda settings, page, files: setattr(page.file, "src_uri", "other.md"),
    "a line of its front matter": lambda settings, page, files: setattr(
        page.file, "content_string", TEXT.replace("title", "room: 1\ntitle")
    ),
}


@pytest.mark.parametrize("change", [None, *CHANGES])
def test_what_has_changed_is_made_again(change: str | None, tmp_path: Path):
    settings, notes, files = config(tmp_path), page(), SimpleNamespace(src_uris=["talk.md"])
    before = kept.Notes(Cache(settings, "notes"), settings, files)
    assert before.find("Notes\n", notes) is None
    before.keep("Notes\n", notes, notes.content, ["Notes"], [("talk.md", "", 5, "the link", "x.md")])
    if change:
        CHANGES[change](settings, notes, files)
    found = kept.Notes(Cache(settings, "notes"), settings, files).find("Notes\n", notes)
    assert (found is None) == bool(change)
    if found:
        notes.content = notes.present_anchor_ids = None
        notes.render(settings, files)
        assert (notes.content, notes.present_anchor_ids, found.words) == ("<p>Notes</p>", {"a"}, ["Notes"])


def test_changed_code_and_libraries_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    settings, files = config(tmp_path), SimpleNamespace(src_uris=[])
    keys = {kept.Notes(Cache(settings, "notes"), settings, files).common for _ in range(2)}
    monkeypatch.setattr(kept, "version", lambda name: "0")
    keys.add(kept.Notes(Cache(settings, "notes"), settings, files).common)
    (tmp_path / "render").mkdir()
    monkeypatch.setattr(kept, "__file__", str(tmp_path / "render/kept.py"))
    keys.add(kept.Notes(Cache(settings, "notes"), settings, files).common)
    assert len(keys) == 3


@pytest.mark.parametrize(("markdown", "html"), [('--8<-- "CONTRIBUTING.md"\n', "<p>Notes</p>"), ("Notes\n", "<p>by a plugin</p>")])
def test_what_can_change_without_its_page_is_not_kept(markdown: str, html: str, tmp_path: Path):
    settings, notes = config(tmp_path), page()
    known = kept.Notes(Cache(settings, "notes"), settings, SimpleNamespace(src_uris=[]))
    known.keep(markdown, notes, html, [], [])
    assert known.find(markdown, notes) is None


def test_a_damaged_or_unwritable_or_old_file_is_no_file(tmp_path: Path):
    settings, notes = config(tmp_path), page()
    cache = Cache(settings, "notes")
    known = kept.Notes(cache, settings, SimpleNamespace(src_uris=[]))
    for damage in (b"", b"text", pickle.dumps(None)):
        cache.put(known.key("Notes\n", notes), damage)
        assert known.find("Notes\n", notes) is None
    cache.put("old", b"x")
    cache.put("new", b"y")
    os.utime(cache.folder / "old", (time.time() - UNUSED - 9,) * 2)
    cache.prune()
    assert cache.get("old") is None and cache.get("new") == b"y"
    cache.folder = None
    cache.put("new", b"z")
    assert cache.get("new") is None


def test_a_fault_is_reported_by_each_build(tmp_path: Path):
    copied = invented(tmp_path)
    talk = next(copied.glob("docs/*/day-*/[a-z]*.md"))
    talk.write_text(f"{talk.read_text(encoding='utf-8')}\n<script>1</script>\n\n[No file](none.md)\n", encoding="utf-8")
    first, second = (build(copied, tmp_path / "site").stdout for _ in range(2))
    assert first.count("WARNING") >= 2 and sorted(first.splitlines()[2:-1]) == sorted(second.splitlines()[2:-1])
