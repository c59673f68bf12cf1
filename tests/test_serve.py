"""`make serve` shows the last good state of the files after any saves in any order, and leaves nothing behind."""

import os
import random
import re
import signal
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
from site_build import REPOSITORY, edit, invented, kind_of, session_processes, sources

TALKS = [source for source in sources() if kind_of(source) == "talk"][:3]
ABOUT, TALK = "about.md", "ovrkonf-2031/day-1/opening.md"
PATIENCE = 60  # seconds; a build takes two, on a machine with nothing else to do
ALL = bool(os.environ.get("ALL"))


class Served:
    """A site that is being served from a copy: its pages, and its messages."""

    def __init__(self, folder: Path, process: subprocess.Popen, log: Path):
        self.folder, self.process, self.log = folder, process, log

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def page(self, talk: str = TALK) -> str:
        base = re.search(r"Serving on (\S+)", self.said())[1]
        with urlopen(f"{base}{talk.removesuffix('.md')}/") as response:
            return re.search("<article.*</article>", response.read().decode(), re.DOTALL)[0]

    def until(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)


@contextmanager
def serving(folder: Path, address: str = "") -> Iterator[Served]:
    """Serve a copy at `address`, or at the address that it prints."""
    environment = os.environ | {"SITE_URL": "http://example.org/notes/", "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(folder)}
    command = [sys.executable, REPOSITORY / "tools/serve.py", address or f"127.0.0.1:{free_port()}"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
        site = Served(folder, process, folder / "log")
        try:
            site.until(lambda: "Serving on" in site.said() or process.poll() is not None)
            yield site
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(invented(tmp_path_factory.mktemp("served"))) as site:
        yield site


@pytest.mark.parametrize(
    ("file", "bad", "told"),
    [
        (f"docs/{TALK}", (r"\A[\s\S]*", ""), r"no front matter"),
        (f"docs/{TALK}", ("^tags:\n", "tags:\n  - Unheard of\n"), r"\d+: `tags` has the unknown topic Unheard of"),
        (f"docs/{TALK}", ("^title: ", "title: ["), r"\d+: front matter is not YAML"),
        (f"docs/{TALK}", (r"\Z", "\n[there](missing.md)\n"), r"\d+: the link missing.md leads to neither"),
        (f"docs/{ABOUT}", None, rf"mkdocs.yml:\d+: {ABOUT} is "),
        ("mkdocs.yml", (r"\Z", "nav: [\n"), r'in ".*mkdocs.yml", line \d+'),
        ("overrides/talk.html", (r"\A", "{% if %}"), "talk.html|TemplateSyntaxError"),
        ("hooks/pipeline.py", (r"\Z", "\nimport nowhere\n"), "No module named 'nowhere'"),
    ],
    ids=["empty", "topic", "YAML", "link", "deleted", "configuration", "template", "Python"],
)
def test_a_bad_save_is_told_and_changes_nothing(file: str, bad: tuple[str, str] | None, told: str, served: Served):
    path, notes = served.folder / file, served.folder / "docs" / TALK
    whole, text, before, earlier = path.read_bytes(), notes.read_text(encoding="utf-8"), served.page(), len(served.said())
    try:
        edit(path, *bad) if bad else path.unlink()
        served.until(lambda: re.search(rf"{told}[\s\S]*The pages stay as they were", served.said()[earlier:]))
        assert served.page() == before
    finally:
        path.write_bytes(whole)
    notes.write_text(f"{text}\n- A good save, number {earlier}.\n", encoding="utf-8")
    served.until(lambda: served.page() != before)
    assert "TypeError" not in served.said()


def test_changed_python_counts(served: Served):
    added = "\n_page = on_post_page\ndef on_post_page(output, **rest):\n    return _page(output, **rest).replace('</article>', 'Changed.</article>')\n"
    path = served.folder / "hooks/pipeline.py"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    served.until(lambda: "Changed." in served.page())


def test_a_page_may_run_the_script_that_reloads_it(served: Served):
    base = re.search(r"Serving on (\S+)", served.said())[1]
    with urlopen(base) as response:
        page = response.read().decode()
    assert base.endswith("/notes/") and re.search(r"script-src 'self' 'sha256-[^;]*'[\s\S]*livereload\(\d+, \d+\);\n</script>", page)


class Editors:
    """Random changes to files in docs/, as editors make them."""

    def __init__(self, site: Served, chance: random.Random):
        self.site, self.chance, self.saves = site, chance, 0
        self.whole = {talk: (site.folder / "docs" / talk).read_text(encoding="utf-8") for talk in TALKS}

    def save(self, talk: str) -> str:
        """Save good notes: in place, by emptying first, as a new file, or with a backup that is removed; return their new line."""
        self.saves += 1
        path, line = self.site.folder / "docs" / talk, f"Save number {self.saves} of {self.chance.random()}."
        way, text = self.chance.randrange(4), f"{self.whole[talk]}\n- {line}\n"
        if way == 1:
            path.write_text("")
            time.sleep(self.chance.random() / 2)
        elif way == 2:
            (new := path.with_name(f".{path.name}.tmp")).write_text(text, encoding="utf-8")
            new.replace(path)
        elif way == 3 and path.exists():
            path.replace(path.with_name(f"{path.name}~"))
            time.sleep(self.chance.random() / 10)
        path.write_text(text, encoding="utf-8")
        return line

    def spoil(self, talk: str) -> None:
        """Leave a state that is not good, or an editor's files."""
        path = self.site.folder / "docs" / talk
        lock = path.with_name(f".#{path.name}")  # Emacs's lock file: a broken link
        match self.chance.randrange(8):
            case 0:
                path.write_text("")
            case 1:
                path.write_text(self.whole[talk][: self.chance.randrange(len(self.whole[talk]))], encoding="utf-8")
            case 2:
                path.exists() and path.replace(path.with_name("moved.md"))
            case 3:
                path.unlink(missing_ok=True)
            case 4:
                path.with_name("new.md").write_text("# A new talk\n")
            case 5:
                lock.is_symlink() or lock.symlink_to("writer@example.1234:5678")
            case 6:
                path.with_name(f".{path.name}.swp").write_bytes(self.chance.randbytes(99))
            case 7:
                path.with_name(f"#{path.name}#").write_text(self.whole[talk], encoding="utf-8")


@pytest.mark.parametrize(
    ("seed", "steps", "pause"), [(1, 20, None), *([(2, 200, 0.2), (3, 99, None), (4, 99, None), (5, 99, None)] if ALL else [])]
)
def test_after_any_saves_the_last_good_state_is_shown(seed: int, steps: int, pause: float | None, tmp_path: Path):
    """Steps come in bursts and slowly, or all good, every `pause` seconds."""
    print(f"seed {seed}, {steps} steps")
    chance = random.Random(seed)
    with serving(invented(tmp_path)) as site:
        editors = Editors(site, chance)
        for _ in range(steps):
            chance.choice([editors.save, editors.save if pause else editors.spoil])(chance.choice(TALKS))
            time.sleep(pause or chance.choice([0, 0.02, 0.1, 0.5]))
            assert site.page(ABOUT).endswith("</article>")
        for name in ("moved.md", "new.md"):
            for talk in TALKS:
                (site.folder / "docs" / talk).with_name(name).unlink(missing_ok=True)
        last = {talk: editors.save(talk) for talk in TALKS}
        site.until(lambda: all(line in site.page(talk) for talk, line in last.items()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_leaves_nothing(number: signal.Signals, tmp_path: Path):
    with serving(invented(tmp_path)) as site:
        (tmp_path / "docs" / TALK).touch()
        time.sleep(random.random() * 2)  # while it waits, or while it builds
        builders = session_processes(site.process.pid, children=True)
        site.process.send_signal(number)
        assert site.process.wait(PATIENCE) == 0 and "Traceback" not in site.said()
        site.until(lambda: not any(session_processes(pid) for pid in [*builders, site.process.pid]))
        assert builders and not [*tmp_path.glob("preview-*")]


def test_where_its_port_is_taken_it_takes_another(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with serving(invented(tmp_path), f"127.0.0.1:{taken}") as site:
            assert re.search(rf"Port {taken} is taken.* This one takes \d+\.", site.said())
            assert "<h1" in site.page()
