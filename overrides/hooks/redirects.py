"""Warn of a redirect whose target lacks the page or the heading that it names.

The redirects plugin writes the stubs; it does not look at anchors, nor name the line.
"""

import logging
import os
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

log = logging.getLogger("mkdocs.hooks.redirects")


def on_env(env, *, config: MkDocsConfig, files: Files) -> None:
    name = os.path.basename(config.config_file_path)
    with open(config.config_file_path, encoding="utf-8") as file:
        source = file.read().splitlines()
    redirects: dict[str, str] = config.plugins["redirects"].config["redirect_maps"]
    pages = {file.src_uri: file.page for file in files.documentation_pages()}
    for old, target in redirects.items():
        if target.startswith(("https://", "http://")):
            continue
        line = next((n for n, text in enumerate(source, 1) if re.match(rf"\s*[\"']?{re.escape(old)}[\"']?:", text)), 1)
        path, _, anchor = target.partition("#")
        if path in redirects:
            log.warning("%s:%d: %s leads to %s, itself a redirect; name the page at its end", name, line, old, path)
        elif path not in pages:
            log.warning("%s:%d: %s leads to %s, which is no page; name a file below docs/", name, line, old, path)
        elif anchor and anchor not in anchors(pages[path].toc.items):
            log.warning("%s:%d: %s leads to #%s, no heading of %s; name one of its ids", name, line, old, anchor, path)


def anchors(items) -> set[str]:
    """Return the ids of the headings in a table of contents, at any depth."""
    return {found for item in items for found in {item.id} | anchors(item.children)}
