"""Run `mkdocs` many times after importing it once; site_build.py starts this process and sends it commands.

The argument is a mkdocs.yml, whose theme, plugins and extensions are imported once; its hooks are not, since each
copy of the site has its own. A command is a line of JSON: the arguments of `mkdocs`, its folder, its environment. The
answer is its exit code and output. Each command runs in a fork of its own, so that no run changes another. This
process has one thread, so that a fork is safe on macOS too.
"""

import json
import os
import sys


def serve() -> None:
    # Processes that start empty (on macOS, and with Python 3.14) import this file again.
    import gc
    import tempfile
    from contextlib import suppress

    import mkdocs.commands.build  # noqa: F401 - `mkdocs build` imports it
    from mkdocs.__main__ import cli
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with suppress(MkDocsException):  # the build reports it
        load_config(sys.argv[1], hooks=[])
    gc.freeze()  # imported modules stay, so the garbage collector need not look at them in each fork

    for order in sys.stdin:
        arguments, folder, environment = json.loads(order)
        with tempfile.TemporaryFile("w+") as messages:
            child = os.fork()
            if not child:
                os.dup2(messages.fileno(), sys.stdout.fileno())
                os.dup2(messages.fileno(), sys.stderr.fileno())
                os.chdir(folder)
                os.environ.clear()
                os.environ.update(environment)
                cli(arguments)  # and exits
            _, status = os.waitpid(child, 0)
            messages.seek(0)
            print(json.dumps([os.waitstatus_to_exitcode(status), messages.read()]), flush=True)


if __name__ == "__main__":
    serve()
