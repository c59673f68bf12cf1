"""Let a page that is a file of the repository, taken in by a snippet, lead to that file to be edited."""

import re
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

WHOLE = re.compile(r'--8<-- "([^"]+)"')


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    if page.edit_url and (snippet := WHOLE.fullmatch(markdown.strip())):
        # The path is that from docs/, which edit_uri ends with, to beside it.
        page.edit_url = urljoin(page.edit_url, f"../{snippet[1]}")
