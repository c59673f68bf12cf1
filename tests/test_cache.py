"""A later build takes from .cache only what is up to date, and never a page with a fault."""

import os
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment
from jinja2.bccache import Bucket
from processes import tree
from site_build import build, data, edit, excerpt

import hooks
from hooks import cache
from hooks.cache import WEEK, Cache
from hooks.notes import Notes
from hooks.render.templates import Compiled

DATA = data("cache")
CHANGES = {
    "a term of the glossary": ("config", "mdx_configs", {"abbr": {"glossary": {"ORM": "mapper"}}}),
    "an extension": ("config", "markdown_extensions", ["abbr", "tables"]),
    "how addresses end": ("config", "use_directory_urls", False),
    "the page's path": ("file", "src_uri", "other.md"),
    "its front matter": ("file", "content_string", "---\ntitle: B\n---\n"),
    "a new file": ("files", "src_uris", ["talk.md", "new.md"]),
    "Python": ("sys", "version", "0"),
    "a library": ("cache", "PACKAGES", Path("nowhere")),
    "the code": ("hooks", "IMPORTED", "new"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_all_notes_follow_from_is_in_their_keys(change: str, monkeypatch: pytest.MonkeyPatch):
    config = SimpleNamespace(markdown_extensions=["abbr"], mdx_configs={}, use_directory_urls=True, hooks={})
    known = {"config": config, "files": SimpleNamespace(src_uris=["talk.md"]), "sys": sys, "cache": cache, "hooks": hooks}
    known["file"] = SimpleNamespace(src_uri="talk.md", content_string="---\ntitle: A\n---\n")
    keys: list[str] = []  # a cache without results
    for name, attribute, value in (("config", "hooks", {}), CHANGES[change]):
        monkeypatch.setattr(known[name], attribute, value)
        with suppress(AttributeError):  # as no page is converted here
            Notes(SimpleNamespace(get=keys.append), config, known["files"], int).read("", SimpleNamespace(file=known["file"]))
    assert len(keys) == 2 and keys[0] != keys[1]


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


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of part of the site."""
    folder = excerpt(tmp_path, "cards", "templates")
    edit(folder / "docs/titelkonf-2032/day-1/keynote.md", r"\Z", "\n[Licence](../../about.md#licence)\n")
    edit(folder / "docs/topics.md", "<!-- material/tags", "Kinds:\n- one\n  - two\n\n\\g<0>")  # laid out by the build, so that lines move
    return folder


def site_of(copied: Path, name: str = "", **given: str) -> dict[str, bytes]:
    result = build(copied, copied / "site", **given)
    assert result.returncode == 0, f"{name}: {result.stdout}"
    return tree(copied / "site")


# Added to the copy's hooks/pages.py: with this setting, a build renders each page, and compares it with the kept one that it would take.
RENDERS = """
import logging, os

if "RENDER" in os.environ:
    take, add = Pages.find, Pages.add

    def find(self, page):
        if page.url not in self.found:
            self.url, self.kept, self.found[page.url] = page.url, take(self, page), None

    def compared(self, made):
        if self.kept not in (None, made):
            logging.getLogger("mkdocs.hooks").warning("Kept, but not as it would be rendered: /%s", self.url)
        self.kept = None
        return add(self, made)

    Pages.find, Pages.add, Pages.kept = find, compared, None
"""


def test_after_any_edit_the_site_is_as_without_a_cache(copied: Path):
    """Each build compares its pages; all that is left of the earlier ones shows at the end."""
    edit(copied / "hooks/pages.py", r"\Z", RENDERS)
    site_of(copied)
    assert [*copied.glob(".cache/pages/*")] and [*copied.glob(".cache/notes/*")]
    for name, edits in DATA["edits"].items():
        for file, pattern, new in edits:
            (copied / file).touch()
            edit(copied / file, pattern, new)
        site_of(copied, name, RENDER="1")
    kept = site_of(copied)
    for folder in ("notes", "pages"):
        shutil.rmtree(copied / ".cache" / folder)
    new = site_of(copied)
    assert [path for path in kept.keys() | new.keys() if kept.get(path) != new.get(path)] == []


def test_a_template_that_is_saved_during_a_build_shows_after_the_next(copied: Path):
    template = "overrides/parts/talk_facts.html"
    saves = f"        if 'SAVES' in __import__('os').environ:\n            Path('{template}').open('a').write('Saved')\n"
    edit(copied / "hooks/pipeline.py", r"^        derive\.day_notes\.gather.*\n", rf"\g<0>{saves}")
    for given, shown in ({"SAVES": "1"}, False), ({}, True):
        assert build(copied, copied / "site", **given).returncode == 0
        pages = [path.read_text(encoding="utf-8") for path in copied.glob("site/*/day-*/*/index.html")]
        assert any("Saved" in page for page in pages) == shown
