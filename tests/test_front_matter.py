"""Front matter keeps to the schema of hooks/check/front_matter.py."""

import pytest
from site_build import REPOSITORY

from hooks.check import front_matter

TOPICS = "---\ntitle: Topics\ndescription: All topics.\ntopics:\n  Testing: How to test.\n---\n"
TALK = """\
---
template: talk.html
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


def check(page: str) -> list[str]:
    return front_matter.check({PATH: page, "topics.md": TOPICS})


def test_the_site_has_no_fault():
    docs = REPOSITORY / "docs"
    pages = {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in docs.rglob("*.md")}
    assert front_matter.check(pages) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A talk", 'title: "Quotes, \\"q\\", & and ☃: all fine"'),
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
        ("template: talk.html\n", "", 1, "no `template`"),
        ("talk.html", "day.html", 2, "`template` is not that of a talk"),
        ("title:", "titel:", 1, "no `title`"),
        ("title:", "titel:", 3, "`titel` is not a key"),
        ("description: It is about a thing.\n", "", 1, "no `description`"),
        ("about a thing.", "about a thing", 4, "not one sentence"),
        ("about a thing.", 'about "a thing".', 4, "straight quote"),
        ("title: A talk", "title: 7", 3, "not a text"),
        ("title: A talk", "title: A talk: more", 3, "not YAML"),
        ("title: A talk", 'title: "A\\ntalk"', 3, "`title` is of several lines"),
        ("title: A talk", "title: >\n  A\n\n  talk", 3, "`title` is of several lines"),
        ("title: A talk", 'title: "A \\u0001talk"', 3, "`title` holds the control character '\\x01'"),
        ("name: Zoë Ångström", 'name: "Zoë\\nÅngström"', 5, "is of several lines"),
        ("title: A talk", "title: [A talk", 4, "not YAML"),
        ("title: A talk", "title: A talk\ntitle: Again", 4, "stands twice"),
        ("title: A talk", "title: !great A talk", 3, "not YAML"),
        ("title: A talk", "[title]: A talk", 3, "a key that is no word"),
        ("---\ntemplate", "template", 1, "no front matter"),
        ("  - name: Zoë Ångström\n    page: https://example.org/zoe", "  Zoë", 5, "`speakers` is not a list"),
        ("name: Zoë Ångström", "nmae: Zoë", 5, "other keys than name and page"),
        ("https://example.org/zoe", "example.org/zoe", 5, "not a web address"),
        ("https://example.org/zoe", '"https://[example.org"', 5, "not a web address"),
        ("T09:30:00+02:00", "T09:30:00", 8, "not a moment"),
        ("starts: 2031-05-04T09:30:00+02:00", "starts: soon", 8, "not a moment"),
        ("2031-05-04T09:30", "2031-05-32T09:30", 8, "`starts` is not a moment"),
        ("T09:30", "T25:30", 8, "`starts` is not a moment"),
        ("starts: ", "starts: !!timestamp next ", 8, "`starts` is not a moment"),
        ("title: A talk", "title: A\x0btalk", 3, "a control character"),
        ("T10:00:00", "T09:00:00", 9, "`ends` is not after `starts`"),
        ("10:00:00+02:00", "09:00:00+01:00", 9, "`ends` has another offset than `starts`"),
        ("ends: 2031-05-04", "ends: 2031-05-05", 9, "on another day"),
        ("- Testing", "- Tesing", 10, "unknown topic Tesing"),
        ("tags:\n  - Testing", "tags: []", 10, "`tags` is not a list"),
        ("tags:\n  - Testing", "tags: [[Testing]]", 10, "`tags` is not a list"),
        ("tags:", "video: youtube\ntags:", 10, "`video` is not a web address"),
    ],
)
def test_bad(old: str, new: str, line: int, fault: str):
    assert old in TALK
    found = check(TALK.replace(old, new, 1))
    assert any(message.startswith(f"{PATH}:{line}: ") and fault in message for message in found), found


OTHER = TALK.replace("A talk", "Another").replace("a thing", "another thing")
CORRECTED = "---\ncorrections:\n  - {{talk: {}, original: a, corrected: b, why: c}}\n---\n"
THIRD = TALK.replace("A talk", "Third").replace("a thing", "a third thing")


def test_good_together():
    pages = {PATH: TALK, "conf/day-1/b.md": OTHER, "conf/day-2/c.md": THIRD.replace("05-04", "05-05")}
    assert front_matter.check(pages | {"topics.md": TOPICS}) == []
    assert (
        front_matter.check(
            {PATH: TALK, "elsewhere/day-1/a-talk.md": OTHER.replace("2031", "2030").replace("Another", "A talk")} | {"topics.md": TOPICS}
        )
        == []
    )
    corrected = {PATH: TALK, "conf/index.md": CORRECTED.format("day-1/a-talk")}
    assert [fault for fault in front_matter.check(corrected | {"topics.md": TOPICS}) if "corrections` names" in fault] == []


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({"conf/day-1/b.md": OTHER.replace("Another", "A talk")}, "conf/day-1/b.md:3: `title` is that of"),
        ({"conf/day-1/b.md": OTHER.replace("another thing", "a thing")}, "conf/day-1/b.md:4: `description` is that of"),
        ({"conf/day-2/a-talk.md": OTHER.replace("05-04", "05-05")}, "conf/day-2/a-talk.md:1: the slug a-talk"),
        (
            {"conf/day-1/b.md": OTHER, "conf/day-1/c.md": THIRD.replace("05-04", "05-05")},
            "conf/day-1/c.md:8: `starts` is on 2031-05-05, but day 1 is 2031-05-04",
        ),
        ({"conf/day-2/b.md": OTHER}, "conf/day-2/b.md:8: day 2 is 2031-05-04, not after the day before it"),
        (
            {"conf/index.md": CORRECTED.format("day-1/moved")},
            "conf/index.md:2: `corrections` names conf/day-1/moved.md, which is not there; write where it is now",
        ),
        ({"topics/index.md": CORRECTED.format("day-1/a-talk")}, "topics/index.md:1: would stand at the address of topics.md"),
        ({"conf/Day 1/b.md": OTHER}, "conf/Day 1/b.md:1: lies where no page is looked for"),
    ],
)
def test_bad_together(pages: dict[str, str], message: str):
    found = front_matter.check({PATH: TALK} | pages | {"topics.md": TOPICS})
    assert any(fault.startswith(message) for fault in found), found


DAY = """\
---
template: day.html
title: Day 1
description: All of it.
search:
  exclude: true
---
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("search:\n  exclude: true\n", "", 1, "the day has no `search`"),
        ("exclude: true", "exclude: false", 5, "`search` is not `exclude: true`"),
        ("title:", "date: 2031-05-04\ntitle:", 3, "`date` is not a key of a day"),
    ],
)
def test_bad_day(old: str, new: str, line: int, fault: str):
    found = front_matter.check({"conf/day-1/index.md": DAY.replace(old, new)} | {"topics.md": TOPICS})
    assert any(message.startswith(f"conf/day-1/index.md:{line}: ") and fault in message for message in found), found


def test_good_day():
    assert front_matter.check({"conf/day-1/index.md": DAY} | {"topics.md": TOPICS}) == []
