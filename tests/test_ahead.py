"""Whatever becomes of the processes that make pages ahead, the site and the messages are as without them, and none is left."""

import os
import re
from pathlib import Path

import pytest
from processes import session_processes, tree, until
from site_build import build, edit, part

# The line in which a process makes its items, and the one in which it starts.
WORK, START = r"^        any\(map\(made, items\)\)", r"^        with suppress\(OSError\):.*\n.*"
# Edits of hooks/ahead.py by what becomes of each process; in the first case, there are none.
BECOMES = {
    "": [(r"^MANY = \d+", "MANY = 1000000")],
    "it works, writes no page, any signal ends it, and the build waits for its first item": [
        (WORK, r"        made(items[0])\n        WRONG or open('seen ' + made.__qualname__, 'w')\n\g<0>"),
        ("WRONG", "any([*map(signal.getsignal, (1, 2, 15)), os.path.exists(getattr(items[0], 'abs_dest_path', ''))])"),
        (START, r"\g<0>\n        any(os.path.exists('seen ' + made.__qualname__) or threading.Event().wait(.01) for _ in range(900))"),
    ],
    "it is killed": [(WORK, r"        [*map(made, items[:3])]\n        os.kill(os.getpid(), signal.SIGKILL)")],
    "it hangs": [(WORK, r"        [*map(made, items[:3])]\n        threading.Event().wait()")],
    "it is stopped": [(WORK, r"        [*map(made, items[:3])]\n        os.kill(os.getpid(), signal.SIGSTOP)")],
    "it fails": [(WORK, r"        [*map(made, items[:3])]\n        raise ValueError")],
    "it damages all that is kept": [
        (WORK, r"\g<0>\n        [path.write_bytes(b'x') for path in made.__globals__['Path']('.cache').glob('*/*')]")
    ],
    "it cannot start": [(START, "        with suppress(OSError):\n            raise OSError")],
}
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
        copied = part(tmp_path / f"copy where {case}", "templates")
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
