"""Tools that write notes write what builds, change nothing else, and refuse a wrong answer in one line."""

import os
import pty
import re
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

import pytest
from processes import tree, write
from site_build import INVENTED, REPOSITORY, data, notes_only, read

DATA = data("tools")


def run(tool: str, folder: Path, **given: str) -> CompletedProcess[str]:
    """Run a tool for the site in `folder`, with this environment only; in this process, since it has imported the tools."""
    with chdir(folder), patch.dict(os.environ, given, clear=True), redirect_stdout(StringIO()) as output:
        try:
            import_module(f"tools.{tool}").main()
        except SystemExit as end:
            return CompletedProcess(tool, 1, output.getvalue(), f"{end}\n")
    return CompletedProcess(tool, 0, output.getvalue(), "")


@pytest.mark.parametrize("name", DATA["steps"])
def test_each_step_changes_what_it_should_and_nothing_else(name: str, tmp_path: Path):
    (tmp_path / "mkdocs.yml").write_text(f"INHERIT: {REPOSITORY}/mkdocs.base.yml\nsite_name: X\n")
    (tmp_path / "schedules").symlink_to(INVENTED / "import/schedules")
    for step in DATA["steps"][name]:
        write(tmp_path, step.get("files", {}))
        for path, target in step.get("links", {}).items():
            (tmp_path / path).symlink_to(target)
        before = tree(tmp_path)
        result = run(step["tool"], tmp_path, **{name: value for name, value in step.items() if name.isupper()})
        said, after = result.stdout + result.stderr, tree(tmp_path)
        wrong = [words for key in ("says", "unsaid") for words in step.get(key, []) if (words in said) == (key == "unsaid")]
        assert result.returncode == step.get("refused", 0) and wrong == [], said
        assert {path for path, _ in before.items() ^ after.items()} == {*step.get("writes", [])}, said
        for path, pieces in step.get("holds", {}).items():
            assert [piece for piece in pieces if piece not in after[path].decode()] == [], after[path].decode()


@pytest.mark.parametrize(
    ("tool", "given", "words", "text"), [(tool, *case, "")[:4] for tool in DATA["refused"] for case in DATA["refused"][tool]]
)
def test_a_wrong_answer_is_refused_in_one_line(tool: str, given: dict[str, str], words: str, text: str, tmp_path: Path):
    """The faults of other files do not matter."""
    (notes_only(tmp_path) / "docs/latin.md").write_bytes(b"Caf\xe9")
    (tmp_path / "given").write_bytes(text.encode(errors="surrogateescape"))
    for path in ("docs/ovrkonf-2031/day-x/index.md", "docs/assets/a.css"):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).touch()
    before = tree(tmp_path)
    result = run(tool, tmp_path, **DATA["right"][tool] | given)
    lines = result.stderr.removesuffix("Nothing was written.\n").splitlines()
    assert result.returncode == 1 and words in lines[0] and all("; " in line for line in lines), lines
    assert tree(tmp_path) == before


def test_new_talk_asks_at_the_keyboard_until_an_answer_is_good(tmp_path: Path):
    ours, theirs = pty.openpty()
    given = {name: answer for name, answer in DATA["right"]["new_talk"].items() if name not in ("TITLE", "DAY", "TOPICS")}
    given |= {"STARTS": "soon", "PYTHONPATH": str(REPOSITORY)}
    os.write(ours, "".join(f"{line}\n" for line in DATA["typed"]).encode())
    pipes = {"stdin": theirs, "stdout": subprocess.PIPE, "text": True, "timeout": 60}
    output = subprocess.run([sys.executable, "-m", "tools.new_talk"], cwd=notes_only(tmp_path), env=given, **pipes).stdout
    assert [words for words in DATA["says"] if words not in output] == [], output
    page = read(tmp_path).pages["ovrkonf-2031/day-4/asked-for.md"]
    assert page.meta == DATA["facts"] and page.notes == ""  # no placeholder


@pytest.mark.parametrize(("debug", "shown"), [("", False), ("0", False), ("1", True)])
def test_an_unexpected_error_of_a_tool_is_one_line(debug: str, shown: bool, tmp_path: Path):
    """Its place is the innermost line of the tools: import_post.py calls schedules.py, which calls tables.py."""
    (tmp_path / "a.csv").write_text("x" * 200_000)  # more than the library reads
    command = [sys.executable, "-m", "tools.import_post"]
    given = {"PYTHONPATH": str(REPOSITORY), "DEBUG": debug, "SCHEDULE": "a.csv"}
    said = subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, text=True).stderr
    assert ("Traceback" in said) == shown, said
    assert shown or re.fullmatch(r"tools/tables\.py:\d+: failed \(.*\); .*DEBUG=1\n", said), said


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import tools.days; tools.days.pattern('x')", "Traceback"),  # of another program that uses the tools
        ("import sys; sys.argv = ['-m']; import tools; {}['x']", "Traceback"),  # no line of the tools
        ("import sys; sys.argv = ['-m']; import tools; raise KeyboardInterrupt", ""),
        ("import sys; sys.argv = ['-m']; import tools; print('x' * 99999)", ""),
        ("import sys; sys.argv = ['-m']; import tools; print('x')", ""),
    ],
)
def test_only_commands_change_how_python_ends(code: str, words: str):
    """The reader of the output has ended."""
    ours, theirs = os.pipe()
    os.close(ours)
    run = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, env={}, stdout=theirs, stderr=subprocess.PIPE, text=True)
    os.close(theirs)
    assert words in run.stderr and bool(words) == bool(run.stderr), run.stderr
