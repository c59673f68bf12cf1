"""`make check-external` reports a dead link with its line and an archived address; a refusal does not count as dead; one issue of the forge lists them."""

import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml
from site_build import REPOSITORY, data

from tools.dead_links import main

DATA = data("dead_links")
# Short times, where the script waits longer.
QUICK = ("--timeout", "1", "--max-retries", "1", "--retry-wait-time", "0")


class Answers(BaseHTTPRequestHandler):
    """Answers with the status in the path, and counts requests."""

    def do_GET(self):
        self.server.requests[self.path] += 1
        name = self.path.strip("/")
        time.sleep(3 * (name == "slow"))
        self.send_response(int(name) if name.isdigit() else 200)
        self.send_header("Location", "/200")  # which counts with 301 only
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as http:
        http.requests = Counter()
        Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
        yield http
        http.shutdown()


def test_each_answer_is_reported_as_what_it_is(server: ThreadingHTTPServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The weekly workflow reads the counts. A second run takes the answers from the cache. A page without a date gets the newest archived copy."""
    pages, there = [tmp_path / name for name in DATA["pages"]], {"base": f"http://127.0.0.1:{server.server_port}", "folder": tmp_path}
    there["unsafe"] = there["base"].replace("http", "https")
    for page, text in zip(pages, DATA["pages"].values(), strict=True):
        page.write_text(text.format_map(there))
    assert main(pages, tmp_path / "cache", *QUICK) is True
    for line, expected in zip(capsys.readouterr().out.splitlines(), DATA["said"], strict=True):
        assert fnmatchcase(line, expected.format_map(there)), line
    asked = server.requests["/200"]
    assert asked and server.requests["/429"] == 2 and server.requests["/404/in-code"] == 0
    assert main(pages[:1], tmp_path / "cache", *QUICK) is False and server.requests["/200"] == asked
    pages[0].write_text(f"[A]({there['base']}/200), [B](http://127.0.0.1:9/)\n")  # one answer is kept, and no link is answered now
    with pytest.raises(SystemExit, match="is this machine online"):
        main(pages[:1], tmp_path / "cache", *QUICK)


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
