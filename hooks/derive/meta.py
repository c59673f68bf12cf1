"""Complete a page's metadata for templates and plugins: template, visibility in the search, and derived facts."""

import re
from dataclasses import asdict
from textwrap import shorten

from mkdocs.structure.pages import Page

from hooks import model

TEMPLATES = {"conference": "conference.html", "all notes": "all_notes.html", "day": "day.html", "talk": "talk.html"}


def complete(page: Page, content: model.Page, site: model.Site) -> None:
    """Replace the metadata of `page` with values from the model."""
    meta = dict(content.meta, title=content.title)
    if template := TEMPLATES.get(content.kind):
        meta["template"] = template
    if content.kind in ("day", "all notes"):
        meta["search"] = {"exclude": True}  # The search finds each note once, on its talk's page.
    if isinstance(content, model.Talk):
        anchors = site.speakers if "speakers.md" in site.pages else {}
        known = [asdict(speaker) | {"anchor": anchors.get(speaker.name)} for speaker in content.speakers]
        meta["speakers"] = [{key: value for key, value in speaker.items() if value} for speaker in known]
        meta["date"] = content.date
        if [talk.title for talk in content.day.conference.talks].count(content.title) > 1:
            meta["day"] = content.day.title  # distinguishes talks with the same title
    elif isinstance(content, model.Day):
        meta["date"] = content.date
    elif isinstance(content, model.Conference):
        meta["dates"] = content.dates
        meta["year"] = content.dates and content.dates[1].year
    if not content.description and (words := first_words(content.notes)):
        meta["excerpt"] = words
    page.meta = {key: value for key, value in meta.items() if value is not None}


def first_words(notes: str) -> str:
    """Return the first words of notes as plain text, about 160 characters, for search engines."""
    plain = re.sub(
        r"```.*?```|<[^>]*>|!?\[([^\]]*)\]\([^)]*\)|[#>*`_|~]|^\s*(?:[-+*]|\d+\.)\s",
        lambda found: found[1] or " ",
        notes,
        flags=re.DOTALL | re.MULTILINE,
    )
    return shorten(plain, 160, placeholder=" …")
