"""Let the search find a talk by its speakers, and show them with the day in the result."""

import html
import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.files import Files

bylines: dict[str, str] = {}


def on_env(env, *, config: MkDocsConfig, files: Files) -> None:
    bylines.clear()
    for file in files.documentation_pages():
        if file.page and file.page.meta.get("speakers") and len(file.page.ancestors) > 1:
            names = ", ".join(speaker["name"] for speaker in file.page.meta["speakers"])
            where = ", ".join(section.title for section in reversed(file.page.ancestors))
            bylines[file.url] = f"<p>{html.escape(names)} · {html.escape(where)}</p>"


@event_priority(-200)  # after the search plugin has written its index
def on_post_build(*, config: MkDocsConfig) -> None:
    path = Path(config.site_dir, "search", "search_index.json")
    index = json.loads(path.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        if byline := bylines.get(entry["location"]):
            entry["text"] = byline + entry["text"]
    path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")
