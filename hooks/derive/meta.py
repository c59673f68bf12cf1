"""Complete a page's metadata for templates and plugins: template, visibility in the search, and derived facts."""

from collections.abc import Iterable
from dataclasses import asdict
from textwrap import shorten

from markdown_it.token import Token
from mkdocs.structure.pages import Page

from hooks import model
from hooks.front_matter import template_of


def complete(page: Page, content: model.Page, site: model.Site, tokens: Iterable[Token]) -> None:
    """Replace the metadata of `page` with values from the model, and the first words of its notes, given as CommonMark's tokens."""
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
    if not content.description and (words := first_words(tokens)):
        meta["excerpt"] = words
    page.meta = model.known(meta)


def first_words(tokens: Iterable[Token]) -> str:
    """Return the first words of notes as plain text, about 160 characters, for search engines."""
    texts = (token.children for token in tokens if token.type == "inline")
    words = (
        "".join("" if part.type == "html_inline" else part.content or " " * part.type.endswith("break") for part in text) for text in texts
    )
    return shorten(" ".join(words), 160, placeholder=" …")
