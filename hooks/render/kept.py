"""Take notes that have not changed as an earlier build read, checked and converted them: two thirds of a build's work on a page."""

import pickle
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from hooks.cache import Cache, key

MAKERS = "markdown", "markdown-it-py", "mdit-py-plugins", "mkdocs", "pygments", "pymdown-extensions"
ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # in the repr of a function
INCLUDES = "--8<--"  # what a page includes can change without the page


@dataclass(frozen=True)
class Converted:
    """The result of a page's notes, in which no check found a fault."""

    html: str  # as MkDocs converted them
    contents: TableOfContents
    ids: set[str]
    title: str | None
    words: list[str]
    links: list[tuple]

    def restore(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Do what `page.render` would do."""
        page.content, page.toc, page.present_anchor_ids, page._title_from_render = self.html, self.contents, self.ids, self.title


class Notes:
    """The converted notes of earlier builds."""

    def __init__(self, cache: Cache, config: MkDocsConfig, files: Files) -> None:
        code = [path.read_bytes() for path in sorted(Path(__file__).parents[1].rglob("*.py"))]
        settings = ADDRESS.sub("", repr((config.markdown_extensions, config.mdx_configs, config.use_directory_urls)))
        self.cache = cache
        self.common = key(sys.version, [version(name) for name in MAKERS], code, settings, sorted(files.src_uris))

    def key(self, markdown: str, page: Page) -> str:
        return key(self.common, page.file.src_uri, page.file.content_string, markdown)

    def find(self, markdown: str, page: Page) -> Converted | None:
        """Return the result of a page's Markdown, if an earlier build has kept it; `page.render` then only restores it."""
        found = None
        if INCLUDES not in markdown and (data := self.cache.get(self.key(markdown, page))):
            with suppress(Exception):  # of a file that is damaged
                found = pickle.loads(data)
        if found:
            page.render = partial(found.restore, page)
        return found

    def keep(self, markdown: str, page: Page, html: str, words: Iterable[str], links: Iterable[tuple]) -> None:
        """Keep the result of a page's Markdown, in which no check found a fault; not one that a plugin changed to `html`."""
        if html == page.content:
            made = Converted(html, page.toc, page.present_anchor_ids, page._title_from_render, [*words], [*links])
            self.cache.put(self.key(markdown, page), pickle.dumps(made))
