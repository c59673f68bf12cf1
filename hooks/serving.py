"""Serve at another port where the usual one is taken, and go on serving the last good pages after a bad save.

MkDocs would end with the system's message, and let the browser wait until the fault is fixed.
"""

import logging
import socket
import sys
import traceback

from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.hooks.serving")


def keep_last_good(server: LiveReloadServer) -> None:
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


def choose_port(server: LiveReloadServer) -> None:
    host, usual = server.server_address
    port = next(port for port in range(usual, usual + 100) if free(server.address_family, host, port))
    if port != usual:
        log.warning("Port %d is taken: something else serves there, perhaps this site. This one takes %d.", usual, port)
        server.server_address = host, port
        server.url = server.url.replace(f":{usual}/", f":{port}/", 1)


def free(family: int, host: str, port: int) -> bool:
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            attempt.bind((host, port))
        except OSError:
            return False
        return True
