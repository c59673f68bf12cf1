"""Find the browser that the tests drive; as a script, install one where there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Browser, Error, sync_playwright

INSTALLED = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Root needs no sandbox; the rest keeps the browser from calling its maker.
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
MISSING = "no browser for the tests; install Chromium or Chrome (on Debian: apt-get install chromium), then run make again"


def find() -> str | None:
    """Return the path of an installed Chromium or Chrome that starts, else of Playwright's own, else None."""
    with sync_playwright() as playwright:
        for name in (*INSTALLED, playwright.chromium.executable_path):
            path = shutil.which(name)
            if path:
                with suppress(Error):  # a stub, or one that lacks its libraries
                    playwright.chromium.launch(executable_path=path, args=ARGUMENTS).close()
                    return path
    return None


def install() -> str:
    """Return the path of a browser, after installing one where needed; SystemExit where none can be."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        commands[:0] = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in commands:
        if path := find():
            return path
        subprocess.run(command, check=False)
    return find() or sys.exit(MISSING)


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a running browser, and stop it at the end; RuntimeError where none is installed."""
    path = find()
    if path is None:
        raise RuntimeError(MISSING)
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


if __name__ == "__main__":
    print(f"The tests drive {install()}")
