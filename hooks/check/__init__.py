"""Report authors' faults: each is a warning, `path:line: problem; fix`, and fails a strict build."""

import logging
from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from hooks.check import gaps
from hooks.model import Site

log = logging.getLogger("mkdocs.hooks")


def report(config: MkDocsConfig, faults: Iterable[tuple[str, int, str]], level: int = logging.WARNING) -> None:
    """Report faults of pages, given as (path below docs/, line, problem with its fix); those of level INFO do not fail the build."""
    docs = Path(config.docs_dir)
    folder = docs.relative_to(Path(config.config_file_path).parent) if docs.is_relative_to(Path(config.config_file_path).parent) else docs
    for path, line, problem in faults:
        log.log(level, "%s/%s:%d: %s", folder.as_posix(), path, line, problem)


def report_at(faults: Iterable[tuple[str, int, str]]) -> None:
    """Report faults of other files, given as (file, line, problem with its fix)."""
    for path, line, problem in faults:
        log.warning("%s:%d: %s", path, line, problem)


def report_config(config: MkDocsConfig, faults: Iterable[tuple[int, str]]) -> None:
    """Report faults of mkdocs.yml, given as (line, problem with its fix)."""
    name = Path(config.config_file_path).name
    report_at((name, line, problem) for line, problem in faults)


def report_gaps(site: Site) -> None:
    """Print one line for each conference; missing facts fail no build."""
    for conference in site.conferences:
        log.info(gaps.summary(conference))
