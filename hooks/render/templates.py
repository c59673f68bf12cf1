"""Set up Jinja: templates are compiled once for many builds, print values as text, and leave their indentation out of pages."""

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FunctionLoader, select_autoescape
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.toc import AnchorLink

from hooks.cache import PACKAGES, Cache, program

KNOWN = "HTML of an earlier build"  # a name of the context that no template can use
INDENTATION = re.compile(r"\s*\n\s*")
# A line with nothing but statements, whose end would become a blank line. Before `{%-`, Jinja removes the line break itself.
STATEMENTS = re.compile(r"^((?:\{%(?!-| *include)[^%]*%\})+)\n", re.MULTILINE)
# Characters that Markdown would interpret (spec.commonmark.org/0.31.2): anywhere, and at the start of a text.
MARK = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)|^(?:[#+\-=~>]|\d{1,9}(?=[.)]))")


class Template(jinja2.Template):
    """Renders a page, unless its HTML is known from an earlier build."""

    def render(self, *args: object, **more: object) -> str:
        return dict(*args, **more).get(KNOWN) or super().render(*args, **more)


class Whitespace(Extension):
    """Leaves indentation and blank lines out of a template, a tenth of a page's compressed size; the notes stay unchanged."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if not (name or "").endswith(".html"):
            return source
        return STATEMENTS.sub(r"\1", INDENTATION.sub("\n", source))


class Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates, as long as their folder can be written."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def prepare(env: Environment, config: MkDocsConfig, cache: Cache) -> dict[str, bytes]:
    """Set up the environment before its first template; return the site's own files of the theme, which stay the same in this build."""
    folders = [Path(folder) for folder in config.theme.dirs if not Path(folder).is_relative_to(PACKAGES)]
    paths = {path.relative_to(folder).as_posix(): path for folder in folders[::-1] for path in folder.rglob("*") if path.is_file()}
    files = {name: path.read_bytes() for name, path in paths.items()}

    def own(name: str) -> tuple[str, str, None] | None:
        path = paths.get(name)
        return path and (files[name].decode(), str(path), None)

    env.loader = ChoiceLoader([FunctionLoader(own), env.loader])
    env.add_extension(Whitespace)
    env.template_class = Template
    if cache.folder:
        env.bytecode_cache = Compiled(str(cache.folder), f"{program()}-%s")
    env.get_template = lru_cache(None)(env.get_template)  # a page includes fifty
    return files


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


def as_markdown(text: str) -> str:
    """Return one line of text as Markdown that renders as the same text."""
    return MARK.sub(lambda mark: f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}", text)
