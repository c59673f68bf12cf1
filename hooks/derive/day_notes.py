"""Put the notes of its talks on a day's page, and those of its days on a conference's page of all notes; and in their contents."""

import re
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from jinja2 import Environment
from markdown.extensions.toc import unique
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url

from hooks.check.front_matter import kind_of
from hooks.sections import days, talks


def gather(env: Environment, config: MkDocsConfig, files: Files) -> None:
    # The toc's own slugs: the titles' ids are the anchors of old posts.
    slugify = config.mdx_configs["toc"]["slugify"]
    facts = env.get_template("parts/talk_facts.html")
    for file in files.documentation_pages():
        page = file.page
        kind = kind_of(file.src_uri)
        if not page or not page.parent or kind not in ("day", "all notes"):
            continue
        level = 2 if kind == "day" else 3
        for day in [page.parent] if kind == "day" else days(page.parent):
            entries = page.toc.items
            if level == 3:
                anchor = unique(slugify(str(day.children[0].meta.get("title")), "-"), page.present_anchor_ids)
                page.content += f'<h2 id="{anchor}">{day.title}{permalink(anchor)}</h2>\n'
                entries.append(AnchorLink(day.title, anchor, level=2))
                entries = entries[-1].children
            for talk in talks(day):
                # Of two titles that come to one slug, as C and C++, the second gets a number; one without letters, its file's name.
                slug = slugify(str(talk.meta.get("title")), "-") or PurePosixPath(talk.file.src_uri).stem
                anchor = unique(slug, page.present_anchor_ids)
                page.content += as_section(talk, anchor, page.url, level, "" if level == 2 else facts.render(talk=talk.meta))
                entries.append(AnchorLink(talk.title, anchor, level=level))


def permalink(anchor: str) -> str:
    return f'<a class="headerlink" href="#{anchor}" title="Link to this heading">&para;</a>'


def as_section(talk: Page, anchor: str, url: str, level: int = 2, facts: str = "") -> str:
    """Return a talk's rendered notes as a section of the page at `url`, its title a heading of `level`, theirs below it.

    `facts` is HTML that goes before the notes, and the title then leads to the talk's page; without it, a link after them does.
    Ids get the section's anchor and a colon, which no slug has, in front, since two talks may use the same; links keep their
    targets.
    """
    there = get_relative_url(talk.url, url)

    def moved(attribute: re.Match[str]) -> str:
        name, value = attribute.groups()
        if name in ("id", "for"):
            value = f"{anchor}:{value}"
        elif value.startswith("#"):
            value = f"#{anchor}:{value[1:]}"
        elif not urlsplit(value).scheme and not value.startswith("/"):
            value = get_relative_url(urljoin(f"/{talk.url}", value), f"/{url}")
        return f'{name}="{value}"'

    def tag(match: re.Match[str]) -> str:
        lower = re.sub(r"^(</?h)([1-6])\b", lambda heading: f"{heading[1]}{min(int(heading[2]) + level - 1, 6)}", match[0])
        return re.sub(r'(?<=\s)(id|for|href|src)="([^"]*)"', moved, lower)

    title, after = talk.title, ""
    if facts:
        title = f'<a href="{there}">{title}</a>'
    else:
        after = f'<p class="talk-link"><a href="{there}">Speakers, time and recording</a></p>\n'
    notes = re.sub(r"</?[a-z][^>]*>", tag, talk.content)
    return f'<h{level} id="{anchor}">{title}{permalink(anchor)}</h{level}>\n{facts}\n{notes}\n{after}'
