"""The forge's files are such as it reads, with what they use pinned, and zizmor finds nothing unsafe in them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from site_build import REPOSITORY

FORGE = REPOSITORY / ".github"
BIN = Path(sys.executable).parent
SCHEMAS = {"workflows/*.y*ml": "github-workflows", "ISSUE_TEMPLATE/*.y*ml": "github-issue-forms", "dependabot.y*ml": "dependabot"}


def faults(folder: Path) -> str:
    """Return what the schemas and zizmor find in a folder of the forge's files."""
    found = ""
    for pattern, schema in SCHEMAS.items():
        if files := sorted(folder.glob(pattern)):
            result = subprocess.run(
                [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files], capture_output=True, text=True
            )
            found += (result.stdout + result.stderr) * (result.returncode != 0)
    result = subprocess.run(
        [BIN / "zizmor", "--offline", "--persona", "auditor", "--quiet", "--no-progress", folder], capture_output=True, text=True
    )
    return found + (result.stdout + result.stderr) * (result.returncode != 0) + unpinned(folder)


def unpinned(folder: Path) -> str:
    """Return the actions that are not named by a commit with its version beside it."""
    uses = [
        line.strip()
        for path in folder.glob("workflows/*.y*ml")
        for line in path.read_text().splitlines()
        if " uses: " in line and " uses: ./" not in line
    ]
    return "\n".join(use for use in uses if not re.fullmatch(r"- uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use))


def test_nothing_is_found():
    assert [pattern for pattern in SCHEMAS if not any(FORGE.glob(pattern))] == []
    assert faults(FORGE) == ""


def test_nothing_to_read_is_a_fault(tmp_path: Path):
    assert faults(tmp_path) != ""


def test_jobs_need_jobs_and_scripts_are_shell():
    for path in FORGE.glob("workflows/*.y*ml"):
        jobs = yaml.safe_load(path.read_text())["jobs"]
        for job in jobs.values():
            assert {*[job.get("needs", [])]} <= {*jobs} if isinstance(job.get("needs"), str) else {*job.get("needs", [])} <= {*jobs}, path
            for step in job.get("steps", []):
                subprocess.run(["bash", "-n", "-c", step.get("run", "")], check=True)


def test_updates_come_monthly_together_and_after_a_week():
    for updates in yaml.safe_load((FORGE / "dependabot.yml").read_text())["updates"]:
        assert updates["schedule"]["interval"] == "monthly" and updates["cooldown"]["default-days"] >= 7
        assert [group["patterns"] for group in updates["groups"].values()] == [["*"]]


SOUND = """
name: Sound
on: push
permissions: {}
concurrency:
  group: sound
  cancel-in-progress: true
jobs:
  job:
    name: Job
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: echo
"""


@pytest.mark.parametrize(
    ("was", "fault", "message"),
    [
        ("", "", None),
        ("runs-on:", "run-on:", "run-on"),
        (" # v7.0.1", "", "actions/checkout@"),
        ("@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7", "unpinned-uses"),
        ("permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("run: echo", "run: echo ${{ github.event.issue.title }}", "template-injection"),
        ("persist-credentials: false", "fetch-depth: 0", "artipacked"),
    ],
)
def test_faults_are_seen(was: str, fault: str, message: str | None, tmp_path: Path):
    path = tmp_path / ".github/workflows/a.yml"
    path.parent.mkdir(parents=True)
    path.write_text(SOUND.replace(was, fault))
    found = faults(tmp_path / ".github")
    assert message in found if message else found == ""


@pytest.mark.parametrize(
    ("told", "issue", "calls"),
    [
        ("docs/a.md:1: … is dead\n78 links asked, 1 dead, 0 refused to tell\n", "", ["list", "create"]),
        ("docs/a.md:1: … is dead\n78 links asked, 10 dead, 0 refused to tell\n", "7", ["list", "edit 7"]),
        ("78 links asked, 0 dead, 2 refused to tell\n", "7", ["list", "close 7"]),
        ("78 links asked, 0 dead, 0 refused to tell\n", "", ["list"]),
        ("docs/a.md:1: … is dead\n" * 3000 + "78 links asked, 3000 dead, 0 refused to tell\n", "", ["list", "create"]),
    ],
)
def test_one_issue_tells_of_dead_links(told: str, issue: str, calls: list[str], tmp_path: Path):
    """With a `gh` that notes what it is asked for, and knows of one open issue or none."""
    workflow = yaml.safe_load((FORGE / "workflows/links.yml").read_text())
    script = workflow["jobs"]["links"]["steps"][-1]["run"]
    (tmp_path / "told").write_text(told)
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\necho "$*" >> calls\n[ "$2" != list ] || echo "{issue}"\n')
    gh.chmod(0o755)
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, check=True, env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    asked = (tmp_path / "calls").read_text().splitlines()
    assert [line.startswith(f"issue {call}") for line, call in zip(asked, calls, strict=True)] == [True] * len(calls), asked
    body = (tmp_path / "body").read_text()
    assert told[:20_000] in body and body.endswith("```\n") and len(body) < 65_536  # the most that an issue may have
