"""Build sites of growing size with MkDocs, Zensical and Hugo in one run; print time, memory and sizes.

In: the programs (make benchmark), and in COUNTS other numbers of talks. Hugo has no theme of this kind in a package,
so it gets bare templates: its figures are a lower bound. Nothing is asserted: figures hold for the machine and the
run.
"""

import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import mean
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

from many import many
from playwright.sync_api import Browser
from site_build import BASE, SITE_URL

from tools.browser import launched

COUNTS = os.environ.get("COUNTS", "15 150 1500 15000")
QUERY = "migrations"
PHONE = 1_600_000  # bits a second of Lighthouse's slow phone
COMMANDS = {"mkdocs": ["build"], "zensical": ["build"], "hugo": ["--quiet", "--destination", "site"]}
HUGO = {
    "hugo.toml": f'baseURL = "{SITE_URL}"\ntitle = "Notes"\ndisableKinds = ["taxonomy", "term"]\n[markup.goldmark.renderer]\nunsafe = true\n',
    "layouts/_default/baseof.html": (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
        '<body><nav>{{ with .CurrentSection }}{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}</nav>'
        '<main><h1>{{ .Title }}</h1>{{ block "main" . }}{{ end }}</main></body></html>'
    ),
    "layouts/_default/single.html": '{{ define "main" }}{{ range .Params.speakers }}<p>{{ .name }}</p>{{ end }}{{ .Content }}{{ end }}',
    "layouts/_default/list.html": '{{ define "main" }}{{ .Content }}{{ end }}',
}
# A process between the build and this one: the system would count this one's memory, too.
LAUNCHED = """
import os, sys
result = os.dup(1)
os.dup2(2, 1)
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
os.write(result, f"{status} {usage.ru_maxrss}".encode())
"""
UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss


def taken(command: list[str], folder: Path) -> tuple[float, int]:
    """Run a build; return its seconds, and the peak memory of its process in bytes.

    RuntimeError if it fails: the system kills a process that needs too much memory with signal 9.
    """
    environment = os.environ | {"SITE_URL": SITE_URL, "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"}
    with (folder / "log").open("w+") as log:
        start = time.monotonic()
        launcher = [sys.executable, "-S", "-c", LAUNCHED, *command]
        output = subprocess.run(launcher, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, check=True).stdout
        status, memory = map(int, output.split())
        seconds = time.monotonic() - start
        if status:
            how = f"killed by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else (folder / "log").read_text()[-2000:]
            raise RuntimeError(f"{how} after {seconds:.0f} s, with {memory * UNIT / 1e6:,.0f} MB")
    return seconds, memory * UNIT


def for_hugo(repository: Path) -> None:
    """Turn a copy of the site into one that Hugo builds, from the same pages."""
    (repository / "docs").rename(repository / "content")
    for page in (repository / "content").rglob("index.md"):
        page.rename(page.with_name("_index.md"))
    for name, text in HUGO.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@contextmanager
def served(site: Path, bits: int | None = None) -> Iterator[tuple[str, list[int]]]:
    """Serve a site, compressed; with `bits` a second and 150 ms a request, as a slow phone gets it.

    Yield the address of its base, and the list of the bytes that are sent.
    """
    sent: list[int] = []
    line = Lock()

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = site / unquote(urlsplit(self.path).path).removeprefix(BASE)
            path = path / "index.html" if path.is_dir() else path
            body = gzip.compress(path.read_bytes()) if path.is_file() else b""
            if bits:
                time.sleep(0.15)
                with line:
                    time.sleep(len(body) * 8 / bits)
            sent.append(len(body))
            self.send_response(200 if body else 404)
            for header in (("Content-Type", self.guess_type(str(path))), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))):
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}{BASE}", sent
        http.shutdown()


