"""Write a page at each old address, in place of the redirects plugin's.

The plugin's pages drop the visitor's query, and append a second anchor to a target that has one.
"""

import posixpath
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import write_file

from hooks.redirects import Redirect


def write(config: MkDocsConfig, redirects: Iterable[Redirect], with_policy: Callable[[str], str]) -> None:
    template = config.theme.get_env().get_template("parts/stub.html")
    for entry in redirects:
        html = template.render(target=relative(entry), canonical=entry.canonical(config.site_url or ""), config=config)
        write_file(with_policy(html).encode(), str(Path(config.site_dir, entry.path, "index.html")))


def relative(entry: Redirect) -> str:
    """Return the new address relative to the old one, so that the page works below any base path."""
    if entry.elsewhere:
        return entry.target
    path, hash_sign, anchor = entry.target_url.partition("#")
    return posixpath.relpath(path or ".", entry.path) + "/" + hash_sign + anchor
