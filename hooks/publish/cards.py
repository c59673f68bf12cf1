"""Give each page the picture that others show with its address: what card.py draws of what the page says."""

import sys
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from hooks.publish.card import drawable, save

pool: ProcessPoolExecutor
cards: list[Future[None]] = []


def start() -> None:
    global pool
    if (root := str(Path(__file__).parents[2])) not in sys.path:
        sys.path.append(root)  # where processes that begin empty, as on macOS or with Python 3.14, find card.py
    pool = ProcessPoolExecutor()  # beside the build, which takes one core
    cards.clear()


def draw(context: TemplateContext, page: Page, config: MkDocsConfig) -> TemplateContext:
    context["card"] = f"assets/cards/{page.url.strip('/') or 'index'}.png"
    path = Path(config.site_dir, context["card"])
    path.parent.mkdir(parents=True, exist_ok=True)
    cards.append(pool.submit(save, path, *words(page, config.site_name)))
    return context


def finish() -> None:
    for card in cards:
        card.result()
    pool.shutdown()


def stop() -> None:
    pool.shutdown(cancel_futures=True)


def words(page: Page, site_name: str) -> tuple[str, str, str]:
    """Return a card's title, what goes above it (where the page belongs), and below it (who speaks, or what it is)."""
    names = [name for speaker in page.meta.get("speakers", []) if (name := drawable(speaker["name"]))]
    below = ", ".join(names) or drawable(page.meta["description"])
    if page.is_homepage:
        return drawable(site_name), "", below
    above = [drawable(up.meta["title"]) for section in reversed(page.ancestors) if (up := section.children[0]) is not page]
    place = " · ".join(filter(None, above)) or drawable(site_name)
    title = drawable(page.meta["title"])
    return (title, place, below) if title else (place, "", below)
