"""Read notes as a reader does, to compare an imported post or an original; hooks/check/reading.py does the comparison."""

from copy import copy
from functools import cache

from bs4 import BeautifulSoup, Tag
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from hooks.check import reading
from hooks.check.reading import Event
from hooks.render import dialect


def events(node: Tag) -> list[Event]:
    """Return the events of an element of a built page, without the site's additions."""
    node = copy(node)
    for added in node.select(".added, .talk-link"):
        added.decompose()
    return reading.read(node.decode_contents())[0]


def as_commonmark(text: str) -> list[Event]:
    """Return the events of Markdown read as GitHub-flavoured CommonMark."""
    return reading.read(reading.GFM.render(text))[0]


@cache
def settings() -> MkDocsConfig:
    config = load_config("mkdocs.yml")
    dialect.prepare(config)
    return config


@cache
def as_here(text: str) -> list[Event]:
    """Return the events of Markdown as this site renders it."""
    config = settings()
    extensions = [name for name in config.markdown_extensions if name != "pymdownx.snippets"]
    markdown = Markdown(extensions=extensions, extension_configs=config.mdx_configs)
    return events(BeautifulSoup(markdown.convert(dialect.laid_out(text, reading.parse(text).tokens)), "html.parser"))
