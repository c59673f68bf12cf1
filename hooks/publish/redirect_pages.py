"""Write a page at each old address, in place of the redirects plugin's.

The plugin's pages drop the visitor's query, and append a second anchor to a target that has one.
"""

import posixpath
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from hooks.redirects import Redirect


def write(config: MkDocsConfig, redirects: Iterable[Redirect], with_policy: Callable[[str], str]) -> None:
    template = config.theme.get_env().get_template("parts/stub.html")
    for entry in redirects:
        html = template.render(target=relative(entry), canonical=entry.canonical(config.site_url or ""), config=config)
        page = Path(config.site_dir, entry.path, "index.html")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(with_policy(html), encoding="utf-8")


def relative(entry: Redirect) -> str:
    """Return the new address relative to the old one, so that the page works below any base path."""
    if entry.elsewhere:
        return entry.target
    path, hash_sign, anchor = entry.target_url.partition("#")
    return posixpath.relpath(path or ".", entry.path) + "/" + hash_sign + anchor
