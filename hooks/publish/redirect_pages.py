"""Write the pages that stand at old addresses, over those of the redirects plugin.

The plugin's drop the visitor's query, and put a second anchor behind the target's own.
"""

import posixpath
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from hooks.check.redirects import Redirect, is_elsewhere, redirects


def write(config: MkDocsConfig) -> None:
    template = config.theme.get_env().get_template("parts/stub.html")
    for entry in redirects(config):
        stub = Path(config.site_dir, entry.path, "index.html")
        canonical = entry.canonical(config.site_url or "")
        stub.write_text(template.render(target=relative(entry), canonical=canonical, config=config), encoding="utf-8")


def relative(entry: Redirect) -> str:
    """Return the new address as seen from the old one, so that any base path serves."""
    if is_elsewhere(entry.target):
        return entry.target
    path, hash_sign, anchor = entry.target_url.partition("#")
    return posixpath.relpath(path or ".", entry.path) + "/" + hash_sign + anchor
