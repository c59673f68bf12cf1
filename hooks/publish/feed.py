"""Write Atom feeds with full notes: one of the site's newest talks, and one of each conference."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.utils import write_file

from hooks.addresses import FEED as NAME
from hooks.addresses import FORMER_FEED as FORMER_NAME
from hooks.markup import rewrite, with_values
from hooks.model import Site, Talk

NEWEST = 20
OWN_LINK = re.compile(r'<a class="headerlink"[^>]*>.*?</a>')  # of the toc extension


def write(env: Environment, config: MkDocsConfig, files: Files, site: Site) -> None:
    """Write each feed beside the page that it belongs to. A talk without a date is in no feed."""
    template = env.get_template("parts/feed.html")
    feeds = [(conference.url, f"{conference.title} · {config.site_name}", dated(conference.talks)) for conference in site.conferences]
    for folder, title, talks in [*feeds, ("", config.site_name, dated(site.talks)[:NEWEST])]:
        notes = (for_readers(files.get_file_from_path(talk.path).page.content, config.site_url + talk.url) for talk in talks)
        entries = [(talk, moment(talk).isoformat(), html) for talk, html in zip(talks, notes, strict=True)]
        text = template.render(config=config, title=title, address=config.site_url + folder, entries=entries)
        for name in (NAME,) if folder else (NAME, FORMER_NAME):
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
