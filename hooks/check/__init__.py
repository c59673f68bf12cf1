"""Report authors' faults: each is a warning, `path:line: problem; fix`, and fails a strict build."""

import logging
from collections.abc import Iterable
from posixpath import normpath

from hooks.check import config, files, links, pages, reading, source
from hooks.model import Fault, Site

log = logging.getLogger("mkdocs.hooks")


def report(faults: Iterable[Fault], folder: str = "docs/", level: int = logging.WARNING) -> None:
    """Report faults, whose paths are below `folder`; those of level INFO do not fail the build."""
    for path, line, problem in faults:
        log.log(level, "%s:%d: %s", normpath(f"{folder}{path}"), line, problem)


def report_gaps(site: Site) -> None:
    """Print one line for each conference; missing facts fail no build."""
    for conference in site.conferences:
        log.info(pages.summary(conference))
