"""`make serve` shows a save at once; a bad one is told with its line, and the last good page stays."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from hosts import free_port
from site_build import copy, edit, kind_of, sources

TALK = next(source for source in sources() if kind_of(source) == "talk")
PATIENCE = 30  # seconds


class Served:
    """A site that is being served from a copy: its pages, and what it says."""

    def __init__(self, folder: Path, log: Path, base: str):
        self.folder, self.log, self.base = folder, log, base

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def page(self) -> str:
        with urlopen(f"{self.base}{TALK.removesuffix('.md')}/") as response:
            return re.search("<article.*</article>", response.read().decode(), re.DOTALL)[0]


def until(true: Callable[[], object], what: Callable[[], str]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what()
        time.sleep(0.1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(copy(tmp_path), f"127.0.0.1:{free_port()}") as site:
        yield site


@contextmanager
def serving(folder: Path, address: str) -> Iterator[Served]:
    """Serve a copy at `address`, or where else it says."""
    log = folder / "log"
    environment = os.environ | {"SITE_URL": f"http://{address}/", "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT) as process,
    ):
        site = Served(folder, log, "")
        try:
            until(lambda: "Serving on" in site.said() or process.poll() is not None, site.said)
            assert "Serving on" in site.said(), site.said()
            site.base = re.search(r"Serving on (\S+)", site.said())[1]
            yield site
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("^tags:\n", "tags:\n  - Unheard of\n", "`tags` has the unknown topic Unheard of"),
        ("^title: ", "title: [", "front matter is not YAML"),
        (r"\Z", "\n[there](missing.md)\n", "the link 'missing.md' is wrong"),
    ],
)
def test_a_bad_save_is_told_and_changes_nothing(good: str, bad: str, fault: str, served: Served):
    path = served.folder / "docs" / TALK
    whole, before = path.read_text(encoding="utf-8"), served.page()
    edit(path, good, bad)
    until(lambda: re.search(rf"docs/{re.escape(TALK)}:\d+: {re.escape(fault)}", served.said()), served.said)
    until(lambda: "The pages stay as they were" in served.said(), served.said)
    assert served.page() == before
    path.write_text(whole + "\n- A good save.\n", encoding="utf-8")
    until(lambda: "A good save." in served.page(), served.said)
    assert "Traceback" not in served.said()


def broken_config(folder: Path) -> None:
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("nav: [\n")


def broken_template(folder: Path) -> None:
    edit(folder / "overrides/talk.html", r"\A", "{% if %}")


def deleted_page(folder: Path) -> None:
    (folder / "docs" / TALK).unlink()


@pytest.mark.parametrize(
    ("breaks", "told"),
    [
        (broken_config, r'in ".*mkdocs.yml", line \d+'),
        (broken_template, r"talk.html.*\n.*|TemplateSyntaxError"),
        (deleted_page, rf"mkdocs.yml:\d+: {re.escape(TALK)} is no page"),
    ],
)
def test_it_serves_on_whatever_is_broken(breaks: Callable[[Path], None], told: str, served: Served):
    kept = {
        path: path.read_bytes()
        for path in [served.folder / "mkdocs.yml", served.folder / "docs" / TALK, served.folder / "overrides/talk.html"]
    }
    before = served.page()
    breaks(served.folder)
    until(lambda: re.search(told, served.said()) and "The pages stay as they were" in served.said(), served.said)
    assert served.page() == before
    for path, text in kept.items():
        path.write_bytes(text)
    with (served.folder / "docs" / TALK).open("a", encoding="utf-8") as file:
        file.write("\n- Mended.\n")
    until(lambda: "Mended." in served.page(), served.said)


def test_where_its_port_is_taken_it_takes_another(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with serving(copy(tmp_path), f"127.0.0.1:{taken}") as site:
            assert re.search(rf"Port {taken} is taken.* This one takes \d+\.", site.said()) and f":{taken}/" not in site.base
            assert "<h1" in site.page()
