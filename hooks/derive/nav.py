"""Add conferences to the nav, and link previous and next talks and days.

The nav of mkdocs.yml lists the site's own pages only. A conference's pages and their order come from its folder, so a
new talk is one file and nothing else.
"""

from itertools import pairwise

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from hooks.model import Site, walk


def add_conferences(files: Files, config: MkDocsConfig, site: Site) -> None:
    """Generate the pages of days and of all notes that docs/ lacks; insert a section for each conference, with its days, after home."""
    for page in walk(site):
        if not page.written:
            files.append(File.generated(config, page.path, content=f"---\ntitle: {page.title}\n---\n"))
    home, *others = config.nav or ["index.md"]
    sections = []
    for conference in site.conferences:
        days = [{day.title: [day.path, *(talk.path for talk in day.talks)]} for day in conference.days]
        sections.append({conference.title: [conference.path, *days, conference.all_notes.path]})
    config.nav = [home, *sections, *others]


def link_neighbours(nav: Navigation, site: Site) -> None:
    pages = {page.file.src_uri: page for page in nav.pages}
    for page in pages.values():
        page.previous_page = page.next_page = None
    for conference in site.conferences:
        for row in (conference.days, conference.talks):
            for one, following in pairwise(row):
                pages[one.path].next_page, pages[following.path].previous_page = pages[following.path], pages[one.path]


def own(nav: Navigation, page: Page) -> Navigation:
    """Return the nav to show on a page, without other conferences: a page must not grow with their number."""
    if not page.ancestors:
        return nav
    kept = [item for item in nav.items if not isinstance(item, Section) or item is page.ancestors[-1]]
    return Navigation(kept, nav.pages)
