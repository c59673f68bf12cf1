"""Serve the site while it is written: `python -m tools.serve [HOST:PORT]`, or the next free port.

Each build runs in a process of its own, like `make build`, so nothing remains of a failed build, and changed Python
takes effect. It compares files instead of waiting for events: a build starts whenever they differ from those at the
start of the last one. Each good build gets a new folder, so a page is always complete; after a bad one, the last
good pages show its messages. MkDocs' own `serve` builds in one process, where a plugin that fails once can fail forever
(mkdocs/mkdocs#3993, #3972), and its watcher stops when a watched folder disappears for a moment.
"""

import html
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory
from threading import Thread
from types import FrameType
from urllib.parse import urlsplit

import click
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from pathspec.gitignore import GitIgnoreSpec

from tools.build import refuse_without_hooks

STOPS = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
POLL = 0.1  # seconds between checks of the files
SETTLE = 0.1  # seconds for an editor to finish a save
# The next build's process, which has imported all modules and waits for a save: this saves two thirds of a second. On end of
# input it exits.
BUILDER = """
import os, runpy, sys, mkdocs.commands.build
from contextlib import suppress
from jinja2 import FileSystemLoader
from markdown import Markdown
from mkdocs.config import load_config
listed, packaged = FileSystemLoader.list_templates, {}
with suppress(Exception):
    config = load_config(hooks=[])
    for folder in config.theme.dirs[1:]:  # the theme has thousands of icons, which each build lists and none copies
        packaged[folder] = [name for name in listed(FileSystemLoader(folder)) if not name.startswith(".")]
    FileSystemLoader.list_templates = lambda loader: sorted(
        {name for folder in loader.searchpath for name in packaged.get(folder) or listed(FileSystemLoader(folder))}
    )
    Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    import hooks.pipeline
if sys.stdin.readline():
    sys.argv = ["build", "--site-dir", sys.argv[1]]
    try:
        runpy.run_module("tools.build", run_name="__main__")
    except SystemExit as end:
        if end.code:
            raise
        sys.stdout.flush()
        os._exit(0)  # without cleaning up, which takes a tenth of a second
"""
# A bar on every page with the messages of a failed build, and its style, which the page's policy must allow.
STYLE = """body { padding-bottom: 40vh } #faults { position: fixed; inset: auto 0 0; z-index: 9; max-height: 40vh; margin: 0; padding: 0.8em 1em; overflow: auto;
background: #8c1d18; color: #fff; font: 16px/1.5 monospace; white-space: pre-wrap; overflow-wrap: anywhere }"""
BAR = '<style>%s</style><pre id="faults" role="alert" tabindex="0">Not built yet; fix this, and save again:\n%s</pre>'
EMPTY = b'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Preview</title><body></body></html>'
RELOAD = b"location.reload();"
# Put the words of an open search into the address, where the search of the reloaded page reads them.
KEEP = b"""if (document.querySelector("#__search:checked")) {
    const url = new URL(location)
    url.searchParams.set("q", document.querySelector("[name=query]").value)
    history.replaceState(history.state, "", url)
}
"""
Files = dict[str, tuple[int, int, int]]


