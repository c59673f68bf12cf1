"""Draw each page's card, the picture in previews of its link. Processes on the other cores draw from the last one on, from the start."""

from pathlib import Path

from hooks import ahead
from hooks.cache import Cache, key
from hooks.model import Page, Site, Talk
from hooks.publish.card import DRAWER, drawable, png


class Cards:
    """The cards of one build. One with the same words as in an earlier build comes from the cache."""

    def __init__(self, site: Site, site_name: str, cache: Cache) -> None:
        self.cache = cache
        self.words = {page.path: words(page, site_name) for page in site.pages.values()}
        self.keys = {page: key(DRAWER, written) for page, written in self.words.items()}
        self.paths: dict[str, str] = {}  # below the site, of the cards of pages so far
        new = [page for page, made_from in self.keys.items() if not cache.has(made_from)]
        ahead.make(cache, new, self.make, nice=10)  # pages come first

    def make(self, page: str) -> bool:
        """Draw the card of a page, given by its path below docs/, into the cache; return whether it was there."""
        return self.cache.has(self.keys[page]) or not self.draw(page)

    def draw(self, page: str) -> bytes:
        card = png(*self.words[page])
        self.cache.put(self.keys[page], card, level=0)  # it is compressed already
        return card

    def add(self, page: Page) -> str:
        """Return the path of a page's card below the site."""
        return self.paths.setdefault(page.path, f"assets/cards/{page.url.strip('/') or 'index'}.png")

    def finish(self, folder: Path) -> None:
        """Write the cards into the site's folder."""
        for page, path in self.paths.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(self.cache.get(self.keys[page]) or self.draw(page))


def words(page: Page, site_name: str) -> tuple[str, str, str]:
    """Return a card's title, the line above it (where the page belongs) and the line below it (speakers or description)."""
    names = [name for speaker in page.speakers if (name := drawable(speaker.name))] if isinstance(page, Talk) else []
    below = ", ".join(names) or drawable(page.description or "")
    if not page.url:
        return drawable(site_name), "", below
    place = " · ".join(filter(None, (drawable(up.title) for up in page.above))) or drawable(site_name)
    title = drawable(page.title)
    return (title, place, below) if title else (place, "", below)
