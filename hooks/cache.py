"""Keep slow results for later builds, each under a key made from all of its inputs."""

import os
import pickle
import re
import sys
import time
import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import mkdocs
from mkdocs.config.defaults import MkDocsConfig

import hooks

HOUR = 60 * 60
WEEK = 7 * 24 * HOUR
# The seconds for which files stay that no build uses, by folder. Pages are large, and some edits change all of them.
UNUSED = {"cards": WEEK, "notes": WEEK, "pages": HOUR, "templates": WEEK}
PACKAGES = Path(mkdocs.__file__).parents[1]
ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # in the repr of a function or an object


class Cache:
    """Keeps objects in a folder of .cache beside mkdocs.yml, a file for each key; keeps nothing if the folder cannot be written.

    Builds may share it: a file appears whole, or not at all. If the code has changed since this process imported it, nothing is kept.
    """

    def __init__(self, config: MkDocsConfig, name: str) -> None:
        self.folder: Path | None = folder(config) / name
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
        if hooks.code() != hooks.IMPORTED or not os.access(self.folder, os.W_OK):
            self.folder = None

    def get(self, key: str) -> object:
        with suppress(Exception):  # a file that is missing, damaged, or of an older version
            if self.folder:
                os.utime(self.folder / key)
                return pickle.loads(zlib.decompress((self.folder / key).read_bytes()))
        return None

    def has(self, key: str) -> bool:
        return bool(self.folder) and (self.folder / key).exists()

    def put(self, key: str, made: object, level: int = 1) -> None:
        with suppress(OSError):
            if self.folder:
                new = self.folder / f"{key}.{os.getpid()}"
                new.write_bytes(zlib.compress(pickle.dumps(made), level))
                new.replace(self.folder / key)


def prune(config: MkDocsConfig) -> None:
    """Remove files that no build has used for long, and the temporary files of builds that were killed."""
    for name, seconds in UNUSED.items():
        with suppress(OSError):
            for path in (folder(config) / name).iterdir():
                if path.stat().st_mtime < time.time() - seconds:
                    path.unlink(missing_ok=True)


def folder(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / ".cache"


def key(*sources: object) -> str:
    """Return the key of a result that is made from `sources`, whose `repr` must not depend on the process."""
    return sha256(repr(sources).encode()).hexdigest()


def program() -> str:
    """Return the key of the code, of Python and of all packages."""
    return key(hooks.IMPORTED, sys.version, sorted(path.name for path in PACKAGES.glob("*.dist-info")))


def plain(value: object) -> str:
    """Return a value's `repr` without addresses in memory."""
    return ADDRESS.sub("", repr(value))
