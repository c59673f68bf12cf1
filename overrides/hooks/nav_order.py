"""Warn where the nav and the front matter disagree: the order of talks, the name of a day or conference."""

import logging
import os
from itertools import pairwise

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

log = logging.getLogger("mkdocs.hooks.nav_order")


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    with open(config.config_file_path, encoding="utf-8") as file:
        source = file.read().splitlines()

    def warn(page: Page, fault: str) -> None:
        line = next(number for number, text in enumerate(source, 1) if page.file.src_uri in text)
        log.warning("%s:%d: %s", os.path.basename(config.config_file_path), line, fault)

    for page in nav.pages:
        section = page.parent
        if not page.is_index or not isinstance(section, Section):
            continue
        title = get_data(page.file.content_string)[1].get("title")
        if title != section.title:
            warn(page, f"the section “{section.title}” has the title “{title}” in {page.file.src_uri}; make them one")
        talks = [item for item in section.children if isinstance(item, Page) and item is not page]
        for earlier, later in pairwise(talks):
            if starts(later) < starts(earlier):
                warn(later, f"{later.file.src_uri} starts before {earlier.file.src_uri}; move its line up")
    return nav


def starts(talk: Page) -> str:
    """Return when a talk starts, as text that sorts by time within a day."""
    return str(get_data(talk.file.content_string)[1].get("starts"))
