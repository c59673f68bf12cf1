"""Write every talk's facts to talks.json, for other programs; docs/talks.schema.json says what each of them means."""

import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from hooks.check.front_matter import OPTIONAL, kind_of

talks: list[Page] = []


def collect(nav: Navigation) -> None:
    talks[:] = [page for page in nav.pages if kind_of(page.file.src_uri) == "talk"]


def write(config: MkDocsConfig) -> None:
    data = {"$schema": f"{config.site_url}talks.schema.json", "talks": [facts(talk) for talk in talks]}
    text = json.dumps(data, ensure_ascii=False, indent=2)
    Path(config.site_dir, "talks.json").write_text(text + "\n", encoding="utf-8")


def facts(talk: Page) -> dict[str, object]:
    """Return a talk's facts, as the schema describes them; what is not known is left out."""
    day, conference = (section.children[0] for section in talk.ancestors)
    return {
        "title": talk.meta["title"],
        "description": talk.meta["description"],
        "conference": {"title": conference.meta["title"], "place": conference.meta["place"], "url": conference.canonical_url},
        "day": {"title": day.meta["title"], "url": day.canonical_url},
        "speakers": talk.meta["speakers"],
        "starts": talk.meta["starts"].isoformat(),
        "ends": talk.meta["ends"].isoformat(),
        **{key: talk.meta[key] for key in OPTIONAL["talk"] if key in talk.meta},
        "topics": talk.meta["tags"],
        "url": talk.canonical_url,
        "markdown": f"{talk.canonical_url[:-1]}.md",
    }
