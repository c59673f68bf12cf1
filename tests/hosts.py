"""Serve a built site as hosts do: plain files, or Caddy, nginx or Apache with the generated rules."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from processes import lacking, until
from site_build import BASE, INVENTED, Site

# The modules that Apache needs, those that Debian switches on, and headers.
LEAST_MODULES = ("mpm_event", "authz_core", "dir")
MODULES = (*LEAST_MODULES, "mime", "autoindex", "alias", "headers")
# The servers: program, its package, and the options before the configuration, which is in tests/data/hosts.
CADDY = "caddy", "caddy", "run", "--adapter", "caddyfile", "--config"
NGINX = "nginx", "nginx-light", "-c"
APACHE = "apache2", "apache2-bin", "-D", "FOREGROUND", "-f"
CONFIGURATIONS = {"files.caddy": CADDY, "slashless.caddy": CADDY, "caddy.caddy": CADDY, "nginx.conf": NGINX, "apache.conf": APACHE}


@contextmanager
def server(configuration: str, site: Site, folder: Path, port: int | None = None, modules: Sequence[str] = MODULES) -> Iterator[str]:
    """Run a server until the end of the block; the block starts when the server listens, with the address of the site's base."""
    program, package, *options = CONFIGURATIONS[configuration]
    path = shutil.which(program, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin")
    if not path:
        lacking(f"no {program} to test the rules with; on Debian: apt-get install {package}")
    port, log = port or free_port(), folder / "log"
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as root, log.open("w") as output:
        if program == "apache2":  # run by root, it serves as another user, who cannot read root's files
            shutil.copytree(site.root, root, dirs_exist_ok=True)
            Path(root).chmod(0o755)
        values = {"folder": folder, "site": site.path, "root": root if program == "apache2" else site.root, "base": BASE, "port": port}
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


files, slashless = partial(server, "files.caddy"), partial(server, "slashless.caddy")
# Each way to serve a site: as plain files, or with a server that reads what the build wrote for it.
SERVERS = {"caddy": partial(server, "caddy.caddy"), "nginx": partial(server, "nginx.conf"), "apache": partial(server, "apache.conf")}
HOSTS: dict[str, Callable[[Site, Path], AbstractContextManager[str]]] = {"files": files} | SERVERS


def get(url: str) -> tuple[int, HTTPMessage, bytes]:
    """Request an address as written; return status, headers and body."""
    host = urlsplit(url).netloc
    with closing(HTTPConnection(host, timeout=10)) as connection:
        connection.request("GET", url.removeprefix(f"http://{host}"))
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0
