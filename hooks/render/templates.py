"""Set up Jinja: templates are compiled once for many builds, print values as text, and leave their indentation out of pages."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import BytecodeCache, Environment, select_autoescape
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from hooks.cache import Cache

KNOWN = "HTML of an earlier build"  # a name of the context that no template can use
INDENTATION = re.compile(r"\s*\n\s*")
# A line with nothing but statements, whose end would become a blank line. Before `{%-`, Jinja removes the line break itself.
STATEMENTS = re.compile(r"^((?:\{%(?!-| *include)[^%]*%\})+)\n", re.MULTILINE)
# Characters that Markdown would interpret (spec.commonmark.org/0.31.2): anywhere, and at the start of a text.
MARK = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)|^(?:[#+\-=~>]|\d{1,9}(?=[.)]))")


class Template(jinja2.Template):
    """Renders a page that is not known."""

    def render(self, *args: object, **more: object) -> str:
        return dict(*args, **more).get(KNOWN) or super().render(*args, **more)


class Whitespace(Extension):
    """Leaves indentation and blank lines out of a template, a tenth of a page's compressed size; the notes stay unchanged."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if not (name or "").endswith(".html"):
            return source
        return STATEMENTS.sub(r"\1", INDENTATION.sub("\n", source))


class Compiled(BytecodeCache):
    """Compiled templates by name, source, and the code that compiles them; not by path, so that copies of the site can share them."""

    compiler = jinja2.__version__ + Path(__file__).read_text(encoding="utf-8")

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        bucket = super().get_bucket(environment, self.compiler + name + source, None, source)
        if isinstance(bucket.code, CodeType):
            bucket.code = bucket.code.replace(co_filename=filename)  # for messages
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self.cache.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.cache.put(bucket.key, bucket.bytecode_to_string())


def prepare(env: Environment, cache: Cache) -> None:
    """Set up the environment before its first template."""
    env.add_extension(Whitespace)
    env.template_class = Template
    env.auto_reload = False  # templates stay as they are during a build
    env.bytecode_cache = Compiled(cache)
    env.get_template = lru_cache(None)(env.get_template)  # a page includes fifty


def mark_contents(contents: Iterable[AnchorLink]) -> None:
    """Mark the titles in a table of contents as HTML, since they come from rendered headings. The tags plugin adds its own as text."""
    for entry in contents:
        entry.title = Markup(entry.title)
        mark_contents(entry.children)


def escape_values(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Let templates print values as text, except those marked as HTML; and escape the titles that hooks put into HTML, but not `page.meta`.

    Jinja's autoescape (jinja.palletsprojects.com/en/stable/api/#autoescaping) works in the theme's templates, too. The `| e` in ours are
    for engines that read mkdocs.yml without these hooks; nothing is escaped twice. Templates of Markdown have the filter `as_markdown`.
    """
    env.autoescape = select_autoescape(["html", "xml"])
    env.filters["as_markdown"] = as_markdown
    config.copyright = Markup(config.copyright or "")  # MkDocs documents it as HTML
    for file in files.documentation_pages():
        if page := file.page:
            page.title = escape(page.meta.get("title", page.title))
            for section in page.ancestors:
                section.title = escape(section.title)  # a title that is escaped already stays unchanged


def mark_notes(page: Page) -> None:
    """Mark a page's notes as HTML, once no step changes them any more."""
    page.content = Markup(page.content)


def as_markdown(text: str) -> str:
    """Return one line of text as Markdown that renders as the same text."""
    return MARK.sub(lambda mark: f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}", text)
