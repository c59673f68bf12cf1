"""Replace the site when a build has written all of the new one; a build with a fault, or interrupted, changes nothing.

A build writes to a folder beside the site's: `site.new`. A strict build ends before anything is derived from what is
wrong; MkDocs itself counts warnings to the end, and would go on with facts that are missing.
"""

import logging
import multiprocessing
import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler

log = logging.getLogger("mkdocs.hooks.swap")
STOPS = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


class Swap:
    """Builds of one process: the site's folder, its lock, and the warnings of the build that runs."""

    def __init__(self) -> None:
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self.warnings)
        self.site, self.strict = Path(), True
        self.lock = FileLock("")
        for number in STOPS:
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """On Ctrl-C, at the end of the terminal and on `kill`, leave neither half a site nor the processes that draw the cards."""
        for process in multiprocessing.active_children():
            process.kill()
        if self.lock.is_locked:
            shutil.rmtree(f"{self.site}.new", ignore_errors=True)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def begin(self, config: MkDocsConfig) -> None:
        """Build into `site.new`, alone: of two builds of one site the second waits."""
        self.strict = config.strict
        self.site = Path(config.site_dir).resolve()  # a link stays, and the folder that it leads to is replaced
        config.site_dir = f"{self.site}.new"
        self.warnings.counts.clear()
        self.lock = locked(self.site)
        if (old := Path(f"{self.site}.old")).exists() and not self.site.exists():  # a build was killed between two renames
            old.rename(self.site)

    def stop_if_faulty(self, config: MkDocsConfig, files: Files) -> None:
        """End a strict build that has a fault, after the links to anchors, which MkDocs would check when all is written."""
        if self.verdict():
            for file in files.documentation_pages():
                file.page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
            raise Abort(self.verdict())

    def swap_in(self, config: MkDocsConfig) -> None:
        if not self.verdict():  # else MkDocs aborts next
            replace(self.site, Path(config.site_dir))
            self.lock.release()

    def explain(self, error: Exception) -> None:
        """Clean up after a build that failed, and give its reason in one line."""
        shutil.rmtree(f"{self.site}.new", ignore_errors=True)
        self.lock.release()
        if isinstance(error, OSError) and error.strerror:  # the system's words, of a full disk for instance
            place = error.filename2 or error.filename or f"{self.site}.new"
            raise Abort(f"{place}: {error.strerror}; make that possible, and build again. The site is as it was.")
        if self.strict and self.warnings.counts[logging.WARNING] and not isinstance(error, (Abort, BuildError)):
            raise Abort(self.verdict())  # the error follows from the faults that are reported already, and would only hide them

    def verdict(self) -> str:
        """Return the abort message of a strict build, or "" if there were no warnings."""
        found = sum(self.warnings.counts.values()) if self.strict else 0
        return f"Aborted with {found} warnings in strict mode!" if found else ""


def locked(site: Path) -> FileLock:
    """Return the lock of a site's folder, taken; it ends with the process at the latest."""
    lock = FileLock(f"{site}.lock")
    try:
        return lock.acquire(timeout=0).lock
    except Timeout:
        log.info("Another build writes %s; waiting until it ends", site)
        return lock.acquire().lock


def replace(site: Path, new: Path) -> None:
    """Put the folder `new` where `site` is; what begins with a dot there, such as .git, stays: MkDocs keeps it, too."""
    old = Path(f"{site}.old")
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # they take effect when the new site is whole
    try:
        shutil.rmtree(old, ignore_errors=True)
        if site.exists():
            try:
                site.rename(old)
            except OSError:
                fill(site, new)
                return
            for kept in old.glob(".*"):
                if not (new / kept.name).exists():
                    kept.rename(new / kept.name)
        new.rename(site)
        shutil.rmtree(old, ignore_errors=True)
    except OSError:
        if old.exists() and not site.exists():
            old.rename(site)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def fill(site: Path, new: Path) -> None:
    """Copy the files of `new` into the folder `site`, which is a mount point, and remove all others; then remove `new`."""
    shutil.copytree(new, site, dirs_exist_ok=True)
    for path in sorted(site.rglob("[!.]*"), reverse=True):
        if not (new / path.relative_to(site)).exists():
            path.rmdir() if path.is_dir() else path.unlink()
    shutil.rmtree(new)


if __name__ == "__main__":  # python -m hooks.publish.swap site site.whole
    with locked(Path(sys.argv[1]).resolve()) as lock:
        replace(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
