"""Let the search find a talk by its facts and its topics' explanations, and name speakers and day in the result."""

import html
import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

talks: dict[str, Page] = {}
topics: dict[str, str] = {}


def collect(files: Files) -> None:
    talks.clear()
    for file in files.documentation_pages():
        # A talk that is not in the nav has no day; the build warns of it, and so of a topic that nothing explains.
        if file.page and file.page.meta.get("template") == "talk.html" and len(file.page.ancestors) == 2:
            talks[file.url] = file.page
        elif file.page:
            topics.update(file.page.meta.get("topics", {}))


def finish(config: MkDocsConfig) -> None:
    path = Path(config.site_dir, "search", "search_index.json")
    index = json.loads(path.read_text(encoding="utf-8"))
    # A talk without notes is not in the index, but is somebody's talk.
    there = {entry["location"] for entry in index["docs"]}
    index["docs"] += [{"location": url, "text": "", "tags": talks[url].meta["tags"]} for url in talks if url not in there]
    for entry in index["docs"]:
        if talk := talks.get(entry["location"]):
            day, conference = (section.children[0].meta["title"] for section in talk.ancestors)
            names = [speaker["name"] for speaker in talk.meta["speakers"]]
            entry["title"] = as_html(" · ".join([talk.meta["title"], *names, day]))
            entry["topics"] = [as_html(topics[tag]) for tag in talk.meta["tags"] if tag in topics]
            facts = [talk.meta["description"], f"{conference}, {talk.meta.get('room', '')}"]
            entry["text"] = "".join(f"<p>{as_html(fact)}</p>" for fact in facts) + entry["text"]
    path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")


def as_html(text: str) -> str:
    return html.escape(text, quote=False)
