"""Put the notes of its talks on a day's page, and of all talks on the conference's page of all notes; extend the contents too."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urljoin

from jinja2 import Environment
from markdown.extensions.toc import unique
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url

from hooks.markup import Tag, rewrite, with_values
from hooks.model import Day, Site

HEADING = re.compile(r"^(</?h)([1-6])\b", re.IGNORECASE)


def gather(env: Environment, config: MkDocsConfig, files: Files, site: Site) -> None:
    """Add the notes of talks to the pages of their day and of all notes, below the notes of these pages."""
    name_days(files, site)
    facts = env.get_template("parts/talk_facts.html")
    # Use the toc extension's slugs: the anchors of old posts are the slugs of titles.
    slugify = config.mdx_configs["toc"]["slugify"]

    def page_of(path: str) -> Page:
        return files.get_file_from_path(path).page

    def add_talks(page: Page, day: Day, entries: list[AnchorLink], level: int) -> None:
        for talk in day.talks:
            # If two titles have one slug, as C and C++ do, the second gets a number. A title without letters gets its
            # file's name.
            slug = slugify(talk.title, "-") or PurePosixPath(talk.path).stem
            anchor = unique(slug, page.present_anchor_ids)
            above = "" if level == 2 else facts.render(talk=page_of(talk.path).meta, page=page, base_url="")
            page.present_anchor_ids.update(f"{anchor}:{name}" for name in page_of(talk.path).present_anchor_ids)
            page.content += as_section(page_of(talk.path), anchor, page.url, level, above)
            entries.append(AnchorLink(page_of(talk.path).title, anchor, level=level))

    for conference in site.conferences:
        book = page_of(conference.all_notes.path)
        for day in conference.days:
            page = page_of(day.path)
            add_talks(page, day, page.toc.items, 2)
            anchor = unique(slugify(day.title, "-"), book.present_anchor_ids)
            book.content += f'<h2 id="{anchor}">{page.parent.title}{permalink(anchor)}</h2>\n'
            book.toc.items.append(AnchorLink(page.parent.title, anchor, level=2))
            add_talks(book, day, book.toc.items[-1].children, 3)
    for talk in site.talks:
        page_of(talk.path).present_anchor_ids.add("related")  # of the heading below its notes


def name_days(files: Files, site: Site) -> None:
    """List the days in a conference's contents, and register the ids that templates give to days, speakers and topics, for the checks of links."""
    for conference in site.conferences:
        page = files.get_file_from_path(conference.path).page
        for day in conference.days:
            there = files.get_file_from_path(day.path).page
            page.toc.items.append(AnchorLink(there.parent.title, day.anchor, level=2))
            there.present_anchor_ids.add(day.anchor)
    for file in files.documentation_pages():
        file.page.present_anchor_ids.update(ids(file.page.toc))  # days and topics are in the contents alone
    if speakers := files.get_file_from_path("speakers.md"):
        speakers.page.present_anchor_ids.update(site.speakers.values())


def ids(contents: Iterable[AnchorLink]) -> Iterator[str]:
    for link in contents:
        yield link.id
        yield from ids(link.children)


def permalink(anchor: str) -> str:
    return f'<a class="headerlink" href="#{anchor}" title="Link to this heading">&para;</a>'


def as_section(talk: Page, anchor: str, url: str, level: int = 2, facts: str = "") -> str:
    """Return a talk's rendered notes as a section of the page at `url`: a title of heading `level`, the notes' headings below it.

    `facts` is HTML that goes before the notes; the title then links to the talk's page. Without it, a link after
    the notes does. Two talks may use the same id, so each id gets the section's anchor and a colon in front; no
    slug has a colon. Links keep their targets.
    """
    there = get_relative_url(talk.url, url)

    def moved(tag: Tag) -> str:
        raw = with_values(tag, ("id", "href", "src"), elsewhere)
        return HEADING.sub(lambda found: f"{found[1]}{min(int(found[2]) + level - 1, 6)}", raw)

    def elsewhere(name: str, value: str) -> str:
        if name == "id":
            return f"{anchor}:{value}"
        if value.startswith("#"):
            return f"#{anchor}:{value[1:]}"
        if re.match(r"/|[a-z][\w+.-]*:", value, re.IGNORECASE):
            return value
        return get_relative_url(urljoin(f"/{talk.url}", value), f"/{url}")

    words = "Speakers, time and recording" if talk.meta.get("speakers") or talk.meta.get("starts") else "On a page of its own"
    title = f'<a href="{there}">{talk.title}</a>' if facts else talk.title
    after = "" if facts else f'<p class="talk-link"><a href="{there}">{words}</a></p>\n'
    section = f'<h{level} id="{anchor}">{title}{permalink(anchor)}</h{level}>\n{facts}\n{rewrite(talk.content, moved)}\n{after}'
    return f'<div class="added">\n{section}</div>\n' if talk.meta.get("added") else section
