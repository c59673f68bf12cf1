"""One issue of the forge holds the dead links: it is opened, brought up to date and closed by a workflow's script."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from site_build import REPOSITORY


@pytest.mark.parametrize(
    ("report", "issue", "calls"),
    [
        ("docs/a.md:1: … is dead\n78 links checked, 1 dead, 0 refused\n", "", ["list", "create"]),
        ("docs/a.md:1: … is dead\n78 links checked, 10 dead, 0 refused\n", "7", ["list", "edit 7"]),
        ("78 links checked, 0 dead, 2 refused\n", "7", ["list", "close 7"]),
        ("78 links checked, 0 dead, 0 refused\n", "", ["list"]),
        ("docs/a.md:1: … is dead\n" * 3000 + "78 links checked, 3000 dead, 0 refused\n", "", ["list", "create"]),
    ],
)
def test_one_issue_lists_dead_links(report: str, issue: str, calls: list[str], tmp_path: Path):
    """A fake `gh` records its calls, and knows of one open issue or none."""
    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/links.yml").read_text())
    script = workflow["jobs"]["links"]["steps"][-1]["run"]
    (tmp_path / "report").write_text(report)
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\necho "$*" >> calls\n[ "$2" != list ] || echo "{issue}"\n')
    gh.chmod(0o755)
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, check=True, env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    made = (tmp_path / "calls").read_text().splitlines()
    assert [line.startswith(f"issue {call}") for line, call in zip(made, calls, strict=True)] == [True] * len(calls), made
    body = (tmp_path / "body").read_text()
    assert report[:20_000] in body and body.endswith("```\n") and len(body) < 65_536  # the longest body of an issue
