"""Explain the glossary's abbreviations wherever notes use them, to the keyboard and to a finger, too."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.meta import get_data

from hooks.check.front_matter import meanings

# A link is a stop of its own; what stands in one gets no other.
ABBR = re.compile(r"<a [^>]*>.*?</a>|<abbr(?= title=)", re.DOTALL)


def load(config: MkDocsConfig) -> None:
    page = Path(config.docs_dir, "glossary.md")
    meta = get_data(page.read_text(encoding="utf-8", errors="replace"))[1] if page.is_file() else {}
    found = meta.get("abbreviations")
    # What is malformed is named by front_matter.py.
    known = {} if meanings(found) else found
    config.mdx_configs["abbr"] = {"glossary": known}


def focusable(html: str) -> str:
    return ABBR.sub(lambda found: '<abbr tabindex="0"' if found[0] == "<abbr" else found[0], html)
