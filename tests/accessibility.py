"""Ask axe-core what keeps people out; as a script, of every page in every state."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import axe_playwright_python
import hosts
from playwright.sync_api import Browser, Page
from site_build import REPOSITORY, Site
from states import WIDTHS, opened, resized, states, without_index

from tools.browser import launched

SCHEMES = ("light", "dark")
# The newest axe-core, which `make test` fetches by npm; without npm, the one that the Python package holds.
NEWEST = REPOSITORY / ".npm/axe-core/node_modules/axe-core/axe.min.js"
SCRIPT = (NEWEST if NEWEST.exists() else Path(axe_playwright_python.__file__).with_name("axe.min.js")).read_text(encoding="utf-8")
VERSION = re.search(r"axe v([\d.]+)", SCRIPT)[1]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """([part, rules]) => axe.run(part ?? document, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`)))"""


def violations(tab: Page, part: str | None = None) -> list[str]:
    """Return what axe finds in the page as it is, or in the part that a selector names, a text for each place."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(SCRIPT)
    return tab.evaluate(RUN, [part, RULES])


def found_on(browser: Browser, addresses: Iterable[str], scheme: str, *, widths: Iterable[int], all_states: bool) -> dict[str, list[str]]:
    """Return the violations of pages in one colour scheme, by address, width and state."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    tab = context.new_page()
    found = {}
    for address in addresses:
        tab.set_viewport_size({"width": 1280, "height": 800})
        opened(tab, address)
        for width in widths:
            resized(tab, width)
            for state in states(tab) if all_states else ("plain",):
                if faults := violations(tab, ".md-header" if state.startswith("search") else None):
                    found[f"{address} {scheme} {width} px {state}"] = faults
    context.close()
    return found


def found_without_index(browser: Browser, address: str, scheme: str, width: int) -> list[str]:
    """Return the violations of the search of a page whose network fails."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport={"width": width, "height": 800})
    tab = context.new_page()
    without_index(tab, address)
    found = violations(tab)
    context.close()
    return found


if __name__ == "__main__":
    with TemporaryDirectory() as folder, launched() as browser:
        site = Site(Path(folder, "site"))
        with hosts.files(site, Path(folder)) as server:
            addresses = [f"{server}{url}" for url in (*(page.url for page in site.pages), "nothing/here")]
            for scheme in SCHEMES:
                found = found_on(browser, addresses, scheme, widths=WIDTHS, all_states=True)
                print(f"axe, {scheme}: {len(addresses)} pages at {len(WIDTHS)} widths in each state: {len(found)} with violations")
                for where, faults in found.items():
                    print(where, *faults, sep="\n  ")
                if found:
                    sys.exit(1)
