"""Compile templates once for many builds, and leave their indentation and blank lines out of pages: a tenth of a page's compressed size."""

import re
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.ext import Extension

from hooks.render import escaping

INDENTATION = re.compile(r"\s*\n\s*")
# A line with nothing but statements, whose end would become a blank line. Before `{%-`, Jinja removes the line break itself.
STATEMENTS = re.compile(r"^((?:\{%(?!-| *include)[^%]*%\})+)\n", re.MULTILINE)


class Whitespace(Extension):
    """Works on a template's source; the text of the notes stays unchanged."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if not (name or "").endswith(".html"):
            return source
        return STATEMENTS.sub(r"\1", INDENTATION.sub("\n", source))


class Compiled(FileSystemBytecodeCache):
    """Compiled templates by their source, and by the code that they are compiled with."""

    compiler = jinja2.__version__ + "".join(Path(module).read_text(encoding="utf-8") for module in (__file__, escaping.__file__))

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self.compiler + source)


def prepare(env: Environment, cache: Path | None) -> None:
    """Set up the environment before its first template; `cache` is a folder for compiled ones."""
    env.add_extension(Whitespace)
    env.auto_reload = False  # templates stay as they are during a build
    if cache and not env.bytecode_cache:
        env.bytecode_cache = Compiled(str(cache))
