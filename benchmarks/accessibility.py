"""Check a page of every kind with IBM's accessibility checker, a second opinion to axe's; as a script, fails on a fault.

Each page is checked in light and dark colours, on a phone and on a desktop, by WCAG 2.2 A and AA. Results that the
checker is not sure of are counted by rule, for a person to check.
"""

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import hosts
from playwright.sync_api import Browser, Page
from site_build import REPOSITORY, Site

from tools.browser import launched

ENGINE = REPOSITORY / ".npm/accessibility-checker-engine/node_modules/accessibility-checker-engine/ace.js"
SCHEMES = ("light", "dark")
WIDTHS = (390, 1280)

# Rule, and a part of the element's source: why this is no fault.
EXPLAINED = {
    ("form_label_unique", 'for="__'): "HTML allows several labels; these switch a hidden checkbox",
    (
        "label_content_exists",
        'for="__',
    ): "for the mouse only: a layer that closes the open panel; the keyboard has buttons and Escape",
    ("label_ref_valid", 'for="__'): "the same; they switch hidden checkboxes, which the stylesheet reads",
}


def check(tab: Page) -> list[dict]:
    """Return the checker's results for a page, except passes: faults (FAIL) and those that it is not sure of."""
    tab.add_script_tag(path=ENGINE)
    results = tab.evaluate("new ace.Checker().check(document, ['WCAG_2_2'])")["results"]
    return [result for result in results if result["value"][0] == "VIOLATION" and result["value"][1] != "PASS"]


def check_all(site: Site, browser: Browser, address: str) -> Iterator[tuple[str, str, dict]]:
    """Yield each result with the kind of its page and its view."""
    for scheme, width in product(SCHEMES, WIDTHS):
        # The site's CSP would block the checker.
        context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800})
        tab = context.new_page()
        tab.set_content("<img src=planted>")
        if not check(tab):
            sys.exit("the checker does not see a planted fault")
        for kind, url in site.samples.items():
            tab.goto(f"{address}{url}", wait_until="networkidle")
            for result in check(tab):
                yield kind, f"{scheme} {width}", result
        context.close()


def main() -> bool:
    """Print the results; return whether a fault has no explanation, or an explanation no fault."""
    faults: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    explained: Counter[tuple[str, str]] = Counter()
    unsure: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        site = Site(Path(folder))
        pages = len(site.samples)
        with hosts.files(site, Path(folder)) as address:
            for kind, view, result in check_all(site, browser, address):
                rule, snippet = result["ruleId"], result["snippet"]
                keys = [key for key in EXPLAINED if key[0] == rule and key[1] in snippet]
                if result["value"][1] != "FAIL":
                    unsure[rule] += 1
                elif keys:
                    explained.update(keys)
                else:
                    faults[f"{rule}: {result['message']}"][f"{kind}: {snippet[:120]} at {result['path']['dom']}"].append(view)
    for what, places in sorted(faults.items()):
        print(what, *(f"  {place} ({', '.join(views)})" for place, views in places.items()), sep="\n")
    for key, reason in EXPLAINED.items():
        found = f"explained, {explained[key]} times: {reason}" if key in explained else "not found any more; remove it from EXPLAINED"
        print(f"{' on '.join(key)}: {found}")
    for rule, count in unsure.most_common():
        print(f"to check by hand, {count} times: {rule}")
    print(f"{sum(map(len, faults.values()))} faults on {pages} pages")
    return bool(faults) or len(explained) < len(EXPLAINED)


if __name__ == "__main__":
    sys.exit(main())
