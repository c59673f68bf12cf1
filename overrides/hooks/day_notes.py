"""Put the notes of a day's talks on the day's page, under the talks' titles, and in its contents."""

import html
import re
from urllib.parse import urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url


def on_env(env, *, config: MkDocsConfig, files: Files) -> None:
    # The toc's own slugs: the titles' ids are the anchors of old posts.
    slugify = config.mdx_configs["toc"]["slugify"]
    for file in files.documentation_pages():
        day = file.page
        if day is None or day.meta.get("template") != "day.html":
            continue
        for talk in day.parent.children:
            if isinstance(talk, Page) and talk is not day:
                anchor = slugify(talk.title, "-")
                day.content += as_section(talk, anchor, day.url)
                day.toc.items.append(AnchorLink(talk.title, anchor, level=2))
                day.present_anchor_ids.add(anchor)


def as_section(talk: Page, anchor: str, url: str) -> str:
    """Return a talk's rendered notes as a section of the page at `url`, with headings one level down.

    Ids get the section's anchor in front, since two talks may use the same; links keep their targets.
    """

    def moved(attribute: re.Match[str]) -> str:
        name, value = attribute.groups()
        if name in ("id", "for"):
            value = f"{anchor}-{value}"
        elif value.startswith("#"):
            value = f"#{anchor}-{value[1:]}"
        elif not urlsplit(value).scheme and not value.startswith("/"):
            value = get_relative_url(urljoin(f"/{talk.url}", value), f"/{url}")
        return f'{name}="{value}"'

    def tag(match: re.Match[str]) -> str:
        lower = re.sub(r"^(</?h)([1-5])\b", lambda heading: f"{heading[1]}{int(heading[2]) + 1}", match[0])
        return re.sub(r'(?<=\s)(id|for|href|src)="([^"]*)"', moved, lower)

    notes = re.sub(r"</?[a-z][^>]*>", tag, talk.content)
    return (
        f'<h2 id="{anchor}">{html.escape(talk.title, quote=False)}'
        f'<a class="headerlink" href="#{anchor}" title="Link to this heading">&para;</a></h2>\n{notes}\n'
        f'<p class="talk-link"><a href="{get_relative_url(talk.url, url)}">Speakers, time and recording</a></p>\n'
    )
