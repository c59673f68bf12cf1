"""Publish each talk as plain Markdown too, at its page's address with .md in place of the last slash. llms.txt lists them.

The notes stay as written, except that links to other files become absolute.
"""

import re
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.utils import write_file

from hooks.model import Site

# Matches code, which stays unchanged, and the target of a relative link or link definition.
LINK = re.compile(
    r"^([ \t]*)(?:```|~~~).*?^\1(?:```|~~~)|(?P<code>`+)[^`].*?(?P=code)"
    r"|(?:(?<=\]\()<?|^ {0,3}\[[^\]^]+\]: +<?)(?P<link>(?![\w+.-]+:|[/#<])[^)#?\s<>]+)",
    re.MULTILINE | re.DOTALL,
)


def write(env: Environment, config: MkDocsConfig, files: Files, site: Site) -> None:
    template = env.get_template("talk.md")
    for talk in site.talks:
        notes = LINK.sub(partial(whole, talk.path, files, config.site_url), talk.notes)
        write_file(template.render(talk=talk, notes=notes, base=config.site_url).encode(), str(Path(config.site_dir, talk.path)))


def whole(source: str, files: Files, site_url: str, link: re.Match[str]) -> str:
    """Return a link on the page `source` as an absolute URL. One without a file, such as a piece of code, stays unchanged."""
    if not link["link"]:
        return link[0]
    file = files.get_file_from_path(normpath(join(dirname(source), unquote(link["link"]))))
    return link[0].replace(link["link"], f"{site_url}{file.url}") if file else link[0]
