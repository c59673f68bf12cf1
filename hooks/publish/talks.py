"""Publish talks for programs: facts in talks.json, notes as Markdown, and Atom feeds with full notes."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.utils import write_file

from hooks.addresses import FEED, FORMER_FEED
from hooks.markup import rewrite, with_values
from hooks.model import Site, Talk, iso, known

# Matches code, which stays unchanged, and the target of a relative link or link definition.
LINK = re.compile(
    r"^([ \t]*)(?:```|~~~).*?^\1(?:```|~~~)|(?P<code>`+)[^`].*?(?P=code)"
    r"|(?:(?<=\]\()<?|^ {0,3}\[[^\]^]+\]: +<?)(?P<link>(?![\w+.-]+:|[/#<])[^)#?\s<>]+)",
    re.MULTILINE | re.DOTALL,
)
NEWEST = 20  # talks in the site's feed
OWN_LINK = re.compile(r'<a class="headerlink"[^>]*>.*?</a>')  # of the toc extension


def write_json(config: MkDocsConfig, site: Site) -> None:
    """Write every talk's facts; docs/talks.schema.json describes the format."""
    data = {"$schema": f"{config.site_url}talks.schema.json", "talks": [facts(talk, config.site_url) for talk in site.talks]}
    Path(config.site_dir, "talks.json").write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def facts(talk: Talk, base: str) -> dict[str, object]:
    """Return a talk's facts as the schema describes them, with URLs below `base`; unknown facts are left out."""
    day, conference = talk.day, talk.day.conference
    found = {
        "title": talk.title,
        "description": talk.description,
        "conference": known({"title": conference.title, "place": conference.place, "url": base + conference.url}),
        "day": {"title": day.title, "url": base + day.url},
        "speakers": [known({"name": speaker.name, "page": speaker.page}) for speaker in talk.speakers],
        "date": None if talk.starts else iso(talk.date),
        "starts": iso(talk.starts),
        "ends": iso(talk.ends),
        **{name: getattr(talk, name) for name in ("room", "page", "video", "slides", "topics")},
        "url": base + talk.url,
        "markdown": f"{base}{talk.path}",
    }
    return known(found)


def write_markdown(env: Environment, config: MkDocsConfig, files: Files, site: Site) -> None:
    """Write each talk's notes at its page's address with .md in place of the last slash; llms.txt lists them."""
    template = env.get_template("talk.md")
    for talk in site.talks:
        notes = LINK.sub(partial(whole, talk.path, files, config.site_url), talk.notes)
        write_file(template.render(talk=talk, notes=notes, base=config.site_url).encode(), str(Path(config.site_dir, talk.path)))


def whole(source: str, files: Files, site_url: str, link: re.Match[str]) -> str:
    """Return a link on the page `source` as an absolute URL. One without a file, such as a piece of code, stays unchanged."""
    if not link["link"]:
        return link[0]
    file = files.get_file_from_path(normpath(join(dirname(source), unquote(link["link"]))))
    return link[0].replace(link["link"], f"{site_url}{file.url}") if file else link[0]


def write_feeds(env: Environment, config: MkDocsConfig, files: Files, site: Site) -> None:
    """Write a feed of the site's newest talks, and one of each conference. A talk without a date is in no feed."""
    template = env.get_template("parts/feed.html")
    feeds = [(conference.url, f"{conference.title} · {config.site_name}", dated(conference.talks)) for conference in site.conferences]
    for folder, title, talks in [*feeds, ("", config.site_name, dated(site.talks)[:NEWEST])]:
        pages = {talk: files.get_file_from_path(talk.path).page for talk in talks}
        entries = [(talk, moment(talk).isoformat(), for_readers(page.content, page.canonical_url)) for talk, page in pages.items()]
        text = template.render(config=config, title=title, address=config.site_url + folder, entries=entries)
        for name in (FEED,) if folder else (FEED, FORMER_FEED):
            write_file(text.encode(), str(Path(config.site_dir, folder, name)))


def dated(talks: Iterable[Talk]) -> list[Talk]:
    """Return the talks that have a date, newest first."""
    return sorted((talk for talk in talks if talk.date), key=lambda talk: (moment(talk), talk.path), reverse=True)


def moment(talk: Talk) -> datetime:
    """Return the start of a talk; without a time, the start of its day in UTC."""
    return talk.starts or datetime.combine(talk.date, time(), UTC)


def for_readers(notes: str, address: str) -> str:
    """Return the notes of the page at `address` as HTML, with absolute links and without links to their own headings."""
    return rewrite(OWN_LINK.sub("", notes), lambda tag: with_values(tag, ("href", "src"), lambda _, value: urljoin(address, value)))
