"""Explain the glossary's abbreviations wherever notes use them, to the keyboard and to a finger, too."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

# A link is a stop of its own; what stands in one gets no other.
ABBR = re.compile(r"<a [^>]*>.*?</a>|<abbr(?= title=)", re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    _, meta = get_data(Path(config.docs_dir, "glossary.md").read_text(encoding="utf-8"))
    config.mdx_configs["abbr"] = {"glossary": meta.get("abbreviations", {})}
    return config


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    return ABBR.sub(lambda found: '<abbr tabindex="0"' if found[0] == "<abbr" else found[0], html)
