"""Time the search on a slow phone, at 15, 116 and 1,500 talks, and Pagefind on the same pages in the same run.

The talks are copies of ours and of another conference's, with a third of the words new, so that the vocabulary grows
as in a real site. Nothing is asserted: figures hold for the machine and the run; compare the two searches, not two
machines.
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

import another_conference
import hosts
from playwright.sync_api import Browser, Page
from search_box import SearchBox
from site_build import Site

from tools.browser import launched

COUNTS = (15, 116, 1500)
# How many times slower than this machine's a phone's main thread is assumed to be.
SLOWER = 4
TYPED = [
    "prefetch",
    "migratoins",
    "how to make admin search faster",
    "wsgi vs asgi",
    "carlton gibson",
    "django",
    "tuesday 2pm",
    "select_related",
]

# Measure from a key's press, which puts its letter in, to the frame after the answer to its query, also where the list stays the
# same; and record long tasks. The worker answers in the order of the queries.
CLOCK = """{
  window.delays = []
  window.tasks = []
  let pressed, worker
  const asked = []  // when the keys of the unanswered queries were pressed
  addEventListener("keydown", event => pressed = event.key.length === 1 && !event.ctrlKey ? event.timeStamp : undefined, true)
  const painted = from => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => window.delays.push(performance.now() - from)
    port2.postMessage(0)
  })
  const { postMessage } = Worker.prototype
  // The class of start.js, which holds the worker.
  Worker.prototype.postMessage = function (message) {
    if (message.type === 2) asked.push(pressed)
    this.worker.then(started => {
      if (worker) return
      worker = started
      worker.addEventListener("message", ({ data: { type } }) => {
        if (type !== 3) return
        const from = asked.shift()
        if (from !== undefined) painted(from)
      })
    })
    postMessage.call(this, message)
  }
  new PerformanceObserver(list => window.tasks.push(...list.getEntries().map(entry => entry.duration))).observe({ type: "longtask" })
}"""
# The same for Pagefind: its first ten results, as its own box requests them, for each letter.
PAGEFIND = """async queries => {
  const delays = []
  for (const query of queries) for (let letters = 1; letters <= query.length; letters++) {
    const from = performance.now()
    const { results } = await pagefind.search(query.slice(0, letters))
    await Promise.all(results.slice(0, 10).map(result => result.data()))
    await new Promise(resolve => requestAnimationFrame(resolve))
    delays.push(performance.now() - from)
  }
  return delays
}"""


def varied(docs: list[dict], count: int) -> list[dict]:
    """Return `count` talks made from `docs`; the first ones are unchanged."""
    chance = random.Random(0)
    made = docs[:count]
    for number in range(len(docs), count):
        doc = dict(docs[number % len(docs)])
        other = lambda word: f"{word[0][:4]}{chance.choice('aeiou')}{chance.randrange(900)}" if chance.random() < 1 / 3 else word[0]  # noqa: E731
        for field in ("title", "text"):
            doc[field] = re.sub(r"(?<![<&/\w])\w{4,}(?![^<]*>)", other, doc[field])
        doc["location"] = f"copy-{number}/{doc['location']}"
        made.append(doc)
    return made


def slowed(tab: Page) -> None:
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def timed(browser: Browser, address: str) -> tuple[float, list[float], list[float]]:
    """Return times in ms: from opening the search until it is ready, from each key to its results, and of each long task."""
    box = SearchBox(browser, address)
    started = "performance.getEntriesByType('resource').find(entry => entry.name.endsWith('worker.js')).startTime"
    ready = box.tab.evaluate(f"window.answered - {started}")
    slowed(box.tab)
    box.tab.evaluate(CLOCK)
    for query in TYPED:
        box.tab.keyboard.press("Control+a")
        box.tab.keyboard.press("Delete")
        box.tab.keyboard.type(query, delay=150)
        box.tab.wait_for_timeout(1000)
    delays, tasks = box.tab.evaluate("[window.delays, window.tasks]")
    box.tab.close()
    return ready, delays, tasks


def pagefind(browser: Browser, address: str) -> list[float]:
    """Return Pagefind's time in ms for each letter of the same queries."""
    tab = browser.new_page()
    tab.goto(f"{address}robots.txt")  # a file without the pages' policy, which blocks Pagefind's WebAssembly and worker
    tab.evaluate(f"async () => {{ window.pagefind = await import('{address}pagefind/pagefind.js'); await pagefind.init() }}")
    slowed(tab)
    delays = tab.evaluate(PAGEFIND, TYPED)
    tab.close()
    return delays


def size(paths: list[Path]) -> str:
    data = [path.read_bytes() for path in paths]
    return f"{sum(map(len, data)):>9,} bytes raw {sum(len(gzip.compress(part, 9)) for part in data):>9,} gzip"


def row(delays: list[float]) -> str:
    within = sorted(delays)[len(delays) * 95 // 100]
    return f"median {median(delays):.0f} ms, 95 of 100 within {within:.0f} ms, slowest {max(delays):.0f} ms, of {len(delays)} letters"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        repository = another_conference.site_with(Path(folder) / "copy", another_conference.read(), alone=False)
        site = Site(Path(folder) / "site", repository)
        index = site.path / "search" / "search_index.json"
        original = json.loads(index.read_text(encoding="utf-8"))
        talks = [doc for doc in original["docs"] if doc.get("facts", {}).get("talk")]
        talks.sort(key=lambda doc: doc["location"].startswith(another_conference.NAME))
        command = [sys.executable, "-m", "pagefind", "--site", site.path, "--glob", "*/day-*/*/*.html"]
        subprocess.run(command, check=True, capture_output=True)
        with hosts.files(site, Path(folder)) as address:
            print(f"code                {size(sorted((site.path / 'assets' / 'search').glob('*.js')))}")
            print(f"Pagefind, all       {size([path for path in (site.path / 'pagefind').rglob('*') if path.is_file()])}\n")
            print(f"From key to paint, the main thread {SLOWER} times slower (but no worker):")
            for count in COUNTS:
                index.write_text(json.dumps(original | {"docs": varied(talks, count)}), encoding="utf-8")
                ready, delays, tasks = timed(browser, address)
                print(f"{count:>6} talks: index {size([index])}, ready after {ready:.0f} ms")
                print(f"{'':>14}{row(delays)}; longest task {max(tasks, default=0):.0f} ms")
            print(f"{len(talks):>6} talks with Pagefind: {row(pagefind(browser, address))}")
            print(f"{'':>14}(from the call, not the key, to the frame after it; nothing is drawn)")


if __name__ == "__main__":
    main()
