"""Let a page that is a file of the repository, taken in by a snippet, lead to that file to be edited."""

import re
from urllib.parse import urljoin

from mkdocs.structure.pages import Page

WHOLE = re.compile(r'--8<-- "([^"]+)"')


def redirect_to_snippet(markdown: str, page: Page) -> None:
    if page.edit_url and (snippet := WHOLE.fullmatch(markdown.strip())):
        # The path is that from docs/, which edit_uri ends with, to beside it.
        page.edit_url = urljoin(page.edit_url, f"../{snippet[1]}")
