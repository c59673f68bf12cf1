"""Build sites of more and more talks with this site's engine, and with others beside it in the same run; print what each takes.

In: the programs (make benchmark), and in COUNTS the numbers of talks, if not these. Hugo has no theme of
this kind in a package, so it gets bare templates: its figures are a floor. Nothing is asserted: figures
hold for the machine and the run that they are printed in.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

import hosts
from browser import launched
from many import many
from search_box import SearchBox
from site_build import BASE, SITE_URL, Site

COUNTS = os.environ.get("COUNTS", "15 150 1500 15000")
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


def taken(command: list[str], folder: Path) -> tuple[float, int]:
    """Run a build; return its seconds, and the most memory that its process took, in bytes."""
    environment = os.environ | {"SITE_URL": SITE_URL, "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"}
    with (folder / "log").open("w+") as log:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        if status:
            sys.exit(f"{' '.join(command)}\n{(folder / 'log').read_text()[-2000:]}")
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def for_hugo(repository: Path) -> None:
    """Make of a copy of the site one that Hugo builds, from the same pages."""
    (repository / "docs").rename(repository / "content")
    for page in (repository / "content").rglob("index.md"):
        page.rename(page.with_name("_index.md"))
    for name, text in HUGO.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def first_result(site: Path, folder: Path) -> float:
    """Return the ms from turning to the search to the first results of a query that is typed at once, as a reader waits for them."""

    class Host(Site):
        def __init__(self) -> None:
            self.root, self.path = folder / "root", folder / "root" / BASE.strip("/")

    host = Host()
    host.path.parent.mkdir(parents=True)
    host.path.symlink_to(site)
    with launched() as browser, hosts.files(host, folder) as address:
        box = SearchBox(browser, address)
        start = box.tab.evaluate(
            "performance.getEntriesByName(performance.getEntriesByType('resource').find(entry => entry.name.endsWith('worker.js')).name)[0].startTime"
        )
        box.type("migrations")
        box.tab.wait_for_selector(".md-search-result__item")
        return box.tab.evaluate("performance.now()") - start


def main(*programs: Path) -> None:
    print(
        f"{'talks':>7}  {'engine':<9}{'build s':>9}{'ms a talk':>11}{'peak MB':>9}{'KB a talk':>11}"
        f"{'talk page':>11}{'site MB':>9}{'index':>13}{'gzip':>11}{'search ms':>11}"
    )
    for count in map(int, COUNTS.split()):
        for program in programs:
            engine = program.name
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                repository = many(folder, count)
                if engine == "hugo":
                    for_hugo(repository)
                seconds, memory = taken([str(program.absolute()), *COMMANDS[engine]], repository)
                site = repository / "site"
                pages = list(site.glob("*/day-*/*/index.html"))
                assert len(pages) == count, f"{len(pages)} talks, not {count}"
                # The same talks, those that are real, in a site of more and more.
                real = [page.stat().st_size for page in pages if not page.relative_to(site).parts[0].startswith("conf-")]
                whole = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
                index = next(
                    (path.read_bytes() for path in (site / "search/search_index.json", site / "search.json") if path.exists()), b""
                )
                waited = f"{first_result(site, folder):,.0f}" if engine == "mkdocs" else ""
                print(
                    f"{count:>7}  {engine:<9}{seconds:>9.1f}{seconds / count * 1000:>11.2f}{memory / 1e6:>9.0f}{memory / count / 1e3:>11.0f}"
                    f"{mean(real):>11,.0f}{whole / 1e6:>9.1f}{len(index):>13,}{len(gzip.compress(index)) if index else 0:>11,}{waited:>11}",
                    flush=True,
                )
                shutil.rmtree(site)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
