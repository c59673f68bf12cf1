"""Finish whole pages, or take them from an earlier build, as long as everything that they show is the same.

A page shows its own notes, and the facts of all pages: front matter, titles, order. Its key is made from these, the settings, the
templates and the code. While a template renders a page, its environment notices if it reads anything else; such a page is not kept.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.commands.build import _build_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.templates import TemplateContext

from hooks import ahead, model
from hooks.cache import Cache, key, plain, program
from hooks.markup import Tag, rewrite, tag
from hooks.publish.assets import linked, names_of
from hooks.publish.hosts import Hashes, hashes_of, with_policy
from hooks.render.notes import fixed
from hooks.render.templates import KNOWN

# Attributes that a template may read of its own page only; and others that it may not read at all.
NOTES = {"content": Page, "toc": Page, "excerpt": dict}
SOURCES = {"markdown": Page, "present_anchor_ids": Page, "notes": model.Page, "content_string": File, "content_bytes": File}
WATCHED = NOTES | SOURCES
# Settings that no page shows, and objects whose settings are in the key instead.
OTHERS = {"config_file_path", "docs_dir", "site_dir", "hooks", "watch", "theme", "plugins"}
# Plugins whose effect on a page follows from its key; a copy with any other keeps no page.
MODULES = {"material.plugins.search.plugin", "material.plugins.tags.plugin", "mkdocs_redirects.plugin", "hooks/pipeline.py"}


@dataclass(frozen=True)
class Whole:
    """A finished page: its inline code, its stylesheets with the names that their selectors can match, its entries in the search index."""

    html: str
    hashes: Hashes
    sheets: list[str]
    used: set[str]
    entries: list[dict]


class Pages:
    """The pages of one build; `hashes`, `sheets` and `used` are those of all pages so far."""

    def __init__(self, cache: Cache, env: Environment, config: MkDocsConfig, files: Files, own: Mapping[str, bytes]) -> None:
        self.cache, self.site_url, self.language = cache, config.site_url, config.theme["language"]
        self.hashes: Hashes = set()
        self.sheets: dict[str, None] = {}
        self.used: set[str] = set()
        self.env, self.ahead = env, False  # True in a copy of the process, which writes no pages
        index = config.plugins["material/search"].search_index
        self.entries, add = index.entries, index.add_entry_from_context
        index.add_entry_from_context = lambda page: self.find(page) or add(page)
        self.page: Page | None = None  # the page that is rendered, as long as it may be kept
        self.indexed = 0  # entries in the index before this page
        self.found: dict[str, Whole | None] = {}
        env.getattr, env.getitem = self.noticed(env.getattr), self.noticed(env.getitem)
        if not {method.__module__ for methods in config.plugins.events.values() for method in methods} <= MODULES:
            cache.folder = None
        pages = [file.page for file in files.documentation_pages()]
        common = key(*facts(config, pages, own))
        self.keys = {page.url: key(common, *alone(page)) for page in pages}

    def make_ahead(self, config: MkDocsConfig, files: Files, nav: Navigation) -> None:
        """Let other processes make the last of the pages that are not in the cache."""
        documents = files.documentation_pages()

        def make(file: File) -> bool:
            self.ahead = True
            if not (there := self.cache.has(self.keys[file.page.url])):
                _build_page(file.page, config, documents, nav, self.env)
            return there

        ahead.make(self.cache, [file for file in documents if not self.cache.has(self.keys[file.page.url])], make)

    def noticed(self, read: Callable[[object, str], object]) -> Callable[[object, str], object]:
        """Return a function that reads an attribute as `read` does; if the page's key lacks what it reads, the page is not kept."""

        def notice(given: object, name: str) -> object:
            if isinstance(name, str) and name in WATCHED and self.page and isinstance(given, WATCHED[name]):
                own = given is self.page or given is self.page.meta
                self.page = self.page if own and name in NOTES else None
            return read(given, name)

        return notice

    def find(self, page: Page) -> Whole | None:
        """Return a page of an earlier build, or None; only once all notes are on their pages."""
        if page.url not in self.found:
            self.found[page.url] = self.cache.get(self.keys[page.url])
        return self.found[page.url]

    def known(self, page: Page, context: TemplateContext) -> bool:
        """Return whether a page is in the cache, so that its template is not rendered; else begin to notice what the template reads."""
        self.page = page
        if found := self.find(page):
            context[KNOWN] = found.html
        return bool(found)

    def finish_page(self, html: str, page: Page) -> str:
        """Return the finished HTML of a page from the HTML of its template, and keep it for later builds."""
        if found := self.found.pop(page.url):
            self.entries += found.entries
        else:
            found = finished(html, self.site_url, self.language, page.content, entries=self.entries[self.indexed :])
            if self.page:
                self.cache.put(self.keys[page.url], found)
        self.indexed = len(self.entries)
        html = self.add(found)
        return "" if self.ahead else html  # MkDocs writes no file for an empty page

    def finish_template(self, html: str) -> str:
        """Return the finished page of a template without notes, such as 404.html."""
        return self.add(finished(html, self.site_url, self.language))

    def add(self, page: Whole) -> str:
        """Add a page's inline code, stylesheets and names to those of all pages; return its HTML."""
        self.hashes |= page.hashes
        self.sheets.update(dict.fromkeys(page.sheets))
        self.used |= page.used
        return page.html


def finished(html: str, site_url: str, language: str, notes: str = "", entries: Iterable[dict] = ()) -> Whole:
    """Return a page with its policy, its tags rewritten, and one stylesheet."""
    hashes = hashes_of(html, notes)  # while the notes can still be distinguished from the template
    host, folds, used = urlsplit(site_url).netloc, 'id="__toc"' in html, set()

    def change(found: Tag) -> str:
        raw = fixed(found, host, folds, language)
        used.update(names_of(tag(raw)) if raw and not found.end else ())
        return raw

    html, sheets = linked(rewrite(with_policy(html, hashes), change), site_url)
    return Whole(html, hashes, sheets, used, [*entries])


def facts(config: MkDocsConfig, pages: list[Page], own: Mapping[str, bytes]) -> Iterable[object]:
    """Yield everything that any page may show, except notes; `own` has the files of overrides/."""
    yield program()
    yield plain({name: value for name, value in config.items() if name not in OTHERS})
    yield plain([*config.theme.items(), *((name, getattr(plugin, "config", None)) for name, plugin in config.plugins.items())])
    yield sorted(own.items())
    if "material/tags" in config.plugins:  # a talk's topics link to these
        yield sorted((listing.page.url, plain(listing.config)) for listing in config.plugins["material/tags"].listings)
    for page in pages:
        yield page.url, {name: value for name, value in page.meta.items() if name not in NOTES}


def alone(page: Page) -> tuple[object, ...]:
    """Return everything that only the page itself shows."""
    return page.url, page.content, [token(entry) for entry in page.toc], page.meta.get("excerpt"), page.edit_url, page.file.inclusion


def token(entry: AnchorLink) -> dict:
    """Return an entry of a page's contents as the toc extension writes it."""
    return {"name": entry.title, "id": entry.id, "level": entry.level, "children": [token(child) for child in entry.children]}
