"""Escape every value in one place: templates print text as text, and HTML only where a value is marked as HTML.

Jinja's autoescape does it for HTML and XML, in the theme's templates and in ours (jinja.palletsprojects.com/en/stable/api/#autoescaping).
The `| e` in our templates are for engines that read mkdocs.yml without these hooks; nothing is escaped twice.
Templates of Markdown escape with the filter `as_markdown`.
"""

import re
from collections.abc import Iterable

from jinja2 import Environment, select_autoescape
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

# What Markdown takes for a mark of its own (spec.commonmark.org/0.31.2): anywhere; and at a text's beginning.
MARK = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)|^(?:[#+\-=~>]|\d{1,9}(?=[.)]))")


def mark_contents(contents: Iterable[AnchorLink]) -> None:
    """Mark the titles in a table of contents as HTML: they come from rendered headings. Topics, which the tags plugin adds, are text."""
    for entry in contents:
        entry.title = Markup(entry.title)
        mark_contents(entry.children)


def turn_on(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Let templates escape, and escape the titles that hooks put into HTML; `page.meta` stays text."""
    env.autoescape = select_autoescape(["html", "xml"])
    env.filters["as_markdown"] = as_markdown
    config.copyright = Markup(config.copyright or "")  # HTML, as MkDocs documents it
    for file in files.documentation_pages():
        if page := file.page:
            page.title = escape(page.meta.get("title", page.title))
            for section in page.ancestors:
                section.title = escape(section.title)  # escaping twice changes nothing


def mark_notes(page: Page) -> None:
    """Mark a page's notes, complete now, as HTML."""
    page.content = Markup(page.content)


def as_markdown(text: str) -> str:
    """Return one line of text as Markdown that shows it as it is."""
    return MARK.sub(lambda mark: f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}", text)
