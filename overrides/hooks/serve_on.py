"""Go on serving the last good pages after a bad save; MkDocs would let the browser wait until it is mended."""

import logging
import sys
import traceback
from collections.abc import Callable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.hooks.serve_on")


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable) -> LiveReloadServer:
    build = server.builder

    def build_or_stay() -> None:
        try:
            build()
        except MkDocsException as told:
            print(told, file=sys.stderr)
            log.error("The pages stay as they were before this save; mend it, and save again.")
        except Exception:
            traceback.print_exc()
            log.error("The pages stay as they were before this save.")

    server.builder = build_or_stay
    return server
