"""Drive the Firefox of this machine, which takes the commands over a socket.

Its protocol is Marionette (firefox-source-docs.mozilla.org/testing/marionette/Protocol.html); Playwright drives builds of its own only.
"""

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

import hosts
from webdriver import Tab, wait_for_port


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
