"""Open a tab of Chromium, Firefox or WebKit for the tests: the installed one, or else Playwright's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firefox import Firefox
from playwright.sync_api import Browser, Playwright
from processes import lacking
from webdriver import Tab
from webkit import WebKit

from tools.browser import launch

INSTALL = {
    "Firefox": "no Firefox to test with; on Debian: apt-get install firefox-esr; elsewhere: playwright install firefox",
    "WebKit": "no WebKit to test with; on Debian: apt-get install webkit2gtk-driver (webkitgtk-webdriver from Debian 14 on) gir1.2-webkit2-4.1 python3-gi xvfb;"
    " elsewhere: playwright install webkit",
}


class ByPlaywright:
    """A page of Playwright, with the console errors in the same form as the other engines'."""

    def __init__(self, name: str, browser: Browser):
        self.name, self.browser, self.found = name, browser, []
        self.page = browser.new_page(reduced_motion="reduce")
        self.page.on("console", lambda message: self.found.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.found.append(str(error)))

    def __getattr__(self, name: str) -> object:
        return getattr(self.page, name)

    def go_back(self) -> None:
        # Playwright's own method waits for a load event, which a page from the cache does not have
        self.page.evaluate("() => { setTimeout(() => history.back()) }")

    def errors(self) -> list[str]:
        new, self.found = self.found, []
        return new

    def close(self) -> None:
        self.browser.close()


ENGINES = {"Chromium": None, "Firefox": Firefox, "WebKit": WebKit}
OTHERS = ["Firefox", "WebKit"]  # for what test_walk.py sees in Chromium


@contextmanager
def opened(name: str, playwright: Playwright, chromium: str, folder: Path) -> Iterator[Tab]:
    """Open a tab of a browser, and close the browser at the end; without one skip the test, but fail in CI."""
    installed = ENGINES[name]
    its = getattr(playwright, name.lower())
    if installed and installed.installed():
        tab = installed(folder)
    elif not installed:
        tab = ByPlaywright(name, launch(playwright, chromium, ignore_default_args=["--disable-back-forward-cache"]))
    elif Path(its.executable_path).exists():
        tab = ByPlaywright(name, its.launch())
    else:
        lacking(INSTALL[name])
    try:
        yield tab
    finally:
        tab.close()
