"""Measure a page of every kind with Lighthouse as on a slow phone; as a script, prints the table.

The site is served gzipped; bytes are those of a cold load, headers included. Nothing is asserted: figures hold for
the machine and the run. Lighthouse simulates times from those of the machine, so a busy one adds to them, most of all
to TBT; hence several runs, of which the table has the median by performance. CPU is Lighthouse's measure of the
machine.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import hosts
from site_build import BASE, REPOSITORY, Site

from tools.browser import ARGUMENTS, MISSING, find

LIGHTHOUSE = REPOSITORY / ".npm/lighthouse/node_modules/.bin/lighthouse"
RUNS = 3
TRIES = 3  # sometimes it finds no start of the load in its own trace
SCORES = {"performance": "perf", "accessibility": "a11y", "best-practices": "best", "seo": "seo"}
# Audit, heading and format of each figure.
FIGURES = {
    "first-contentful-paint": ("FCP ms", "8.0f"),
    "largest-contentful-paint": ("LCP ms", "8.0f"),
    "total-blocking-time": ("TBT ms", "8.0f"),
    "cumulative-layout-shift": ("CLS", "8.3f"),
}


def audit(address: str, chrome: str) -> dict:
    """Return Lighthouse's report of a cold load, with its default preset: a phone on simulated slow 4G."""
    flags = " ".join(["--headless", *ARGUMENTS])
    for _ in range(TRIES):
        result = subprocess.run(
            [LIGHTHOUSE, address, "--quiet", "--output=json", "--no-enable-error-reporting", f"--chrome-flags={flags}"],
            env=os.environ | {"CHROME_PATH": chrome},
            capture_output=True,
            text=True,
        )
        if not result.returncode:
            return json.loads(result.stdout)
    sys.exit(f"Lighthouse could not run on {address}\n{result.stderr}")


def middle(reports: list[dict]) -> dict:
    def rank(report: dict) -> tuple[float, float]:
        return report["categories"]["performance"]["score"], -report["audits"]["largest-contentful-paint"]["numericValue"]

    return sorted(reports, key=rank)[len(reports) // 2]


def row(kind: str, report: dict) -> str:
    scores = "".join(f"{report['categories'][name]['score'] * 100:6.0f}" for name in SCORES)
    figures = "".join(f"{report['audits'][name]['numericValue']:{form}}" for name, (_, form) in FIGURES.items())
    # Without data: URLs, and without files from the browser's cache.
    sizes = [item["transferSize"] for item in items(report["audits"]["network-requests"]) if item["transferSize"]]
    return f"{kind:<12}{scores}{figures}{len(sizes):10}{sum(sizes):9,}{report['environment']['benchmarkIndex']:7.0f}"


def items(result: dict) -> list[dict]:
    return result.get("details", {}).get("items", [])


def failed(report: dict) -> list[str]:
    """Return the causes of each score below 100; for performance, also Lighthouse's proposals."""
    found = []
    for name in SCORES:
        category = report["categories"][name]
        for reference in category["auditRefs"] if category["score"] < 1 else []:
            result = report["audits"][reference["id"]]
            counts = reference["weight"] or reference.get("group") == "diagnostics"
            if counts and result["score"] is not None and result["score"] < 1:
                nodes = [item["node"]["snippet"] for item in items(result) if "node" in item]
                elements = f"{nodes[0]}, of {len(nodes)}" if nodes else result["title"]
                found.append(f"  {SCORES[name]}: {result['id']}: {result.get('displayValue') or elements}")
    return found + [f"  warning: {warning.partition(' Learn more')[0]}" for warning in report["runWarnings"]]


def main(runs: int) -> None:
    chrome = find() or sys.exit(MISSING)
    port = hosts.free_port()
    with tempfile.TemporaryDirectory() as folder:
        # Build for the address that the site is served at; otherwise the canonical links lead elsewhere.
        site = Site(Path(folder), SITE_URL=f"http://127.0.0.1:{port}{BASE}")
        with hosts.server("caddy.caddy", site, Path(folder), port) as address:
            scores = "".join(f"{heading:>6}" for heading in SCORES.values())
            figures = "".join(f"{heading:>8}" for heading, _ in FIGURES.values())
            print(f"{f'middle of {runs}':<12}{scores}{figures}{'requests':>10}{'bytes':>9}{'CPU':>7}")
            for kind, url in site.samples.items():
                report = middle([audit(f"{address}{url}", chrome) for _ in range(runs)])
                print(row(kind, report), *failed(report), sep="\n", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
