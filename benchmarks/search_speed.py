"""Time the site's search at 15 and at 1,500 talks, and set it beside Pagefind on the same pages.

The 1,500 are the real notes over and over, a third of their words changed to words of
their own, so that the vocabulary grows as it would. Nothing is asserted: figures hold for
the machine and the run that they are printed in.
"""

import gzip
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import hosts
from playwright.sync_api import Browser
from search_box import SearchBox
from search_report import measure
from site_build import Site

from tools.browser import launched

MANY = 1500
TYPED = ["prefetch", "migratoins", "how to make admin search faster", "wsgi vs asgi", "carlton gibson", "django"]

# From a key coming up, which is what the theme listens to, to the list of results having changed.
CLOCK = """{
  window.delays = []
  let pressed
  addEventListener("keyup", event => { pressed = event.key.length === 1 ? performance.now() : undefined }, true)
  new MutationObserver(() => {
    if (pressed) delays.push(performance.now() - pressed)
    pressed = undefined
  }).observe(document.querySelector(".md-search-result__list"), { childList: true })
}"""


class Pagefind:
    """Pagefind's own script, asked from a page of the site."""

    def __init__(self, browser: Browser, address: str):
        self.tab = browser.new_page()
        self.tab.goto(f"{address}robots.txt")  # without the policy of pages, which lets neither its WebAssembly nor its worker run
        self.tab.evaluate(f"async () => {{ window.pagefind = await import('{address}pagefind/pagefind.js'); await pagefind.init() }}")

    def results(self, query: str) -> list[str]:
        pages = """async query => {
            const { results } = await pagefind.search(query)
            return (await Promise.all(results.slice(0, 10).map(result => result.data()))).map(page => page.url)
        }"""
        return ["/".join(url.rstrip("/").split("/")[-3:]) + "/" for url in self.tab.evaluate(pages, query)]


def varied(docs: list[dict], count: int) -> list[dict]:
    """Return `count` talks made from `docs`; the first ones are as they are."""
    chance = random.Random(0)
    made = list(docs)
    for number in range(len(docs), count):
        doc = dict(docs[number % len(docs)])
        other = lambda word: f"{word[0][:4]}{chance.randrange(9000)}x" if chance.random() < 1 / 3 else word[0]  # noqa: E731
        for field in ("title", "text"):
            doc[field] = re.sub(r"(?<![<&/\w])\w{4,}(?![^<]*>)", other, doc[field])
        doc["location"] = f"copy-{number}/{doc['location']}"
        made.append(doc)
    return made


def timed(browser: Browser, address: str) -> tuple[float, list[float]]:
    """Return the ms from turning to the search to its being ready, and from each key to its results."""
    box = SearchBox(browser, address)
    ready = box.tab.evaluate(
        "performance.getEntriesByName(performance.getEntriesByType('resource').find(entry => entry.name.endsWith('worker.js')).name)[0].startTime"
    )
    ready = box.tab.evaluate("window.answered") - ready
    box.tab.evaluate(CLOCK)
    for query in TYPED:
        box.tab.keyboard.press("Control+a")
        box.tab.keyboard.type(query, delay=120)
        box.tab.wait_for_timeout(300)
    delays = box.tab.evaluate("window.delays")
    box.tab.close()
    return ready, delays


def size(paths: list[Path]) -> str:
    data = [path.read_bytes() for path in paths]
    return f"{sum(map(len, data)):>9,} bytes raw {sum(len(gzip.compress(part, 9)) for part in data):>9,} gzip"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        site = Site(Path(folder))
        index = site.path / "search" / "search_index.json"
        original = json.loads(index.read_text(encoding="utf-8"))
        subprocess.run(
            [sys.executable, "-m", "pagefind", "--site", site.path, "--glob", "*/day-*/*/*.html"], check=True, capture_output=True
        )
        with hosts.files(site, Path(folder)) as address:
            for name in ("queries", "queries-held-out"):
                ours, theirs = measure(name, SearchBox(browser, address)), measure(name, Pagefind(browser, address))
                print(f"{name:<20}{'s@1':>7}{'s@3':>7}   Pagefind{'s@1':>7}{'s@3':>7}")
                for kind in ours:
                    row = [score.success(within) for score in (ours[kind], theirs[kind]) for within in (1, 3)]
                    print(f"{kind:<20}{row[0]:7.3f}{row[1]:7.3f}{'':11}{row[2]:7.3f}{row[3]:7.3f}")
                print()
            code = sorted((site.path / "assets" / "search").glob("*.js"))
            print(f"code                {size(code)}")
            print(f"Pagefind, all       {size([path for path in (site.path / 'pagefind').rglob('*') if path.is_file()])}\n")
            talks = [doc for doc in original["docs"] if "topics" in doc]
            first = None
            for count in (len(talks), MANY):
                index.write_text(json.dumps(original | {"docs": varied(talks, count)}), encoding="utf-8")
                ready, delays = timed(browser, address)
                first = first or (ready, median(delays))
                print(f"{count:>6} talks: index  {size([index])}")
                print(f"{'':>14}ready after {ready:6.0f} ms ({ready / first[0]:.1f} times that of {len(talks)})")
                print(
                    f"{'':>14}key to results: median {median(delays):.0f} ms ({median(delays) / first[1]:.1f} times), "
                    f"95 of 100 within {sorted(delays)[len(delays) * 95 // 100]:.0f} ms, slowest {max(delays):.0f} ms, of {len(delays)}"
                )


if __name__ == "__main__":
    main()
