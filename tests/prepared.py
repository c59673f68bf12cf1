"""What forks of this process need: `mkdocs_forks.py` lets a process import this, and no other module of the tests.

A build of the site imports MkDocs, theme, plugins and extensions, and compiles templates and expressions.
"""

import gc
import io
import os
import re
import sys
from contextlib import redirect_stdout, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType

import mkdocs.__main__  # noqa: F401 - `mkdocs build` imports it
from jinja2 import Environment, FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import Hooks
from pymdownx import emoji

SETTINGS = Path(__file__).parent.parent / "mkdocs.yml"
CODE: dict[tuple, CodeType] = {}
compile_template, list_templates = Environment.compile, FileSystemLoader.list_templates


def compiled(environment: Environment, source: str, name: str | None = None, *more: object) -> CodeType:
    """Compile a template once, for each set of extensions."""
    key = (source, name, *sorted(environment.extensions))
    if key not in CODE:
        CODE[key] = compile_template(environment, source, name, *more)
    return CODE[key]


@cache
def names_in(folder: str) -> list[str]:
    """Return a folder's templates, but not the theme's thousands of icons, of which MkDocs copies none."""
    return [name for name in list_templates(FileSystemLoader(folder)) if not name.startswith(".icons/")]


Environment.compile = compiled
FileSystemLoader.list_templates = lambda loader: sorted({name for folder in loader.searchpath for name in names_in(folder)})
re._MAXCACHE = 9999  # of compiled expressions, which forks need again
INDEX = emoji.emojione({}, None)  # MkDocs copies it each time that it checks its settings, and uses another
emoji.emojione = lambda options, markdown: INDEX
with TemporaryDirectory() as target, suppress(Exception, SystemExit), redirect_stdout(io.StringIO()):  # if it fails, tests report it
    from hooks import ahead, unforeseen

    ahead.make, unforeseen.Failed = (lambda *_, **nice: None), object  # they leave traces
    os.environ["SITE_URL"] = "https://example.org/"
    config = load_config(str(SETTINGS), site_dir=target)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
Hooks._load_hook.cache_clear()
gc.freeze()  # imported modules stay, so the garbage collector need not look at them in each fork
# The modules that a command must not find, since each copy of the site has its own.
OWN = [name for name in sys.modules if name.partition(".")[0] in ("hooks", "tools")]
