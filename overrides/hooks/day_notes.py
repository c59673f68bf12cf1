"""Put the notes of a day's talks on the day's page, from the talks' own files."""

import html
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

# A fenced block at the margin, passed over whole, or the start of a heading.
HEADING = re.compile(r"^(`{3,}|~{3,}).*?^\1|^#{1,5}(?= )", re.MULTILINE | re.DOTALL)
# What Markdown could take for markup in a title.
MARKUP = re.compile(r"([\\`*_{}\[\]#!])")


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    if page.meta.get("template") != "day.html" or page.parent is None:
        return None
    # A talk's file lies beside the day's, so its relative links hold here too.
    talks = [talk.file for talk in page.parent.children if isinstance(talk, Page) and talk is not page]
    return "\n\n".join([markdown, *(as_section(talk.name, talk.content_string) for talk in talks)])


def as_section(name: str, source: str) -> str:
    """Return a talk's Markdown as a section of its day: its title as heading, its own headings one level down.

    The heading's id is the slug of the title, by the `toc` settings in mkdocs.yml.
    """
    notes, meta = get_data(source)
    title = MARKUP.sub(r"\\\1", html.escape(str(meta.get("title", name)), quote=False))
    notes = HEADING.sub(lambda match: match[0] if match[1] else f"#{match[0]}", notes)
    return f"## {title}\n\n{notes}\n\n[Speakers, time and recording]({name}.md){{ .talk-link }}"
