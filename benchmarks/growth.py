"""Compare builds and saves of growing sites with plain Material for the same pages, in one run: ratios hold on a busy machine, too.

Plain Material has the theme, its search, our Markdown extensions with the theme's list of emoji (the extension's own is copied for
each page), and no hooks, templates, tags or redirects. COUNTS are numbers of
talks, SAVES how often a page is saved at each of the first two.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from hosts import free_port
from many import many
from site_build import REPOSITORY, edit

COUNTS = [int(count) for count in os.environ.get("COUNTS", "15 300 1500").split()]
SAVES = int(os.environ.get("SAVES", "5"))
ENVIRONMENT = os.environ | {"SITE_URL": "http://127.0.0.1/", "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"}
MKDOCS = [sys.executable, "-m", "mkdocs"]
PAGE = "django-migrations"


def plain(repository: Path) -> Path:
    """Turn a copy of the site into one for plain Material, with the same pages."""
    for key in ("hooks", "watch", "strict"):
        edit(repository / "mkdocs.base.yml", rf"^{key}:.*\n(?:  .*\n)*", "")
    edit(repository / "mkdocs.base.yml", r"^plugins:\n(?: .*\n)+", "plugins:\n  search: {}\n")
    edit(repository / "mkdocs.base.yml", r"^  custom_dir: .*\n", "")
    edit(repository / "mkdocs.base.yml", r"^  static_templates:\n(?:    .*\n)+", "")
    emoji = r"\g<0>      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
    edit(repository / "mkdocs.base.yml", r"^  - pymdownx.emoji:\n", emoji)
    for key in ("nav", "plugins"):
        edit(repository / "mkdocs.yml", rf"^{key}:.*\n(?: .*\n)*", "")
    for page in (repository / "docs").rglob("*.md"):
        page.write_text(re.sub(r"^template: .*\n", "", page.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE), encoding="utf-8")
    return repository


def sites(folder: Path, count: int) -> tuple[Path, Path]:
    """Write a site of `count` talks, and the same for plain Material; return both."""
    for name in ("ours", "plain"):
        (folder / name).mkdir()
        many(folder / name, count)
    shutil.copytree(REPOSITORY / "tools", folder / "ours/tools")
    return folder / "ours", plain(folder / "plain")


def times(repository: Path) -> tuple[float, float]:
    """Build, and return the seconds that this took, and those of processor time, with the processes that the build started."""

    def now() -> tuple[float, float]:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.monotonic(), usage.ru_utime + usage.ru_stime

    before = now()
    built = subprocess.run([*MKDOCS, "build"], cwd=repository, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if built.returncode:
        sys.exit(built.stdout)
    return tuple(after - start for after, start in zip(now(), before, strict=True))


@contextmanager
def served(repository: Path, command: list[str | Path], port: int) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=repository, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def until_shown(url: str, words: str) -> float:
    """Return the time, in seconds of time.monotonic, when a page has words."""
    while True:
        with suppress(OSError), urlopen(url) as page:
            if words in page.read().decode():
                return time.monotonic()
        time.sleep(0.02)


def saved(repository: Path, command: list[str | Path], port: int) -> list[float]:
    """Serve a site, save a talk SAVES times, and return the seconds from each save until the page shows it."""
    talk = next((repository / "docs").glob(f"*/*/{PAGE}.md"))
    text, times = talk.read_text(encoding="utf-8"), []
    with served(repository, command, port) as base:
        url = f"{base}{talk.relative_to(repository / 'docs').with_suffix('').as_posix()}/"
        until_shown(url, "</html>")
        for number in range(SAVES):
            time.sleep(2)
            start = time.monotonic()
            talk.write_text(f"{text}\n- Saved {number} times.\n", encoding="utf-8")
            times.append(until_shown(url, f"Saved {number} times") - start)
    return times


def main() -> None:
    print(
        f"A build, in time and in processor time\n{'talks':>7}{'':>11}{'Material':>10}{'ours, first':>13}{'ratio':>7}{'again':>8}{'ratio':>7}"
    )
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            ours, bare = sites(Path(folder), count)
            rows = zip(("time", "processor"), times(bare), times(ours), times(ours), strict=True)
            for name, theirs, first, again in rows:
                ratios = f"{first:>12.1f}s{first / theirs:>7.2f}{again:>7.1f}s{again / theirs:>7.2f}"
                print(f"{count:>7}{name:>11}{theirs:>9.1f}s{ratios}", flush=True)
    print(f"\nFrom a save to the page, median of {SAVES}\n{'talks':>7}{'Material':>10}{'ours':>8}{'ratio':>7}")
    for count in COUNTS[:2]:
        with tempfile.TemporaryDirectory() as folder:
            ours, bare = sites(Path(folder), count)
            ports = free_port(), free_port()
            theirs = median(saved(bare, [*MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{ports[0]}"], ports[0]))
            own = median(saved(ours, [sys.executable, "-m", "tools.serve", f"127.0.0.1:{ports[1]}"], ports[1]))
            print(f"{count:>7}{theirs:>9.2f}s{own:>7.2f}s{own / theirs:>7.2f}", flush=True)


if __name__ == "__main__":
    main()
