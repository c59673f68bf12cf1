"""Replace the site once a build has written all of the new one; a faulty or interrupted build changes nothing.

A build writes to `site.new`, beside the site. A strict build stops before anything is derived from faulty sources;
MkDocs itself would count warnings to the end and go on with missing facts.
"""

import logging
import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.utils import CountHandler

from hooks import unforeseen

log = logging.getLogger("mkdocs.hooks.swap")
STOPS = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


class Swap:
    """The builds of one process: the site's folder, its lock, and the warnings of the current build."""

    def __init__(self) -> None:
        os.umask(0o022)  # the web server, which runs as another user, reads the site
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self.warnings)
        self.site, self.strict = Path(), True
        self.lock = FileLock("")
        for number in STOPS:
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """On Ctrl-C, a closed terminal or `kill`, leave no partial site."""
        if self.lock.is_locked:
            shutil.rmtree(f"{self.site}.new", ignore_errors=True)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def begin(self, config: MkDocsConfig) -> None:
        """Build into `site.new`; a second build of the same site waits."""
        self.strict = config.strict
        self.site = Path(config.site_dir).resolve()  # a symbolic link stays, and its target is replaced
        config.site_dir = f"{self.site}.new"
        self.warnings.counts.clear()
        self.lock = locked(self.site)
        if (old := Path(f"{self.site}.old")).exists() and not self.site.exists():  # a build was killed between two renames
            old.rename(self.site)

    def stop_if_faulty(self) -> None:
        """Stop a strict build with faults."""
        if self.verdict():
            raise Abort(self.verdict())

    def swap_in(self, config: MkDocsConfig) -> None:
        if not self.verdict():  # else MkDocs aborts next
            replace(self.site, Path(config.site_dir))
            self.lock.release()

    def explain(self, error: Exception) -> None:
        """Clean up after a failed build, and report its reason in one line."""
        shutil.rmtree(f"{self.site}.new", ignore_errors=True)
        self.lock.release()
        if isinstance(error, OSError) and error.strerror:  # the system's own message, such as that of a full disk
            place = error.filename2 or error.filename or f"{self.site}.new"
            raise Abort(f"{place}: {error.strerror}; fix that, and build again. The site has not changed.")
        if not isinstance(error, (Abort, BuildError)):  # an error after reported faults follows from them, so it is not reported
            raise Abort(self.verdict() or unforeseen.message(error))

    def count(self) -> int:
        """Return the number of warnings so far."""
        return sum(self.warnings.counts.values())

    def verdict(self) -> str:
        """Return the abort message of a strict build, or "" if there were no warnings."""
        found = self.count() if self.strict else 0
        return f"Aborted with {found} warnings in strict mode!" if found else ""


def locked(site: Path) -> FileLock:
    """Return the lock of a site's folder, locked; the end of the process unlocks it at the latest."""
    lock = FileLock(f"{site}.lock")
    try:
        return lock.acquire(timeout=0).lock
    except Timeout:
        log.info("Another build is writing %s; this one waits until that ends", site)
        return lock.acquire().lock


def replace(site: Path, new: Path) -> None:
    """Move the folder `new` to `site`. As with MkDocs, names that begin with a dot, such as .git, stay there."""
    old, stay = Path(f"{site}.old"), []
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # the signals take effect once the new site is complete
    try:
        shutil.rmtree(old, ignore_errors=True)
        if site.exists():
            try:
                site.rename(old)
            except OSError:
                fill(site, new)
                return
            stay += [kept.name for kept in old.glob(".*") if not (new / kept.name).exists()]
            for name in stay:
                (old / name).rename(new / name)
        new.rename(site)
        shutil.rmtree(old, ignore_errors=True)
    except OSError:
        if old.exists() and not site.exists():
            for name in [name for name in stay if (new / name).exists()]:
                (new / name).rename(old / name)
            old.rename(site)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def fill(site: Path, new: Path) -> None:
    """Copy the files of `new` into the folder `site`, a mount point; remove all others as `replace` does, and then `new`."""
    shutil.copytree(new, site, dirs_exist_ok=True)
    for name in site.glob("[!.]*"):
        for path in sorted([name, *name.rglob("*")], reverse=True):
            if not (new / path.relative_to(site)).exists():
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    shutil.rmtree(new)


if __name__ == "__main__":  # python -m hooks.publish.swap site site.whole
    with locked(Path(sys.argv[1]).resolve()) as lock:
        replace(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
