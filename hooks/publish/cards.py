"""Draw each page's card, the picture in previews of its link: 1200 by 630 pixels, the size for Open Graph (ogp.me).

Processes on the other cores begin with the last card, as soon as the content is read.
"""

import unicodedata
import zlib
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import PIL
from font_source_serif_pro import SourceSerifPro, SourceSerifProBold
from PIL import Image, ImageColor, ImageDraw, ImageFont

from hooks import ahead
from hooks.addresses import address
from hooks.cache import Cache, key
from hooks.model import Page, Site, Talk

# The colours of site.css.
INK, PAPER, MARKER = "#123c3a", "#fffdf8", "#ffd84d"
WIDTH, HEIGHT, MARGIN, EDGE = 1200, 630, 80, 18
# Everything besides its words that decides how a card looks.
DRAWER = PIL.__version__, Path(SourceSerifPro).stat().st_size, Path(__file__).read_text(encoding="utf-8")
# The shades from paper to ink, and from marker to ink.
LEVELS = 8
PALETTE = [
    round(below + (ink - below) * level / (LEVELS - 1))
    for ground in (PAPER, MARKER)
    for level in range(LEVELS)
    for below, ink in zip(ImageColor.getrgb(ground), ImageColor.getrgb(INK), strict=True)
]


class Cards:
    """The cards of one build. One with the same words as in an earlier build comes from the cache."""

    def __init__(self, site: Site, site_name: str, cache: Cache) -> None:
        self.cache = cache
        self.words = {page.path: words(page, site_name) for page in site.pages.values()}
        self.keys = {page: key(DRAWER, written) for page, written in self.words.items()}
        new = [page for page, made_from in self.keys.items() if not cache.has(made_from)]
        ahead.make(cache, new, self.make, nice=10)  # pages come first

    def make(self, page: str) -> bool:
        """Draw the card of a page, given by its path below docs/, into the cache; return whether it was there."""
        return self.cache.has(self.keys[page]) or not self.draw(page)

    def draw(self, page: str) -> bytes:
        card = png(*self.words[page])
        self.cache.put(self.keys[page], card, level=0)  # it is compressed already
        return card

    def write(self, folder: Path) -> None:
        """Write the cards into the site's folder."""
        for page in self.words:
            (folder / path_of(page)).parent.mkdir(parents=True, exist_ok=True)
            (folder / path_of(page)).write_bytes(self.cache.get(self.keys[page]) or self.draw(page))


def path_of(page: str) -> str:
    """Return the path of a page's card, below the site."""
    return f"assets/cards/{address(page).strip('/') or 'index'}.png"


def words(page: Page, site_name: str) -> tuple[str, str, str]:
    """Return a card's title, the line above it (where the page belongs) and the line below it (speakers or description)."""
    names = [name for speaker in page.speakers if (name := drawable(speaker.name))] if isinstance(page, Talk) else []
    below = ", ".join(names) or drawable(page.description or "")
    if not page.url:
        return drawable(site_name), "", below
    place = " · ".join(filter(None, (drawable(up.title) for up in page.above))) or drawable(site_name)
    title = drawable(page.title)
    return (title, place, below) if title else (place, "", below)


def png(title: str, above: str, below: str) -> bytes:
    """Return the file of a card."""
    file = BytesIO()
    drawn(title, above, below).save(file, "PNG", bits=4, compress_level=3, compress_type=zlib.Z_RLE)  # small, and the fastest to write
    return file.getvalue()


@cache
def sized(size: int, face: str = SourceSerifPro) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face, size)


@cache
def known(sign: str) -> bool:
    """Return whether the font has a glyph for a character; for every other it draws the same box."""
    return bytes(sized(36).getmask(sign)) != bytes(sized(36).getmask("\uffff"))


def drawable(text: str) -> str:
    """Return text without emoji and other signs that the font lacks; "" if the font lacks one of its letters."""
    if any(unicodedata.category(sign)[0] == "L" and not known(sign) for sign in text):
        return ""
    return " ".join("".join(sign for sign in text if known(sign) or sign == " ").split())


@lru_cache(4096)
def width(text: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(text)


@lru_cache(16)
def with_line(above: str) -> Image.Image:
    """Return the ink of a card with nothing but the line above the title, which the talks of a day share."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(ink)
    draw.rectangle((0, 0, WIDTH, EDGE - 1), 255)
    first, *more = wrapped(above, sized(36))
    draw.text((MARGIN, 70), f"{first.rpartition(' ')[0]} …" if more else first, 255, sized(36))
    return ink


def drawn(title: str, above: str, below: str) -> Image.Image:
    """Return a card with the title as large as the other lines allow, in 16 colours, which keeps the file small and fast to write."""
    ink = with_line(above).copy()
    draw = ImageDraw.Draw(ink)
    rest = wrapped(below, sized(36))
    draw.multiline_text((MARGIN, HEIGHT - MARGIN), "\n".join(rest), 255, sized(36), anchor="ld")
    top, bottom = 150, HEIGHT - MARGIN - 50 * len(rest) - 20
    for size in range(84, 30, -6):
        font, step = sized(size, SourceSerifProBold), round(size * 1.16)
        lines = wrapped(title, font)
        if top + step * len(lines) <= bottom and all(width(line, font) <= WIDTH - 2 * MARGIN for line in lines):
            break
    marked = (MARGIN - 8, int(top + size * 0.72), int(MARGIN + width(lines[0], font) + 9), int(top + size * 1.08) + 1)
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * step), line, 255, font)
    image = ink.point([value * LEVELS // 256 for value in range(256)])
    image.paste(image.crop(marked).point(lambda level: level + LEVELS), marked)
    image.putpalette(PALETTE)
    return image


def wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return text broken into lines that fit between the margins; a longer word keeps a line of its own."""
    if width(text, font) <= WIDTH - 2 * MARGIN:
        return [text]
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, font) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
