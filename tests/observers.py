"""Observe a page in its current state: each observer returns its faults as texts."""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import material
from playwright.sync_api import Page
from site_build import REPOSITORY, script
from states import ALL, resized

# The newest axe-core, which `make test` installs with npm; without npm, that of the Python package.
NEWEST = REPOSITORY / ".npm/axe-core/node_modules/axe-core/axe.min.js"
AXE = (NEWEST if NEWEST.exists() else Path(axe_playwright_python.__file__).with_name("axe.min.js")).read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

# The stylesheets that the site's own is made from.
THEME = Path(material.__file__).parent / "templates/assets/stylesheets"
WHOLE = [*THEME.glob("main.*.css"), *THEME.glob("palette.*.css")]
WHOLE += [REPOSITORY / "docs" / name for name in ("assets/site.css", "colours.css", "assets/print.css")]

RUN_AXE, ADD, DIFFER, FOCUS, FEWER = (script(name) for name in ("axe", "add_sheet", "lost_look", "focus", "fewer_stops"))
ICONS, MOVING, CUT_OFF, SIDEWAYS = (script(name) for name in ("lost_icons", "moving", "cut_off", "sideways"))
CODE_STOPS, RIGHT_TO_LEFT, SETTLED = (script(name) for name in ("code_stops", "right_to_left", "settled"))
FIRST = "A Skip to the content"  # the first tab stop of each page


def axe(tab: Page, part: str | None = None, rules: list[str] = RULES) -> list[str]:
    """Return axe's results for the page, or for the part that a selector names; `rules` are names of rules, or of groups of them."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE)
    return tab.evaluate(RUN_AXE, [part, rules])


def logged(tab: Page) -> list[str]:
    """Return the errors in the console since the last call, except that a missing page is missing."""
    texts = [f"{message.text} {message.location['url']}" for message in tab.console_messages(filter="all") if message.type == "error"]
    texts += map(str, tab.page_errors(filter="all"))
    tab.clear_console_messages()
    tab.clear_page_errors()
    return [text for text in texts if not ("404 (" in text and text.endswith(f" {tab.url}"))]


def lost_look(tab: Page, part: str | None = None) -> list[str]:
    """Return where the site's stylesheet gives a page, or a part, another look than the sheets that it was made from.

    conftest.py's `whole` adds those to the site. The difference must occur twice: after a switch, Chromium sometimes computes an automatic margin as none.
    """
    tab.evaluate(ADD)
    return tab.evaluate(DIFFER, part) and tab.evaluate(DIFFER, part)


def lost_icons(tab: Page) -> list[str]:
    tab.emulate_media(forced_colors="active")
    found = tab.evaluate(ICONS)
    tab.emulate_media(forced_colors="none")
    return found


def stops(tab: Page, most: int = 400) -> Iterator[tuple[str, list[str]]]:
    """Press Tab from the current focus to the end of the page; yield the name and the faults of each tab stop."""
    for number in range(most):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUS)
        if stop is None or (number and stop[0] == FIRST):  # WebKit begins again
            return
        if stop[1]:  # the theme's button to the top appears with a delay after scrolling
            tab.evaluate("() => new Promise(done => setTimeout(done, 400))")
            stop = tab.evaluate(FOCUS)
        yield tuple(stop)
    raise AssertionError(f"no end after {most} stops")


def focus_faults(tab: Page) -> list[str]:
    """Return the faults of the page's tab stops: all with ALL=1, otherwise three of each kind."""
    if not ALL:
        tab.evaluate(FEWER)
    tab.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); scrollTo(0, 0) }")
    found = list(stops(tab))
    start = [] if len(found) >= 4 and found[0][0] == FIRST else [f"begins with {found[:1]}, has {len(found)} stops"]
    return start + [f"focus: {name}: {', '.join(faults)}" for name, faults in found if faults]


INSIDE = "selector => !!document.querySelector(selector).contains(document.activeElement)"
SCROLL = "y => new Promise(done => { scrollTo(0, y); requestAnimationFrame(done) })"


def tab_through(tab: Page, panel: str) -> None:
    """Press Tab from the focus on to the end, all in one panel."""
    assert all(faults == [] and tab.evaluate(INSIDE, panel) for _, faults in stops(tab))


ACTS = {
    "press": lambda tab, key: tab.keyboard.press(key),
    "type": lambda tab, text: tab.keyboard.type(text),
    "click": lambda tab, selector: tab.locator(selector).click(),
    "focus": lambda tab, selector: tab.locator(selector).focus(),
    "resize to": lambda tab, width: resized(tab, int(width)),
    "scroll to": lambda tab, y: tab.evaluate(SCROLL, int(y)),
    "tab through": tab_through,
    # Playwright's own methods wait for a load event, which a page from the page cache does not have.
    "go": lambda tab, way: tab.evaluate(f"() => {{ setTimeout(() => history.{way}()) }}"),
}


def follow(tab: Page, steps: list[dict[str, str | list[str]]], look: bool = False) -> None:
    """Do what each step says, and wait until the page matches the selectors beside it; `look` at the tab stops that keys lead to."""
    for number, step in enumerate(steps):
        [(text, wanted)] = step.items()
        act = next(act for act in ACTS if text.startswith(f"{act} "))
        ACTS[act](tab, text.removeprefix(f"{act} "))
        selectors = [wanted] if isinstance(wanted, str) else wanted
        for selector in selectors:
            tab.wait_for_selector(selector, state="attached")
        if act in ("press", "go"):
            tab.wait_for_function(SETTLED, arg=f"{number} {text}")
            for selector in selectors:
                tab.wait_for_selector(selector, state="attached")
        if act == "press" and look and tab.evaluate("document.activeElement.tabIndex >= 0"):
            name, faults = tab.evaluate(FOCUS)
            assert faults == [], f"{text}: {faults}, {name}"
