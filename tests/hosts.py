"""Serve a built site as hosts do: plain files, or Caddy, nginx or Apache with the generated rules."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from site_build import BASE, Site

# The modules that Apache needs, those that Debian switches on, and headers.
LEAST_MODULES = ("mpm_event", "authz_core", "dir")
MODULES = (*LEAST_MODULES, "mime", "autoindex", "alias", "headers")


@contextmanager
def files(site: Site, folder: Path, slash: bool = True) -> Iterator[str]:
    """Serve plain files, with the 404 page for a missing one; yield the address of the site's base.

    An address may name a file in any encoding: //any/..%2fabout/ is about/. Without `slash`, about/ redirects to
    about.
    """

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *arguments, **options):
            super().__init__(*arguments, directory=str(site.root), **options)

        def do_GET(self):
            path, mark, query = self.path.partition("?")
            if not slash and path != "/" and Path(self.translate_path(path)).is_dir():
                if path.endswith("/"):
                    self.send_response(301)
                    self.send_header("Location", path.rstrip("/") + mark + query)
                    self.send_header("Content-Length", "0")
                    return self.end_headers()
                self.path = f"{path}/{mark}{query}"
            return super().do_GET()

        def list_directory(self, path):
            self.send_error(404)

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
            """Print nothing: a browser drops connections when it leaves a page."""

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
    program = installed("nginx", "nginx-light")
    port = free_port()
    user = "user root;\n" if os.geteuid() == 0 else ""
    folders = "".join(f" {name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off;\n{user}pid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{folders}"
        " access_log off;\n types { text/html html; text/css css; text/javascript js; image/svg+xml svg; }\n"
        f" server {{\n listen 127.0.0.1:{port};\n root {site.root};\n location {BASE} {{\n include {site.path}/_nginx.conf;\n }}\n }}\n}}\n"
    )
    with running([program, "-c", configuration, "-p", folder], port, folder):
        yield f"http://127.0.0.1:{port}{BASE}"


@contextmanager
def apache(site: Site, folder: Path, modules: tuple[str, ...] = MODULES) -> Iterator[str]:
    """Serve with directory listings on, and with the least AllowOverride that most hosts give."""
    program = installed("apache2", "apache2-bin")
    port = free_port()
    configuration = folder / "apache.conf"
    with TemporaryDirectory() as root:  # run by root, Apache serves as another user, who cannot read root's files
        shutil.copytree(site.root, root, dirs_exist_ok=True)
        Path(root).chmod(0o755)
        configuration.write_text(
            f"ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/apache.pid\nErrorLog /dev/stderr\n"
            + "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules)
            + f"User nobody\nGroup nogroup\n<IfModule mod_mime.c>\nTypesConfig /dev/null\nAddType text/html .html\nAddType text/plain .txt\nAddType text/css .css\nAddType text/javascript .js\nAddType image/svg+xml .svg\n</IfModule>\nDocumentRoot {root}\n"
            f"<Directory {root}>\nOptions Indexes\nAllowOverride FileInfo\nRequire all granted\n</Directory>\n"
        )
        with running([program, "-D", "FOREGROUND", "-f", configuration], port, folder):
            yield f"http://127.0.0.1:{port}{BASE}"


# The servers that read what the build wrote for them, and the one that serves plain files.
SERVERS = {"caddy": caddy, "nginx": nginx, "apache": apache}
HOSTS = {"files": files} | SERVERS


def installed(name: str, package: str) -> str:
    """Return a server's path; without it skip the test, but fail in CI."""
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        message = f"no {name} to test the rules with; on Debian: apt-get install {package}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return program


def get(url: str) -> tuple[int, HTTPMessage, bytes]:
    """Request an address as written; return status, headers and body."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", url.removeprefix(f"http://{parts.netloc}"))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers, body


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def running(command: list, port: int, folder: Path) -> Iterator[None]:
    """Run a server until the end of the block; the block starts when the server listens."""
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