def first_result(browser: Browser, site: Path, bits: int | None = None) -> tuple[float, int]:
    """Return the time in ms from opening the search to the first result, and the bytes that it took."""
    with served(site, bits) as (address, sent):
        tab = browser.new_page()
        tab.goto(f"{address}about/", wait_until="networkidle")
        tab.mouse.move(9, 9)  # the theme's script loads on the first input
        tab.wait_for_load_state("networkidle")
        sent.clear()
        start = time.monotonic()
        tab.keyboard.press("/")
        tab.keyboard.type(QUERY)
        tab.wait_for_selector(".md-search-result__item", timeout=300_000)
        return (time.monotonic() - start) * 1000, sum(sent)


def with_pagefind(browser: Browser, site: Path, bits: int | None = None) -> tuple[float, int]:
    """Return the same for Pagefind's script, on a site that Pagefind has indexed."""
    with served(site, bits) as (address, sent):
        tab = browser.new_page()
        tab.goto(f"{address}robots.txt")  # a file without the pages' policy, which blocks Pagefind's WebAssembly and worker
        sent.clear()
        start = time.monotonic()
        tab.evaluate(
            """async ([address, query]) => {
                const pagefind = await import(`${address}pagefind/pagefind.js`)
                const { results } = await pagefind.search(query)
                await results[0].data()
            }""",
            [address, QUERY],
        )
        return (time.monotonic() - start) * 1000, sum(sent)


def main(*programs: Path) -> None:
    curve: list[str] = []
    print(
        f"{'talks':>7}  {'engine':<9}{'build s':>9}{'ms a talk':>11}{'peak MB':>9}{'KB a talk':>11}"
        f"{'talk page':>11}{'site MB':>9}{'index':>13}{'gzip':>11}{'search ms':>11}"
    )
    for count in map(int, COUNTS.split()):
        if count % 15:
            sys.exit(f"COUNTS has {count}, not a number of whole conferences; give multiples of 15")
        for program in programs:
            engine = program.name
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                repository = many(folder, count)
                if engine == "hugo":
                    for_hugo(repository)
                try:
                    seconds, memory = taken([str(program.absolute()), *COMMANDS[engine]], repository)
                except RuntimeError as failed:
                    print(f"{count:>7}  {engine:<9}{failed}", flush=True)
                    continue
                site = repository / "site"
                pages = list(site.glob("*/day-*/*/index.html"))
                assert len(pages) == count, f"{len(pages)} talks, not {count}"
                # The same talks, the original ones, in a growing site.
                real = [page.stat().st_size for page in pages if not page.relative_to(site).parts[0].startswith("conf-")]
                whole = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
                index = next(
                    (path.read_bytes() for path in (site / "search/search_index.json", site / "search.json") if path.exists()), b""
                )
                waited = ""
                if engine == "mkdocs":
                    command = [sys.executable, "-m", "pagefind", "--site", site, "--glob", "*/day-*/*/*.html"]
                    subprocess.run(command, check=True, capture_output=True)
                    with launched() as browser:
                        waited = f"{first_result(browser, site)[0]:,.0f}"
                        ours, theirs = first_result(browser, site, PHONE), with_pagefind(browser, site, PHONE)
                    curve.append(f"{count:>7}{ours[0]:>12,.0f}{ours[1] / 1e3:>10,.0f}{theirs[0]:>15,.0f}{theirs[1] / 1e3:>10,.0f}")
                print(
                    f"{count:>7}  {engine:<9}{seconds:>9.1f}{seconds / count * 1000:>11.2f}{memory / 1e6:>9.0f}{memory / count / 1e3:>11.0f}"
                    f"{mean(real):>11,.0f}{whole / 1e6:>9.1f}{len(index):>13,}{len(gzip.compress(index)) if index else 0:>11,}{waited:>11}",
                    flush=True,
                )
    print(f"\nFrom turning to the search to the first result, at {PHONE / 1e6} Mbit/s and 150 ms a request, with this machine's processor:")
    print(f"{'talks':>7}{'ms':>12}{'KB':>10}{'Pagefind ms':>15}{'KB':>10}")
    print("\n".join(curve))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
