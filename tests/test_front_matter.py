"""Front matter keeps to the schema of overrides/hooks/front_matter.py."""

import pytest
from hooks import front_matter
from site_build import REPOSITORY, config

TOPICS = {"Testing"}
TALK = """\
---
title: A talk
description: It is about a thing.
speakers:
  - name: Zoë Ångström
    page: https://example.org/zoe
starts: 2031-05-04T09:30:00+02:00
ends: 2031-05-04T10:00:00+02:00
tags:
  - Testing
---
Notes.
"""
PATH = "conf/day-1/a-talk.md"


def check(page: str, path: str = PATH, **others: str) -> list[str]:
    return front_matter.check({path: page} | {f"conf/{name.replace('_', '-')}.md": text for name, text in others.items()}, TOPICS)


def test_the_site_has_no_fault():
    docs = REPOSITORY / "docs"
    topics = next(plugin["tags"]["tags_allowed"] for plugin in config()["plugins"] if "tags" in plugin)
    pages = {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in docs.rglob("*.md")}
    assert front_matter.check(pages, topics) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A talk", 'title: "Quotes, <b>, & and ☃: all fine"'),
        ("speakers:\n  - name: Zoë Ångström\n    page: https://example.org/zoe", "speakers: []"),
        ("    page: https://example.org/zoe\n", ""),
        ("tags:", "room: Hall 1\npage: https://example.org/talk\nvideo: https://example.org/v\nslides: http://example.org/s\ntags:"),
    ],
)
def test_good(old: str, new: str):
    assert old in TALK
    assert check(TALK.replace(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("title:", "titel:", 1, "no `title`"),
        ("title:", "titel:", 2, "`titel` is not a key"),
        ("description: It is about a thing.\n", "", 1, "no `description`"),
        ("about a thing.", "about a thing", 3, "not one sentence"),
        ("about a thing.", 'about "a thing".', 3, "straight quote"),
        ("title: A talk", "title: 7", 2, "not a text"),
        ("title: A talk", "title: A talk: more", 2, "not YAML"),
        ("title: A talk", "title: [A talk", 3, "not YAML"),
        ("title: A talk", "title: A talk\ntitle: Again", 3, "stands twice"),
        ("---\ntitle", "title", 1, "no front matter"),
        ("  - name: Zoë Ångström\n    page: https://example.org/zoe", "  Zoë", 4, "`speakers` is not a list"),
        ("name: Zoë Ångström", "nmae: Zoë", 4, "other keys than name and page"),
        ("https://example.org/zoe", "example.org/zoe", 4, "not a web address"),
        ("T09:30:00+02:00", "T09:30:00", 7, "not a moment"),
        ("starts: 2031-05-04T09:30:00+02:00", "starts: soon", 7, "not a moment"),
        ("T10:00:00", "T09:00:00", 8, "`ends` is not after `starts`"),
        ("ends: 2031-05-04", "ends: 2031-05-05", 8, "on another day"),
        ("- Testing", "- Tesing", 9, "unknown topic Tesing"),
        ("tags:\n  - Testing", "tags: []", 9, "`tags` is not a list"),
        ("tags:", "video: youtube\ntags:", 9, "`video` is not a web address"),
    ],
)
def test_bad(old: str, new: str, line: int, fault: str):
    assert old in TALK
    found = check(TALK.replace(old, new, 1))
    assert any(message.startswith(f"{PATH}:{line}: ") and fault in message for message in found), found


def other(**changes: str) -> str:
    page = TALK.replace("A talk", "Another").replace("a thing", "another thing")
    for old, new in changes.items():
        page = page.replace(old, new)
    return page


def test_good_together():
    later = other().replace("2031-05-04", "2031-05-05")
    assert front_matter.check({PATH: TALK, "conf/day-1/b.md": other(), "conf/day-2/c.md": later.replace("nother", " third")}, TOPICS) == []
    assert front_matter.check({PATH: TALK, "elsewhere/day-1/a-talk.md": other().replace("2031", "2030")}, TOPICS) == []


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({"conf/day-1/b.md": other().replace("Another", "A talk")}, "conf/day-1/b.md:2: `title` is that of"),
        ({"conf/day-1/b.md": other().replace("another thing", "a thing")}, "conf/day-1/b.md:3: `description` is that of"),
        ({"conf/day-2/a-talk.md": other().replace("05-04", "05-05")}, "conf/day-2/a-talk.md:1: the slug a-talk"),
        (
            {"conf/day-1/b.md": other(), "conf/day-1/c.md": other(Another="Third", another="third").replace("05-04", "05-05")},
            "conf/day-1/c.md:7: `starts` is on 2031-05-05, but day 1 is 2031-05-04",
        ),
        ({"conf/day-2/b.md": other()}, "conf/day-2/b.md:7: day 2 is 2031-05-04, not after the day before it"),
        ({"conf/Day 1/b.md": other()}, "conf/Day 1/b.md:1: lies where no page is looked for"),
    ],
)
def test_bad_together(pages: dict[str, str], message: str):
    found = front_matter.check({PATH: TALK} | pages, TOPICS)
    assert any(fault.startswith(message) for fault in found), found
