"""Explain the glossary's abbreviations wherever notes use them, also to keyboard and touch."""

from mkdocs.config.defaults import MkDocsConfig

from hooks.markup import Tag, tokens, with_value
from hooks.model import Site


def load(config: MkDocsConfig, site: Site) -> None:
    config.mdx_configs["abbr"] = {"glossary": site.glossary}


def focusable(html: str) -> str:
    """Return the HTML with a tab stop at each explained abbreviation, except in links, which are tab stops already."""
    parts, links = [], 0
    for token in tokens(html):
        if isinstance(token, Tag):
            links += (token.name == "a") * (-1 if token.end else 1)
            stop = token.name == "abbr" and token.get("title") and not links
            parts.append(with_value(token, "tabindex", "0") if stop else token.raw)
        else:
            parts.append(token)
    return "".join(parts)
