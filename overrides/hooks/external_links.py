"""Mark links that leave the site: the page they lead to gets no hold of ours, and site.css shows and says what they are."""

import re
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

LINK = re.compile(r'<a\s(?![^>]*\brel=)(?=[^>]*\bhref="https?://([^"/]*))')


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    own = urlsplit(config.site_url or "").netloc
    return LINK.sub(lambda link: link[0] if link[1] == own else '<a rel="external noopener" ', output)
