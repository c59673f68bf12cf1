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
        self.paths: dict[str, str] = {}  # of the cards of pages so far
        new = [written for written in self.words.values() if not cache.has(key(DRAWER, written))]
        if len(new) > ahead.MANY:
            ahead.make(new, self.drawn, nice=10)  # after the pages

    def drawn(self, written: tuple[str, str, str]) -> bool:
        """Draw a card into the cache; return whether it was there."""
        if not (there := self.cache.has(made_from := key(DRAWER, written))):
            self.cache.put(made_from, png(*written))
        return there

    def add(self, page: Page) -> str:
        """Return the path of a page's card below the site."""
        return self.paths.setdefault(page.path, f"assets/cards/{page.url.strip('/') or 'index'}.png")

    def finish(self, folder: Path) -> None:
        """Write the cards into the site's folder."""
        for page, path in self.paths.items():
            made_from = key(DRAWER, self.words[page])
            if not (card := self.cache.get(made_from)):
                card = png(*self.words[page])
                self.cache.put(made_from, card)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(card)


def words(page: Page, site_name: str) -> tuple[str, str, str]:
    """Return a card's title, the line above it (where the page belongs) and the line below it (speakers or description)."""
    names = [name for speaker in page.speakers if (name := drawable(speaker.name))] if isinstance(page, Talk) else []
    below = ", ".join(names) or drawable(page.description or "")
    if not page.url:
        return drawable(site_name), "", below
    place = " · ".join(filter(None, (drawable(up.title) for up in page.above))) or drawable(site_name)
    title = drawable(page.title)
    return (title, place, below) if title else (place, "", below)
