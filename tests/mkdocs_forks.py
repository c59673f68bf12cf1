"""Run `mkdocs` again and again, and import it once; site_build.py starts this, and gives it orders.

Argument: a mkdocs.yml, whose theme, plugins and extensions are imported; its hooks are not, since each
copy of the site has its own. An order is a line of JSON: the arguments of `mkdocs`, its folder, its
environment; the answer is one of its exit code and messages. Each order runs in a fork of its own, so
that none sees what another left behind. With one thread, as here, a fork is sound on macOS too.
"""

import json
import os
import sys


def serve() -> None:
    # Imported here: processes that begin empty, as on macOS and with Python 3.14, import this file again.
    import gc
    import tempfile
    from contextlib import suppress

    import mkdocs.commands.build  # noqa: F401 - what the command line imports when it is told to build
    from mkdocs.__main__ import cli
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with suppress(MkDocsException):  # the build will tell it
        load_config(sys.argv[1], hooks=[])
    gc.freeze()  # what is imported stays: no fork need look through it

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
