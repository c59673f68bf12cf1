"""Whatever becomes of the processes that make pages ahead, the site and the messages are as without them, and none is left."""

import os
import re
import sys
from pathlib import Path

import pytest
from processes import session_processes, started, tree, until
from site_build import edit, invented

# What a process does with its items; the first case has no processes.
WORK = r"^        any\(map\(made, items\)\)"
BECOMES = {
    "": r"\g<0>",
    "it works": r"        made(items[0])\n        open('seen', 'a').write(made.__qualname__ + '\\n')\n\g<0>",
    "it is killed": r"        [*map(made, items[:3])]\n        os.kill(os.getpid(), signal.SIGKILL)",
    "it hangs": r"        [*map(made, items[:3])]\n        threading.Event().wait()",
    "it is stopped": r"        [*map(made, items[:3])]\n        os.kill(os.getpid(), signal.SIGSTOP)",
    "it fails": r"        [*map(made, items[:3])]\n        raise ValueError",
    "it damages what it makes": r"\g<0>\n        [path.write_bytes(b'x') for path in made.__globals__['Path']('.cache').glob('*/*')]",
    "it cannot start": "        pass",
}
# Three faults of the last talk, which another process reads first.
FAULTS = "\n[No file](none.md) and ~~marks.\n\n<script>1</script>\n"


def built(folder: Path) -> tuple[int, str, dict[str, bytes]]:
    """Build from nothing; return the exit code, the messages, and the files of the site."""
    process = started([sys.executable, "-m", "mkdocs", "build"], folder)
    code = process.wait(60)
    until(lambda: not session_processes(process.pid), lambda: f"processes left: {session_processes(process.pid)}", 5)
    return code, re.sub(r"built in .*", "", (folder / "log").read_text(encoding="utf-8")).replace(str(folder), ""), tree(folder / "site")


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="there is one core only, or no Linux")
@pytest.mark.parametrize(("fault", "cases", "made"), [("", [*BECOMES], 3), (FAULTS, ["", "it works"], 2)])
def test_the_site_and_the_messages_are_as_without_them(fault: str, cases: list[str], made: int, tmp_path: Path):
    found = {}
    for case in cases:
        copied = invented(tmp_path / f"copy where {case}")
        (copied / ".cache").unlink()
        last = max(copied.glob("docs/*/day-*/[!i]*.md"))
        last.write_text(last.read_text(encoding="utf-8") + fault, encoding="utf-8")
        edit(copied / "hooks/ahead.py", r"^MANY = \d+", f"MANY = {2 if case else 10**6}")
        edit(copied / "hooks/ahead.py", WORK, BECOMES[case])
        if case == "it cannot start":
            edit(copied / "hooks/ahead.py", r"^        with suppress\(OSError\):.*", r"\g<0>\n            raise OSError")
        found[case] = built(copied)
        assert found[case][:2] == found[""][:2], case
        assert {name for name, _ in found[case][2].items() ^ found[""][2].items()} == set(), case
    assert found[""][0] == bool(fault), found[""][1]
    assert (
        len({*(tmp_path / "copy where it works/seen").read_text().splitlines()}) == made
    )  # notes, cards, and pages unless there are faults
