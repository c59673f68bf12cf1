"""Escape every value in one place: templates print values as text, except those marked as HTML.

Jinja's autoescape does it for HTML and XML, in the theme's templates and ours
(jinja.palletsprojects.com/en/stable/api/#autoescaping). The `| e` in our templates are for engines that read
mkdocs.yml without these hooks; nothing is escaped twice. Templates of Markdown escape with the filter `as_markdown`.
"""

import re
from collections.abc import Iterable

from jinja2 import Environment, select_autoescape
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

# Characters that Markdown would interpret (spec.commonmark.org/0.31.2): anywhere, and at the start of a text.
MARK = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)|^(?:[#+\-=~>]|\d{1,9}(?=[.)]))")


def mark_contents(contents: Iterable[AnchorLink]) -> None:
    """Mark the titles in a table of contents as HTML, since they come from rendered headings. The tags plugin adds its own as text."""
    for entry in contents:
        entry.title = Markup(entry.title)
        mark_contents(entry.children)


def turn_on(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Turn autoescape on, and escape the titles that hooks put into HTML; `page.meta` stays unescaped."""
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
