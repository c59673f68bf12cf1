"""Mark links that leave the site: the page they lead to gets no hold of ours, and site.css shows and says what they are."""

import re
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

LINK = re.compile(r'<a\s[^>]*\bhref="https?://([^"/]*)[^>]*>')
REL = 'rel="external noopener'


def linked(html: str, config: MkDocsConfig) -> str:
    own = urlsplit(config.site_url or "").netloc

    def marked(link: re.Match[str]) -> str:
        tag, host = link[0], link[1]
        if host == own:
            return tag
        return tag.replace(' rel="', f" {REL} ") if ' rel="' in tag else f'<a {REL}"{tag[2:]}'

    return LINK.sub(marked, html)
