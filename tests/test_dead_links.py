"""`make check-external` reports a dead link with its line and an archived address; a refusal does not count as dead.

One issue of the forge lists the dead links.
"""

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
from processes import write
from site_build import REPOSITORY, data

from tools.dead_links import faults, main

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
    """The weekly workflow reads the counts. A second run takes the answers from the cache. Without a date, a page gets the newest copy."""
    pages, there = [tmp_path / name for name in DATA["pages"]], {"base": f"http://127.0.0.1:{server.server_port}", "folder": tmp_path}
    there["unsafe"] = there["base"].replace("http", "https")
    write(tmp_path, {name: text.format_map(there) for name, text in DATA["pages"].items()})
    assert main(pages, tmp_path / "cache", *QUICK) is True
    for line, expected in zip(capsys.readouterr().out.splitlines(), DATA["said"], strict=True):
        assert fnmatchcase(line, expected.format_map(there)), line
    asked = server.requests["/200"]
    assert asked and server.requests["/429"] == 2 and server.requests["/404/in-code"] == 0
    assert main(pages[:1], tmp_path / "cache", *QUICK) is False
    pages[0].write_text(f"[A]({there['base']}/200)\n")
    assert main(pages[:1], tmp_path / "cache", *QUICK) is False and server.requests["/200"] == asked
    pages[0].write_text(f"[A]({there['base']}/200), [B](http://127.0.0.1:9/)\n")  # one answer is kept, and no link is answered now
    with pytest.raises(SystemExit, match="is this machine online"):
        main(pages[:1], tmp_path / "cache", *QUICK)


def test_an_answer_from_the_cache_is_reported_in_full(tmp_path: Path):
    """Of a link that stands several times, the checker gives the words of the answer only once."""
    (tmp_path / "a.md").touch()
    texts = ("Error (cached)", "Rejected status code: 404 Not Found", "Error (cached)")
    links = [{"url": "http://a/", "status": {"text": text, "code": 404}, "span": {"line": line}} for line, text in enumerate(texts)]
    found = [*faults({"error_map": {str(tmp_path / "a.md"): links}, "timeout_map": {}})]
    assert len(found) == 3 and all("is dead (404 Not Found)" in fault for _, fault in found), found


@pytest.mark.parametrize(("lines", "counts", "issue", "calls"), DATA["reports"])
def test_one_issue_of_the_forge_lists_dead_links(lines: int, counts: str, issue: str, calls: list[str], tmp_path: Path):
    """The workflow opens, edits and closes it. A fake `make` prints a report, or nothing; a fake `gh` records its calls."""
    report = "docs/a.md:1: … is dead\n" * lines + counts
    programs = {"make": "[ $2 != check-external ] || { cat given; exit 2; }", "gh": f'echo "$*" >> calls; [ $2 != list ] || echo "{issue}"'}
    files = {"given": report, "calls": "", "body": ""} | {name: f"#!/bin/sh\n{text}\n" for name, text in programs.items()}
    write(tmp_path, files)
    for name in programs:
        (tmp_path / name).chmod(0o755)
    steps = yaml.safe_load((REPOSITORY / ".github/workflows/links.yml").read_text())["jobs"]["links"]["steps"]
    script, path = "\n".join(step["run"] for step in steps if "run" in step), f"{tmp_path}:{os.environ['PATH']}"
    assert subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=os.environ | {"PATH": path}).returncode == (not report)
    made = (tmp_path / "calls").read_text().splitlines()
    assert [line.startswith(f"issue {call}") for line, call in zip(made, calls, strict=True)] == [True] * len(calls), made
    body = (tmp_path / "body").read_text()
    assert report[:20_000] in body and len(body) < 65_536  # the longest body of an issue
    assert body.endswith("```\n") or not report
