"""The posts that the notes were carried over from: original/CONFERENCE/post.md, with the anchors it had."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ORIGINALS = sorted(Path(__file__).parent.glob("original/*/post.md"))


def old_posts() -> Iterator[tuple[str, list[str]]]:
    """Yield each old address with the anchors that readers hold for it.

    Addresses are the post's aliases; in legacy-anchors.txt, each has an h2 and the h3 that follow.
    """
    for post in ORIGINALS:
        listing = post.with_name("legacy-anchors.txt").read_text(encoding="utf-8")
        levels = [line.split() for line in listing.splitlines() if line.startswith("h")]
        days = [position for position, (level, _) in enumerate(levels) if level == "h2"]
        aliases = re.findall(r"^  - /(\S+)$", post.read_text(encoding="utf-8"), re.MULTILINE)
        for alias, start, end in zip(aliases, days, [*days[1:], None], strict=True):
            yield alias, [anchor for _, anchor in levels[start:end]]


def or_skip(values: Iterable[object], names: int = 1, reason: str = "no post in tests/original/ to compare with") -> list[object]:
    """Return the values of a test's parameters; where there are none, one case that is skipped with its reason."""
    return list(values) or [pytest.param(*[None] * names, marks=pytest.mark.skip(reason=reason))]


POSTS = dict(old_posts())
