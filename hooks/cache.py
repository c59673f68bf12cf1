"""Keep for the next build what does not change between builds, each under a key made from all that it follows from."""

import os
from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def folder(config: MkDocsConfig, name: str) -> Path | None:
    """Return a folder in .cache, beside mkdocs.yml; None if it cannot be written."""
    path = Path(config.config_file_path).parent / ".cache" / name
    with suppress(OSError):
        path.mkdir(parents=True, exist_ok=True)
    return path if os.access(path, os.W_OK) else None
