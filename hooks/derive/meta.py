"""Complete the facts that templates show of a page: its metadata, related talks, counts, and where to add a talk."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from heapq import nsmallest
from textwrap import shorten
from urllib.parse import quote

from mkdocs.structure.pages import Page

from hooks import model
from hooks.front_matter import template_of
from hooks.model import Conference, Day, Site, Talk

# MkDocs reads each page's date; this one means that there is none.
UNDATED = "1970-01-01"
# These pages outside of conferences change with each talk; the others have no date.
LISTS = {"index.md", "topics.md", "speakers.md"}
MOST = 4  # related talks
# GitHub's editor, Gitea's and Forgejo's, which begins with an underscore (github.com/go-gitea/gitea/pull/16556), and GitLab's, whose page
# for a new file takes other parameters, and leaves out the text for now (gitlab.com/gitlab-org/gitlab/-/issues/594214).
EDITOR = re.compile(r"(https?://[^/]+/(?:[^/]+/[^/]+/_?|.+/-/))edit/(.+/)")


def complete(page: Page, content: model.Page, site: Site, texts: Iterable[str]) -> None:
    """Replace the metadata of `page` with values from the model, and the first words of its notes, given as plain texts.

    Its date, for the sitemap, is that of its newest talk; MkDocs would give every page the date of the build.
    """
    meta = dict(content.meta, title=content.title)
    if content.kind not in ("page", None):
        meta["template"] = template_of(content.kind)
    if content.kind in ("day", "all notes"):
        meta["search"] = {"exclude": True}  # The search finds each note once, on its talk's page.
    if isinstance(content, Talk):
        anchors = site.speakers if "speakers.md" in site.pages else {}
        meta["speakers"] = [model.known(asdict(speaker) | {"anchor": anchors.get(speaker.name)}) for speaker in content.speakers]
        meta["date"] = content.date
        if [talk.title for talk in content.day.conference.talks].count(content.title) > 1:
            meta["day"] = content.day.title  # distinguishes talks with the same title
    elif isinstance(content, Day):
        meta["date"] = content.date
    elif isinstance(content, Conference):
        meta["dates"] = content.dates
        meta["year"] = content.dates and content.dates[1].year
    # About as many letters as search engines show.
    if not content.description and (words := shorten(" ".join(texts), 160, placeholder=" …")):
        meta["excerpt"] = words
    page.meta = model.known(meta)
    changed = content.changed
    if content.path in LISTS:
        changed = max((conference.changed for conference in site.conferences if conference.changed), default=None)
    page.update_date = changed.isoformat() if changed else UNDATED


def related(talk: Talk, site: Site) -> list[Talk]:
    """Return the talks that share a topic with `talk`, nearest first: a rare topic counts more than a common one."""
    nearness: dict[Talk, float] = defaultdict(float)
    for topic in talk.topics:
        for other in site.by_topic[topic]:
            nearness[other] += 1 / len(site.by_topic[topic])
    nearness.pop(talk, None)
    return nsmallest(MOST, nearness, key=lambda other: (-nearness[other], other.day.conference is not talk.day.conference))


def context(page: model.Page, site: Site, edit_uri: str | None) -> dict[str, object]:
    """Return the template variables: the related talks of a talk, the counts of a conference or, on home, of all, where to add a talk."""
    if isinstance(page, Talk):
        return {"related": related(page, site)}
    found: dict[str, object] = {"new_talk": new_talk(edit_uri, page)}
    if isinstance(page, Conference) or not page.url:
        found["counts"] = counts([page] if isinstance(page, Conference) else site.conferences)
    return found


def counts(conferences: list[Conference]) -> list[tuple[int, str]]:
    """Return (number, singular noun) for talks, speakers and topics, without those of which there are none."""
    talks = [talk for conference in conferences for talk in conference.talks]
    speakers = {speaker.name for talk in talks for speaker in talk.speakers}
    topics = {topic for talk in talks for topic in talk.topics}
    numbers = [(len(talks), "talk"), (len(speakers), "speaker"), (len(topics), "topic")]
    return [(number, name) for number, name in numbers if number]


def new_talk(edit_uri: str | None, page: model.Page) -> str | None:
    """Return the address of the forge's editor for a new talk of a day, or of a conference without days; None if it has none."""
    editor = EDITOR.fullmatch(edit_uri or "")
    if not editor or not (isinstance(page, Day) or (isinstance(page, Conference) and not page.days)):
        return None
    folder = page.url.rstrip("/") if isinstance(page, Day) else f"{page.url}day-1"
    name, value = ("file_name", "content") if editor[1].endswith("/-/") else ("filename", "value")
    text = quote("---\ntitle: Title of the talk\n---\n\nNotes, in Markdown.\n")
    return f"{editor[1]}new/{editor[2]}{folder}?{name}=new-talk.md&{value}={text}"
