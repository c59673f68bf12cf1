"""Run `mkdocs` and the tools many times after importing them once: each command in a fork of a process that has built the site."""

import multiprocessing
import os
import runpy
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from tempfile import NamedTemporaryFile

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.prepared"])


def run(command: list[str], folder: str, environment: dict[str, str], output: str) -> None:
    """Run a module as the whole process, in a session of its own, without the site's modules that the process has imported."""
    from tests.prepared import OWN

    os.setsid()
    written = os.open(output, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(written, stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = [folder, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv[:] = command
    for name in OWN if Path("hooks").exists() else [command[0]]:
        sys.modules.pop(name, None)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


def by_fork(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a module with the same result in a fork without its imports, which take half of its time; the result also has its `session`."""
    with NamedTemporaryFile("w+") as output, chdir(Path(__file__).parent.parent):  # where Python finds `prepared`
        process = FORKS.Process(target=run, args=(command, str(folder), environment, output.name))
        process.start()
        process.join()
        result = subprocess.CompletedProcess(command, process.exitcode, output.read())
    result.session = process.pid
    return result
