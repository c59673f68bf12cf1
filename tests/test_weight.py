"""A page is light: what a reader on a phone loads before doing anything."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from site_build import BASE, Site
from states import opened

MOST_REQUESTS, MOST_BYTES = 6, 46_000


def cold_load(address: str, site: Site, tab: Page) -> dict[str, int]:
    """Return what a page asks for by itself: path to bytes, as gzip sends them."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(urlsplit(request.url).path.removeprefix(BASE)))
    tab.goto(address)
    tab.wait_for_timeout(200)
    files = {path: site.path / path / ("index.html" if not path or path.endswith("/") else "") for path in asked}
    return {path: len(gzip.compress(file.read_bytes())) for path, file in files.items()}


def test_every_page_is_light(site: Site, server: str, browser: Browser):
    heavy = {}
    for page in site.pages:
        context = browser.new_context(viewport={"width": 390, "height": 800})  # with a cache of its own
        load = cold_load(f"{server}{page.url}", site, context.new_page())
        context.close()
        assert page.url in load
        if len(load) > MOST_REQUESTS or sum(load.values()) > MOST_BYTES:
            heavy[page.url] = load
    assert heavy == {}


# The addresses of what a page shows, runs and is styled by.
SHOWN = """() => [location.href, ...document.querySelectorAll("[src], [data-src], link:is([rel=stylesheet], [rel=icon])")]
    .map(element => element.src || element.dataset?.src || element.href || element).map(address => new URL(address, location).href)"""


def test_nothing_else_is_fetched(site: Site, server: str, browser: Browser):
    """Neither by a page, nor by the theme's script: it would fetch a sitemap beside each link[rel=alternate]."""
    for url in (*(page.url for page in site.one_of_each_kind), "nothing/here"):
        tab = browser.new_page()
        asked: dict[str, int] = {}
        tab.on("response", lambda response, asked=asked: asked.update({response.url: response.status}))
        opened(tab, f"{server}{url}")
        tab.wait_for_load_state("networkidle")
        assert {address for address in asked if not address.startswith("data:")} <= {*tab.evaluate(SHOWN)}, url
        assert asked.pop(f"{server}{url}") == (404 if url == "nothing/here" else 200)
        assert max(asked.values()) < 400, url
        written = tab.request.get(f"{server}{url}").text().count('<link rel="alternate"')
        assert tab.locator("link[rel=alternate]").count() == written >= (url != "nothing/here"), "programs find them, before and after"
        tab.close()


@pytest.mark.parametrize("sign", ["move", "key", "scroll"])
def test_the_weight_counts_what_is_loaded(sign: str, site: Site, server: str, browser: Browser):
    """The theme's script is not there before a sign of the reader, and is then."""
    tab = browser.new_page()
    tab.goto(f"{server}{site.of_kind('day')[0].url}", wait_until="networkidle")
    loaded = "performance.getEntriesByType('resource').some(entry => entry.name.includes('/bundle.'))"
    assert not tab.evaluate(loaded)
    if sign == "move":
        tab.mouse.move(9, 9)
    elif sign == "key":
        tab.keyboard.press("Tab")
    else:
        tab.mouse.wheel(0, 200)
    tab.wait_for_function(f"() => {loaded}")
    tab.close()
