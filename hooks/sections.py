"""The nav's sections, as nav_order.py lets them be: a conference holds days, a day holds talks, each starts with its own page."""

from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page


def days(conference: Section) -> list[Section]:
    return [item for item in conference.children if isinstance(item, Section)]


def talks(day: Section) -> list[Page]:
    return [item for item in day.children if isinstance(item, Page) and not item.is_index]
