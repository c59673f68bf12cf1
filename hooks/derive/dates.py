"""Date each page by its newest talk, for sitemap and structured data; MkDocs would date all by the build."""

from collections import defaultdict
from pathlib import PurePosixPath

from mkdocs.structure.files import Files

# Pages outside of conferences that change with each talk; the others have no date.
LISTS = {"index.md", "topics.md", "speakers.md"}


def set_dates(files: Files) -> None:
    pages = [file.page for file in files.documentation_pages() if file.page]
    newest: dict[PurePosixPath, str] = defaultdict(str)
    for page in pages:
        path = PurePosixPath(page.file.src_uri)
        page.update_date = str(page.meta.get("starts", ""))[:10]
        for folder in path.parents if page.update_date else ():
            newest[folder] = max(newest[folder], page.update_date)
    for page in pages:
        path = PurePosixPath(page.file.src_uri)
        if not page.update_date and (path.name == path.as_posix() in LISTS or path.parent.name):
            page.update_date = newest[path.parent]
