"""Draw the picture that others show with a page's address: 1200 by 630 pixels, as Open Graph's readers expect (ogp.me)."""

from pathlib import Path

from font_source_serif_pro import SourceSerifPro, SourceSerifProBold
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext
from PIL import Image, ImageDraw, ImageFont

# As site.css has them.
INK, PAPER, MARKER = "#123c3a", "#fffdf8", "#ffd84d"
WIDTH, HEIGHT, MARGIN, EDGE = 1200, 630, 80, 18


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    context["card"] = f"assets/cards/{page.url.strip('/') or 'index'}.png"
    path = Path(config.site_dir, context["card"])
    path.parent.mkdir(parents=True, exist_ok=True)
    title, above, below = words(page, config.site_name)
    # Few colours: a small file.
    drawn(title, above, below).quantize(16, Image.Quantize.FASTOCTREE).save(path)
    return context


def words(page: Page, site_name: str) -> tuple[str, str, str]:
    """Return a card's title, what goes above it (where the page belongs), and below it (who speaks, or what it is)."""
    below = ", ".join(speaker["name"] for speaker in page.meta.get("speakers", [])) or page.meta["description"]
    if page.is_homepage:
        return site_name, "", below
    above = [section.children[0] for section in reversed(page.ancestors)]
    return page.meta["title"], " · ".join([up.meta["title"] for up in above if up is not page] or [site_name]), below


def drawn(title: str, above: str, below: str) -> Image.Image:
    """Return a card with its title in the largest letters that leave room for the rest."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    small = ImageFont.truetype(SourceSerifPro, 36)
    draw.rectangle((0, 0, WIDTH, EDGE - 1), INK)
    draw.text((MARGIN, 70), above, INK, small)
    rest = wrapped(below, small)
    draw.multiline_text((MARGIN, HEIGHT - MARGIN), "\n".join(rest), INK, small, anchor="ld")
    top, bottom = 150, HEIGHT - MARGIN - 50 * len(rest) - 20
    for size in range(84, 30, -6):
        font, step = ImageFont.truetype(SourceSerifProBold, size), round(size * 1.16)
        lines = wrapped(title, font)
        if top + step * len(lines) <= bottom and all(font.getlength(line) <= WIDTH - 2 * MARGIN for line in lines):
            break
    draw.rectangle((MARGIN - 8, top + size * 0.72, MARGIN + font.getlength(lines[0]) + 8, top + size * 1.08), MARKER)
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * step), line, INK, font)
    return image


def wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return a text in lines that keep the margins, where its words allow it."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
