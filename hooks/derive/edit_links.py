"""Link each page to its file in the forge's editor, and a day to the file of a new talk."""

import re
from urllib.parse import quote, urljoin

from mkdocs.structure.pages import Page

from hooks import model
from hooks.model import Conference, Day

# GitHub's editor, Gitea's and Forgejo's, which begins with an underscore (github.com/go-gitea/gitea/pull/16556), and GitLab's, whose page
# for a new file takes other parameters, and leaves out the text for now (gitlab.com/gitlab-org/gitlab/-/issues/594214).
EDITOR = re.compile(r"(https?://[^/]+/(?:[^/]+/[^/]+/_?|.+/-/))edit/(.+/)")
WHOLE = re.compile(r'--8<-- "([^"]+)"')


def included(markdown: str, page: Page) -> str | None:
    """Return the path below docs/ of the file that a page consists of, if its notes are one snippet; and link the page to that file."""
    snippet = WHOLE.fullmatch(markdown.strip())
    path = snippet and f"../{snippet[1]}"  # the file lies beside docs/, with which edit_uri ends
    if path and page.edit_url:
        page.edit_url = urljoin(page.edit_url, path)
    return path


def new_talk(edit_uri: str | None, page: model.Page) -> str | None:
    """Return the address at which the forge makes the file of a talk of a day, or of a conference without days; None if it cannot."""
    editor = EDITOR.fullmatch(edit_uri or "")
    if not editor or not (isinstance(page, Day) or (isinstance(page, Conference) and not page.days)):
        return None
    folder = page.url.rstrip("/") if isinstance(page, Day) else f"{page.url}day-1"
    name, value = ("file_name", "content") if editor[1].endswith("/-/") else ("filename", "value")
    text = quote("---\ntitle: Title of the talk\n---\n\nNotes, in Markdown.\n")
    return f"{editor[1]}new/{editor[2]}{folder}?{name}=new-talk.md&{value}={text}"
