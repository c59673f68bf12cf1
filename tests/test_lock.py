"""The locks keep out what would break the site, and name all they install by version and hash."""

import re

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from site_build import REPOSITORY

LOCKS = ["requirements.txt", "tests/requirements.txt"]


def wishes(name: str) -> dict[str, Requirement]:
    lines = (line.partition("#")[0].strip() for line in (REPOSITORY / name).read_text().splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {wish.name: wish for wish in found}


def pins(text: str) -> dict[str, tuple[Version, int]]:
    """Return each package of a lock, name to version and number of hashes."""
    found = {}
    for entry in re.split(r"\n(?=\S)", text):
        if match := re.match(r"([a-z0-9-]+)==(\S+)", entry):
            found[match[1]] = Version(match[2]), entry.count("--hash=sha256:")
        else:
            assert entry.startswith("#") or not entry.strip(), f"not pinned: {entry}"
    return found


def faults(lock: dict[str, tuple[Version, int]]) -> list[str]:
    found = [f"{name} has no hash" for name, (_, hashes) in lock.items() if not hashes]
    if "properdocs" in lock:
        found.append("properdocs got in")
    if "mkdocs" in lock and lock["mkdocs"][0] >= Version("2.dev0"):
        found.append("mkdocs 2 got in")
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_lock(name: str):
    lock = pins((REPOSITORY / name).read_text())
    assert faults(lock) == []
    for wish in wishes(name.replace(".txt", ".in")).values():
        assert lock[wish.name][0] in wish.specifier


@pytest.mark.parametrize(
    ("package", "version"), [("mkdocs", "2.0"), ("mkdocs", "2.0.0a1"), ("mkdocs", "3.1"), ("mkdocs-redirects", "1.2.3")]
)
def test_wish_list_refuses(package: str, version: str):
    assert not wishes("requirements.in")[package].specifier.contains(version, prereleases=True)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mkdocs==2.0 \\\n    --hash=sha256:0", "mkdocs 2 got in"),
        ("mkdocs==2.0a1 \\\n    --hash=sha256:0", "mkdocs 2 got in"),
        ("properdocs==1.0 \\\n    --hash=sha256:0", "properdocs got in"),
        ("click==8.0", "click has no hash"),
    ],
)
def test_check_sees(text: str, fault: str):
    assert faults(pins(text)) == [fault]
