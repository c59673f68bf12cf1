"""Every talk's notes equal those of the original post, apart from the recorded corrections.

tests/read_notes.py reads both. Elements with the class `added` are left out.
"""

import re
from difflib import ndiff
from pathlib import Path

import pytest
from originals import ORIGINALS, or_skip
from read_notes import Event, as_commonmark, as_here, events
from site_build import REPOSITORY, Page, Site, copy, data, front_matter, share_cache

DATA = data("original")


def original_talks(post: Path) -> dict[str, str]:
    """Return the talks of the post, title to Markdown, in the post's order."""
    parts = re.split(r"^### (.*)\n", post.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {title: re.sub(r"^## .*\n", "", text, flags=re.MULTILINE) for title, text in zip(parts[::2], parts[1::2], strict=True)}


def corrected(text: str, talk: str, corrections: list[dict]) -> str:
    for entry in corrections:
        if entry["talk"] == talk:
            assert text.count(entry["original"]) == 1, f"not once in the original of {talk}: {entry['original']!r}"
            text = text.replace(entry["original"], entry["corrected"])
    return text


@pytest.fixture(scope="module")
def site(plain: Site) -> Site:
    return plain


@pytest.fixture(scope="module", params=or_skip(ORIGINALS), ids=lambda post: post and post.parent.name)
def post(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def expected(post: Path) -> dict[str, list[Event]]:
    """Return the expected content of each talk's page, title to events."""
    folder = REPOSITORY / "docs" / post.parent.name
    corrections = front_matter(folder / "index.md")["corrections"]
    paths = {front_matter(path)["title"]: path for path in folder.glob("day-*/*.md")}
    return {
        title: as_commonmark(corrected(text, paths[title].relative_to(folder).with_suffix("").as_posix(), corrections))
        for title, text in original_talks(post).items()
    }


def talks_of(site: Site, post: Path) -> list[Page]:
    return [page for page in site.of_kind("talk") if page.url.startswith(f"{post.parent.name}/") and not page.meta.get("added")]


def test_every_talk_is_there_in_order(site: Site, post: Path):
    found = [page.meta["title"] for page in talks_of(site, post)]
    if changed := [line for line in ndiff(list(original_talks(post)), found) if line[0] in "+-"]:
        words = "has other talks, or another order; move each back to its day and place, or mark a new one `added: true`"
        pytest.fail("\n".join([f"{post.relative_to(REPOSITORY)}:1: {words}", *changed]), pytrace=False)


def test_talk_pages_keep_every_item(site: Site, post: Path, expected: dict[str, list[Event]]):
    for page in talks_of(site, post):
        assert events(page.html.select_one(".notes")) == expected[page.meta["title"]], page.url


def test_day_pages_keep_every_item(site: Site, post: Path, expected: dict[str, list[Event]]):
    days = [page for page in site.of_kind("day") if page.url.startswith(f"{post.parent.name}/")]
    wanted = []
    for title, notes in expected.items():
        wanted += [("block", "h2", None), ("text", title, ()), *notes]
    found = []
    for page in days:
        found += events(page.html.select_one(".notes"))
    assert found == wanted


def test_day_pages_keep_the_anchors(site: Site, post: Path):
    wanted = [line.split()[1] for line in (post.parent / "legacy-anchors.txt").read_text().splitlines() if line[0] == "h"]
    days = [page for page in site.of_kind("day") if page.url.startswith(f"{post.parent.name}/")]
    assert [heading["id"] for page in days for heading in page.html.select("h1[id], .notes > h2[id]")] == wanted


def test_a_talk_marked_as_added_is_left_out(post: Path, expected: dict[str, list[Event]], tmp_path: Path):
    folder = share_cache(copy(tmp_path))
    talk = folder / "docs" / post.parent.name / "day-1/a-talk-that-the-post-does-not-have.md"
    talk.write_text("---\ntitle: Added later\nadded: true\n---\n\n## A heading\n\n- A note.\n", encoding="utf-8")
    site = Site(tmp_path / "site", folder)
    assert any(page.html.select_one(".notes .added h2") for page in site.of_kind("day"))
    test_every_talk_is_there_in_order(site, post)
    test_talk_pages_keep_every_item(site, post, expected)
    test_day_pages_keep_every_item(site, post, expected)
    test_day_pages_keep_the_anchors(site, post)


FAULTS = DATA["faults"]


@pytest.mark.parametrize("fault", FAULTS)
def test_comparison_sees(fault: str, post: Path, expected: dict[str, list[Event]]):
    pattern, replacement = FAULTS[fault]
    planted = 0
    for source in sorted((REPOSITORY / "docs" / post.parent.name).glob("day-*/*.md")):
        if source.name == "index.md" or front_matter(source).get("added"):
            continue
        notes = source.read_text(encoding="utf-8").split("---\n", 2)[2]
        broken = re.sub(pattern, replacement, notes, count=1, flags=re.MULTILINE)
        if broken != notes:
            planted += 1
            wanted = expected[front_matter(source)["title"]]
            assert as_here(notes) == wanted
            assert as_here(broken) != wanted, source
    assert planted, "the fault could be planted nowhere"
