"""Report authors' faults: each is a warning, `path:line: problem; fix`, and fails a strict build."""

import logging
from collections.abc import Iterable
from posixpath import normpath

from hooks.check import config, files, gaps, links, nav, notes, pages, reading, redirects, source
from hooks.model import Site

__all__ = ["config", "files", "gaps", "links", "nav", "notes", "pages", "reading", "redirects", "source"]

log = logging.getLogger("mkdocs.hooks")


def report(faults: Iterable[tuple[str, int, str]], folder: str = "docs/", level: int = logging.WARNING) -> None:
    """Report faults, given as (path below `folder`, line, problem with its fix); those of level INFO do not fail the build."""
    for path, line, problem in faults:
        log.log(level, "%s:%d: %s", normpath(f"{folder}{path}"), line, problem)


def report_gaps(site: Site) -> None:
    """Print one line for each conference; missing facts fail no build."""
    for conference in site.conferences:
        log.info(gaps.summary(conference))
