"""Link each page to its file in the forge's editor, and a day to the file of a new talk."""

import re
from urllib.parse import quote, urljoin

from mkdocs.structure.pages import Page

# GitHub's editor, and Gitea's and Forgejo's, which begins with an underscore: both take a new file's name and text from the
# query. GitLab's takes no text. See github.com/go-gitea/gitea/pull/16556.
EDITOR = re.compile(r"(https?://[^/]+/[^/]+/[^/]+/_?)edit/(.+/)")
WHOLE = re.compile(r'--8<-- "([^"]+)"')


def included(markdown: str, page: Page) -> str | None:
    """Return the path below docs/ of the file that a page consists of, if its notes are one snippet; and link the page to that file."""
    snippet = WHOLE.fullmatch(markdown.strip())
    path = snippet and f"../{snippet[1]}"  # the file lies beside docs/, with which edit_uri ends
    if path and page.edit_url:
        page.edit_url = urljoin(page.edit_url, path)
    return path


def new_talk(edit_uri: str | None, folder: str) -> str | None:
    """Return the address at which the forge makes a talk's file in a day's folder below docs/; None where it cannot fill it in."""
    editor = EDITOR.fullmatch(edit_uri or "")
    text = quote("---\ntitle: Title of the talk\n---\n\nNotes, in Markdown.\n")
    return editor and f"{editor[1]}new/{editor[2]}{folder}?filename=new-talk.md&value={text}"
