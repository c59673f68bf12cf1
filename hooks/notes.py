"""Read, check and convert each page's notes, or take the results of an earlier build."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs.commands.build import _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from hooks import ahead, check, model, render
from hooks.cache import PACKAGES, Cache, key, plain, program


@dataclass
class Made:
    """The results for a page's notes; kept if no check found a fault."""

    shown: str  # the Markdown that plugins get
    words: list[str]
    links: list[check.links.Link]
    markdown: str | None = None  # the same, as plugins have changed it
    html: str | None = None  # from Python-Markdown
    completed: str | None = None  # the same, as render/notes.py has completed it
    toc: TableOfContents | None = None
    ids: set[str] | None = None
    title: str | None = None

    def restore(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Set the results on the page, in place of `page.render`."""
        if page.markdown != self.markdown:  # a plugin changes it in another way now
            Page.render(page, config, files)
            return
        page.content, page.toc, page.present_anchor_ids, page._title_from_render = self.html, self.toc, self.ids, self.title


class Notes:
    """The notes of a build's pages, one page after the other; `links` are those of all pages so far."""

    def __init__(self, cache: Cache, config: MkDocsConfig, files: Files, warnings: Callable[[], int]) -> None:
        self.cache, self.config, self.files, self.warnings = cache, config, files, warnings
        self.unknown = 0
        self.links: list[check.links.Link] = []
        modules = [sys.modules.get(name.partition(":")[0]) for name in config.markdown_extensions if isinstance(name, str)]
        files_of = [Path(module.__file__) for module in [*modules, *config.hooks.values()] if getattr(module, "__file__", None)]
        own = [path.read_bytes() for path in files_of if not path.is_relative_to(PACKAGES)]  # a copy's own extensions and hooks
        if "pymdownx.snippets" in config.markdown_extensions:
            cache.folder = None  # the files that notes include can change without them
        settings = plain((config.markdown_extensions, config.mdx_configs, config.use_directory_urls))
        self.common = key(program(), own, settings, sorted(files.src_uris))

    def read(self, markdown: str, page: Page) -> Made:
        """Begin a page: return its results from the cache, or else those that need no HTML."""
        self.markdown, self.text, self.before = markdown, page.file.content_string, self.warnings()
        self.key = key(self.common, page.file.src_uri, self.text, markdown)
        if kept := self.cache.get(self.key):
            self.notes, self.made = None, kept
            self.links += kept.links
            page.render = partial(self.made.restore, page)
            return self.made
        self.unknown += 1
        if self.unknown == ahead.MANY:
            ahead.make(self.cache, self.files.documentation_pages(), self.make)
        self.notes = notes = self.as_commonmark(page)
        self.made = Made(render.dialect.laid_out(markdown, notes.tokens), [*notes.words()], [*check.links.of_notes(notes)])
        check.report(check.links.wrong_addresses(self.made.links))
        self.links += self.made.links
        return self.made

    def make(self, file: File) -> bool:
        """Make a page's notes; return whether they were in the cache."""
        _populate_page(file.page or Page(None, file, self.config), self.config, self.files)
        return not self.notes

    def completed(self, html: str, page: Page, content: model.Page) -> str:
        """Return the HTML of the page's notes, completed; report the faults that can be seen in it."""
        made, notes = self.made, self.notes
        if html == made.html:
            return made.completed  # an earlier build has found no fault
        completed, read = render.notes.completed(html), notes or self.as_commonmark(page)
        check.report(check.source.faults(content, read, html))
        check.report(check.source.blocked(completed, read))
        if notes and html == page.content and self.warnings() == self.before:  # no plugin has changed it
            made.markdown, made.html, made.completed, made.title = page.markdown, html, completed, page._title_from_render
            made.toc, made.ids = page.toc, page.present_anchor_ids
            self.cache.put(self.key, made)
        return completed

    def as_commonmark(self, page: Page) -> check.reading.Notes:
        return check.reading.parse(self.markdown, page.file.src_uri, self.text)
