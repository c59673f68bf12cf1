"""Open a tab of Chromium, Firefox or WebKit for the tests: the installed one, or else Playwright's.

Playwright drives its own builds of Firefox and WebKit. Those that are installed take the commands of WebDriver (www.w3.org/TR/webdriver2):
Firefox over Marionette (firefox-source-docs.mozilla.org/testing/marionette/Protocol.html), WebKit over HTTP.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import requests
from hosts import free_port, listens
from observers import logged
from playwright.sync_api import Page, Playwright
from processes import lacking, started, until
from site_build import INVENTED, script

from tools.browser import launch

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Control": "\ue009", "Escape": "\ue00c"}
KEYS |= {"ArrowRight": "\ue014", "ArrowDown": "\ue015", "Delete": "\ue017"}
FUNCTION = re.compile(r"\s*(async\s+)?(\w+|\([^)]*\))\s*=>")
ERRORS = script("firefox_errors")
PATHS = {"Navigate": "url", "ExecuteScript": "execute/sync", "PerformActions": "actions", "SetWindowRect": "window/rect"}
PATHS |= {"NewSession": "session", "FindElement": "element", "ElementClick": "element/{id}/click"}
PYTHON = "/usr/bin/python3"  # which has the bindings of WebKit


class Tab:
    """The part of Playwright's `Page` that the tests use, for an engine whose `send` takes a WebDriver command and returns its value."""

    def __init__(self):
        self.name = type(self).__name__
        self.keyboard = self.mouse = self

    def goto(self, address: str) -> None:
        self.send("Navigate", url=address)

    def evaluate(self, script: str, argument: object = None) -> object:
        call = "(...arguments)" if FUNCTION.match(script) else ""
        return self.send("ExecuteScript", script=f"return ({script}){call}", args=[argument])

    def wait_for_function(self, script: str, arg: object = None) -> None:
        until(lambda: self.evaluate(script, arg), lambda: f"not within 20 s: {script} {arg or ''}", 20)

    def wait_for_selector(self, selector: str, state: str = "visible") -> None:
        shown = "" if state == "attached" else "?.checkVisibility({ visibilityProperty: true })"
        self.wait_for_function(f"selector => !!document.querySelector(selector){shown}", selector)

    def locator(self, selector: str) -> SimpleNamespace:
        element = next(iter(self.send("FindElement", using="css selector", value=selector).values()))
        return SimpleNamespace(click=lambda: self.send("ElementClick", id=element))

    def act(self, kind: str, *actions: dict) -> None:
        self.send("PerformActions", actions=[{"type": kind, "id": kind, "actions": actions}])

    def press(self, name: str) -> None:
        keys = [KEYS.get(key, key) for key in name.split("+")]
        self.act("key", *({"type": kind, "value": key} for kind, way in (("keyDown", 1), ("keyUp", -1)) for key in keys[::way]))

    def type(self, text: str) -> None:
        for character in text:
            self.press(character)

    def move(self, x: int, y: int) -> None:
        self.act("pointer", {"type": "pointerMove", "x": x, "y": y})

    def set_viewport_size(self, size: dict[str, int]) -> None:
        self.viewport_size = size
        self.resize(**size)
        self.wait_for_function("width => innerWidth === width", size["width"])


