"""Every talk's notes equal those of the original post, apart from the recorded corrections."""

import re
from difflib import ndiff
from pathlib import Path

import pytest
from originals import ORIGINALS, Event, as_commonmark, events, old_pages, or_skip, original_talks
from site_build import REPOSITORY, Page, Site, data

FAULTS = data("original")["faults"]


@pytest.fixture(scope="module", params=or_skip(ORIGINALS), ids=lambda post: post and post.parent.name)
def post(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def expected(plain: Site, post: Path) -> dict[str, list[Event]]:
    """The content of each talk's page, title to events."""
    talks, here, name = original_talks(post), plain.model.pages, post.parent.name
    for entry in here[f"{name}/index.md"].corrections:
        title = here[f"{name}/{entry['talk']}.md"].title
        assert talks[title].count(entry["original"]) == 1, f"not once in the original of {title}: {entry['original']!r}"
        talks[title] = talks[title].replace(entry["original"], entry["corrected"])
    return {title: as_commonmark(text) for title, text in talks.items()}


def pages(site: Site, kind: str, post: Path) -> list[Page]:
    """Return the pages of a kind that the post has, too."""
    return [page for page in site.of_kind(kind) if page.url.startswith(f"{post.parent.name}/") and not page.meta.get("added")]


def test_every_talk_is_there_in_order(plain: Site, post: Path):
    found = [page.meta["title"] for page in pages(plain, "talk", post)]
    if changed := [line for line in ndiff(list(original_talks(post)), found) if line[0] in "+-"]:
        words = "has other talks, or another order; move each back to its day and place, or mark a new one `added: true`"
        pytest.fail("\n".join([f"{post.relative_to(REPOSITORY)}:1: {words}", *changed]), pytrace=False)


def test_talks_and_days_keep_every_item_and_the_anchors(plain: Site, post: Path, expected: dict[str, list[Event]]):
    for page in pages(plain, "talk", post):
        assert events(str(page.html.select_one(".notes"))) == expected[page.meta["title"]], page.url
    days = pages(plain, "day", post)
    wanted = [event for title, notes in expected.items() for event in (("block", "h2", None), ("text", title, ()), *notes)]
    assert [event for page in days for event in events(str(page.html.select_one(".notes")))] == wanted
    anchors = [[heading["id"] for heading in page.html.select("h1[id], .notes > h2[id]")] for page in days]
    assert anchors == [*old_pages(post).values()]


@pytest.mark.parametrize("fault", FAULTS)
def test_comparison_sees(fault: str, plain: Site, post: Path, expected: dict[str, list[Event]]):
    """In the first talk where the fault can be planted."""
    for page in pages(plain, "talk", post):
        notes = plain.model.pages[page.path].notes
        broken = re.sub(*FAULTS[fault], notes, count=1, flags=re.MULTILINE)
        if broken != notes:
            assert as_commonmark(notes) == expected[page.meta["title"]] != as_commonmark(broken), page.url
            return
    pytest.fail("the fault could be planted nowhere")
