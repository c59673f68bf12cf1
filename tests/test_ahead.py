"""Whatever becomes of the processes that make pages ahead, the site and the messages are as without them, and none is left."""

import os
import re
from pathlib import Path

import pytest
from processes import session_processes, tree, until
from site_build import build, data, edit, excerpt

BECOMES = data("ahead")["becomes"]
# Three faults of the last talk, which another process reads first.
FAULTS = "\n[No file](none.md) and ~~marks.\n\n<script>1</script>\n"


def built(folder: Path) -> tuple[int, str, dict[str, bytes]]:
    """Build from nothing; return the exit code, the messages, and the files of the site."""
    result = build(folder, folder / "site")
    until(lambda: not session_processes(result.session), lambda: f"processes left: {session_processes(result.session)}", 5)
    return result.returncode, re.sub(r"built in .*", "", result.stdout).replace(str(folder), ""), tree(folder / "site")


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="there is one core only, or no Linux")
@pytest.mark.parametrize(("fault", "cases", "steps"), [("", [*BECOMES], 3), (FAULTS, [*BECOMES][:2], 2)], ids=["sound", "faulty"])
def test_the_site_and_the_messages_are_as_without_them(fault: str, cases: list[str], steps: int, tmp_path: Path):
    found, seen = {}, set()
    for case in cases:
        copied = excerpt(tmp_path / f"copy where {case}", "templates")
        last = max(copied.glob("docs/*/day-*/[!i]*.md"))
        last.write_text(last.read_text(encoding="utf-8") + fault, encoding="utf-8")
        edit(copied / "hooks/ahead.py", r"^MANY = \d+", "MANY = 2")
        for pattern, replacement in BECOMES[case]:
            edit(copied / "hooks/ahead.py", pattern, replacement)
        found[case] = built(copied)
        assert found[case][:2] == found[""][:2], case
        assert {name for name, _ in found[case][2].items() ^ found[""][2].items()} == set(), case
        seen |= {path.name for path in copied.glob("seen *")}
    assert found[""][0] == bool(fault), found[""][1]
    assert len(seen) == steps, seen  # notes, cards, and pages unless there are faults
