"""A page with a fault fails the build with `path:line: problem; fix`; one run reports every fault of every page.

The pages are tests/faults/*.yml; each lists all messages that the build prints for it.
"""

import re
from pathlib import Path

import pytest
import yaml
from site_build import REPOSITORY, build, by_command, by_fork, edit, invented

CASES = {
    f"{file.stem}: {name}": case | {"file": file.stem}
    for file in sorted(Path(__file__).with_name("faults").glob("*.yml"))
    for name, case in yaml.safe_load(file.read_text(encoding="utf-8")).items()
}
MESSAGE = re.compile(r"^(?:WARNING -  |ERROR   -  )?docs/(?P<path>.*?):(?P<told>\d+: .*; .*)$", re.MULTILINE)


def path_of(name: str) -> str:
    return CASES[name].get("path") or f"case-{list(CASES).index(name)}/day-1/talk.md"


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The messages of one build of all cases."""
    copied = invented(tmp_path_factory.mktemp("faults"))
    for name, case in CASES.items():
        pages = dict(case.get("with", {}))
        if "text" in case:
            pages[path_of(name)] = case["text"] if case["file"] == "front-matter" else f"---\ntitle: A talk\n---\n\n{case['text']}\n"
        for path, text in pages.items():
            page = copied / "docs" / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
        index = copied / "docs" / path_of(name).partition("/")[0] / "index.md"
        if not index.exists() and path_of(name) != index.relative_to(copied / "docs").as_posix():
            index.write_text(f"---\ntitle: {index.parent.name}\n---\n", encoding="utf-8")
    result = build(copied, copied / "site")
    assert result.returncode and "Traceback" not in result.stdout, result.stdout
    return result.stdout


@pytest.fixture(scope="session")
def messages(output: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for match in MESSAGE.finditer(output):
        found.setdefault(match["path"], []).append(match["told"])
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_build_reports(name: str, messages: dict[str, list[str]]):
    found, expected = messages.get(path_of(name), []), CASES[name]["expect"]
    assert len(found) == len(expected) and all(map(str.startswith, sorted(found), sorted(expected))), found


def test_it_reports_nothing_else(output: str):
    others = {path_of(name) for name in CASES}
    lines = [line for line in output.splitlines() if line.startswith(("WARNING", "ERROR"))]
    assert [line for line in lines if (found := MESSAGE.match(line)) is None or found["path"] not in others] == []
    assert output.rstrip().endswith(f"Aborted with {len(lines)} warnings in strict mode!")


def test_a_nav_that_names_a_talk_or_a_page_twice(tmp_path: Path):
    copied = invented(tmp_path)
    line = edit(copied / "mkdocs.yml", r"^  - topics\.md\n", r"\g<0>  - a-conf/day-1/talk.md\n  - topics.md\n  - gone.md\n")
    result = build(copied, tmp_path / "site")
    assert result.returncode
    for number, message in (
        (line + 1, "a-conf/day-1/talk.md is in the nav already, from its folder; remove this line"),
        (line + 2, "topics.md is in the nav twice; remove one"),
        (line + 3, "gone.md is not a page; correct the entry, or write the page"),
    ):
        assert f"mkdocs.yml:{number}: {message}" in result.stdout


def test_a_failed_build_leaves_the_last_good_site(tmp_path: Path):
    copied, site = invented(tmp_path), tmp_path / "site"
    assert build(copied, site).returncode == 0
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    (copied / "docs/new.md").write_text("Not a page.")
    assert build(copied, site).returncode != 0
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_fork_prints_what_the_command_prints(tmp_path: Path):
    copied = invented(tmp_path)
    (copied / "docs/new.md").write_text("Not a page.")
    fork, command = (build(copied, tmp_path / "site", run) for run in (by_fork, by_command))
    assert (fork.returncode, fork.stdout) == (command.returncode, command.stdout)


def test_the_repository_builds_as_it_is(tmp_path: Path):
    result = build(REPOSITORY, tmp_path / "site", by_command)
    assert result.returncode == 0, result.stdout
