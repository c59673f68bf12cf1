"""Serve at another port where the usual one is taken; MkDocs would end with what the system says."""

import logging
import socket
from collections.abc import Callable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.hooks.free_port")


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable) -> LiveReloadServer:
    host, usual = server.server_address
    port = next(port for port in range(usual, usual + 100) if free(server.address_family, host, port))
    if port != usual:
        log.warning("Port %d is taken: something else serves there, perhaps this site. This one takes %d.", usual, port)
        server.server_address = host, port
        server.url = server.url.replace(f":{usual}/", f":{port}/", 1)
    return server


def free(family: int, host: str, port: int) -> bool:
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            attempt.bind((host, port))
        except OSError:
            return False
        return True
