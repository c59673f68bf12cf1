"""Name the days in a conference's table of contents, and make known the ids that templates give to days."""

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Section
from mkdocs.structure.toc import AnchorLink


def name_days(files: Files) -> None:
    for file in files.documentation_pages():
        if file.page and file.page.meta.get("template") == "conference.html":
            for day in file.page.parent.children:
                if isinstance(day, Section):
                    # The day's folder, as in conference.html and day.html.
                    anchor = day.children[0].url.removeprefix(file.url).rstrip("/")
                    file.page.toc.items.append(AnchorLink(day.title, anchor, level=2))
                    for page in (file.page, day.children[0]):
                        page.present_anchor_ids.add(anchor)