class Firefox(Tab):
    def __init__(self, folder: Path):
        super().__init__()
        shutil.copy(INVENTED / "firefox.js", folder / "user.js")
        program = shutil.which("firefox-esr") or "firefox"
        command = [program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", folder]
        self.browser = started(command, folder, HOME=str(folder))
        port = folder / "MarionetteActivePort"
        until(lambda: port.exists() and port.read_text().strip())
        self.socket = socket.create_connection(("127.0.0.1", int(port.read_text())), 60)
        self.stream = self.socket.makefile("rb")
        self.receive()
        self.send("NewSession")
        self.send("SetWindowRect", width=1400, height=1100)

    def receive(self) -> list:
        """Read a message: its length in bytes, a colon, JSON."""
        length = b"".join(iter(lambda: self.stream.read(1), b":"))
        return json.loads(self.stream.read(int(length)))

    def send(self, command: str, **parameters: object) -> object:
        message = json.dumps([0, 1, f"{'Marionette' if command == 'SetContext' else 'WebDriver'}:{command}", parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, value = self.receive()
        assert not error, f"Firefox refused {command}: {error}"
        return value["value"] if isinstance(value, dict) and list(value) == ["value"] else value

    def as_browser(self, script: str) -> object:
        """Run a script with the browser's privileges, which can read its window and console."""
        self.send("SetContext", value="chrome")
        result = self.send("ExecuteScript", script=script, args=[])
        self.send("SetContext", value="content")
        return result

    def resize(self, width: int, height: int) -> None:
        """Shrink the page within the window, as the developer tools do: no window is as narrow as a phone."""
        limits = "".join(f"{limit}-width: {width}px; {limit}-height: {height}px; " for limit in ("min", "max"))
        self.as_browser(f"gBrowser.selectedBrowser.style = '{limits}'")

    def errors(self) -> list[str]:
        return self.as_browser(ERRORS)

    def close(self) -> None:
        self.socket.close()
        self.browser.terminate()
        self.browser.wait(10)


class WebKit(Tab):
    """WebKitWebDriver takes the commands, and webkit_window.py shows the page."""

    def __init__(self, folder: Path):
        super().__init__()
        # Xvfb writes the number of its display once it is ready.
        command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
        self.screen = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        settings = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(folder))
        settings |= {"DISPLAY": f":{self.screen.stdout.readline().strip()}", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        settings["WEBKIT_DISABLE_DMABUF_RENDERER"] = "1"  # which takes twice the processor time without a graphics card
        port = free_port()
        self.address, self.console, self.read = f"http://127.0.0.1:{port}/", folder / "log", 0
        self.driver = started(["WebKitWebDriver", f"--port={port}"], folder, **settings)
        until(lambda: listens(port))
        window = {"binary": PYTHON, "args": [str(Path(__file__).with_name("webkit_window.py"))]}
        session = self.send("NewSession", capabilities={"alwaysMatch": {"webkitgtk:browserOptions": window}})
        self.address += f"session/{session['sessionId']}/"

    def send(self, command: str, **parameters: object) -> object:
        address = self.address + PATHS[command].format(**parameters)
        try:
            answer = requests.post(address, json=parameters, timeout=5 if command == "ExecuteScript" else 60)
        except requests.Timeout:
            return None  # WebKit answers no script whose page is left meanwhile
        assert answer.ok, f"WebKit refused {command}: {answer.text}"
        return answer.json()["value"]

    def resize(self, width: int, height: int) -> None:
        self.send("SetWindowRect", width=width, height=height)

    def errors(self) -> list[str]:
        lines = self.console.read_text(encoding="utf-8").splitlines()
        new, self.read = lines[self.read :], len(lines)
        return [line for line in new if re.search(r"CONSOLE .*\bERROR\b", line)]

    def close(self) -> None:
        os.killpg(self.driver.pid, signal.SIGTERM)  # and with it the window
        self.screen.terminate()
        self.driver.wait(10)
        self.screen.wait(10)


ENGINES = {"Chromium": None, "Firefox": Firefox, "WebKit": WebKit}
OTHERS = ["Firefox", "WebKit"]  # for what test_walk.py sees in Chromium
# A command that succeeds where an engine is installed, and the packages that install it.
INSTALLED = {
    "Firefox": ("command -v firefox-esr || command -v firefox", "firefox-esr"),
    "WebKit": (
        f"""command -v WebKitWebDriver && command -v Xvfb && {PYTHON} -c 'import gi; gi.require_version("WebKit2", "4.1")'""",
        "webkit2gtk-driver (webkitgtk-webdriver from Debian 14 on) gir1.2-webkit2-4.1 python3-gi xvfb",
    ),
}


@contextmanager
def opened(name: str, playwright: Playwright, chromium: str, folder: Path) -> Iterator[Tab | Page]:
    """Open a tab of a browser, and close the browser at the end; without one skip the test, but fail in CI."""
    its, (command, packages) = getattr(playwright, name.lower()), INSTALLED.get(name, ("false", ""))
    if subprocess.run(command, shell=True, capture_output=True).returncode == 0:
        tab = ENGINES[name](folder)
    elif name in INSTALLED and not Path(its.executable_path).exists():
        lacking(f"no {name} to test with; on Debian: apt-get install {packages}; elsewhere: playwright install {name.lower()}")
    else:
        browser = its.launch() if name in INSTALLED else launch(playwright, chromium, ignore_default_args=["--disable-back-forward-cache"])
        tab = browser.new_page(reduced_motion="reduce")
        tab.name, tab.errors, tab.close = name, lambda: logged(tab), browser.close
    try:
        yield tab
    finally:
        tab.close()
