"""Publish each talk as plain Markdown, too, at its page's address with .md for the slash: facts, then the notes as written.

Only their links to other files become whole addresses.
"""

import re
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.utils import write_file
from mkdocs.utils.meta import get_data

LINK = re.compile(r"(?<=\]\()(?![\w+.-]+:|[/#])([^)#?\s]+)")


@event_priority(-200)  # after all_or_nothing.py
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    for file in files.documentation_pages():
        if file.page and file.page.meta.get("template") == "talk.html":
            notes = LINK.sub(partial(whole, file.src_uri, files, config.site_url), get_data(file.content_string)[0])
            text = env.get_template("talk.md").render(page=file.page, notes=notes)
            write_file(text.encode(), str(Path(config.site_dir, file.src_uri)))


def whole(source: str, files: Files, site_url: str, link: re.Match[str]) -> str:
    """Return a link of the page `source` as an address; one that leads to no file, such as a piece of code, as it is."""
    file = files.get_file_from_path(normpath(join(dirname(source), link[1])))
    return f"{site_url}{file.url}" if file else link[0]
