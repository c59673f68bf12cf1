"""`make check-external` reports a dead link with its line and an archived address; a refusal does not count as dead; one issue of the forge lists them."""

import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml
from site_build import REPOSITORY, data

from tools.dead_links import checked, faults, main

DATA = data("dead_links")
# Short times, where the script waits longer.
QUICK = ("--timeout", "1", "--max-retries", "1", "--retry-wait-time", "0")


@pytest.fixture
def requests() -> Counter[str]:
    return Counter()


@pytest.fixture
def base(requests: Counter[str]) -> Iterator[str]:
    """A server that answers with the status in the path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            requests[self.path] += 1
            name = self.path.strip("/")
            if name == "slow":
                time.sleep(3)
            self.send_response(int(name) if name.isdigit() else 200)
            if name == "301":
                self.send_header("Location", "/200")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.fixture
def check(base: str, tmp_path: Path) -> Callable[..., dict]:
    """Return a function that returns lychee's report on notes, as those of a page with a name."""

    def checks(notes: str, name: str = "about.md") -> dict:
        (tmp_path / name).write_text(notes.format(base=base, unsafe=base.replace("http", "https")))
        return checked([tmp_path / name], tmp_path / "cache", *QUICK)

    return checks


def test_each_answer_is_reported_as_what_it_is(base: str, check: Callable[..., dict], requests: Counter[str], tmp_path: Path):
    page, unsafe, archive = (
        tmp_path / "talk.md",
        base.replace("http", "https"),
        "link to the archived page: https://web.archive.org/web/20310501/",
    )
    expected = [
        (True, f"{page}:3: {base}/404 is dead (404", f"{archive}{base}/404"),
        (False, f"{page}:7: {base}/403 refuses robots (403", "check it by hand"),
        (False, f"{page}:7: {base}/429 refuses robots (429", "check it by hand"),
        (True, f"{page}:13: {base}/500 is dead (500", f"{archive}{base}/500"),
        (True, f"{page}:14: {base}/slow is dead (", f"{archive}{base}/slow"),
        (True, f"{page}:15: {unsafe}/200 is dead (", f"{archive}{unsafe}/200"),
    ]
    for (dead, fault), (as_dead, begins, ends) in zip(faults(check(DATA["notes"], "talk.md")), expected, strict=True):
        assert dead is as_dead and fault.startswith(begins) and fault.endswith(ends), fault
    assert requests["/429"] == 2 and requests["/404/in-code"] == 0


def test_answers_are_kept(check: Callable[..., dict], requests: Counter[str]):
    reports = [check("[A link]({base}/200)\n") for _ in range(2)]
    assert [list(faults(report)) for report in reports] == [[], []] and requests == {"/200": 1}


def test_what_is_no_talk_has_its_newest_copy(base: str, check: Callable[..., dict]):
    [(_, fault)] = faults(check("[A link]({base}/404)\n"))
    assert fault.endswith(f"https://web.archive.org/web/2/{base}/404")


def test_the_sum_is_printed_unless_nothing_answers(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The weekly workflow looks for these words. Without a network, no link is reported dead, though one answer is in the cache."""
    page = tmp_path / "talk.md"
    for other, dead, words in ((f"{base}/403", False, "0 dead, 1 refused"), (f"{base}/404", True, "1 dead, 0 refused")):
        page.write_text(f"[A]({base}/200), [B]({other})\n")
        assert main([page], tmp_path / "cache", *QUICK) is dead
        assert capsys.readouterr().out.endswith(f"\n2 links checked, {words}\n")
    page.write_text(f"[A]({base}/200), [B](http://127.0.0.1:9/)\n")
    with pytest.raises(SystemExit, match="is this machine online"):
        main([page], tmp_path / "cache", *QUICK)


@pytest.mark.parametrize(("lines", "dead", "refused", "issue", "calls"), DATA["reports"])
def test_one_issue_of_the_forge_lists_dead_links(lines: int, dead: int, refused: int, issue: str, calls: list[str], tmp_path: Path):
    """The workflow's script opens, edits and closes it. A fake `gh` records its calls, and knows of one open issue or none."""
    report = "docs/a.md:1: … is dead\n" * lines + f"78 links checked, {dead} dead, {refused} refused\n"
    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/links.yml").read_text())
    script = workflow["jobs"]["links"]["steps"][-1]["run"]
    (tmp_path / "report").write_text(report)
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\necho "$*" >> calls\n[ "$2" != list ] || echo "{issue}"\n')
    gh.chmod(0o755)
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, check=True, env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    made = (tmp_path / "calls").read_text().splitlines()
    assert [line.startswith(f"issue {call}") for line, call in zip(made, calls, strict=True)] == [True] * len(calls), made
    body = (tmp_path / "body").read_text()
    assert report[:20_000] in body and body.endswith("```\n") and len(body) < 65_536  # the longest body of an issue
