"""Draw each page's card, the picture in previews of its link. Processes on the other cores draw while the build goes on."""

import multiprocessing
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from hooks.cache import Cache, key
from hooks.model import Page, Talk
from hooks.publish.card import DRAWER, drawable, end_with_parent, save


class Cards:
    """The cards of one build, in `folder`: `add` starts to draw a card in the background, `finish` waits for all of them.

    A card with the same words as in an earlier build comes from the cache.
    """

    def __init__(self, folder: Path, site_name: str, cache: Cache) -> None:
        if (root := str(Path(__file__).parents[2])) not in sys.path:
            sys.path.append(root)  # lets processes that start empty (on macOS, or with Python 3.14) import card.py
        self.folder, self.site_name, self.cache = folder, site_name, cache
        self.pool = ProcessPoolExecutor(initializer=end_with_parent)
        self.drawn: list[tuple[Future[None], Path, str]] = []  # each card's path, and its key in the cache

    def add(self, page: Page) -> str:
        """Start to draw a page's card; return the card's path below the site."""
        path = self.folder / "assets/cards" / f"{page.url.strip('/') or 'index'}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        written = words(page, self.site_name)
        made_from = key(DRAWER, written)
        if card := self.cache.get(made_from):
            path.write_bytes(card)
        else:
            self.drawn.append((self.pool.submit(save, path, *written), path, made_from))
        return path.relative_to(self.folder).as_posix()

    def finish(self) -> None:
        for card, path, made_from in self.drawn:
            card.result()
            self.cache.put(made_from, path.read_bytes())
        self.pool.shutdown()

    def cancel(self) -> None:
        for process in multiprocessing.active_children():
            process.kill()  # one that lacked open files to start would wait forever
        self.pool.shutdown(cancel_futures=True)


def words(page: Page, site_name: str) -> tuple[str, str, str]:
    """Return a card's title, the line above it (where the page belongs) and the line below it (speakers or description)."""
    names = [name for speaker in page.speakers if (name := drawable(speaker.name))] if isinstance(page, Talk) else []
    below = ", ".join(names) or drawable(page.description or "")
    if not page.url:
        return drawable(site_name), "", below
    place = " · ".join(filter(None, (drawable(up.title) for up in page.above))) or drawable(site_name)
    title = drawable(page.title)
    return (title, place, below) if title else (place, "", below)
