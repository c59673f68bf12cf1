"""Keep for later builds what costs time to make, under a key made from all that it follows from."""

import os
import re
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import mkdocs
from mkdocs.config.defaults import MkDocsConfig

import hooks

UNUSED = 7 * 24 * 60 * 60  # seconds until what no build has used is removed
PACKAGES = Path(mkdocs.__file__).parents[1]
ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # in the repr of a function or an object


class Cache:
    """Bytes by key, a file each, in a folder of .cache beside mkdocs.yml; one that cannot be written keeps nothing.

    Builds may share it: a file appears whole, or not at all. A process that runs other code than its files have keeps nothing, either.
    """

    def __init__(self, config: MkDocsConfig, name: str) -> None:
        folder = Path(config.config_file_path).parent / ".cache" / name
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder if os.access(folder, os.W_OK) and hooks.code() == hooks.IMPORTED else None

    def get(self, key: str) -> bytes | None:
        with suppress(OSError):
            if self.folder:
                os.utime(self.folder / key)
                digest, made = (kept := (self.folder / key).read_bytes())[:32], kept[32:]
                return made if digest == sha256(made).digest() else None  # of a damaged file
        return None

    def put(self, key: str, made: bytes) -> None:
        with suppress(OSError):
            if self.folder:
                new = self.folder / f"{key}.{os.getpid()}"
                new.write_bytes(sha256(made).digest() + made)
                new.replace(self.folder / key)

    def prune(self) -> None:
        """Remove what no build has used for a week, and what a build that was ended has left."""
        with suppress(OSError):
            for path in self.folder.iterdir() if self.folder else ():
                if path.stat().st_mtime < time.time() - UNUSED:
                    path.unlink(missing_ok=True)


def key(*sources: object) -> str:
    """Return the key of what is made from `sources`, whose `repr` must not depend on the process."""
    return sha256(repr(sources).encode()).hexdigest()


def program() -> str:
    """Return the key of the code, of Python and of all packages."""
    return key(hooks.IMPORTED, sys.version, sorted(path.name for path in PACKAGES.glob("*.dist-info")))


def plain(value: object) -> str:
    """Return a value's `repr` without addresses in memory."""
    return ADDRESS.sub("", repr(value))
