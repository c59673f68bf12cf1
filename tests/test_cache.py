"""A later build takes from .cache only what is up to date, and never a page with a fault."""

import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment
from jinja2.bccache import Bucket
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from processes import tree
from site_build import build, data, edit, excerpt

import hooks
from hooks import cache, model, notes
from hooks.cache import WEEK, Cache
from hooks.render.templates import Compiled

TEXT = "---\ntitle: A talk\n---\n\nNotes\n"
HTML = '<p>Notes, <a href="x.md">linked</a></p>'


def given(folder: Path) -> SimpleNamespace:
    """What a page's conversion depends on, and its result."""
    settings = {
        "config_file_path": str(folder / "mkdocs.yml"),
        "mdx_configs": {"abbr": {"glossary": {}}},
        "use_directory_urls": True,
    }
    page = {
        "markdown": "Shown\n",
        "content": HTML,
        "toc": get_toc([]),
        "present_anchor_ids": {"one"},
        "_title_from_render": "A",
    }
    return SimpleNamespace(
        config=SimpleNamespace(markdown_extensions=["abbr"], hooks={}, **settings),
        files=SimpleNamespace(src_uris=["talk.md"]),
        page=SimpleNamespace(file=SimpleNamespace(src_uri="talk.md", content_string=TEXT), **page),
        markdown="Notes, [linked](x.md)\n",
    )


def read(known: SimpleNamespace) -> tuple[notes.Notes, notes.Made]:
    steps = notes.Notes(Cache(known.config, "notes"), known.config, known.files, lambda: 0)
    return steps, steps.read(known.markdown, known.page)


def keep(known: SimpleNamespace, html: str | None = None) -> None:
    read(known)[0].completed(html or known.page.content, known.page, model.Page(path="talk.md", notes=known.markdown))


def find(known: SimpleNamespace) -> notes.Made | None:
    return made if (made := read(known)[1]).html else None


CHANGES: dict[str, Callable] = {
    "a term of the glossary": lambda known, patch: known.config.mdx_configs["abbr"]["glossary"].update(ORM="mapper"),
    "an extension": lambda known, patch: known.config.markdown_extensions.append("tables"),
    "how addresses end": lambda known, patch: setattr(known.config, "use_directory_urls", False),
    "a new file": lambda known, patch: known.files.src_uris.append("new.md"),
    "the page's path": lambda known, patch: setattr(known.page.file, "src_uri", "other.md"),
    "its front matter": lambda known, patch: setattr(known.page.file, "content_string", TEXT.replace("title", "room: 1\ntitle")),
    "its Markdown, by a plugin": lambda known, patch: setattr(known, "markdown", "Other\n"),
    "Python": lambda known, patch: patch.setattr(sys, "version", "0"),
    "a library": lambda known, patch: patch.setattr(cache, "PACKAGES", Path(known.config.config_file_path).parent),
    "the code": lambda known, patch: patch.setattr(hooks, "IMPORTED", patch.setattr(hooks, "code", lambda: "new") or "new"),
    "the code, while the old one runs": lambda known, patch: patch.setattr(hooks, "code", lambda: "new"),
    "an extension that includes files": lambda known, patch: known.config.markdown_extensions.append("pymdownx.snippets"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_made_again(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    known = given(tmp_path)
    keep(known)
    assert find(known)
    CHANGES[change](known, monkeypatch)
    if change in ("an extension that includes files", "the code, while the old one runs"):
        keep(known)
    assert find(known) is None


def test_what_has_not_changed_is_restored_and_other_markdown_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    keep(given(tmp_path))
    new = given(tmp_path)
    new.page.content = new.page.present_anchor_ids = new.page._title_from_render = None
    assert find(new)
    new.page.render(new.config, new.files)
    assert (new.page.content, new.page.present_anchor_ids, new.page._title_from_render) == (HTML, {"one"}, "A")
    new.page.markdown = "Another plugin's\n"
    monkeypatch.setattr(Page, "render", lambda page, config, files: setattr(page, "content", "rendered"))
    new.page.render(new.config, new.files)
    assert new.page.content == "rendered"


def test_what_a_plugin_made_of_the_html_is_not_kept(tmp_path: Path):
    known = given(tmp_path)
    keep(known, "<p>by a plugin</p>")
    assert find(known) is None


def test_a_damaged_or_unwritable_or_old_file_is_no_file(tmp_path: Path):
    files = Cache(given(tmp_path).config, "notes")
    for key in ("cut", "flipped", "old", "new"):
        files.put(key, b"made")
    assert files.get("cut") == b"made"
    (files.folder / "cut").write_bytes((files.folder / "cut").read_bytes()[:-1])
    (files.folder / "flipped").write_bytes((files.folder / "flipped").read_bytes()[:-1] + b"?")
    os.utime(files.folder / "old", (time.time() - WEEK - 9,) * 2)
    cache.prune(given(tmp_path).config)
    assert [files.get(key) for key in ("cut", "flipped", "old", "new", "none")] == [None, None, None, b"made", None]
    shutil.rmtree(files.folder)
    Compiled(str(files.folder), "%s").dump_bytecode(Bucket(Environment(), "key", ""))
    cache.prune(given(tmp_path).config)
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


def test_after_any_edit_the_site_is_as_without_kept_pages(tmp_path: Path):
    copied = excerpt(tmp_path, "cards", "templates")
    edit(copied / "hooks/pages.py", r"\Z", RENDERS)
    assert build(copied, tmp_path / "site").returncode == 0
    for name, edits in data("cache")["edits"].items():
        for file, pattern, new in edits:
            if (copied / file).exists():
                edit(copied / file, pattern, new)
            else:
                (copied / file).write_text(new, encoding="utf-8")
        result = build(copied, tmp_path / "site", RENDER="1")
        assert result.returncode == 0, f"{name}: {result.stdout}"
    kept, sites = [*(copied / ".cache/pages").iterdir()], []
    for _ in "ab":
        assert build(copied, tmp_path / "site").returncode == 0
        sites.append(tree(tmp_path / "site"))
        shutil.rmtree(copied / ".cache")
    assert kept and sites[0] == sites[1], sorted(path for path in sites[1] if sites[0].get(path) != sites[1][path])


def test_a_template_that_is_saved_during_a_build_shows_after_the_next(tmp_path: Path):
    copied, template = excerpt(tmp_path, "cards"), "overrides/parts/talk_facts.html"
    saves = f"        if 'SAVES' in __import__('os').environ:\n            Path('{template}').open('a').write('Saved')\n"
    edit(copied / "hooks/pipeline.py", r"^        derive\.day_notes\.gather.*\n", rf"\g<0>{saves}")
    for given, shown in ({"SAVES": "1"}, False), ({}, True):
        assert build(copied, tmp_path / "site", **given).returncode == 0
        pages = [path.read_text(encoding="utf-8") for path in tmp_path.glob("site/*/day-*/*/index.html")]
        assert any("Saved" in page for page in pages) == shown


FAULTS = {"dead link": "[No file](none.md)", "element": "<script>1</script>", "shows": "A ~~mark.", "bad address": '<a href="//[">a</a>'}


def test_faults_are_reported_by_each_build_and_lists_stay(tmp_path: Path):
    copied = excerpt(tmp_path, "cards", "templates")
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
