"""Give the tests a tab of Chromium, Firefox or WebKit: as installed, else as Playwright has downloaded it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from firefox import Firefox
from playwright.sync_api import Browser, Playwright
from webdriver import Tab
from webkit import WebKit

from tools.browser import launch

INSTALL = {
    "Firefox": "no Firefox to test with; on Debian: apt-get install firefox-esr; elsewhere: playwright install firefox",
    "WebKit": "no WebKit to test with; on Debian: apt-get install webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb;"
    " elsewhere: playwright install webkit",
}


class ByPlaywright:
    """A page of Playwright, with the errors in its console as the others have them."""

    def __init__(self, name: str, browser: Browser):
        self.name, self.browser, self.found = name, browser, []
        self.page = browser.new_page(reduced_motion="reduce")
        self.page.on("console", lambda message: self.found.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.found.append(str(error)))

    def __getattr__(self, name: str) -> object:
        return getattr(self.page, name)

    def go_back(self) -> None:
        self.page.evaluate("() => { setTimeout(() => history.back()) }")  # Playwright's own waits for a load, which a kept page has not

    def errors(self) -> list[str]:
        new, self.found = self.found, []
        return new

    def close(self) -> None:
        self.browser.close()


ENGINES = {"Chromium": None, "Firefox": Firefox, "WebKit": WebKit}


@contextmanager
def opened(name: str, playwright: Playwright, chromium: str, folder: Path) -> Iterator[Tab]:
    """Give a tab of a browser of its own, and stop the browser at the end; skip the test where there is none, fail it in CI."""
    installed = ENGINES[name]
    its = getattr(playwright, name.lower())
    if installed and installed.installed():
        tab = installed(folder)
    elif not installed:
        tab = ByPlaywright(name, launch(playwright, chromium, ignore_default_args=["--disable-back-forward-cache"]))
    elif Path(its.executable_path).exists():
        tab = ByPlaywright(name, its.launch())
    else:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL[name])
    try:
        yield tab
    finally:
        tab.close()
