"""Serve a built site as hosts do: plain files, or Caddy, nginx or Apache with the generated rules."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
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
        error_message_format = (site.path / "404.html").read_text(encoding="utf-8").replace("%", "%%")
        error_content_type = "text/html"

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

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site.root))) as http:
        http.handle_error = lambda *_: None  # a browser drops connections when it leaves a page
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}{BASE}"
        http.shutdown()


# The servers that read what the build wrote for them: their program, its package, their configuration in tests/data/hosts, and its option.
SERVERS = {
    "caddy": ("caddy", "caddy", "Caddyfile", ["run", "--adapter", "caddyfile", "--config"]),
    "nginx": ("nginx", "nginx-light", "nginx.conf", ["-c"]),
    "apache": ("apache2", "apache2-bin", "apache.conf", ["-D", "FOREGROUND", "-f"]),
}


@contextmanager
def server(name: str, site: Site, folder: Path, port: int | None = None, modules: Sequence[str] = MODULES) -> Iterator[str]:
    """Run a server until the end of the block; the block starts when the server listens, with the address of the site's base."""
    program, package, configuration, options = SERVERS[name]
    path = shutil.which(program, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin")
    if not path:
        lacking(f"no {program} to test the rules with; on Debian: apt-get install {package}")
    port, log = port or free_port(), folder / "log"
    with TemporaryDirectory() as root, log.open("w") as output:
        if name == "apache":  # run by root, it serves as another user, who cannot read root's files
            shutil.copytree(site.root, root, dirs_exist_ok=True)
            Path(root).chmod(0o755)
        values = {"folder": folder, "site": site.path, "root": root if name == "apache" else site.root, "base": BASE, "port": port}
        values["user"] = "" if os.geteuid() else "user root;\n"
        values["modules"] = "\n".join(f"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so" for module in modules)
        template = Template((INVENTED / "hosts" / configuration).read_text(encoding="utf-8"))
        (folder / configuration).write_text(template.substitute(values))
        process = subprocess.Popen([path, *options, folder / configuration], stdout=output, stderr=output)
        try:
            until(lambda: listens(port) or process.poll() is not None, lambda: f"{program} does not listen: {log.read_text()}")
            assert process.poll() is None, f"{program} did not start: {log.read_text()}"
            yield f"http://127.0.0.1:{port}{BASE}"
        finally:
            process.terminate()
            process.wait(10)


# Each way to serve a site: as plain files, or with a server.
HOSTS: dict[str, Callable[[Site, Path], AbstractContextManager[str]]] = {"files": files} | {name: partial(server, name) for name in SERVERS}


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
