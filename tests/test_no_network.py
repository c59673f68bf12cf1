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
        with open("asked", "a") as file:
            file.write(f"{event} {arguments}\n")
        raise OSError(f"the network is cut off: {arguments}")


sys.addaudithook(refuse)
"""
FETCHES = """
import urllib.request


def on_post_build(**_):
    try:
        urllib.request.urlopen("http://127.0.0.1:9/")
    except OSError:
        pass  # as what can do without would
"""


def test_nothing_is_fetched(tmp_path: Path):
    (tmp_path / "sitecustomize.py").write_text(CUT_OFF)
    repository = invented(tmp_path)
    result = build(repository, tmp_path / "site", by_command, PYTHONPATH=str(tmp_path))
    assert result.returncode == 0, result.stdout
    asked = repository / "asked"
    assert not asked.exists(), asked.read_text()
    (repository / "hooks/fetches.py").write_text(FETCHES)
    edit(repository / "mkdocs.yml", r"^hooks:\n", r"\g<0>  - hooks/fetches.py\n")
    build(repository, tmp_path / "site", by_command, PYTHONPATH=str(tmp_path))
    assert "127.0.0.1" in asked.read_text()
