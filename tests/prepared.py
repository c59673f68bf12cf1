"""A build of the site, which imports MkDocs, theme, plugins and extensions; `mkdocs_forks.py` lets a process import this, and forks it."""

import io
import os
import sys
from contextlib import redirect_stdout, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import mkdocs.__main__  # noqa: F401 - `mkdocs build` imports it
from jinja2 import FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import Hooks

list_templates = FileSystemLoader.list_templates


@cache
def names_in(folder: str) -> list[str]:
    """Return a folder's templates, but not the theme's thousands of icons, of which MkDocs copies none."""
    return [name for name in list_templates(FileSystemLoader(folder)) if not name.startswith(".icons/")]


FileSystemLoader.list_templates = lambda loader: sorted({name for folder in loader.searchpath for name in names_in(folder)})
with TemporaryDirectory() as target, suppress(Exception, SystemExit), redirect_stdout(io.StringIO()):  # if it fails, tests report it
    from hooks import ahead

    ahead.make = lambda *_, **nice: None  # it leaves traces
    os.environ["SITE_URL"] = "https://example.org/"
    config = load_config(str(Path(__file__).parent.parent / "mkdocs.yml"), site_dir=target)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
Hooks._load_hook.cache_clear()
# The modules that a command must not find, since each copy of the site has its own.
OWN = [name for name in sys.modules if name.partition(".")[0] in ("hooks", "tools")]
