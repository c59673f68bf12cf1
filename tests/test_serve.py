"""`make serve` shows the last good state of the files after any saves in any order, and leaves nothing behind."""

import random
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from processes import session_processes, started, until
from site_build import REPOSITORY, edit, invented, kind_of, sources
from states import ALL, only_with_all
from test_broken_builds import CASES, planted
from test_security import sha
from webdriver import Tab

TALKS = [source for source in sources() if kind_of(source) == "talk"][:3]


class Served:
    """A site that is being served from a copy: its pages, and its messages."""

    def __init__(self, folder: Path, address: str):
        self.folder = folder
        command = [sys.executable, REPOSITORY / "tools/serve.py", address]
        self.process = started(command, folder, PYTHONPATH=str(REPOSITORY), SITE_URL="http://example.org/notes/", TMPDIR=str(folder))
        until(lambda: "Serving on" in self.said() or self.process.poll() is not None, self.said)

    def said(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    @property
    def base(self) -> str:
        return re.search(r"Serving on (\S+)", self.said())[1]

    def page(self, address: str = "") -> str:
        with suppress(HTTPError), urlopen(f"{self.base}{address}") as response:  # of a talk that is not there at the moment
            return response.read().decode()
        return "<article>Missing</article>"

    def notes(self, talk: str = TALKS[0]) -> str:
        return re.search("<article.*</article>", self.page(f"{talk.removesuffix('.md')}/"), re.DOTALL)[0]


@contextmanager
def serving(folder: Path, number: signal.Signals, port: int) -> Iterator[Served]:
    """Serve a copy; at the end a signal, at a random moment after a save, leaves no process and no folder."""
    site = Served(invented(folder), f"127.0.0.1:{port}")
    try:
        yield site
        (folder / "docs" / TALKS[0]).touch()
        time.sleep(random.random())  # while it waits, or while it builds
        builders: list[int] = []
        until(lambda: builders.extend(session_processes(site.process.pid, children=True)) or builders)  # between two, there is none
        site.process.send_signal(number)
        assert site.process.wait(60) == 0 and "Traceback" not in site.said()
        until(lambda: not any(session_processes(pid) for pid in [*builders, site.process.pid]))
        assert not [*folder.glob("preview-*")]
    finally:
        site.process.kill()
        site.process.wait()


BAD = [
    "topics that differ in case",
    "settings that are not YAML",
    "module that is missing",
    *["favicon removed", "template without its end"] * ALL,
]


def bad_saves_change_nothing(site: Served) -> None:
    """One bad save after another, each undone with the next; then good notes and new Python. A page may run the script that reloads it."""
    before, whole, folder = site.notes(), {}, site.folder
    for name in BAD:
        file, earlier = folder / CASES[name]["file"], len(site.said())
        whole[file] = file.read_bytes()
        message = rf"{re.escape(planted(folder, CASES[name]))}[\s\S]*The pages stay as they were"
        for other in whole.keys() - {file}:
            other.write_bytes(whole[other])
        until(lambda: re.search(message, site.said()[earlier:]), site.said)  # noqa: B023 - runs at once
        assert site.notes() == before
    file.write_bytes(whole[file])
    edit(folder / "docs" / TALKS[0], r"\Z", "\n- A good save.\n")
    until(lambda: "A good save." in site.notes(), site.said)
    holds = "__import__('subprocess').Popen('test -e held || { touch held; exec sleep 40; }', shell=True)"  # the output of the build open
    changed = f"\n_made = completed\n\n\ndef completed(html):\n    {holds}\n    return _made(html) + '<p>Changed.</p>'\n"
    time.sleep(2)  # in which the process of the next build imports the old code
    edit(folder / "hooks/render/notes.py", r"\Z", changed)
    until(lambda: "Changed." in site.notes(), site.said, 20)
    policy, _, reload = site.page().rpartition("<script>")
    assert "livereload(" in reload and sha(reload.partition("</script>")[0]) in policy


SHOWS = "path => { const bar = document.querySelector('#faults[role=alert]'); return bar?.textContent.includes(path) && getComputedStyle(bar).position === 'fixed' && parseFloat(getComputedStyle(document.body).paddingBottom) >= bar.offsetHeight }"
SEARCHED = "words => document.querySelector('article')?.textContent.includes('Saved.') && document.querySelector('#__search').checked && document.querySelector('[name=query]').value === words"


@pytest.mark.parametrize(
    "engine", ["Chromium", *(pytest.param(name, marks=only_with_all) for name in ("Firefox", "WebKit"))], indirect=True
)
def test_an_open_page_shows_faults_and_follows_the_files(tmp_path: Path, each_engine: Tab):
    """First a fault; then good pages, one whose address was open before; last a fault while the search is open, and its end."""
    talk, new = invented(tmp_path) / "docs" / TALKS[0], (tmp_path / "docs" / TALKS[0]).with_name("new.md")
    notes = talk.read_text(encoding="utf-8")
    talk.write_text(notes.replace("title:", "title: <img>:", 1), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as other, serving(tmp_path, signal.SIGTERM, other.getsockname()[1]) as site:
        assert "There are no pages yet" in site.said()
        each_engine.goto(site.base)
        each_engine.wait_for_function(SHOWS, arg=f"docs/{TALKS[0]}:2: ")
        talk.write_text(notes, encoding="utf-8")
        each_engine.wait_for_function("() => document.querySelector('article') && !document.querySelector('#faults')")
        each_engine.goto(f"{site.base}{TALKS[0].rpartition('/')[0]}/new/")
        new.write_text("---\ntitle: A new talk\n---\n")
        each_engine.wait_for_function("() => document.querySelector('article h1')?.textContent.includes('A new talk')")
        each_engine.errors()  # of the address without a page
        each_engine.keyboard.press("/")
        each_engine.wait_for_function("() => document.activeElement.name === 'query'")
        each_engine.keyboard.type("new talk")
        each_engine.wait_for_selector(".md-search-result__link")
        new.write_text("---\ntitle: A new talk\n---\n\nSaved.\n")
        each_engine.wait_for_function(SEARCHED, arg="new talk")
        new.write_text("---\ntitle: A new talk\nroom: [1]\n---\n\nSaved.\n")
        each_engine.wait_for_function(SHOWS, arg=f"{new.relative_to(tmp_path)}:3: ")
        each_engine.wait_for_function(SEARCHED, arg="new talk")
        assert not each_engine.errors()
        new.unlink()
        each_engine.wait_for_function("() => !document.querySelector('#faults')")


def save(path: Path, whole: str, chance: random.Random) -> str:
    """Save good notes: in place, by emptying first, as a new file, or with a backup; return their new line."""
    line = f"A save, {chance.random()}."
    text, new = f"{whole}\n- {line}\n", path.with_name(f".{path.name}.tmp")
    chance.choice([
        lambda: None,
        lambda: path.write_text(""),
        lambda: new.write_text(text, encoding="utf-8") and new.replace(path),
        lambda: path.exists() and path.replace(path.with_name(f"{path.name}~")),
    ])()  # fmt: skip
    time.sleep(chance.random() / 4)
    path.write_text(text, encoding="utf-8")
    return line


def spoil(path: Path, whole: str, chance: random.Random) -> None:
    """Leave a state that is not good, or an editor's files."""
    lock = path.with_name(f".#{path.name}")  # Emacs's lock file: a broken link
    chance.choice([
        lambda: path.write_text(whole[: chance.choice([0, chance.randrange(len(whole))])], encoding="utf-8"),
        lambda: path.exists() and path.replace(path.with_name("moved.md")),
        lambda: path.unlink(missing_ok=True),
        lambda: path.with_name("new.md").write_text("# A new talk\n"),
        lambda: lock.is_symlink() or lock.symlink_to("writer@example.1234:5678"),
        lambda: path.with_name(f".{path.name}.swp").write_bytes(chance.randbytes(99)),
        lambda: path.with_name(f"#{path.name}#").write_text(whole, encoding="utf-8"),
    ])()  # fmt: skip


@pytest.mark.parametrize(
    ("seed", "steps", "pause", "number"),
    [(1, 8, None, signal.SIGTERM), *[(2, 50, 0.2, signal.SIGHUP), (3, 50, None, signal.SIGTERM), (4, 50, None, signal.SIGINT)] * ALL],
)
def test_bad_saves_are_reported_and_after_any_saves_the_last_good_state_is_shown(
    seed: int, steps: int, pause: float | None, number: signal.Signals, tmp_path: Path
):
    """Steps come in bursts and slowly, or all good, every `pause` seconds. The server's port is taken, and it takes another."""
    chance = random.Random(seed)
    with socket.create_server(("127.0.0.1", 0)) as other, serving(tmp_path, number, other.getsockname()[1]) as site:
        assert re.search(rf"Port {other.getsockname()[1]} is taken.* This one takes \d+\.", site.said())
        if seed == 1:
            bad_saves_change_nothing(site)
        talks = {talk: (tmp_path / "docs" / talk, (tmp_path / "docs" / talk).read_text(encoding="utf-8"), chance) for talk in TALKS}
        for _ in range(steps):
            chance.choice([save, save if pause else spoil])(*talks[chance.choice(TALKS)])
            time.sleep(pause or chance.choice([0, 0.02, 0.1, 0.3]))
            assert site.notes("about.md").endswith("</article>") and "Missing" not in site.notes("about.md")
        for name in ("moved.md", "new.md"):
            for path in [*(tmp_path / "docs").rglob(name)]:  # not in the preview, which changes
                path.unlink()
        last = {talk: save(*given) for talk, given in talks.items()}
        until(lambda: all(line in site.notes(talk) for talk, line in last.items()), site.said)
