"""Explain the glossary's abbreviations wherever notes use them, to the keyboard and to a finger, too."""

import re

from mkdocs.config.defaults import MkDocsConfig

from hooks.model import Site

# A link is a stop of its own; what stands in one gets no other.
ABBR = re.compile(r"<a [^>]*>.*?</a>|<abbr(?= title=)", re.DOTALL)


def load(config: MkDocsConfig, site: Site) -> None:
    config.mdx_configs["abbr"] = {"glossary": site.glossary}


def focusable(html: str) -> str:
    return ABBR.sub(lambda found: '<abbr tabindex="0"' if found[0] == "<abbr" else found[0], html)
