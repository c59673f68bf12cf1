"""The addresses of the old posts lead to the notes, with their anchors."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from site_build import BASE, Site, config

REDIRECTS = next(plugin["redirects"]["redirect_maps"] for plugin in config()["plugins"] if "redirects" in plugin)
ORIGINALS = sorted(Path(__file__).parent.glob("original/*/legacy-anchors.txt"))


def old_addresses() -> list[tuple[str, list[str]]]:
    """Return each post's old paths with the anchors that readers hold for them.

    Paths come from the post's aliases, anchors from legacy-anchors.txt: an h2
    for each alias, in order, with its h3.
    """
    found = []
    for listing in ORIGINALS:
        days: list[list[str]] = []
        for level, anchor in (line.split() for line in listing.read_text().splitlines() if line.startswith("h")):
            if level == "h2":
                days.append([])
            days[-1].append(anchor)
        post = (listing.parent / "post.md").read_text(encoding="utf-8")
        aliases = [line.strip("- /") for line in post.splitlines() if line.startswith("  - /")]
        found += zip(aliases, days, strict=True)
    return found


@pytest.mark.parametrize(("path", "anchors"), old_addresses(), ids=lambda value: value if isinstance(value, str) else "")
def test_old_addresses(path: str, anchors: list[str], site: Site, server: str, browser: Browser):
    day = next(page for page in site.of_kind("day") if f"{path}.md" in REDIRECTS and page.url == url(REDIRECTS[f"{path}.md"]))
    tab = browser.new_page()
    for form in (f"{path}/", f"{path}/index.html", path):
        for anchor in ["", *(f"#{anchor}" for anchor in anchors)]:
            tab.goto("about:blank")
            tab.goto(f"{server}{form}{anchor}")
            tab.wait_for_url(f"{server}{day.url}{anchor}")
            if anchor:
                tab.wait_for_function("id => document.getElementById(id).getBoundingClientRect().top < innerHeight", arg=anchor[1:])
    tab.close()


def url(source: str) -> str:
    return source.partition("#")[0].removesuffix("index.md")


@pytest.mark.parametrize("old", REDIRECTS)
def test_stubs_name_their_target(old: str, site: Site):
    stub = (site.path / old.removesuffix(".md") / "index.html").read_text(encoding="utf-8")
    assert f"/{url(REDIRECTS[old])}" in stub, f"{BASE}{old}"
