"""A later build takes from .cache only what is up to date, and never a page with a fault."""

import os
import re
import shutil
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from processes import tree
from site_build import build, data, edit, excerpt

import hooks
from hooks import cache, model, notes
from hooks.cache import WEEK, Cache

HTML = '<p>Notes, <a href="x.md">linked</a></p>'


def given(folder: Path) -> dict[str, SimpleNamespace]:
    """Return all that a page's conversion depends on, and its result, by name."""
    file = SimpleNamespace(src_uri="talk.md", content_string="---\ntitle: A talk\n---\n\nNotes\n")
    page = SimpleNamespace(file=file, markdown="Shown\n", content=HTML, toc=get_toc([]), present_anchor_ids={"one"}, _title_from_render="A")
    config = SimpleNamespace(config_file_path=str(folder / "mkdocs.yml"), markdown_extensions=["abbr"], hooks={}, use_directory_urls=True)
    config.mdx_configs = {"abbr": {"glossary": {}}}
    files, read = SimpleNamespace(src_uris=["talk.md"]), SimpleNamespace(markdown="Notes, [linked](x.md)\n")
    return {"config": config, "files": files, "file": file, "page": page, "read": read, "sys": sys, "cache": cache, "hooks": hooks}


def find(known: dict, keep: str = "") -> bool:
    """Read a page's notes; return whether they were kept. Those that were not may be kept with their HTML."""
    steps = notes.Notes(Cache(known["config"], "notes"), known["config"], known["files"], lambda: 0)
    made = steps.read(known["read"].markdown, known["page"])
    if keep:
        steps.completed(keep, known["page"], model.Page(path="talk.md", notes=known["read"].markdown))
    return bool(made.html) and not keep


CHANGES = {
    "a term of the glossary": [("config", "mdx_configs", {"abbr": {"glossary": {"ORM": "mapper"}}})],
    "an extension": [("config", "markdown_extensions", ["abbr", "tables"])],
    "how addresses end": [("config", "use_directory_urls", False)],
    "a new file": [("files", "src_uris", ["talk.md", "new.md"])],
    "the page's path": [("file", "src_uri", "other.md")],
    "its front matter": [("file", "content_string", "---\nroom: 1\n---\n\nNotes\n")],
    "its Markdown, by a plugin": [("read", "markdown", "Other\n")],
    "Python": [("sys", "version", "0")],
    "a library": [("cache", "PACKAGES", Path("nowhere"))],
    "the code": [("hooks", "IMPORTED", "new"), ("hooks", "code", lambda: "new")],
    "the code, while the old one runs": [("hooks", "code", lambda: "new")],
    "an extension that includes files": [("config", "markdown_extensions", ["abbr", "pymdownx.snippets"])],
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_made_again(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    known = given(tmp_path)
    find(known, HTML)
    assert find(known)
    for name, attribute, value in CHANGES[change]:
        monkeypatch.setattr(known[name], attribute, value)
    if change in [*CHANGES][-2:]:
        find(known, HTML)  # and not kept
    assert not find(known)


def test_what_has_not_changed_is_restored_and_other_markdown_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    find(given(tmp_path), "<p>by a plugin</p>")
    assert not find(given(tmp_path))
    find(given(tmp_path), HTML)
    new, page = given(tmp_path), given(tmp_path)["page"]
    page.content = page.present_anchor_ids = page._title_from_render = None
    assert find(new | {"page": page})
    page.render(new["config"], new["files"])
    assert (page.content, page.present_anchor_ids, page._title_from_render) == (HTML, {"one"}, "A")
    page.markdown = "Another plugin's\n"
    monkeypatch.setattr(Page, "render", lambda page, config, files: setattr(page, "content", "rendered"))
    page.render(new["config"], new["files"])
    assert page.content == "rendered"


def test_a_damaged_or_unwritable_or_old_file_is_no_file(tmp_path: Path):
    config = given(tmp_path)["config"]
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
    shutil.rmtree(files.folder)
    cache.prune(config)
    files.folder = None
    files.put("new", b"made")
    assert files.get("new") is None


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


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of part of the site, which tests edit one after the other."""
    folder = excerpt(tmp_path_factory.mktemp("copied"), "cards", "templates")
    edit(folder / "docs/titelkonf-2032/day-1/keynote.md", r"\Z", "\n[Licence](../../about.md#licence)\n")
    edit(folder / "docs/topics.md", "<!-- material/tags", "Kinds:\n- one\n  - two\n\n\\g<0>")  # laid out by the build, so that lines move
    return folder


def test_after_any_edit_the_site_is_as_without_kept_pages(copied: Path):
    edit(copied / "hooks/pages.py", r"\Z", RENDERS)
    assert build(copied, copied / "site").returncode == 0
    for name, edits in data("cache")["edits"].items():
        for file, pattern, new in edits:
            (copied / file).touch()
            edit(copied / file, pattern, new)
        result = build(copied, copied / "site", RENDER="1")
        assert result.returncode == 0, f"{name}: {result.stdout}"
    kept, sites = [*(copied / ".cache/pages").iterdir()], []
    for _ in "ab":
        assert build(copied, copied / "site").returncode == 0
        sites.append(tree(copied / "site"))
        shutil.rmtree(copied / ".cache")
    assert kept and sites[0] == sites[1], sorted(path for path in sites[1] if sites[0].get(path) != sites[1][path])


def test_a_template_that_is_saved_during_a_build_shows_after_the_next(copied: Path):
    template = "overrides/parts/talk_facts.html"
    saves = f"        if 'SAVES' in os.environ:\n            Path('{template}').open('a').write('Saved')\n"
    edit(copied / "hooks/pipeline.py", r"^        derive\.day_notes\.gather.*\n", rf"\g<0>{saves}")
    for given, shown in ({"SAVES": "1"}, False), ({}, True):
        assert build(copied, copied / "site", **given).returncode == 0
        pages = [path.read_text(encoding="utf-8") for path in copied.glob("site/*/day-*/*/index.html")]
        assert any("Saved" in page for page in pages) == shown


@pytest.mark.parametrize(("planted", "files"), data("cache")["faults"].items())
def test_faults_are_reported_by_each_build(planted: str, files: dict[str, list[str]], copied: Path):
    """Those of notes, and those that only the second build could miss, since it takes a page from the first."""
    for file, edits in files.items():
        edit(copied / file, *edits)
    one, other = [sorted(re.findall("^WARNING.*", build(copied, copied / "site").stdout, re.MULTILINE)) for _ in range(2)]
    assert one == other and len(one) >= int(planted.split()[0]), one
