"""Merge improvements from the repository that this one was copied from: FROM, an address, or the remote `upstream`.

The site's own files (YOURS) stay unchanged, whatever happened to them there; git merges all others, and a file that was
removed here stays removed. A copy by "Use this template" begins with one commit without history; its merge base is the
commit there with the same files.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# Paths with notes, which upstream and copy each fill with their own; except those in docs/ that every site shares.
YOURS = re.compile(r"mkdocs\.yml|docs/(?!assets/|contributing\.md|talks\.schema\.json).*|tests/(original/.*|promises\.txt)", re.DOTALL)


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
        sys.exit(f"nothing done: there are uncommitted changes; commit or remove them first\n{changes}")


def common_past(theirs: str) -> None:
    """If the histories share no commit, record the commit of `theirs` that this repository was copied from."""
    if subprocess.run(["git", "merge-base", "HEAD", theirs], capture_output=True).returncode == 0:
        return
    roots = {git("rev-parse", f"{root}^{{tree}}") for root in git("rev-list", "--max-parents=0", "HEAD").split()}
    commits = (line.split() for line in git("log", "--format=%H %T", theirs).splitlines())
    base = next((commit for commit, tree in commits if tree in roots), None)
    if not base:
        sys.exit(
            "nothing merged: this repository was not copied from a commit of that one; give the address of the one that it was copied from as FROM=https://…"
        )
    git(
        "merge", "--quiet", "--strategy=ours", "--allow-unrelated-histories", "-m", "Record the commit that this site was copied from", base
    )


def yours(*command: str) -> list[str]:
    return [path for path in git(*command, "-z").split("\0") if YOURS.fullmatch(path)]


def main() -> None:
    refuse_changes()
    before = git("rev-parse", "HEAD")
    if subprocess.run(["git", "var", "GIT_COMMITTER_IDENT"], capture_output=True).returncode:
        sys.exit(
            'nothing merged: git does not know your name; git config --global user.name "…", git config --global user.email …, then make update again'
        )
    source = os.environ.get("FROM") or "upstream"
    fetched = subprocess.run(["git", "fetch", "--quiet", "--no-tags", source, "HEAD"], capture_output=True, text=True)
    if fetched.returncode:
        why = fetched.stderr.strip().partition("\n")[0]
        sys.exit(f"nothing merged: {source} cannot be read ({why}); give the address of the repository as FROM=https://…")
    theirs = git("rev-parse", "FETCH_HEAD")
    common_past(theirs)
    merged = subprocess.run(["git", "merge", "--no-commit", "--no-ff", theirs], capture_output=True, text=True)
    if merged.returncode and not git("ls-files", "--unmerged"):
        sys.exit(f"nothing merged: {(merged.stderr or merged.stdout).strip()}")
    kept, listed = yours("ls-tree", "-r", "--name-only", "HEAD"), ("--pathspec-from-file=-", "--pathspec-file-nul")
    if brought := {*yours("ls-files")} - {*kept}:
        git("--literal-pathspecs", "rm", "--quiet", "--force", *listed, text="\0".join(brought))
    git("--literal-pathspecs", "checkout", "--quiet", "HEAD", *listed, text="\0".join(kept))
    states = git("status", "--porcelain", "--no-renames", "-z").split("\0")
    if removed := [state[3:] for state in states if state.startswith("DU ")]:  # deleted by us, changed there
        git("--literal-pathspecs", "rm", "--quiet", *listed, text="\0".join(removed))
    back = f"To get back: git reset --hard {before}"
    if conflicts := git("diff", "--name-only", "--diff-filter=U"):
        sys.exit(
            f"These files were changed in both repositories:\n{conflicts}\n"
            "Where both changed the same lines, the file has yours between <<<<<<< and =======, and theirs between ======= and >>>>>>>: keep "
            "what is right, and remove these marks. To keep the whole of a file of yours: git checkout --ours FILE. Then: "
            f"git add . && git commit. {back}"
        )
    if not Path(git("rev-parse", "--git-path", "MERGE_HEAD")).exists():
        print("nothing to merge: this site is up to date")
        return
    git("commit", "--quiet", "--no-edit")
    print(f"Merged, your notes as they were: make test, then git push. {back}")


if __name__ == "__main__":
    main()
