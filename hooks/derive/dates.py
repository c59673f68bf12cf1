"""Date each page by its newest talk, for the sitemap; MkDocs would give every page the date of the build."""

from mkdocs.structure.files import Files

from hooks.model import Conference, Day, Site, Talk

# MkDocs reads each page's date; this one means that there is none.
NONE = "1970-01-01"
# These pages outside of conferences change with each talk; the others have no date.
LISTS = {"index.md", "topics.md", "speakers.md"}


def set_dates(files: Files, site: Site) -> None:
    newest = max((conference.dates[1] for conference in site.conferences if conference.dates), default=None)
    for file in files.documentation_pages():
        content = site.pages[file.src_uri]
        whole = next((page for page in (content, *content.above) if isinstance(page, Conference)), None)
        if isinstance(content, (Talk, Day)):
            found = content.date
        elif whole:
            found = whole.dates and whole.dates[1]
        else:
            found = newest if file.src_uri in LISTS else None
        file.page.update_date = found.isoformat() if found else NONE
