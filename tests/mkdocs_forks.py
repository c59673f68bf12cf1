"""Run `mkdocs` and the tools many times after importing them once; site_build.py starts this process and sends it commands.

The first argument is a mkdocs.yml: its theme, plugins and extensions are imported once, and so are the packages that its
hooks need, but not the hooks themselves, since each copy of the site has its own. A command is a line of JSON: the name
of a module and its arguments, its folder, its environment. The answer is its exit code, output and errors. Each command
runs in a fork of its own, so that no run changes another. This process has one thread, so that a fork is safe on macOS too.
"""

import importlib
import json
import os
import sys
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader


def serve() -> None:
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

    list_templates = FileSystemLoader.list_templates
    names_in = cache(lambda folder: list_templates(FileSystemLoader(folder)))
    theme, *_ = Theme("material").dirs
    names_in(theme)  # of thousands of icons

    def names(loader: FileSystemLoader) -> list[str]:
        return sorted({name for folder in loader.searchpath for name in names_in(folder)})

    FileSystemLoader.list_templates = names
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
