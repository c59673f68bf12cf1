"""Compile templates once for many builds, and leave their indentation and blank lines out of pages: a tenth of a page's compressed size."""

import re
from functools import lru_cache
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from jinja2.ext import Extension

from hooks.cache import Cache
from hooks.render import escaping

KNOWN = "HTML of an earlier build"  # a name of the context that no template can use
INDENTATION = re.compile(r"\s*\n\s*")
# A line with nothing but statements, whose end would become a blank line. Before `{%-`, Jinja removes the line break itself.
STATEMENTS = re.compile(r"^((?:\{%(?!-| *include)[^%]*%\})+)\n", re.MULTILINE)


class Template(jinja2.Template):
    """Renders a page that is not known."""

    def render(self, *args: object, **more: object) -> str:
        return dict(*args, **more).get(KNOWN) or super().render(*args, **more)


class Whitespace(Extension):
    """Works on a template's source; the text of the notes stays unchanged."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if not (name or "").endswith(".html"):
            return source
        return STATEMENTS.sub(r"\1", INDENTATION.sub("\n", source))


class Compiled(BytecodeCache):
    """Compiled templates by name, source, and the code that compiles them; not by path, so that copies of the site can share them."""

    compiler = jinja2.__version__ + "".join(Path(module).read_text(encoding="utf-8") for module in (__file__, escaping.__file__))

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        bucket = super().get_bucket(environment, self.compiler + name + source, None, source)
        if isinstance(bucket.code, CodeType):
            bucket.code = bucket.code.replace(co_filename=filename)  # for messages
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self.cache.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.cache.put(bucket.key, bucket.bytecode_to_string())


def prepare(env: Environment, cache: Cache) -> None:
    """Set up the environment before its first template."""
    env.add_extension(Whitespace)
    env.template_class = Template
    env.auto_reload = False  # templates stay as they are during a build
    env.bytecode_cache = Compiled(cache)
    env.get_template = lru_cache(None)(env.get_template)  # a page includes fifty
