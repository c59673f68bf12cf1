"""A later build takes from .cache only what is up to date, and never a page with a fault (see test_faults.py)."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from jinja2 import Environment
from jinja2.bccache import Bucket
from processes import tree
from site_build import INVENTED, build, data, edit, excerpt

import hooks
from hooks import cache
from hooks.cache import WEEK, Cache
from hooks.notes import Made, Notes
from hooks.render.templates import Compiled


@pytest.mark.parametrize(
    ("module", "name", "value"), [(sys, "version", "0"), (cache, "PACKAGES", Path("nowhere")), (hooks, "IMPORTED", "new")]
)
def test_python_packages_and_code_are_in_each_key(module: ModuleType, name: str, value: object, monkeypatch: pytest.MonkeyPatch):
    before = cache.program()
    monkeypatch.setattr(module, name, value)
    assert cache.program() != before


@pytest.mark.parametrize("change", [{"front": "---\ntitle: B\n---\n"}, {"paths": ["talk.md", "new.md"]}, {"folders": False}])
def test_front_matter_other_files_and_the_form_of_addresses_are_in_the_key_of_notes(change: dict):
    """For lines of messages, links to new pages, and what links lead to."""

    def key(front: str = "---\ntitle: A\n---\n", paths: Sequence[str] = ("talk.md",), folders: bool = True) -> str:
        config = SimpleNamespace(markdown_extensions=["abbr"], mdx_configs={}, use_directory_urls=folders, hooks={})
        notes = Notes(SimpleNamespace(get=lambda key: Made("", [], [])), config, SimpleNamespace(src_uris=paths), int)
        notes.read("", SimpleNamespace(file=SimpleNamespace(src_uri="talk.md", content_string=front)))
        return notes.key

    assert key() == key() != key(**change)


def test_a_damaged_or_unwritable_or_old_file_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nor is one that is made of files that notes include, or by code that has changed since."""
    config = SimpleNamespace(config_file_path=str(tmp_path / "mkdocs.yml"), markdown_extensions=["pymdownx.snippets"], hooks={})
    config.mdx_configs, config.use_directory_urls = {}, True
    files = Cache(config, "notes")
    for key in ("cut", "flipped", "old", "new"):
        files.put(key, b"made")
    assert files.get("cut") == b"made"
    held = (files.folder / "cut").read_bytes()
    (files.folder / "cut").write_bytes(held[:-1])
    (files.folder / "flipped").write_bytes(held[:-1] + b"?")
    os.utime(files.folder / "old", (time.time() - WEEK - 9,) * 2)
    cache.prune(config)
    assert [files.get(key) for key in ("cut", "flipped", "old", "new", "none")] == [None, None, None, b"made", None]
    Notes(files, config, SimpleNamespace(src_uris=[]), int)
    files.put("new", b"made")
    assert files.get("new") is None
    shutil.rmtree(tmp_path / ".cache")
    Compiled(str(tmp_path / ".cache"), "%s").dump_bytecode(Bucket(Environment(), "key", ""))
    cache.prune(config)
    monkeypatch.setattr(hooks, "code", lambda: "new")
    assert Cache(config, "notes").folder is None


def test_after_any_edit_the_site_is_as_without_a_cache(tmp_path: Path):
    def built(name: str, **given: str) -> dict[str, bytes]:
        result = build(tmp_path, tmp_path / "site", **given)
        assert result.returncode == 0, f"{name}: {result.stdout}"
        return tree(tmp_path / "site")

    excerpt(tmp_path, "cards", "templates")
    shutil.copy(INVENTED / "planted/anew.py", tmp_path / "hooks")
    edit(tmp_path / "hooks/cache.py", r"\Z", '\nif "ANEW" in os.environ:\n    import hooks.anew\n')
    for name, edits in data("cache")["edits"].items():
        for file, pattern, new in edits:
            (tmp_path / file).touch()
            edit(tmp_path / file, pattern, new)
        anew = built(name, ANEW="1")
    assert [*tmp_path.glob(".cache/pages/*")] and [*tmp_path.glob(".cache/notes/*")]
    kept = built("at the end")
    assert [path for path in kept.keys() | anew.keys() if kept.get(path) != anew.get(path)] == []


def test_a_template_that_is_saved_during_a_build_shows_after_the_next(tmp_path: Path):
    excerpt(tmp_path, "cards", "templates")
    template = "overrides/parts/talk_facts.html"
    save = f"        Path('saved').exists() or Path({template!r}).open('a').write(Path('saved').write_text('') or 'Saved')\n"
    edit(tmp_path / "hooks/pipeline.py", r"^        derive\.day_notes\.gather.*\n", rf"\g<0>{save}")
    for shown in (False, True):
        assert build(tmp_path, tmp_path / "site").returncode == 0
        pages = [path.read_text(encoding="utf-8") for path in tmp_path.glob("site/*/day-*/*/index.html")]
        assert any("Saved" in page for page in pages) == shown
