"""A wrong redirect map is refused; each fault is one line with its line number."""

from pathlib import Path

import pytest
from site_build import add_redirects, build, data, invented

from hooks.check.redirects import faults
from hooks.publish.redirect_files import passed_limits
from hooks.redirects import read

DATA = data("redirect_map")

PAGES = {"index.md": set(), "about.md": {"licence"}, "conf/index.md": set()}


def check(text: str) -> list[tuple[str, int, str]]:
    return list(faults(read(f"plugins:\n- redirects:\n    redirect_maps:\n{text}"), PAGES))


@pytest.mark.parametrize("text", DATA["good"])
def test_good(text: str):
    assert check(text) == []


BAD = DATA["bad"]


@pytest.mark.parametrize(("text", "line", "fault"), BAD.values(), ids=BAD)
def test_bad(text: str, line: int, fault: str):
    found = check(text + "\n")
    assert any(at == line and fault in message and "; " in message for _, at, message in found), found


def test_the_build_refuses(tmp_path: Path):
    """One build reports all faults, each with its line; each case has sources of its own."""
    copied = invented(tmp_path)
    expected = []
    for name in ("circle", "shadow", "twice", "no scheme", "half a bracket", "number", "space", "dots"):
        text, line, fault = (str(part).replace("old", f"{name.replace(' ', '-')}-old") for part in BAD[name])
        at = add_redirects(copied, *text.replace("conf/index.md", "speakers.md").splitlines()) + int(line) - 4
        expected = [(number + len(text.splitlines()), message) for number, message in expected]
        expected.append((at, fault.partition(" on line ")[0]))
    result = build(copied, tmp_path / "site")
    assert result.returncode != 0
    for at, fault in expected:
        assert len([line for line in result.stdout.splitlines() if f"mkdocs.yml:{at}: " in line and fault in line]) == 1, result.stdout


@pytest.mark.parametrize(("rules", "length", "hosts"), DATA["many"])
def test_the_build_says_which_hosts_read_fewer_rules(rules: int, length: int, hosts: list[str]):
    messages = [*passed_limits(f"{'x' * length}\n" * rules)]
    assert len(messages) == len(hosts) and all(name in text for name, text in zip(hosts, messages, strict=True)), messages
