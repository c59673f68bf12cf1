"""Let the search find a talk by its facts and its topics' explanations, and name speakers and day in the result."""

import html
import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from hooks.model import Site


def write(config: MkDocsConfig, site: Site) -> None:
    """Add the talks' facts to the index that the search plugin wrote."""
    talks = {talk.url: talk for talk in site.talks}
    others = {page.url: page for page in site.pages.values()}
    topics = site.topics
    path = Path(config.site_dir, "search", "search_index.json")
    index = json.loads(path.read_text(encoding="utf-8"))
    # A talk without notes is not in the index, but is somebody's talk.
    there = {entry["location"] for entry in index["docs"]}
    index["docs"] += [{"location": url, "text": "", "tags": list(talks[url].topics)} for url in talks if url not in there]
    for entry in index["docs"]:
        if talk := talks.get(entry["location"]):
            names = [speaker.name for speaker in talk.speakers]
            entry["title"] = as_html(" · ".join([talk.title, *names, talk.day.title]))
            entry["topics"] = [as_html(topics[topic]) for topic in talk.topics if topic in topics]
            facts = [talk.description or "", f"{talk.day.conference.title}, {talk.fact('room') or ''}"]
            entry["text"] = "".join(f"<p>{as_html(fact)}</p>" for fact in facts) + entry["text"]
        elif page := others.get(entry["location"]):
            entry["title"] = as_html(page.title)  # the plugin writes it as text; the titles of sections are HTML
    path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")


def as_html(text: str) -> str:
    return html.escape(text, quote=False)
