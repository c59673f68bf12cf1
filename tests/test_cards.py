"""Each page has Open Graph metadata and a card that is small, complete and made from the page's facts."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops
from site_build import SITE_URL, Site

from hooks.publish.cards import EDGE, HEIGHT, LEVELS, MARGIN, PAPER, WIDTH, drawn, png


def test_every_page_has_a_small_card_of_its_own(site: Site):
    cards = set()
    for page in site.pages:
        address, *size = page.links("[property='og:image'], [property='og:image:width'], [property='og:image:height']")
        path = site.path / address.removeprefix(SITE_URL)
        cards.add(path.read_bytes())
        with Image.open(path) as image:
            assert image.size == (WIDTH, HEIGHT) == (*map(int, size),) and path.stat().st_size <= 40_000, page.url
    assert len(cards) == len(site.pages)


def box(card: Image.Image, top: int) -> tuple[int, int, int, int]:
    """Return the box of all that is on a card from the row `top` on."""
    part = card.convert("RGB").crop((0, top, WIDTH, HEIGHT))
    left, upper, right, lower = ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getbbox()
    return left, top + upper, right, top + lower


TITLES = "T", "A title of some words, " * 3, "Many words " * 14, "“Žluťoučký” – Ελλάδα’s Ærøskøbing", "Donaudampfschifffahrtsgesellschaft"


@pytest.mark.parametrize("below", ["A Speaker", "A sentence of some length, " * 7 + "at the end."])
@pytest.mark.parametrize("title", TITLES)
def test_nothing_runs_over_the_edge_or_into_another(title: str, below: str):
    card = drawn(title, "A conference with a name of some length · " * 3 + "Day 1", below)
    left, top, right, bottom = box(card, EDGE)
    assert left >= MARGIN - 10 and right <= WIDTH - MARGIN + 10 and top > EDGE and bottom <= HEIGHT - MARGIN + 10
    foot = box(drawn("T", "", below), 300)[1]
    assert len(card.convert("RGB").crop((0, foot - 8, WIDTH, foot)).getcolors()) == 1


def test_the_file_is_as_drawn_with_a_band_behind_the_first_line():
    words = "Two words, " * 9, "Above", "Below"
    card = drawn(*words)
    assert ImageChops.difference(Image.open(BytesIO(png(*words))).convert("RGB"), card.convert("RGB")).getbbox() is None
    left, top, right, bottom = card.point(lambda level: 255 * (level >= LEVELS), "L").getbbox()
    ink = card.crop((0, top, WIDTH, bottom)).point(lambda level: 255 * (level % LEVELS > 0), "L").getbbox()
    assert (left, right) == (MARGIN - 8, pytest.approx(ink[2] + 8, abs=6)) and 150 < top < bottom < 300
