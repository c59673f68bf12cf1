"""Complete a page's metadata for templates and plugins: template, visibility in the search, and derived facts.

Also date it by its newest talk, for the sitemap; MkDocs would give every page the date of the build.
"""

from collections.abc import Iterable
from dataclasses import asdict
from textwrap import shorten

from mkdocs.structure.pages import Page

from hooks import model
from hooks.front_matter import template_of

# MkDocs reads each page's date; this one means that there is none.
UNDATED = "1970-01-01"
# These pages outside of conferences change with each talk; the others have no date.
LISTS = {"index.md", "topics.md", "speakers.md"}


def complete(page: Page, content: model.Page, site: model.Site, texts: Iterable[str]) -> None:
    """Replace the metadata of `page` with values from the model, and the first words of its notes, given as plain texts."""
    meta = dict(content.meta, title=content.title)
    if content.kind not in ("page", None):
        meta["template"] = template_of(content.kind)
    if content.kind in ("day", "all notes"):
        meta["search"] = {"exclude": True}  # The search finds each note once, on its talk's page.
    if isinstance(content, model.Talk):
        anchors = site.speakers if "speakers.md" in site.pages else {}
        meta["speakers"] = [model.known(asdict(speaker) | {"anchor": anchors.get(speaker.name)}) for speaker in content.speakers]
        meta["date"] = content.date
        if [talk.title for talk in content.day.conference.talks].count(content.title) > 1:
            meta["day"] = content.day.title  # distinguishes talks with the same title
    elif isinstance(content, model.Day):
        meta["date"] = content.date
    elif isinstance(content, model.Conference):
        meta["dates"] = content.dates
        meta["year"] = content.dates and content.dates[1].year
    # About as many letters as search engines show.
    if not content.description and (words := shorten(" ".join(texts), 160, placeholder=" …")):
        meta["excerpt"] = words
    page.meta = model.known(meta)
    changed = content.changed
    if content.path in LISTS:
        changed = max((conference.changed for conference in site.conferences if conference.changed), default=None)
    page.update_date = changed.isoformat() if changed else UNDATED
