"""A build asks nothing of the network."""

from pathlib import Path

from site_build import build, by_command, copy, edit

# Each run of Python starts with this.
CUT_OFF = """
import socket
import sys


def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise OSError(f"the network is cut off: {arguments}")


sys.addaudithook(refuse)
"""
FETCHES = """
import urllib.request


def on_post_build(**_):
    urllib.request.urlopen("http://127.0.0.1:9/")
"""


def test_nothing_is_fetched(tmp_path: Path):
    (tmp_path / "sitecustomize.py").write_text(CUT_OFF)
    repository = copy(tmp_path)
    result = build(repository, tmp_path / "site", by_command, PYTHONPATH=str(tmp_path))
    assert result.returncode == 0, result.stdout
    (repository / "overrides/hooks/fetches.py").write_text(FETCHES)
    edit(repository / "mkdocs.yml", r"^hooks:\n", r"\g<0>  - overrides/hooks/fetches.py\n")
    result = build(repository, tmp_path / "site", by_command, PYTHONPATH=str(tmp_path))
    assert result.returncode and "the network is cut off" in result.stdout
