"""Explain the glossary's abbreviations wherever notes use them, to the keyboard and to a finger, too."""

import re
from pathlib import Path

from front_matter import meanings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

# A link is a stop of its own; what stands in one gets no other.
ABBR = re.compile(r"<a [^>]*>.*?</a>|<abbr(?= title=)", re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    page = Path(config.docs_dir, "glossary.md")
    meta = get_data(page.read_text(encoding="utf-8", errors="replace"))[1] if page.is_file() else {}
    found = meta.get("abbreviations")
    # What is malformed is named by front_matter.py.
    known = {} if meanings(found) else found
    config.mdx_configs["abbr"] = {"glossary": known}
    return config


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    return ABBR.sub(lambda found: '<abbr tabindex="0"' if found[0] == "<abbr" else found[0], html)
