"""A walk through the pages, in the states that readers bring them into; observers look at each.

No page breaks its policy, fails in the console, keeps anybody out (axe), moves, scrolls sideways, loses its look by trimming
or its icons in forced colours, loads more than it needs or from elsewhere; all that Tab reaches is seen and in view.
"""

import gzip
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import observers
import pytest
from hosts import HOSTS
from playwright.sync_api import Browser, Page, Request
from site_build import BASE, Site, data, script
from states import ALL, laid_out, opened, recoloured, resized, wide

DATA = data("walk")
MOST_REQUESTS, MOST_BYTES = 6, 32_000  # of a page, cold: all compressed bodies, and all headers
MISSING = "nothing/here"
NAVIGATION_FOLDS = 1220  # below this width, into a drawer
CHANGED = {"search": ".md-header", "navigation open": ".md-sidebar--primary"}  # the part of the page that a state changes
# The looks of a page: scheme and width; 195 and 640 px are 390 and 1280 px at 200 % zoom. By default, a page is opened in one look,
# and then seen in the other's scheme.
NARROW, WIDE = ("light", 390), ("dark", 1280)
LOOKS = [NARROW, ("dark", 390), ("light", 1280), WIDE, ("light", 195), ("dark", 640)]
# The host of each part of the pages, and the looks. The page's own policy applies as well as the header that the host sends.
PARTS = [("caddy", LOOKS), ("nginx", LOOKS), ("apache", LOOKS)] if ALL else [("caddy", [NARROW]), ("caddy", [WIDE])]
SHOWN = script("shown")
ALTERNATES = "document.querySelectorAll('link[rel=alternate]').length"


def file_of(site: Site, url: str) -> Path:
    path = urlsplit(url).path.removeprefix(BASE)
    return site.path / ("404.html" if path == MISSING else f"{path}index.html" if not path or path.endswith("/") else path)


def load_faults(tab: Page, address: str, site: Site) -> list[str]:
    """Load a page; return the faults of its own requests, and of those of the theme's script after the first input."""
    host = address[: address.index(BASE)]
    requests: list[Request] = []
    tab.on("request", note := lambda request: requests.append(request) if not request.url.startswith("data:") else None)
    tab.mouse.move(-9, -9)  # Chromium reports a resting pointer to a new page as a move, on which the theme's script loads
    tab.goto(address)
    first = [request.url for request in requests]
    assert address in first, "each request is noted"
    weight = sum(len(gzip.compress(file_of(site, url).read_bytes())) for url in first if url.startswith(host))
    weight += sum(request.sizes()["responseHeadersSize"] for request in requests if request.existing_response)
    found = [f"{len(first)} requests"] * (len(first) > MOST_REQUESTS) + [f"{weight} bytes"] * (weight > MOST_BYTES)
    written = tab.evaluate(ALTERNATES)
    opened(tab, None)
    laid_out(tab)
    tab.remove_listener("request", note)
    found += [f"asks for {url}" for url in {request.url for request in requests} - {*tab.evaluate(SHOWN, host)}]
    if tab.evaluate(ALTERNATES) != written or bool(written) == address.endswith(MISSING):
        found.append(f"{written} alternates before the theme's script: programs find them, before and after")
    return found


