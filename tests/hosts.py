"""Serve a built site as hosts do: plain files, or Caddy, nginx or Apache with the generated rules."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection, HTTPMessage
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from processes import lacking, until
from site_build import BASE, INVENTED, Site

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
            self.path = f"{path}.html{mark}{query}" if path.endswith("/index") else self.path  # as on GitHub Pages
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


def configured(name: str, folder: Path, site: Site, **values: object) -> Path:
    """Write a server's configuration, tests/data/hosts/NAME with these values, to `folder`; return its path."""
    path = folder / name
    known = {"folder": folder, "site": site.path, "root": site.root, "base": BASE} | values
    path.write_text(Template((INVENTED / "hosts" / name).read_text(encoding="utf-8")).substitute(known))
    return path


def caddy(site: Site, folder: Path, port: int | None = None) -> AbstractContextManager[str]:
    port = port or free_port()
    configuration = configured("Caddyfile", folder, site, port=port)
    return running([Path(sys.executable).with_name("caddy"), "run", "--adapter", "caddyfile", "--config", configuration], port, folder)


def nginx(site: Site, folder: Path) -> AbstractContextManager[str]:
    program, port = installed("nginx", "nginx-light"), free_port()
    configuration = configured("nginx.conf", folder, site, port=port, user="" if os.geteuid() else "user root;\n")
    return running([program, "-c", configuration, "-p", folder], port, folder)


@contextmanager
def apache(site: Site, folder: Path, modules: tuple[str, ...] = MODULES) -> Iterator[str]:
    program, port = installed("apache2", "apache2-bin"), free_port()
    loaded = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules)
    with TemporaryDirectory() as root:  # run by root, Apache serves as another user, who cannot read root's files
        shutil.copytree(site.root, root, dirs_exist_ok=True)
        Path(root).chmod(0o755)
        configuration = configured("apache.conf", folder, site, port=port, root=root, modules=loaded)
        with running([program, "-D", "FOREGROUND", "-f", configuration], port, folder) as base:
            yield base


# The servers that read what the build wrote for them, and the one that serves plain files.
SERVERS = {"caddy": caddy, "nginx": nginx, "apache": apache}
HOSTS = {"files": files} | SERVERS


def installed(name: str, package: str) -> str:
    """Return a server's path."""
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        lacking(f"no {name} to test the rules with; on Debian: apt-get install {package}")
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


def listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list, port: int, folder: Path) -> Iterator[str]:
    """Run a server until the end of the block; the block starts when the server listens, with the address of the site's base."""
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen([*map(str, command)], stdout=log, stderr=log)
        try:
            until(
                lambda: listens(port) or process.poll() is not None, lambda: f"{command[0]} does not listen: {Path(log.name).read_text()}"
            )
            assert process.poll() is None, f"{command[0]} did not start: {Path(log.name).read_text()}"
            yield f"http://127.0.0.1:{port}{BASE}"
        finally:
            process.terminate()
            process.wait(10)
