"""Run `mkdocs` and the tools many times after importing them once; site_build.py starts this process and sends it commands.

The first argument is a mkdocs.yml: its theme, plugins and extensions are imported once, and so are the packages that its
hooks need, but not the hooks themselves, since each copy of the site has its own. The second argument is a folder for
compiled templates and drawn cards, which copies share as long as their words are the same. A command is a line of JSON:
the name of a module and its arguments, its folder, its environment. The answer is its exit code, output and errors. Each
command runs in a fork of its own, so that no run changes another. This process has one thread, so that a fork is safe on
macOS too.
"""

import importlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from concurrent import futures
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import CodeType

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """Compiled templates, by their name, text and escaping, and not by the copy that they are in."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        escapes = environment.autoescape(name) if callable(environment.autoescape) else environment.autoescape
        bucket = super().get_bucket(environment, f"{name}|{escapes}|{source}", None, source)
        if isinstance(bucket.code, CodeType):
            bucket.code = bucket.code.replace(co_filename=filename)  # for messages
        return bucket


class Drawer:
    """In place of the processes that draw cards: a card is drawn once, and copied for the next copy of the site."""

    folder = ""

    def __init__(self, **options: object) -> None:
        pass

    def submit(self, save: Callable, path: Path, *words: str) -> futures.Future:
        drawn, done = Path(self.folder, f"{sha256(repr(words).encode()).hexdigest()}.png"), futures.Future()
        if not drawn.exists():
            save(drawn, *words)
        done.set_result(shutil.copyfile(drawn, path))
        return done

    def shutdown(self, **options: object) -> None:
        pass


def serve() -> None:
    # Processes that start empty (on macOS, and with Python 3.14) import this file again.
    import gc
    import runpy
    import tempfile
    from contextlib import suppress

    import mkdocs.commands.build  # noqa: F401 - `mkdocs build` imports it
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException
    from mkdocs.theme import Theme

    with suppress(MkDocsException):  # the build reports it
        load_config(sys.argv[1], hooks=[])
    path = [*sys.path]
    sys.path.insert(0, str(Path(sys.argv[1]).parent))
    for name in ("hooks.pipeline", "tools.import_post", "tools.new_talk"):
        with suppress(Exception):
            importlib.import_module(name)
    sys.path[:] = path
    for name in [name for name in sys.modules if name.partition(".")[0] in ("hooks", "tools")]:
        del sys.modules[name]

    futures.ProcessPoolExecutor, Drawer.folder = Drawer, sys.argv[2]
    new_environment, list_templates = Theme.get_env, FileSystemLoader.list_templates
    names_in = cache(lambda folder: list_templates(FileSystemLoader(folder)))
    theme, *_ = Theme("material").dirs
    names_in(theme)  # of thousands of icons

    def names(loader: FileSystemLoader) -> list[str]:
        return sorted({name for folder in loader.searchpath for name in names_in(folder)})

    def with_compiled(theme: Theme) -> Environment:
        environment = new_environment(theme)
        environment.bytecode_cache = Compiled(Drawer.folder)
        return environment

    Theme.get_env, FileSystemLoader.list_templates = with_compiled, names
    gc.freeze()  # imported modules stay, so the garbage collector need not look at them in each fork

    sys.path.append(str(Path(sys.argv[1]).parent))  # for tools
    for order in sys.stdin:
        command, folder, environment, apart = json.loads(order)
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            child = os.fork()
            if not child:
                os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
                os.dup2(output.fileno(), sys.stdout.fileno())
                os.dup2((errors if apart else output).fileno(), sys.stderr.fileno())
                os.chdir(folder)
                os.environ.clear()
                os.environ.update(environment)
                sys.path[:0] = [folder, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
                sys.argv[:] = command
                runpy.run_module(command[0], run_name="__main__", alter_sys=True)
                sys.exit()
            _, status = os.waitpid(child, 0)
            texts = [file.seek(0) or file.read() for file in (output, errors)]
            print(json.dumps([os.waitstatus_to_exitcode(status), *texts]), flush=True)


if __name__ == "__main__":
    serve()
