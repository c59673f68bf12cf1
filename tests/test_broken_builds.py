"""A wrong configuration, a bad file, a full disk or an error in the code ends in one line, and the last good site stays."""

from functools import partial
from itertools import groupby
from pathlib import Path

import pytest
from site_build import build, by_command, by_fork, data, edit, excerpt, invented

CASES = data("broken_builds")
BUILDS = {name: [*cases] for name, cases in groupby(CASES, lambda name: CASES[name].get("build", name))}


def planted(copied: Path, case: dict) -> str:
    """Break a copy of the site; return the message to expect."""
    file, line = copied / case.get("file", "mkdocs.yml"), 0
    if file.parent.is_file():
        file.parent.unlink()
    file.parent.mkdir(parents=True, exist_ok=True)
    if "edit" in case:
        line = edit(file, *case["edit"])
    elif "bytes" in case:
        held = file.read_bytes() if file.exists() else b""
        file.write_bytes(held + case["bytes"].encode("latin-1") * case.get("times", 1))
        line = held.count(b"\n") + 1
    elif "file" in case:
        file.unlink(missing_ok="link" in case)
    if "link" in case:
        file.symlink_to(case["link"])
    return case["expect"].replace("{line}", str(line))


@pytest.mark.parametrize("name", BUILDS)
def test_a_broken_build_ends_in_a_line(name: str, tmp_path: Path):
    cases = [CASES[case] for case in BUILDS[name]]
    site = (invented if "build" in cases[0] else excerpt)(tmp_path) / "site"
    expected = [planted(tmp_path, case) for case in cases]
    (site / "last-good").mkdir(parents=True)
    given, shell = cases[0].get("given", {}), ["sh", "-c", f'{cases[0].get("shell")} && exec "$@"', "sh"]
    result = build(tmp_path, site, partial(by_command, prefix=shell) if "shell" in cases[0] else by_fork, **given)
    lines = result.stdout.splitlines()
    messages = "\n".join(line for line in lines if name == "none" or not line.startswith("INFO"))
    assert ("Traceback" in messages) == ("DEBUG" in given) and [line for line in expected if line not in messages] == [], messages
    assert sum(line.startswith(("WARNING", "ERROR")) for line in lines) <= len(cases), messages
    if name == "none":
        assert {line for line in lines if ": " in line and "make gaps" not in line and "Building" not in line} <= {*expected}
        assert not result.returncode and not [case["lacks"] for case in cases if "lacks" in case and (site / case["lacks"]).exists()]
    else:
        assert result.returncode and [path.name for path in tmp_path.glob("site*/*")] == ["last-good"]