class Preview(LiveReloadServer):
    """Serves the newest good build in `folder`; reloads the browsers, and builds again when `look` returns changed files."""

    def __init__(self, host: str, port: int, base: str, folder: Path, look: Callable[[], Files]) -> None:
        super().__init__(lambda: None, host, port, root=str(folder / "0"), mount_path=base)
        self.folder, self.look, self.number, self.last = folder, look, 0, self.root
        self.stopped, self.builder, self.faults = False, None, ""
        self.error_handler = lambda code: self._inject_js_into_html(self.missing(), self._visible_epoch)
        self._watched_paths = dict.fromkeys(["the files of `look`"], 1)  # makes MkDocs add the reload script to pages
        self.server_bind()
        self.server_activate()

    def _build_loop(self) -> None:
        seen: Files = {}
        self.builder = self.start_builder()
        while not self.stopped:
            if self.look() != seen:
                time.sleep(SETTLE)
                before, seen = seen, self.look()
                if before and any(path.endswith(".py") for path, _ in before.items() ^ seen.items()):
                    self.stop_builder()  # it has imported the old code
                    self.builder.communicate()
                    self.builder = self.start_builder()
                if self.stopped:
                    break
                said = self.build()
                if self.stopped:
                    break
                faults = re.sub(r"(?m)^INFO .*\n|^[A-Z]+ +- +|^Aborted .*", "", said).strip()
                self.show("" if self.builder.returncode == 0 else faults or "the build ended without a message")
                self.builder = self.start_builder()
            time.sleep(POLL)
        self.stop()  # the process of the next build, too

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Handle a signal: end the loop. An exception raised here could be lost anywhere."""
        self.stopped = True
        self.stop_builder()

    def stop_builder(self) -> None:
        if self.builder:
            with suppress(ProcessLookupError):
                os.killpg(self.builder.pid, signal.SIGKILL)

    def start_builder(self) -> subprocess.Popen[str]:
        """Start the process of the next build, in its own process group, so that Ctrl-C reaches this process only."""
        self.number += 1
        command = [sys.executable, "-c", BUILDER, str(self.folder / str(self.number))]
        # caches compare the age of a file in whole seconds
        environment = os.environ | {"SITE_URL": self.url, "PYTHONDONTWRITEBYTECODE": "1"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
        return subprocess.Popen(command, env=environment, start_new_session=True, **pipes)

    def build(self) -> str:
        """Let the waiting process build, and return its messages, which are printed as they come."""
        said: list[str] = []
        reader = Thread(target=print_lines, args=(self.builder.stdout, said), daemon=True)
        reader.start()
        with suppress(BrokenPipeError):  # it is stopped meanwhile
            self.builder.stdin.write("build\n")
            self.builder.stdin.close()
        self.builder.wait()
        reader.join(1)  # a process that a hook has left may hold the output open
        return "".join(said)

    def show(self, faults: str) -> None:
        """Serve the build that has just ended, and keep the one before for requests in progress; or else show its faults on the old pages."""
        old = self.last
        with self._epoch_cond:
            self.faults = faults
            if not faults:
                self.last, self.root = self.root, str(self.folder / str(self.number))
            self._wanted_epoch = self._visible_epoch = round(time.monotonic() * 1000)
            self._epoch_cond.notify_all()
        if not self.serve_thread.is_alive():
            self.serve_thread.start()
            print(f"Serving on {self.url}", flush=True)
        if faults:
            state = "The pages stay as they were before this save" if Path(self.root).exists() else "There are no pages yet"
            print(f"{state}; fix the faults above, and save again.", flush=True)
        else:
            shutil.rmtree(old, ignore_errors=True)

    def missing(self) -> bytes:
        """Return the page for an address without one."""
        page = Path(self.root, "404.html")
        return page.read_bytes() if page.exists() else EMPTY

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Put the reload script, and the faults, into a page, and allow them in its policy."""
        before, _, after = super()._inject_js_into_html(content, epoch).rpartition(RELOAD)  # notes may have these words, too
        page = before + KEEP + RELOAD + after
        script = page[page.rindex(b"<script>") + len(b"<script>") : page.rindex(b"</script>")]
        if self.faults:
            page = re.sub(rb"<body[^>]*>", lambda body: body[0] + (BAR % (STYLE, html.escape(self.faults))).encode(), page, count=1)
        for kind, code in ((b"script", script), (b"style", STYLE.encode())):
            page = page.replace(b"%b-src 'self'" % kind, b"%b-src 'self' 'sha256-%b'" % (kind, b64encode(sha256(code).digest())), 1)
        return page


def print_lines(lines: Iterable[str], said: list[str]) -> None:
    """Print the lines of a build as they come, and add them to `said`."""
    for line in lines:
        coloured = re.sub("^WARNING|^ERROR", lambda level: click.style(level[0], fg="yellow"), line)
        click.echo(coloured, nl=False)  # which removes the colour outside a terminal
        said.append(line)


def watched(config: MkDocsConfig) -> Callable[[], Files]:
    """Return a function that returns, by path, the time, size and inode of each file that a build reads."""
    ignored = GitIgnoreSpec.from_lines([".*", "__pycache__"]) + (config.exclude_docs or GitIgnoreSpec([]))
    ignores = cache(lambda path: ignored.match_file(os.path.relpath(path)))
    tops = [config.config_file_path, config.docs_dir, *config.watch]

    def look() -> Files:
        files = {}
        for path in [*tops, *(f"{folder}/{name}" for top in tops for folder, _, names in os.walk(top) for name in names)]:
            with suppress(OSError):  # removed meanwhile, or a broken link
                if not ignores(path) and S_ISREG((status := Path(path).stat()).st_mode):
                    files[path] = status.st_mtime_ns, status.st_size, status.st_ino
        return files

    return look


def listening(host: str, usual: int, *rest: object) -> Preview:
    """Return a server at the first free port, from `usual` on."""
    for port in range(usual, usual + 100):
        with suppress(OSError):
            server = Preview(host, port, *rest)
            if port != usual:
                print(f"Port {usual} is in use, perhaps by another make serve; this one uses {port}.")
            return server
    sys.exit(f"{host}:{usual} and the 99 ports above it are taken; name a free one: python -m tools.serve {host}:PORT")


def main(address: str = "") -> None:
    for number in STOPS:
        signal.signal(number, signal.default_int_handler)  # like Ctrl-C, also where a shell in the background ignores that
    refuse_without_hooks()
    try:
        config = load_config(hooks=[])
    except MkDocsException as error:
        sys.exit(error.format_message())
    host, port = address.rsplit(":", 1) if address else config.dev_addr
    with TemporaryDirectory(prefix="preview-", ignore_cleanup_errors=True) as folder, suppress(KeyboardInterrupt):
        server = listening(host, int(port), urlsplit(config.site_url or "").path or "/", Path(folder), watched(config))
        for number in STOPS:
            signal.signal(number, server.stop)
        try:
            server._build_loop()
        finally:
            server.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
