"""Publish each talk as plain Markdown, too, at its page's address with .md for the slash: facts, then the notes as written."""

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file
from mkdocs.utils.meta import get_data


@event_priority(-200)  # after all_or_nothing.py
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    for file in files.documentation_pages():
        if file.page and file.page.meta.get("template") == "talk.html":
            notes, _ = get_data(file.content_string)
            text = env.get_template("talk.md").render(page=file.page, notes=notes)
            write_file(text.encode(), str(Path(config.site_dir, file.src_uri)))
