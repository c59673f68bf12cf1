"""Report authors' faults: each is a warning, `path:line: problem; fix`, and fails a strict build."""

import logging
from collections.abc import Iterable
from posixpath import normpath

from hooks.check import config, files, links, pages, reading, source
from hooks.model import Fault, Site

log = logging.getLogger("mkdocs.hooks")


def report(faults: Iterable[Fault], folder: str = "docs/") -> None:
    """Report faults, whose paths are below `folder`."""
    for path, line, problem in faults:
        log.warning("%s:%d: %s", normpath(f"{folder}{path}"), line, problem)


def report_gaps(site: Site) -> None:
    """Print what may be wrong, and one line for each conference; neither fails a build."""
    for path, line, problem in pages.notices(site):
        log.info("docs/%s:%d: %s", path, line, problem)
    for conference in site.conferences:
        log.info(pages.summary(conference))
