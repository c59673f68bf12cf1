"""Take the README's pictures of a built site: a day's page and the search, in light and in dark colours, as WebP."""

import json
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tools.browser import launched, serve

FOLDER = Path(".github/screenshots")
BASE = "http://localhost/"
WINDOW = {"width": 1000, "height": 700}
QUALITY = 42  # of 100; the four pictures together stay below 150 KB


def save(tab: Page, name: str) -> None:
    path = FOLDER / f"{name}.webp"
    Image.open(BytesIO(tab.screenshot())).convert("RGB").save(path, quality=QUALITY, method=6)
    print(f"{path}: {path.stat().st_size // 1024} KB")


def take(site: Path) -> None:
    """Save the pictures of the folder `site`."""
    talks = json.loads((site / "talks.json").read_text(encoding="utf-8"))["talks"]
    day = min(site.glob("*/day-*/index.html")).parent.relative_to(site).as_posix()
    topic = Counter(topic for talk in talks for topic in talk["topics"]).most_common(1)[0][0]
    with launched() as browser:
        for scheme in ("light", "dark"):
            tab = browser.new_page(viewport=WINDOW, color_scheme=scheme)
            serve(tab, site, BASE)
            tab.goto(f"{BASE}{day}/")
            tab.mouse.move(0, 0)  # starts the theme's script, which shows the switch for the colours
            tab.locator("[data-md-component=palette] label").locator("visible=true").wait_for()
            save(tab, f"day-{scheme}")
            tab.locator("[data-md-component=search-query]").click()
            tab.keyboard.type(topic.lower())
            tab.locator(".md-search-result__item").first.wait_for()
            tab.wait_for_timeout(500)  # until the box has opened
            save(tab, f"search-{scheme}")
            tab.close()


if __name__ == "__main__":
    root = Path(sys.argv[1])
    FOLDER.mkdir(parents=True, exist_ok=True)
    take(root)
