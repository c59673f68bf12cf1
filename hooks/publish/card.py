"""Draw a card, a page's preview picture: 1200 by 630 pixels, the size for Open Graph (ogp.me)."""

import multiprocessing
import os
import signal
import threading
import unicodedata
import zlib
from functools import cache
from pathlib import Path

import PIL
from font_source_serif_pro import SourceSerifPro, SourceSerifProBold
from PIL import Image, ImageColor, ImageDraw, ImageFont

# The colours of site.css.
INK, PAPER, MARKER = "#123c3a", "#fffdf8", "#ffd84d"
WIDTH, HEIGHT, MARGIN, EDGE = 1200, 630, 80, 18
# What a card's look follows from, besides its words.
DRAWER = PIL.__version__, Path(SourceSerifPro).stat().st_size, Path(__file__).read_text(encoding="utf-8")
# The shades from paper to ink, and from marker to ink.
LEVELS = 8
PALETTE = [
    round(below + (ink - below) * level / (LEVELS - 1))
    for ground in (PAPER, MARKER)
    for level in range(LEVELS)
    for below, ink in zip(ImageColor.getrgb(ground), ImageColor.getrgb(INK), strict=True)
]


def end_with_parent() -> None:
    """End this process when the process of the build ends, in whatever way; leave Ctrl-C to that one."""

    def wait() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=wait, daemon=True).start()


def save(path: Path, title: str, above: str, below: str) -> None:
    # Cards are mostly runs of one colour, which run-length encoding compresses best.
    drawn(title, above, below).save(path, bits=4, compress_type=zlib.Z_RLE)


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


def drawn(title: str, above: str, below: str) -> Image.Image:
    """Return a card with the title as large as the other lines allow, in 16 colours, which keeps the file small and fast to write."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(ink)
    small = sized(36)
    draw.rectangle((0, 0, WIDTH, EDGE - 1), 255)
    first, *more = wrapped(above, small)
    draw.text((MARGIN, 70), f"{first.rpartition(' ')[0]} …" if more else first, 255, small)
    rest = wrapped(below, small)
    draw.multiline_text((MARGIN, HEIGHT - MARGIN), "\n".join(rest), 255, small, anchor="ld")
    top, bottom = 150, HEIGHT - MARGIN - 50 * len(rest) - 20
    for size in range(84, 30, -6):
        font, step = sized(size, SourceSerifProBold), round(size * 1.16)
        lines = wrapped(title, font)
        if top + step * len(lines) <= bottom and all(font.getlength(line) <= WIDTH - 2 * MARGIN for line in lines):
            break
    marked = (MARGIN - 8, int(top + size * 0.72), int(MARGIN + font.getlength(lines[0]) + 9), int(top + size * 1.08) + 1)
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * step), line, 255, font)
    image = ink.point([value * LEVELS // 256 for value in range(256)])
    image.paste(image.crop(marked).point(lambda level: level + LEVELS), marked)
    image.putpalette(PALETTE)
    return image


def wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return text broken into lines that fit between the margins; a longer word keeps a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
