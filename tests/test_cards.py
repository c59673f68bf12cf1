"""Each page has Open Graph metadata and a card that is small, complete and made from the page's facts."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageColor
from site_build import SITE_URL, Page, Site

from hooks import load
from hooks.publish.cards import EDGE, HEIGHT, LEVELS, MARGIN, PAPER, WIDTH, drawn, png, words

MOST_BYTES = 40_000


def graph_of(page: Page) -> dict[str, str]:
    return {meta["property"]: meta["content"] for meta in page.html.select("meta[property^='og:']")}


def test_every_page_says_what_it_is(site: Site):
    for page in site.pages:
        graph = graph_of(page)
        assert graph["og:title"] == graph["og:image:alt"] == site.model.pages[page.path].title
        assert graph["og:url"] == f"{SITE_URL}{page.url}"
        assert graph["og:type"] == ("article" if page.kind == "talk" else "website")
        assert page.html.select_one("meta[name='twitter:card']")["content"] == "summary_large_image"


def test_every_page_has_a_small_card_of_its_own(site: Site):
    cards = {}
    for page in site.pages:
        path = site.path / graph_of(page)["og:image"].removeprefix(SITE_URL)
        cards[page.url] = path.read_bytes()
        with Image.open(path) as image:
            assert image.size == (WIDTH, HEIGHT) == (int(graph_of(page)["og:image:width"]), int(graph_of(page)["og:image:height"]))
        assert len(cards[page.url]) <= MOST_BYTES, page.url
    assert len(set(cards.values())) == len(site.pages)


def written(card: Image.Image, top: int = 0) -> tuple[int, int, int, int]:
    """Return the bounding box of everything on a card, from the row `top` on."""
    card = card.convert("RGB")
    blank = Image.new("RGB", card.size, PAPER)
    blank.paste(card.crop((0, 0, WIDTH, top)))
    return ImageChops.difference(card, blank).getbbox()


@pytest.mark.parametrize("below", ["A Speaker", "A sentence of some length, " * 7 + "at the end."])
@pytest.mark.parametrize("title", ["T", "A title of some words, " * 3, "Many words " * 14, "W" * 14, "“Žluťoučký” – Ελλάδα’s Ærøskøbing"])
def test_nothing_runs_over_the_edge_or_into_another(title: str, below: str):
    card = drawn(title, "A conference with a name of some length · " * 3 + "Day 1", below)
    left, top, right, bottom = written(card, EDGE)
    assert left >= MARGIN - 10 and right <= WIDTH - MARGIN + 10
    assert top > EDGE and bottom <= HEIGHT - MARGIN + 10
    foot = written(drawn("T", "", below), 300)[1]
    assert card.convert("RGB").crop((0, foot - 8, WIDTH, foot)).getcolors() == [(8 * WIDTH, ImageColor.getrgb(PAPER))]


def test_the_file_is_as_drawn_with_a_band_behind_the_first_line():
    card = drawn("Two words, " * 9, "Above", "Below")
    assert (
        ImageChops.difference(Image.open(BytesIO(png("Two words, " * 9, "Above", "Below"))).convert("RGB"), card.convert("RGB")).getbbox()
        is None
    )
    left, top, right, bottom = card.point(lambda level: 255 * (level >= LEVELS), "L").getbbox()
    ink = card.crop((0, top, WIDTH, bottom)).point(lambda level: 255 * (level % LEVELS > 0), "L").getbbox()
    assert (left, right) == (MARGIN - 8, pytest.approx(ink[2] + 8, abs=6)) and 150 < top < bottom < 300


@pytest.mark.parametrize("letter", "aé“’–ΩЖžß")
def test_the_type_has_the_letter(letter: str):
    """The font draws the same empty box for every character that it lacks."""
    assert drawn(letter, "", "").tobytes() != drawn("\U000f0000", "", "").tobytes()


@pytest.mark.parametrize(
    ("title", "speaker", "expected"),
    [("A talk 🎉 of joy", "Zoë", ("A talk of joy", "Conf · Day 1", "Zoë")), ("שלום", "李小龍", ("Conf · Day 1", "", "About it."))],
)
def test_what_the_type_lacks_is_left_out(title: str, speaker: str, expected: tuple[str, str, str]):
    talk = f"---\ntitle: {title}\ndescription: About it.\nspeakers:\n  - name: {speaker}\n---\n"
    site = load.read({"conf/index.md": "---\ntitle: Conf\n---\n", "conf/day-1/talk.md": talk})
    assert words(site.pages["conf/day-1/talk.md"], "Notes") == expected
