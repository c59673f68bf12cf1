"""Drive the Firefox and the WebKit of this machine, by the part of Playwright's `Page` that the tests use.

Playwright itself drives Chromium, and builds of Firefox and WebKit of its own. These two take the commands of WebDriver
(www.w3.org/TR/webdriver2): WebKit over HTTP, Firefox over a socket (Marionette,
firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.request import Request, urlopen

import hosts
import pytest
from playwright.sync_api import Browser, Playwright

from tools.browser import launch

INSTALL = {
    "Firefox": "no Firefox to test with; on Debian: apt-get install firefox-esr; elsewhere: playwright install firefox",
    "WebKit": "no WebKit to test with; on Debian: apt-get install webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb;"
    " elsewhere: playwright install webkit",
}
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Shift": "\ue008", "Control": "\ue009", "Delete": "\ue017"}
KEYS |= {"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}
FUNCTION = re.compile(r"\s*(async\s+)?(\w+|\([^)]*\))\s*=>")
FIND = "selector => document.querySelector(selector)"
# From WebDriver's names, as Marionette has them, to those of its HTTP interface.
PATHS = {
    "Navigate": "POST url",
    "Back": "POST back",
    "Refresh": "POST refresh",
    "ExecuteScript": "POST execute/sync",
    "PerformActions": "POST actions",
    "SetWindowRect": "POST window/rect",
    "FindElement": "POST element",
    "ElementClick": "POST element/{id}/click",
    "TakeScreenshot": "GET screenshot",
}


class Tab:
    """What Firefox and WebKit have in common. `send` takes a command of WebDriver and its parameters, and returns its value."""

    def __init__(self):
        self.name = type(self).__name__
        self.keyboard = SimpleNamespace(press=self.press, type=self.type)
        self.mouse = SimpleNamespace(move=self.move)

    @property
    def url(self) -> str:
        return self.evaluate("location.href")

    def goto(self, address: str) -> None:
        self.send("Navigate", url=address)

    def go_back(self) -> None:
        self.send("Back")

    def evaluate(self, script: str, argument: object = None) -> object:
        call = "(...arguments)" if FUNCTION.match(script) else ""
        return self.send("ExecuteScript", script=f"return ({script}){call}", args=[argument])

    def wait_for_function(self, script: str, arg: object = None, timeout: int = 10_000) -> None:
        end = time.monotonic() + timeout / 1000
        while not self.evaluate(script, arg):
            assert time.monotonic() < end, f"not within {timeout} ms: {script} {arg or ''}"
            time.sleep(0.05)

    def wait_for_timeout(self, milliseconds: int) -> None:
        time.sleep(milliseconds / 1000)

    def wait_for_selector(self, selector: str, state: str = "visible") -> None:
        shown = "" if state == "attached" else "?.checkVisibility({ visibilityProperty: true })"
        self.wait_for_function(f"selector => !!document.querySelector(selector){shown}", selector)

    def locator(self, selector: str) -> SimpleNamespace:
        return SimpleNamespace(
            click=lambda: self.send("ElementClick", id=next(iter(self.send("FindElement", using="css selector", value=selector).values()))),
            focus=lambda: self.evaluate(f"selector => ({FIND})(selector).focus()", selector),
        )

    def act(self, kind: str, *actions: dict) -> None:
        self.send("PerformActions", actions=[{"type": kind, "id": kind, "actions": actions}])

    def press(self, name: str) -> None:
        keys = [KEYS.get(key, key) for key in name.split("+")]
        downs = [{"type": "keyDown", "value": key} for key in keys]
        self.act("key", *downs, *({"type": "keyUp", "value": key} for key in reversed(keys)))

    def type(self, text: str) -> None:
        for character in text:
            self.press(character)

    def move(self, x: int, y: int) -> None:
        self.act("pointer", {"type": "pointerMove", "x": x, "y": y})

    def screenshot(self) -> str:
        """Return a PNG picture in Base64."""
        return self.send("TakeScreenshot")


class WebKit(Tab):
    def __init__(self, folder: Path):
        super().__init__()
        # A display of its own, which writes its number once it is there.
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], stdout=subprocess.PIPE, text=True
        )
        number = self.screen.stdout.readline().strip()
        environment = os.environ | {"DISPLAY": f":{number}", "HOME": str(folder), "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            environment.pop(name, None)
        port = hosts.free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.console = folder / "console"
        with self.console.open("wb") as console:
            self.driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=environment, stderr=console, start_new_session=True)
        options = {"binary": "/usr/bin/python3", "args": [str(Path(__file__).with_name("webkit_window.py"))]}
        self.session, self.read = "", 0
        wait_for_port(port)
        session = self.request("POST session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self.session = f"session/{session['sessionId']}"

    @staticmethod
    def installed() -> bool:
        check = 'import gi; gi.require_version("WebKit2", "4.1")'
        return (
            bool(shutil.which("WebKitWebDriver") and shutil.which("Xvfb"))
            and not subprocess.run(["/usr/bin/python3", "-c", check], stderr=subprocess.DEVNULL).returncode
        )

    def request(self, line: str, body: dict) -> object:
        method, path = line.split()
        data = json.dumps(body).encode() if method == "POST" else None
        request = Request(f"{self.address}/{path}", data, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except OSError as error:
            raise RuntimeError(f"WebKit refused {line}: {error.read().decode() if hasattr(error, 'read') else error}") from None

    def send(self, command: str, **parameters: object) -> object:
        method, path = PATHS[command].split()
        return self.request(f"{method} {self.session}/{path.format(**parameters)}", parameters)

    def set_viewport_size(self, size: dict[str, int]) -> None:
        self.viewport_size = size
        self.send("SetWindowRect", **size)
        self.wait_for_function("width => innerWidth === width", size["width"])

    def errors(self) -> list[str]:
        lines = self.console.read_text(encoding="utf-8").splitlines()
        new, self.read = lines[self.read :], len(lines)
        return [line for line in new if re.search(r"CONSOLE .*\bERROR\b", line)]

    def close(self) -> None:
        os.killpg(self.driver.pid, signal.SIGTERM)  # the window with it
        self.screen.terminate()
        self.driver.wait(10)
        self.screen.wait(10)


class Firefox(Tab):
    # From a fresh console on: what scripts and policies report there, and what pages write.
    ERRORS = """
      const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage)
      const found = [
        ...Services.console.getMessageArray().filter(message => message instanceof Ci.nsIScriptError
          && !(message.flags & Ci.nsIScriptError.warningFlag) && /^https?:/.test(message.sourceName)).map(({ errorMessage }) => errorMessage),
        ...storage.getEvents().filter(({ level, filename }) => level === "error" && /^https?:/.test(filename)).map(event => event.arguments.join(" ")),
      ]
      Services.console.reset()
      storage.clearEvents()
      return found
    """

    def __init__(self, folder: Path):
        super().__init__()
        port = hosts.free_port()
        settings = {
            "marionette.port": port,
            "ui.prefersReducedMotion": 1,
            "docshell.shistory.bfcache.allow_unload_listeners": True,  # Marionette adds one with each script: pages would not be kept
            "app.normandy.enabled": False,  # neither experiments nor what they report
            "nimbus.rollouts.enabled": False,
        }
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
        (folder / "user.js").write_text("".join(lines))
        self.browser = subprocess.Popen(
            [self.program(), "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", folder],
            env=os.environ | {"HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for_port(port)
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.receive()
        self.send("NewSession")

    @staticmethod
    def program() -> str | None:
        return shutil.which("firefox-esr") or shutil.which("firefox")

    @classmethod
    def installed(cls) -> bool:
        return bool(cls.program())

    def receive(self) -> list:
        """Read a message: the number of its bytes, a colon, JSON."""
        length = b""
        while not length.endswith(b":"):
            length += self.socket.recv(1)
        body = b""
        while len(body) < int(length[:-1]):
            body += self.socket.recv(int(length[:-1]) - len(body))
        return json.loads(body)

    def send(self, command: str, **parameters: object) -> object:
        prefix = "Marionette" if command == "SetContext" else "WebDriver"
        message = json.dumps([0, 1, f"{prefix}:{command}", parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, value = self.receive()
        if error:
            raise RuntimeError(f"Firefox refused {command}: {error['message']}")
        return value["value"] if isinstance(value, dict) and list(value) == ["value"] else value

    def as_browser(self, script: str) -> object:
        """Run a script of the browser itself, which sees its window and its console."""
        self.send("SetContext", value="chrome")
        try:
            return self.send("ExecuteScript", script=script, args=[])
        finally:
            self.send("SetContext", value="content")

    def set_viewport_size(self, size: dict[str, int]) -> None:
        """Make the page in the window smaller, as the developer tools do: no window is as narrow as a phone."""
        self.viewport_size = size
        self.send("SetWindowRect", width=1400, height=1100)
        rules = "".join(f"min-{side}: {length}px; max-{side}: {length}px; " for side, length in size.items())
        self.as_browser(f"gBrowser.selectedBrowser.style = '{rules}'")
        self.wait_for_function("width => innerWidth === width", size["width"])

    def errors(self) -> list[str]:
        return self.as_browser(self.ERRORS)

    def close(self) -> None:
        self.socket.close()
        self.browser.terminate()
        self.browser.wait(10)


def wait_for_port(port: int) -> None:
    for _ in range(600):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens at port {port}")


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
        self.page.evaluate("() => { history.back() }")  # Playwright's own waits for a load, which a kept page has not

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
