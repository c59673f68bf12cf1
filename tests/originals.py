"""The posts that the notes were carried over from: original/CONFERENCE/post.md, with the anchors it had."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from hooks.check.reading import GFM, Event, read

ORIGINALS = sorted(Path(__file__).parent.glob("original/*/post.md"))


def old_pages(post: Path) -> dict[str, list[str]]:
    """Return the old addresses of a post, its aliases, each with the anchors that readers have: of a day, an h2, and of its talks."""
    aliases = re.findall(r"^  - /(\S+)$", post.read_text(encoding="utf-8"), re.MULTILINE)
    days = post.with_name("legacy-anchors.txt").read_text(encoding="utf-8").split("\nh2 ")[1:]
    return {alias: day.replace("\nh3 ", " ").split() for alias, day in zip(aliases, days, strict=True)}


def original_talks(post: Path) -> dict[str, str]:
    """Return the talks of a post, title to Markdown, in the post's order."""
    parts = re.split(r"^### (.*)\n", post.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {title: re.sub(r"^## .*\n", "", text, flags=re.MULTILINE) for title, text in zip(parts[::2], parts[1::2], strict=True)}


def events(html: str) -> list[Event]:
    """Return the events of HTML without the site's additions, which have the class `added`; hooks/check/reading.py describes events."""
    notes = BeautifulSoup(html, "html.parser")
    for added in notes.select(".added, .talk-link"):
        added.decompose()
    return read(str(notes))[0]


def as_commonmark(notes: str) -> list[Event]:
    return events(GFM.render(notes))


def or_skip(values: Iterable[object], reason: str = "no post in tests/original/ to compare with") -> list[object]:
    """Return the values of a test's parameter; where there are none, one case that is skipped with its reason."""
    return list(values) or [pytest.param(None, marks=pytest.mark.skip(reason=reason))]


OLD_PAGES = {alias: anchors for post in ORIGINALS for alias, anchors in old_pages(post).items()}
