"""Run git in the repository, and stop commands that could not be undone."""

import shutil
import subprocess
import sys
from pathlib import Path


def git(*arguments: str, text: str | None = None) -> str:
    """Return the output of a git command with `text` as its input; exit with its message if it fails."""
    result = subprocess.run(["git", *arguments], capture_output=True, text=True, input=text)
    return (
        result.stdout.strip("\n") if result.returncode == 0 else sys.exit(f"git {arguments[0]}: {(result.stderr or result.stdout).strip()}")
    )


def refuse_changes() -> None:
    """Exit unless this folder is the top of a git repository without uncommitted changes."""
    if not shutil.which("git") or not Path(".git").exists():
        sys.exit("nothing done: this folder is not a git repository, so nothing could be brought back; clone it with git")
    if changes := git("status", "--porcelain"):
        sys.exit(f"nothing done: there are changes that are not committed; commit or remove them first\n{changes}")
