"""Check a page of every kind with IBM's accessibility checker, a second opinion beside axe's; as a script, fails on a fault.

Every page is looked at in light and dark, on a phone and on a desktop, by WCAG 2.2 A and AA.
What the checker is not sure of is counted by rule, for a person to look at.
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

# Rule, and a piece of the element's source: why that is no fault, though the checker says so.
EXPLAINED = {
    ("form_label_unique", 'for="__'): "HTML allows several labels; these switch a checkbox that nobody sees or hears",
    (
        "label_content_exists",
        'for="__',
    ): "for the mouse only: a layer to close what lies over the page; the keyboard has buttons and Escape",
    ("label_ref_valid", 'for="__'): "the same; what they switch is hidden from all, and does its work in the stylesheet",
}


def check(tab: Page) -> list[dict]:
    """Return what the checker finds on a page that does not simply pass: a fault (FAIL) or what it is not sure of."""
    tab.add_script_tag(path=ENGINE)
    results = tab.evaluate("new ace.Checker().check(document, ['WCAG_2_2'])")["results"]
    return [result for result in results if result["value"][0] == "VIOLATION" and result["value"][1] != "PASS"]


def check_all(site: Site, browser: Browser, address: str) -> Iterator[tuple[str, str, dict]]:
    """Give each finding with the kind of its page and the view that has it."""
    for scheme, width in product(SCHEMES, WIDTHS):
        # The site's own policy would keep the checker out.
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
    """Print what was found; say whether a fault is not explained, or an explanation has lost its fault."""
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
        found = f"explained, {explained[key]} times: {reason}" if key in explained else "found no more; take it out of EXPLAINED"
        print(f"{' on '.join(key)}: {found}")
    for rule, count in unsure.most_common():
        print(f"to be looked at by a person, {count} times: {rule}")
    print(f"{sum(map(len, faults.values()))} faults on {pages} pages")
    return bool(faults) or len(explained) < len(EXPLAINED)


if __name__ == "__main__":
    sys.exit(main())
