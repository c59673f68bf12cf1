"""Write every talk's facts to talks.json, for other programs; docs/talks.schema.json describes the format."""

import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from hooks.model import Site, Talk, iso, known


def write(config: MkDocsConfig, site: Site) -> None:
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
