"""Run `mkdocs` and the tools many times after importing them once; the first worker starts this process, and all send it commands.

The first argument is a mkdocs.yml: its theme, plugins and extensions are imported once, and so are the packages that its
hooks need, but not the hooks themselves, since each copy of the site has its own. Standard input is a socket that listens; a fork
serves each connection, and this process ends after the last. A command is a line of JSON: the name of a module and its arguments,
its folder, its environment. The answer is its exit code, output, errors, and the number of its session. Each command runs in a fork of
its own, so that no run changes another. This process has one thread, so that a fork is safe on macOS too.
"""

import fcntl
import importlib
import json
import multiprocessing
import os
import runpy
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile, gettempdir
from types import CodeType
from typing import IO

from jinja2 import Environment, FileSystemLoader

CODE: dict[tuple, CodeType] = {}
Process = multiprocessing.get_context("fork").Process


def compiled_template(environment: Environment, source: str, name: str | None = None, *more: object) -> CodeType:
    """Compile a template once, for each set of extensions."""
    key = (source, name, *sorted(environment.extensions))
    if key not in CODE:
        CODE[key] = compile_template(environment, source, name, *more)
    return CODE[key]


compile_template = Environment.compile


def serve() -> None:
    import gc
    import io
    import re
    from contextlib import redirect_stdout, suppress

    import mkdocs.__main__  # noqa: F401 - `mkdocs build` imports it
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.config.config_options import Hooks
    from mkdocs.theme import Theme
    from pymdownx import emoji

    repository = Path(sys.argv[1]).parent
    sys.path.insert(0, str(repository))  # later, a command's folder comes before it
    Environment.compile = compiled_template
    re._MAXCACHE = 9999  # of compiled expressions, which forks need again
    index = emoji.emojione({}, None)  # MkDocs copies it each time that it checks its settings, and uses another
    emoji.emojione = lambda options, markdown: index
    for name in ("hooks.ahead", "hooks.unforeseen", "tools.import_post", "tools.facts", "tools.new_talk"):
        with suppress(Exception):
            importlib.import_module(name)
    # A build and an import compile expressions and templates, and import what they need; if they fail, tests report it.
    with TemporaryDirectory() as folder, suppress(Exception, SystemExit), redirect_stdout(io.StringIO()):
        sys.modules["hooks.ahead"].make = lambda *_, **nice: None  # it leaves traces
        os.environ |= {"SITE_URL": "https://example.org/", "POST": f"{folder}/post.md", "DRY": "1"}
        Path(os.environ["POST"]).write_text(
            "# Conference\n## One - A Name\n- *A* [note](https://example.org/)\n\n| a |\n| - |\n| b |\n## Two\n"
        )
        sys.modules["tools.import_post"].main()
        config = load_config(sys.argv[1], site_dir=f"{folder}/site")
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    Hooks._load_hook.cache_clear()
    own = [name for name in sys.modules if name.partition(".")[0] in ("hooks", "tools")]

    list_templates = FileSystemLoader.list_templates
    # MkDocs copies no hidden file of a theme, and so none of thousands of icons.
    names_in = cache(lambda folder: [name for name in list_templates(FileSystemLoader(folder)) if not name.startswith(".icons/")])
    theme, *_ = Theme("material").dirs
    names_in(theme)

    def names(loader: FileSystemLoader) -> list[str]:
        return sorted({name for folder in loader.searchpath for name in names_in(folder)})

    FileSystemLoader.list_templates = names
    gc.freeze()  # imported modules stay, so the garbage collector need not look at them in each fork

    listener = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    listener.settimeout(1)
    Process(target=run_commands, args=(listener.accept()[0], own)).start()
    while multiprocessing.active_children():
        with suppress(TimeoutError):
            Process(target=run_commands, args=(listener.accept()[0], own)).start()
    Path(listener.getsockname()).unlink()


def run_commands(client: socket.socket, own: list[str]) -> None:
    """Run the commands of a connection, one after the other, each without the modules `own` of this process."""
    for order in client.makefile():
        command, folder, environment, apart = json.loads(order)
        with TemporaryFile("w+") as output, TemporaryFile("w+") as errors:
            process = Process(target=run, args=(command, folder, environment, own, output, errors if apart else output))
            process.start()
            process.join()
            texts = [file.seek(0) or file.read() for file in (output, errors)]
            client.sendall(f"{json.dumps([process.exitcode, *texts, process.pid])}\n".encode())


def run(command: list[str], folder: str, environment: dict[str, str], own: list[str], output: IO, errors: IO) -> None:
    """Run a module as the whole process, in a session of its own."""
    os.setsid()
    os.dup2(output.fileno(), sys.stdout.fileno())
    os.dup2(errors.fileno(), sys.stderr.fileno())
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = [folder, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv[:] = command
    for name in own if Path("hooks").exists() else [command[0]]:
        sys.modules.pop(name, None)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


@cache
def forks(settings: Path) -> socket.socket:
    """Connect to the process that forks for all workers of a run of the tests; the first worker starts it, with the given mkdocs.yml."""
    path, connection = f"{gettempdir()}/forks-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}", socket.socket(socket.AF_UNIX)
    with settings.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.connect_ex(path):
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(path)
                listener.listen()
                subprocess.Popen([sys.executable, __file__, settings], stdin=listener)
            connection.connect(path)
    return connection


def by_fork(command: list[str], folder: Path, environment: dict[str, str], apart: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a module with the same result in a fork without its imports, which take half of its time; `apart` keeps errors in `stderr`.

    The result's `session` is that of the module's processes.
    """
    connection = forks(Path(__file__).parent.parent / "mkdocs.yml")
    connection.sendall(f"{json.dumps([command, str(folder), environment, apart])}\n".encode())
    *ended, session = json.loads(connection.makefile().readline())
    result = subprocess.CompletedProcess(command, *ended)
    result.session = session
    return result


if __name__ == "__main__":
    serve()