def faults(tab: Page, base: str, urls: list[str], site: Site, looks: list[tuple[str, int]]) -> Iterator[tuple[str, list[str]]]:
    """Yield what the observers see: of each page in each look and state; the search, and without ALL=1 the drawer, is opened on the first.

    A page loads in one look, and the next page in the next look; the others come as its window is resized.
    """
    for (place, url), number in product(enumerate(urls), range(len(looks))):
        scheme, width = looks[(place + number) % len(looks)]
        look = f"{url} {scheme} {width} px"
        resized(tab, width)
        if number:
            recoloured(tab, scheme)
        else:
            tab.emulate_media(color_scheme=scheme)
            yield f"{look}, as it loads", load_faults(tab, f"{base}{url}", site)
        states = DATA["drawer"] * (width < NAVIGATION_FOLDS and (ALL or url == urls[0])) + DATA["search"] * (url == urls[0])
        for state, steps in [["plain", []], *states]:
            observers.follow(tab, steps)
            if not state:  # the page is as before
                continue
            part = CHANGED.get(state.partition(",")[0])
            found = observers.axe(tab, part) + observers.logged(tab)
            # The drawer also covers the rest, alike on each page.
            found += observers.lost_look(tab, None if state == "navigation open" and url == urls[0] else part)
            found += observers.lost_icons(tab)
            found += [fault for seen in (observers.MOVING, observers.SIDEWAYS, observers.CODE_STOPS) for fault in tab.evaluate(seen)]
            yield f"{look}, {state}", found
        if not ALL:
            recoloured(tab, "dark" if scheme == "light" else "light")
            yield f"{look}, in the other scheme", observers.axe(tab, rules=["color-contrast"])
        if number == len(looks) - 1:  # last, since a tooltip stays after the last tab stop
            resized(tab, 320)
            for size in ("250%", ""):  # the theme has 125 %
                tab.evaluate("size => { document.documentElement.style.fontSize = size }", size)
                yield f"{url} at 320 px, with text of {size or '100 %'}", tab.evaluate(observers.SIDEWAYS)
            for width in {width for _, width in looks} & {390, 1280}:
                resized(tab, width)
                yield f"{url}, by keyboard at {width} px", observers.focus_faults(tab) + tab.evaluate(observers.CUT_OFF)
            resized(tab, 320)
            yield f"{url} at 320 px", tab.evaluate(observers.SIDEWAYS) + tab.evaluate(observers.RIGHT_TO_LEFT)


@pytest.mark.timeout(1200)  # of all pages
@pytest.mark.parametrize("part", range(len(PARTS)))
def test_nothing_is_wrong(part: int, site: Site, whole: Path, browser: Browser, tmp_path: Path):
    host, looks = PARTS[part]
    pages = sorted(site.pages if ALL else site.one_of_each_kind, key=lambda page: page.kind != "talk")  # with the fullest drawer first
    urls = [*(page.url for page in pages), MISSING][part :: len(PARTS)]
    with HOSTS[host](site, tmp_path) as base, browser.new_context(reduced_motion="reduce") as context:
        tab = context.new_page()
        assert {where: found for where, found in faults(tab, base, urls, site, looks) if found} == {}


@wide
def test_the_observers_see(site: Site, server: str, whole: Path, tab: Page):
    """Each fault planted in a page, and no other."""
    page = "<!doctype html><html lang=en><title>T</title><main><h1>T</h1>{}</main>"
    tab.set_content(page.format("".join(DATA["axe"].values())))
    assert sorted(fault.partition(":")[0] for fault in observers.axe(tab)) == sorted(DATA["axe"])
    assert [fault.partition(":")[0] for fault in observers.axe(tab, rules=["color-contrast"])] == ["color-contrast"]
    tab.set_content(page.format("".join(f"<button style='{style}'>{name}</button>" for style, name, _ in DATA["stops"]) + DATA["cover"]))
    assert [faults for _, faults in observers.stops(tab)] == [[fault] if fault else [] for *_, fault in DATA["stops"]]

    about = site.page("about.md").file.read_text(encoding="utf-8")
    tab.route("**/about/", lambda route: route.fulfill(body=f"{about}<img src=//127.0.0.2:9/p>"))
    assert "asks for http://127.0.0.2:9/p" in load_faults(tab, f"{server}about/", site) and observers.logged(tab), "what the policy blocks"
    tab.emulate_media(reduced_motion="no-preference")
    assert tab.evaluate(observers.MOVING)
    tab.emulate_media(reduced_motion="reduce")
    tab.evaluate(script("plant_faults"))
    assert tab.evaluate(observers.SIDEWAYS, 0) and observers.lost_look(tab)
    assert {fault.partition(" in ")[0] for fault in observers.lost_icons(tab)} == {"no icon", "not set off"}
    assert all(map(tab.evaluate, (observers.CUT_OFF, observers.CODE_STOPS, observers.RIGHT_TO_LEFT)))
