"""List the days in a conference's table of contents, and register the ids that templates give to days.

MkDocs checks links to anchors against the registered ids.
"""

from mkdocs.structure.files import Files
from mkdocs.structure.toc import AnchorLink

from hooks.model import Site


def name_days(files: Files, site: Site) -> None:
    for conference in site.conferences:
        page = files.get_file_from_path(conference.path).page
        for day in conference.days:
            page.toc.items.append(AnchorLink(files.get_file_from_path(day.path).page.parent.title, day.anchor, level=2))
            for known in (page, files.get_file_from_path(day.path).page):
                known.present_anchor_ids.add(day.anchor)
