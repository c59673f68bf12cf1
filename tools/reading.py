"""Read notes as a reader does, for the import of posts and the comparison with an original; hooks/check/reading.py compares."""

from functools import cache

from bs4 import Tag
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from hooks.check import reading
from hooks.check.reading import Event
from hooks.render import dialect

LEFT_OUT = reading.LEFT_OUT | {"added", "talk-link"}  # what the site adds to the notes


def events(node: Tag) -> list[Event]:
    """Return what a reader gets from an element of a built page, but for what the site adds."""
    return reading.events(node.decode_contents(), LEFT_OUT)


def as_commonmark(text: str) -> list[Event]:
    """Return the events of Markdown as GitHub-flavoured CommonMark has it."""
    return reading.events(reading.GFM.render(text))


@cache
def settings() -> MkDocsConfig:
    config = load_config("mkdocs.yml")
    dialect.prepare(config)
    return config


@cache
def as_here(text: str) -> list[Event]:
    """Return the events of Markdown as the site of this folder renders it, but for snippets, which its build refuses."""
    config = settings()
    extensions = [name for name in config.markdown_extensions if name != "pymdownx.snippets"]
    markdown = Markdown(extensions=extensions, extension_configs=config.mdx_configs)
    return reading.events(markdown.convert(dialect.laid_out(text, reading.parse(text)[0])), LEFT_OUT)
