"""Let a strict build that has a fault change nothing: the site stays the last good one.

It ends before anything is derived from what is wrong; MkDocs itself counts warnings to the end, and would
go on with facts that are missing. And it writes to a folder beside the site's, which takes its place last.
"""

import logging
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler

warnings = CountHandler()
site = Path()
strict = True


def count_warnings() -> None:
    warnings.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(warnings)


def build_beside(config: MkDocsConfig) -> None:
    global site, strict
    strict = config.strict
    site = Path(config.site_dir)
    config.site_dir = f"{site}.new"
    warnings.counts.clear()


def stop_if_faulty(config: MkDocsConfig, files: Files) -> None:
    if told():
        for file in files.documentation_pages():
            # MkDocs would come to them when all is written.
            file.page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        raise Abort(told())


def swap_in(config: MkDocsConfig) -> None:
    if told():
        return  # MkDocs aborts next
    old = Path(f"{site}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    try:
        Path(config.site_dir).rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def explain(error: Exception) -> None:
    shutil.rmtree(f"{site}.new", ignore_errors=True)
    if isinstance(error, OSError) and error.strerror:  # what the system says, of a full disk for instance
        place = error.filename2 or error.filename or f"{site}.new"
        raise Abort(f"{place}: {error.strerror}; make that possible, and build again. The site is as it was.")
    if strict and warnings.counts[logging.WARNING] and not isinstance(error, (Abort, BuildError)):
        raise Abort(told())  # it comes of what was told, and would only hide that


def told() -> str:
    """Return with what a strict build ends, once it has told of faults."""
    found = sum(warnings.counts.values()) if strict else 0
    return f"Aborted with {found} warnings in strict mode!" if found else ""
