"""Take notes that have not changed as an earlier build read, checked and converted them: two fifths of a build's time."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from hooks.cache import PACKAGES, Cache, key, plain, program

INCLUDES = "--8<--"  # what a page includes can change without the page


@dataclass(frozen=True)
class Converted:
    """The result of a page's notes, in which no check found a fault."""

    shown: str  # the Markdown that plugins get,
    markdown: str  # and what they made of it
    html: str
    completed: str
    contents: list[dict]
    ids: list[str]
    title: str | None
    words: list[str]
    links: list[list]

    def restore(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Do what `page.render` does."""
        if page.markdown != self.markdown:  # a plugin makes something else of it now
            Page.render(page, config, files)
            return
        page.content, page.toc, page.present_anchor_ids, page._title_from_render = (
            self.html,
            get_toc(self.contents),
            {*self.ids},
            self.title,
        )


class Notes:
    """The converted notes of earlier builds."""

    def __init__(self, cache: Cache, config: MkDocsConfig, files: Files) -> None:
        self.cache = cache
        modules = [sys.modules.get(name.partition(":")[0]) for name in config.markdown_extensions if isinstance(name, str)]
        files_of = [Path(module.__file__) for module in modules if getattr(module, "__file__", None)]
        own = [path.read_bytes() for path in files_of if not path.is_relative_to(PACKAGES)]  # a copy's own extensions
        settings = plain((config.markdown_extensions, config.mdx_configs, config.use_directory_urls))
        self.common = key(program(), own, settings, sorted(files.src_uris))

    def key(self, markdown: str, page: Page) -> str:
        return key(self.common, page.file.src_uri, page.file.content_string, markdown)

    def find(self, markdown: str, page: Page) -> Converted | None:
        """Return the result of a page's Markdown, if an earlier build has kept it; `page.render` then only restores it."""
        kept = self.cache.get(self.key(markdown, page)) if INCLUDES not in markdown else None
        found = Converted(**json.loads(kept)) if kept else None
        if found:
            page.render = partial(found.restore, page)
        return found

    def keep(self, markdown: str, page: Page, shown: str, html: str, completed: str, words: Iterable[str], links: Iterable[tuple]) -> None:
        """Keep the result of a page's Markdown, in which no check found a fault; not one whose HTML a plugin has changed."""
        if html == page.content:
            contents, ids = [token(entry) for entry in page.toc], sorted(page.present_anchor_ids)
            made = Converted(
                shown, page.markdown, html, completed, contents, ids, page._title_from_render, [*words], [[*link] for link in links]
            )
            self.cache.put(self.key(markdown, page), json.dumps(vars(made)).encode())


def token(entry: AnchorLink) -> dict:
    """Return an entry of a page's contents as the toc extension writes it."""
    return {"name": entry.title, "id": entry.id, "level": entry.level, "children": [token(child) for child in entry.children]}
