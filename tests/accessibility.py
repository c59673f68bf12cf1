"""Ask axe-core what keeps people out; as a script, of every page in every state."""

import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import axe_playwright_python
import hosts
from playwright.sync_api import Browser, Page
from site_build import Site
from states import WIDTHS, opened, resized, states

from tools.browser import launched

SCHEMES = ("light", "dark")
SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`)))"""


def violations(tab: Page) -> list[str]:
    """Return what axe finds in the page as it is, a text for each place."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(SCRIPT)
    return tab.evaluate(RUN, RULES)


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
                if faults := violations(tab):
                    found[f"{address} {scheme} {width} px {state}"] = faults
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
