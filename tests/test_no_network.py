"""A build sends no requests."""

from pathlib import Path

from site_build import build, by_command, edit, invented

# Every Python process starts with this.
CUT_OFF = r"""
import socket
import sys


def refuse(event, arguments):
    local = event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], (bytes, str))  # a Unix socket: forkserver's
    if not local and event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        with open("requested", "a") as file:
            file.write(f"{event} {arguments}\n")
        raise OSError(f"the network is cut off: {arguments}")


sys.addaudithook(refuse)
"""
# The one request that the test must see, of a hook that can do without an answer.
FETCHES = """
import urllib.request
from contextlib import suppress


def on_post_build(**_):
    with suppress(OSError):
        urllib.request.urlopen("http://127.0.0.1:9/")
"""


def test_nothing_is_fetched(tmp_path: Path):
    (tmp_path / "sitecustomize.py").write_text(CUT_OFF)
    repository = invented(tmp_path)
    (repository / ".cache").unlink()
    (repository / "hooks/fetches.py").write_text(FETCHES)
    edit(repository / "mkdocs.yml", r"\A", "hooks:\n  - hooks/pipeline.py\n  - hooks/fetches.py\n")
    result = build(repository, tmp_path / "site", by_command, PYTHONPATH=str(tmp_path))
    assert result.returncode == 0, result.stdout
    requests = (repository / "requested").read_text().splitlines()
    assert len(requests) == 1 and "'127.0.0.1', 9" in requests[0], requests
