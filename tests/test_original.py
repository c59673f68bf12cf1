"""Every talk's notes equal those of the original post, apart from the recorded corrections."""

import re
from difflib import ndiff
from pathlib import Path

import pytest
from originals import ORIGINALS, Event, as_commonmark, events, old_pages, or_skip, original_talks
from site_build import REPOSITORY, Page, Site, data, front_matter

DATA = data("original")


def corrected(text: str, talk: str, corrections: list[dict]) -> str:
    for entry in corrections:
        if entry["talk"] == talk:
            assert text.count(entry["original"]) == 1, f"not once in the original of {talk}: {entry['original']!r}"
            text = text.replace(entry["original"], entry["corrected"])
    return text


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


def pages(site: Site, kind: str, post: Path) -> list[Page]:
    """Return the pages of a kind that the post has, too."""
    return [page for page in site.of_kind(kind) if page.url.startswith(f"{post.parent.name}/") and not page.meta.get("added")]


def test_every_talk_is_there_in_order(plain: Site, post: Path):
    found = [page.meta["title"] for page in pages(plain, "talk", post)]
    if changed := [line for line in ndiff(list(original_talks(post)), found) if line[0] in "+-"]:
        words = "has other talks, or another order; move each back to its day and place, or mark a new one `added: true`"
        pytest.fail("\n".join([f"{post.relative_to(REPOSITORY)}:1: {words}", *changed]), pytrace=False)


def test_talk_pages_keep_every_item(plain: Site, post: Path, expected: dict[str, list[Event]]):
    for page in pages(plain, "talk", post):
        assert events(str(page.html.select_one(".notes"))) == expected[page.meta["title"]], page.url


def test_day_pages_keep_every_item_and_the_anchors(plain: Site, post: Path, expected: dict[str, list[Event]]):
    days = pages(plain, "day", post)
    wanted = [event for title, notes in expected.items() for event in (("block", "h2", None), ("text", title, ()), *notes)]
    assert [event for page in days for event in events(str(page.html.select_one(".notes")))] == wanted
    anchors = [[heading["id"] for heading in page.html.select("h1[id], .notes > h2[id]")] for page in days]
    assert anchors == [*old_pages(post).values()]


@pytest.mark.parametrize("fault", DATA["faults"])
def test_comparison_sees(fault: str, plain: Site, post: Path, expected: dict[str, list[Event]]):
    """In the first talk where the fault can be planted."""
    for page in pages(plain, "talk", post):
        notes = page.source.read_text(encoding="utf-8").split("---\n", 2)[2]
        broken = re.sub(*DATA["faults"][fault], notes, count=1, flags=re.MULTILINE)
        if broken != notes:
            assert as_commonmark(notes) == expected[page.meta["title"]] != as_commonmark(broken), page.url
            return
    pytest.fail("the fault could be planted nowhere")
