"""Drive a browser over WebDriver (www.w3.org/TR/webdriver2) with the part of Playwright's `Page` that the tests use."""

import re
import time
from types import SimpleNamespace

from processes import until

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Shift": "\ue008", "Control": "\ue009", "Delete": "\ue017"}
KEYS |= {"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}
FUNCTION = re.compile(r"\s*(async\s+)?(\w+|\([^)]*\))\s*=>")
FIND = "selector => document.querySelector(selector)"
# WebDriver's command names, as Marionette uses them, with their HTTP method and path.
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
    """The common part of Firefox and WebKit. `send` takes a WebDriver command with its parameters, and returns its value."""

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
        until(lambda: self.evaluate(script, arg), lambda: f"not within {timeout} ms: {script} {arg or ''}", timeout / 1000)

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
