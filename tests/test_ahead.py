"""Whatever becomes of the processes that make pages ahead, the site and the messages are as without them, and none is left."""

import re
import sys
from pathlib import Path

import pytest
from processes import session_processes, started, until
from site_build import edit, invented

import hooks.ahead

WORK, MANY = r"^        any\(map\(made, items\)\)", rf"^MANY = {hooks.ahead.MANY}"
# What a process does in place of its work, or before it.
BECOMES = {
    "it works": r"        [*map(made, items[:3])]\n        open('seen', 'a').write('.')\n        any(map(made, items[3:]))",
    "it is killed": r"        [*map(made, items[:3])]\n        os.kill(os.getpid(), signal.SIGKILL)",
    "it hangs": r"        [*map(made, items[:3])]\n        threading.Event().wait()",
    "it fails": r"        [*map(made, items[:3])]\n        raise ValueError",
    "it damages what it makes": r"\g<0>\n        for path in Path('.cache').glob('*/*'):\n            path.write_bytes(path.read_bytes()[:9])",
    "none can start": r"\g<0>",
}
# Faults of the last talk, which another process reads first.
FAULTS = ("", "\n[No file](none.md) and ~~marks.\n", '\n--8<-- "none.md"\n', "\n[a](//[)\n")


def built(folder: Path) -> tuple[int, list[str], dict[str, bytes]]:
    """Build from nothing; return the exit code, the messages, and the files of the site."""
    process = started([sys.executable, "-m", "mkdocs", "build"], folder)
    code = process.wait(60)
    until(lambda: not session_processes(process.pid), lambda: f"processes left: {session_processes(process.pid)}", 5)
    site = folder / "site"
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    messages = re.sub(r"built in .*", "", (folder / "log").read_text(encoding="utf-8")).replace(str(folder), "")
    return code, messages.splitlines(), files


@pytest.mark.parametrize("fault", FAULTS)
def test_the_site_and_the_messages_are_as_without_them(fault: str, tmp_path: Path):
    expected = None
    for number, change in enumerate([None, *BECOMES] if not fault else [None, "it works"]):
        copied = invented(tmp_path / str(number))
        (copied / ".cache").unlink()
        last = max(copied.glob("docs/*/day-*/[!i]*.md"))
        last.write_text(last.read_text(encoding="utf-8") + fault, encoding="utf-8")
        edit(copied / "hooks/ahead.py", MANY, f"MANY = {2 if change else 10**6}")
        if change == "none can start":
            edit(copied / "hooks/ahead.py", r"^        with suppress\(OSError\):.*", r"\g<0>\n            raise OSError")
        elif change:
            edit(copied / "hooks/ahead.py", WORK, BECOMES[change])
            edit(copied / "hooks/ahead.py", r"^import multiprocessing", r"from pathlib import Path\n\g<0>")
        found = built(copied)
        expected = expected or found
        names = expected[2].keys() | found[2].keys()
        assert found[:2] == expected[:2], change
        assert [name for name in names if found[2].get(name) != expected[2].get(name)] == [], change
        works = len((copied / "seen").read_text()) if change == "it works" else 0
        assert works == (change == "it works") * (2 if fault else 3)  # for notes, cards and pages
    assert expected[0] == bool(fault), expected[1]
