"""Write Atom feeds with full notes: one of the site's newest talks, and one of each conference."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
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
HEADER_LINK = re.compile(r'<a class="headerlink"[^>]*>[^<]*</a>')


def write(env: Environment, config: MkDocsConfig, files: Files, site: Site) -> None:
    """Write each feed beside the page that it belongs to. A talk without a date is in no feed."""
    template = env.get_template("parts/feed.html")

    def feed(folder: str, title: str, talks: Iterable[Talk]) -> str:
        dated = sorted((talk for talk in talks if talk.date), key=lambda talk: (moment(talk), talk.path), reverse=True)
        entries = []
        for talk in dated if folder else dated[:NEWEST]:
            notes = for_readers(files.get_file_from_path(talk.path).page.content, config.site_url + talk.url)
            entries.append((talk, moment(talk).isoformat(), notes))
        address = config.site_url + folder
        updated = entries[0][1] if entries else "1970-01-01T00:00:00Z"
        return template.render(config=config, title=title, address=address, own=address + NAME, entries=entries, updated=updated)

    feeds = {
        f"{conference.url}{NAME}": feed(conference.url, f"{conference.title} · {config.site_name}", conference.talks)
        for conference in site.conferences
    }
    feeds[NAME] = feeds[FORMER_NAME] = feed("", config.site_name, site.talks)
    for name, text in feeds.items():
        write_file(text.encode(), str(Path(config.site_dir, name)))


def moment(talk: Talk) -> datetime:
    """Return the start of a talk; without a time, the start of its day in UTC."""
    day: date = talk.date
    return talk.starts or datetime.combine(day, time(), UTC)


def for_readers(notes: str, address: str) -> str:
    """Return the notes of the page at `address` as HTML, with absolute links and without links to their own headings."""
    return rewrite(HEADER_LINK.sub("", notes), lambda tag: with_values(tag, ("href", "src"), lambda _, value: urljoin(address, value)))
