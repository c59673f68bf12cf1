"""A wrong redirect map is refused; each fault is one line with its line number. test_broken_builds.py has a build of some."""

import pytest
from site_build import Site, data

from hooks.check.config import redirect_faults
from hooks.publish.hosts import FILES
from hooks.settings import redirects

DATA = data("redirect_map")

PAGES = {"index.md": set(), "about.md": {"licence"}, "conf/index.md": set()}


def check(text: str) -> list[tuple[str, int, str]]:
    return list(redirect_faults(redirects(f"plugins:\n- redirects:\n    redirect_maps:\n{text}"), PAGES))


@pytest.mark.parametrize("text", DATA["good"])
def test_good(text: str):
    assert check(text) == []


@pytest.mark.parametrize(("text", "line", "fault"), DATA["bad"].values(), ids=DATA["bad"])
def test_bad(text: str, line: int, fault: str):
    found = check(text + "\n")
    assert any(at == line and fault in message and "; " in message for _, at, message in found), found


def test_the_file_of_each_host_ends_its_last_line(site: Site):
    assert [name for name in FILES if not (site.path / name).read_text(encoding="utf-8").endswith("\n")] == []
