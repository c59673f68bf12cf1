"""Run `mkdocs` and the tools many times after importing them once; the first worker starts this process, and all send it commands.

The first argument is a mkdocs.yml: a build of its site imports MkDocs, theme, plugins and extensions, and compiles templates and
expressions; the modules of `hooks` and `tools` are forgotten, since each copy of the site has its own. Standard input is a socket that
listens; a fork serves each connection, and this process ends after the last. A command is a line of JSON: the name of a module and its
arguments, its folder, its environment. The answer is its exit code, its output with its errors, and the number of its session. Each
command runs in a fork of its own, so that no run changes another. This process has one thread, so that a fork is safe on macOS too.
"""

import fcntl
import gc
import io
import json
import multiprocessing
import os
import re
import runpy
import socket
import subprocess
import sys
from contextlib import redirect_stdout, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile, gettempdir
from types import CodeType
from typing import IO

from jinja2 import Environment, FileSystemLoader

CODE: dict[tuple, CodeType] = {}
Process = multiprocessing.get_context("fork").Process
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


def prepare(settings: str) -> list[str]:
    """Build a site once; return the modules of its own. If that fails, tests report it."""
    import mkdocs.__main__  # noqa: F401 - `mkdocs build` imports it
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.config.config_options import Hooks
    from pymdownx import emoji

    sys.path.insert(0, str(Path(settings).parent))  # later, a command's folder comes before it
    Environment.compile = compiled
    FileSystemLoader.list_templates = lambda loader: sorted({name for folder in loader.searchpath for name in names_in(folder)})
    re._MAXCACHE = 9999  # of compiled expressions, which forks need again
    index = emoji.emojione({}, None)  # MkDocs copies it each time that it checks its settings, and uses another
    emoji.emojione = lambda options, markdown: index
    with TemporaryDirectory() as folder, suppress(Exception, SystemExit), redirect_stdout(io.StringIO()):
        from hooks import ahead, unforeseen

        ahead.make, unforeseen.Failed = (lambda *_, **nice: None), object  # they leave traces
        os.environ["SITE_URL"] = "https://example.org/"
        config = load_config(settings, site_dir=f"{folder}/site")
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    Hooks._load_hook.cache_clear()
    gc.freeze()  # imported modules stay, so the garbage collector need not look at them in each fork
    return [name for name in sys.modules if name.partition(".")[0] in ("hooks", "tools")]


def serve(own: list[str]) -> None:
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
        with TemporaryFile("w+") as output:
            process = Process(target=run, args=(*json.loads(order), own, output))
            process.start()
            process.join()
            output.seek(0)
            client.sendall(f"{json.dumps([process.exitcode, output.read(), process.pid])}\n".encode())


def run(command: list[str], folder: str, environment: dict[str, str], own: list[str], output: IO) -> None:
    """Run a module as the whole process, in a session of its own."""
    os.setsid()
    for stream in (sys.stdout, sys.stderr):
        os.dup2(output.fileno(), stream.fileno())
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


def by_fork(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a module with the same result in a fork without its imports, which take half of its time; the result also has its `session`."""
    connection = forks(Path(__file__).parent.parent / "mkdocs.yml")
    connection.sendall(f"{json.dumps([command, str(folder), environment])}\n".encode())
    code, output, session = json.loads(connection.makefile().readline())
    result = subprocess.CompletedProcess(command, code, output)
    result.session = session
    return result


if __name__ == "__main__":
    serve(prepare(sys.argv[1]))
