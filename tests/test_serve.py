"""`make serve` shows the last good state of the files after any saves in any order, and leaves nothing behind."""

import os
import random
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from processes import session_processes, started, until
from site_build import INVENTED, REPOSITORY, by_command, edit, excerpt, read, script
from states import ALL, only_with_all
from test_broken_builds import CASES, planted
from webdriver import Tab

TALKS = [talk.path for talk in read(INVENTED).talks[:3]]
# A module that the process of the next build imports last says so.
IMPORTED = "\nprint(__import__('os').getpid(), file=open('imported', 'a'))\n"


class Served:
    """A site that is being served from a copy, whose port is taken: its messages, and its pages."""

    def __init__(self, folder: Path):
        self.folder = folder
        edit(folder / "hooks/pipeline.py", r"\Z", IMPORTED)
        with socket.create_server(("127.0.0.1", 0)) as other:
            command = [sys.executable, REPOSITORY / "tools/serve.py", f"127.0.0.1:{other.getsockname()[1]}"]
            self.process = started(command, folder, PYTHONPATH=str(REPOSITORY), SITE_URL="http://example.org/notes/", TMPDIR=str(folder))
            until(lambda: "Serving on" in self.said() or self.process.poll() is not None, self.said)
        self.base = re.search(r"Serving on (\S+)", self.said())[1]

    def said(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def notes(self, talk: str = TALKS[0]) -> str:
        answer = requests.get(f"{self.base}{talk.removesuffix('.md')}/", timeout=60)
        return re.search("<article.*</article>", answer.text, re.DOTALL)[0] if answer.ok else "Missing"

    def builders(self) -> list[int]:
        """Return the process of the current build or of the next; between two, there is none."""
        return session_processes(self.process.pid, children=True)


@contextmanager
def serving(folder: Path, number: signal.Signals) -> Iterator[Served]:
    """Serve a copy; at the end a signal, at a random moment after a save, leaves no process and no folder."""
    site = Served(folder)
    try:
        assert re.search(r"Port \d+ is in use.* this one uses \d+\.", site.said())
        yield site
        (folder / "docs" / TALKS[0]).touch()
        time.sleep(random.random())  # while it waits, or while it builds
        left: list[int] = []
        until(lambda: left.extend(site.builders()) or left)
        site.process.send_signal(number)
        assert site.process.wait(60) == 0 and "Traceback" not in site.said()
        until(lambda: not any(session_processes(pid) for pid in [*left, site.process.pid]))
        assert not [*folder.glob("preview-*")]
    finally:
        site.process.kill()
        site.process.wait()


# What an open page comes to have, given a piece of text.
FAULT = script("fault_bar")
NO_FAULT = "() => document.querySelector('article') && !document.querySelector('#faults')"
NOTES = "words => document.querySelector('article')?.textContent.includes(words)"
SEARCH = "words => document.querySelector('#__search').checked && document.querySelector('[name=query]').value === words"
NEW = "---\ntitle: A new talk\n---\n"


@pytest.mark.parametrize(
    "engine", ["Chromium", *(pytest.param(name, marks=only_with_all) for name in ("Firefox", "WebKit"))], indirect=True
)
def test_an_open_page_shows_faults_and_follows_the_files(tmp_path: Path, each_engine: Tab):
    """First a fault; then good pages, one whose address was open before; last a fault while the search is open, and its end."""
    talk = excerpt(tmp_path) / "docs" / TALKS[0]
    new, notes, wait = talk.with_name("new.md"), talk.read_text(encoding="utf-8"), each_engine.wait_for_function
    talk.write_text(f"{notes}\n<imgg>\n", encoding="utf-8")
    with serving(tmp_path, signal.SIGTERM) as site:
        assert "There are no pages yet" in site.said()
        each_engine.goto(site.base)
        wait(FAULT, arg="<imgg>")
        talk.write_text(notes, encoding="utf-8")
        wait(NO_FAULT)
        each_engine.goto(f"{site.base}{TALKS[0].rpartition('/')[0]}/new/")
        new.write_text(NEW)
        wait(NOTES, arg="A new talk")
        each_engine.errors()  # of the address without a page
        each_engine.keyboard.press("/")
        wait("() => document.activeElement.name === 'query'")
        each_engine.keyboard.type("new talk")
        each_engine.wait_for_selector(".md-search-result__link")
        for text, shown, words in ((NEW.replace("\n---", "\nroom: [1]\n---"), FAULT, "new.md:3: "), (f"{NEW}\nSaved.\n", NOTES, "Saved.")):
            new.write_text(text)
            wait(shown, arg=words)
            wait(SEARCH, arg="new talk")
        wait(NO_FAULT)
        assert not each_engine.errors()
        each_engine.goto("about:blank")  # before the server ends


def disturb(path: Path, whole: str, chance: random.Random) -> None:
    """Save a talk as an editor may: well in one of four ways, badly, under another name, or with files of the editor's own."""
    good, new = f"{whole}\n- {chance.random()}\n", path.with_name(f".{path.name}.tmp")
    chance.choice([
        lambda: path.write_text(good, encoding="utf-8"),
        lambda: path.write_text("") or time.sleep(chance.random() / 4) or path.write_text(good, encoding="utf-8"),
        lambda: new.write_text(good, encoding="utf-8") and new.replace(path),
        lambda: path.exists() and path.replace(path.with_name(f"{path.name}~")) and path.write_text(good, encoding="utf-8"),
        lambda: path.write_text(whole[: chance.randrange(len(whole))], encoding="utf-8"),
        lambda: path.exists() and path.replace(path.with_name("moved.md")),
        lambda: path.unlink(missing_ok=True),
        lambda: path.with_name("new.md").write_text("# A new talk\n"),
        lambda: path.with_name(f".#{path.name}").is_symlink() or path.with_name(f".#{path.name}").symlink_to("writer@example.1234:5678"),
        lambda: path.with_name(f".{path.name}.swp").write_bytes(chance.randbytes(99)),
        lambda: path.with_name(f"#{path.name}#").write_text(whole, encoding="utf-8"),
    ])()  # fmt: skip


def test_without_its_hooks_nothing_is_served(tmp_path: Path):
    (tmp_path / "mkdocs.yml").write_text("site_name: Notes\n")
    result = by_command(["tools.serve"], tmp_path, dict(os.environ))
    assert result.returncode == 1 and "mkdocs.yml:1: neither has nor inherits `hooks`; " in result.stdout


BAD = ["topics that differ in case", "settings that are not YAML", "module that is missing"]
BAD += ["favicon removed", "template without its end"] * ALL
# It keeps the output of the build open.
HOLDS = "__import__('subprocess').Popen('test -e held || { touch held; exec sleep 40; }', shell=True)"
PYTHON = f"\n_made = completed\n\n\ndef completed(html):\n    {HOLDS}\n    return _made(html) + '<p>Changed.</p>'\n"


@pytest.mark.parametrize(
    ("seed", "steps", "number"), [(1, 8, signal.SIGTERM), *[(2, 50, signal.SIGHUP), (3, 50, signal.SIGTERM), (4, 50, signal.SIGINT)] * ALL]
)
def test_after_any_saves_the_last_good_state_is_shown(seed: int, steps: int, number: signal.Signals, tmp_path: Path):
    """First one bad save after another, then new Python; then random steps, in bursts and slowly."""
    chance = random.Random(seed)
    with serving(excerpt(tmp_path), number) as site:
        before = site.notes()
        for name in BAD if seed == 1 else ():
            file, earlier = tmp_path / CASES[name]["file"], len(site.said())
            whole, message = file.read_bytes(), rf"{re.escape(planted(tmp_path, CASES[name]))}[\s\S]*The pages stay as they were"
            until(lambda: re.search(message, site.said()[earlier:]), site.said)  # noqa: B023 - runs at once
            assert site.notes() == before
            file.write_bytes(whole)
        edit(tmp_path / "docs" / TALKS[0], r"\Z", "\n- Good again.\n")
        until(lambda: "Good again." in site.notes(), site.said)
        imported = tmp_path / "imported"  # so the process of the next build has the old code
        until(lambda: not {*imported.read_text().split()}.isdisjoint(map(str, site.builders())), site.said)
        edit(tmp_path / "hooks/render/notes.py", r"\Z", PYTHON)
        until(lambda: "Changed." in site.notes(), site.said)
        edit(tmp_path / "overrides/talk.html", "{{ page.content }}", r"\g<0>By another template.")
        until(lambda: "By another template." in site.notes(), site.said)
        talks = {tmp_path / "docs" / talk: (tmp_path / "docs" / talk).read_text(encoding="utf-8") for talk in TALKS}
        for _ in range(steps):
            disturb(*chance.choice([*talks.items()]), chance)
            time.sleep(chance.choice([0, 0.02, 0.1, 0.3]))
            assert site.notes("about.md").endswith("</article>")
        for path in [path for name in ("moved.md", "new.md") for path in (tmp_path / "docs").rglob(name)]:
            path.unlink()
        for path, whole in talks.items():
            path.write_text(f"{whole}\n- The last save.\n", encoding="utf-8")
        until(lambda: all("The last save." in site.notes(talk) for talk in TALKS), site.said)
