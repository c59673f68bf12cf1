"""Link each page to its file in the forge's editor, and a day to the file of a new talk."""

import re
from urllib.parse import quote, urljoin

from mkdocs.structure.pages import Page

# GitHub's editor, and Gitea's and Forgejo's, which begins with an underscore: both take a new file's name and text from the
# query. GitLab's takes no text. See github.com/go-gitea/gitea/pull/16556.
EDITOR = re.compile(r"(https?://[^/]+/[^/]+/[^/]+/_?)edit/(.+/)")
WHOLE = re.compile(r'--8<-- "([^"]+)"')


def redirect_to_snippet(markdown: str, page: Page) -> None:
    if page.edit_url and (snippet := WHOLE.fullmatch(markdown.strip())):
        # edit_uri ends with docs/, and the file lies beside that folder.
        page.edit_url = urljoin(page.edit_url, f"../{snippet[1]}")


def new_talk(edit_uri: str | None, folder: str) -> str | None:
    """Return the address at which the forge makes a talk's file in a day's folder below docs/; None where it cannot fill it in."""
    editor = EDITOR.fullmatch(edit_uri or "")
    text = quote("---\ntitle: Title of the talk\n---\n\nNotes, in Markdown.\n")
    return editor and f"{editor[1]}new/{editor[2]}{folder}?filename=new-talk.md&value={text}"
