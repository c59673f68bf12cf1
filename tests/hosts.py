"""Serve a built site as its hosts would: files alone, or Caddy or nginx under the generated rules."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from site_build import BASE, Site


@contextmanager
def files(site: Site, folder: Path) -> Iterator[str]:
    """Serve files and nothing else, with the 404 page for a missing one; give the address of the site's base."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *arguments, **options):
            super().__init__(*arguments, directory=str(site.root), **options)

        def send_error(self, code, message=None, explain=None):
            body = Path(site.path, "404.html").read_bytes()
            self.send_response(code, message)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            """Say nothing: a browser drops connections when a page is left."""

    with Server(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}{BASE}"
        http.shutdown()


@contextmanager
def caddy(site: Site, folder: Path, port: int | None = None) -> Iterator[str]:
    port = port or free_port()
    configuration = folder / "Caddyfile"
    configuration.write_text(
        f"{{\n admin off\n auto_https off\n storage file_system {folder}\n}}\n"
        f"http://127.0.0.1:{port} {{\n import {site.path}/_Caddyfile\n root * {site.root}\n encode {{\n gzip 9\n }}\n file_server\n}}\n"
    )
    program = Path(sys.executable).with_name("caddy")
    with running([program, "run", "--adapter", "caddyfile", "--config", configuration], port, folder):
        yield f"http://127.0.0.1:{port}{BASE}"


@contextmanager
def nginx(site: Site, folder: Path) -> Iterator[str]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        message = "no nginx to test the rules with; on Debian: apt-get install nginx-light"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    port = free_port()
    user = "user root;\n" if os.geteuid() == 0 else ""
    folders = "".join(f" {name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off;\n{user}pid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{folders}"
        " access_log off;\n types { text/html html; text/css css; text/javascript js; image/svg+xml svg; }\n"
        f" server {{\n listen 127.0.0.1:{port};\n location {BASE} {{\n root {site.root};\n include {site.path}/_nginx.conf;\n }}\n }}\n}}\n"
    )
    with running([program, "-c", configuration, "-p", folder], port, folder):
        yield f"http://127.0.0.1:{port}{BASE}"


HOSTS = {"files": files, "caddy": caddy, "nginx": nginx}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def running(command: list, port: int, folder: Path) -> Iterator[None]:
    """Run a server until the end of the block, from when it listens."""
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen([*map(str, command)], stdout=log, stderr=log)
        try:
            for _ in range(100):
                with socket.socket() as attempt:
                    if attempt.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                raise RuntimeError(f"{command[0]} does not listen: {Path(log.name).read_text()}")
            assert process.poll() is None, f"{command[0]} did not start: {Path(log.name).read_text()}"
            yield
        finally:
            process.terminate()
            process.wait(10)
