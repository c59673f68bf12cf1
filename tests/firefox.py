"""Drive the installed Firefox over its protocol Marionette, since Playwright drives its own builds only.

The protocol is described at firefox-source-docs.mozilla.org/testing/marionette/Protocol.html.
"""

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

import hosts
from processes import until
from site_build import script
from webdriver import Tab


class Firefox(Tab):
    ERRORS = script("firefox_errors")

    def __init__(self, folder: Path):
        super().__init__()
        port = hosts.free_port()
        settings = {
            "marionette.port": port,
            "ui.prefersReducedMotion": 1,
            # Marionette adds an unload listener with each script, which keeps pages out of the page cache
            "docshell.shistory.bfcache.allow_unload_listeners": True,
            "app.normandy.enabled": False,  # no experiments, no telemetry
            "nimbus.rollouts.enabled": False,
            # Start no process and page that no test needs
            "browser.startup.page": 0,
            "browser.newtab.preload": False,
            "dom.ipc.processPrelaunch.enabled": False,
            "extensions.webextensions.remote": False,
            "fission.autostart": False,
        }
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
        (folder / "user.js").write_text("".join(lines))
        self.browser = subprocess.Popen(
            [self.program(), "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", folder],
            env=os.environ | {"HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: hosts.listens(port))
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.stream = self.socket.makefile("rb")
        self.receive()
        self.send("NewSession")

    @staticmethod
    def program() -> str | None:
        return shutil.which("firefox-esr") or shutil.which("firefox")

    @classmethod
    def installed(cls) -> bool:
        return bool(cls.program())

    def receive(self) -> list:
        """Read a message: its length in bytes, a colon, JSON."""
        length = b"".join(iter(lambda: self.stream.read(1), b":"))
        return json.loads(self.stream.read(int(length)))

    def send(self, command: str, **parameters: object) -> object:
        prefix = "Marionette" if command == "SetContext" else "WebDriver"
        message = json.dumps([0, 1, f"{prefix}:{command}", parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, value = self.receive()
        if error:
            raise RuntimeError(f"Firefox refused {command}: {error['message']}")
        return value["value"] if isinstance(value, dict) and list(value) == ["value"] else value

    def as_browser(self, script: str) -> object:
        """Run a script with the browser's privileges, which can read its window and console."""
        self.send("SetContext", value="chrome")
        try:
            return self.send("ExecuteScript", script=script, args=[])
        finally:
            self.send("SetContext", value="content")

    def set_viewport_size(self, size: dict[str, int]) -> None:
        """Shrink the page within the window, as the developer tools do: no window is as narrow as a phone."""
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
