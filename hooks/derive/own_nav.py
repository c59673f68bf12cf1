"""Show the pages of a conference a nav without the other conferences: a page must not grow with their number."""

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

# What the nav has before its conferences, and what after them or between.
before: list = []
after: list = []


def remember(nav: Navigation) -> None:
    first = next((at for at, item in enumerate(nav.items) if isinstance(item, Section)), 0)
    before[:] = nav.items[:first]
    after[:] = [item for item in nav.items[first:] if not isinstance(item, Section)]


def narrow(context: TemplateContext, page: Page, nav: Navigation) -> TemplateContext:
    if page.ancestors:
        context["nav"] = Navigation([*before, page.ancestors[-1], *after], nav.pages)
    return context
