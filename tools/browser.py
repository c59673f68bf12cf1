"""Find the browser that the tests drive. As a script, install one if run by root, or print the command that does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Error, Page, Playwright, Route, sync_playwright

# The first takes a sixth less processor time than the second.
INSTALLED = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Root needs no sandbox; the other flags stop requests to the browser's vendor.
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PLAYWRIGHT = [sys.executable, "-m", "playwright"]
DEBIAN = ["apt-get", "install", "--no-install-recommends", "chromium-headless-shell", "libatomic1"]  # libatomic1 is for Playwright's node
MISSING = (
    f"no Chromium or Chrome was found; on Debian, as root: {' '.join(DEBIAN)}; elsewhere: .venv/bin/playwright install --no-shell chromium"
)


def find() -> str | None:
    """Return the path of an installed Chromium or Chrome that starts, or of Playwright's own, or None."""
    if subprocess.run([*PLAYWRIGHT, "--version"], capture_output=True).returncode:
        return None  # Playwright's node lacks a library
    with sync_playwright() as playwright:
        for name in (*INSTALLED, playwright.chromium.executable_path):
            path = shutil.which(name)
            if path:
                with suppress(Error):  # a stub, or a browser that lacks its libraries
                    playwright.chromium.launch(executable_path=path, args=ARGUMENTS).close()
                    return path
    return None


def install() -> str:
    """Return the path of a browser, after installing one for root; SystemExit with the command to run if there is none."""
    commands = []
    if os.geteuid() == 0:
        commands = [[*PLAYWRIGHT, "install", "--with-deps", "--no-shell", "chromium"]]
        if shutil.which("apt-get"):
            commands[:0] = [["apt-get", "update"], [*DEBIAN, "--yes"]]
    for command in commands:
        if path := find():
            return path
        print(*command, flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        result = subprocess.run(command, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True)
        if result.returncode:
            print(*result.stdout.strip().splitlines()[-1:])
    return find() or sys.exit(MISSING)


def launch(playwright: Playwright, path: str, **options: object) -> Browser:
    """Start the browser at `path`; `options` are Playwright's."""
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS, **options)


@contextmanager
def launched(path: str | None = None) -> Iterator[Browser]:
    """Start a browser, and close it at the end; SystemExit with the command that installs one if there is none."""
    path = path or find() or sys.exit(MISSING)
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        yield browser
        browser.close()


def serve(tab: Page, site: Path, base: str) -> None:
    """Answer a tab's requests below the URL `base` with the files of the folder `site`, as if it were published there."""

    def answer(route: Route) -> None:
        path = site / unquote(urlsplit(route.request.url).path).removeprefix(urlsplit(base).path)
        route.fulfill(path=path / "index.html" if path.is_dir() else path)

    tab.route(f"{base}**", answer)


if __name__ == "__main__":
    print(f"The tests drive {install()}")
