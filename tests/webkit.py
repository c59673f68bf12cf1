"""Drive the installed WebKit: WebKitWebDriver takes commands over HTTP, and webkit_window.py shows the page."""

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

import hosts
from processes import until
from webdriver import PATHS, Tab


class WebKit(Tab):
    def __init__(self, folder: Path):
        super().__init__()
        # Xvfb writes the number of its display once it is ready.
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], stdout=subprocess.PIPE, text=True
        )
        number = self.screen.stdout.readline().strip()
        environment = os.environ | {"DISPLAY": f":{number}", "HOME": str(folder), "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        environment |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(folder))
        environment["WEBKIT_DISABLE_DMABUF_RENDERER"] = "1"  # which takes twice the processor time without a graphics card
        port = hosts.free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.console = folder / "console"
        with self.console.open("wb") as console:
            self.driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=environment, stderr=console, start_new_session=True)
        options = {"binary": "/usr/bin/python3", "args": [str(Path(__file__).with_name("webkit_window.py"))]}
        self.session, self.read = "", 0
        until(lambda: hosts.listens(port))
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
        os.killpg(self.driver.pid, signal.SIGTERM)  # and with it the window
        self.screen.terminate()
        self.driver.wait(10)
        self.screen.wait(10)
