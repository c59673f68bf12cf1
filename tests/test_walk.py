"""A walk through the pages, in the states that readers bring them into; observers look at each.

No page breaks its policy, fails in the console, keeps anybody out (axe), moves, scrolls sideways, loses its look by trimming
or its icons in forced colours, loads more than it needs or from elsewhere; all that Tab reaches is seen and in view.
"""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import observers
import pytest
from hosts import SERVERS
from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from site_build import BASE, Site, data, script
from states import ALL, opened, recoloured, resized, states

DATA = data("walk")
MOST_REQUESTS, MOST_BYTES = 6, 32_000  # of a page, cold: all compressed bodies, and all headers
MISSING = "nothing/here"
CHANGED = {"search": ".md-header", "navigation open": ".md-sidebar--primary"}  # the part of the page that a state changes
# The looks of a page: scheme and width; 195 and 640 px are 390 and 1280 px at 200 % zoom. By default, a page is opened in one look,
# and then seen in the other's scheme.
NARROW, WIDE = ("light", 390), ("dark", 1280)
LOOKS = [NARROW, ("dark", 390), ("light", 1280), WIDE, ("light", 195), ("dark", 640)]
# The host of each part of the pages, and the looks. The page's own policy applies as well as the header that the host sends.
PARTS = [("caddy", LOOKS), ("nginx", LOOKS), ("apache", LOOKS)] if ALL else [("caddy", [NARROW]), ("caddy", [WIDE])]


class Log:
    """The requests of a tab, and the failed ones, except a missing page."""

    def __init__(self, tab: Page):
        self.requested: dict[str, int] = {}
        self.responses: list[Response] = []
        self.errors: list[str] = []
        tab.on("response", lambda response: self.responses.append(response))
        tab.on("request", lambda request: self.requested.update({request.url: 0}) if not request.url.startswith("data:") else None)
        tab.on("response", lambda response: self.requested.update({response.url: response.status}))
        tab.on("console", self.note)
        tab.on("pageerror", lambda error: self.errors.append(str(error)))

    def note(self, message: ConsoleMessage) -> None:
        own = "404 (" in message.text and message.location["url"] == message.page.url
        if message.type == "error" and not own:
            self.errors.append(f"{message.text} {message.location['url']}")

    def new_errors(self) -> list[str]:
        new, self.errors = self.errors, []
        return new


@contextmanager
def watched(browser: Browser, scheme: str = "light", width: int = 390, motion: str = "reduce") -> Iterator[tuple[Page, Log]]:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion=motion)
    tab = context.new_page()
    yield tab, Log(tab)
    context.close()


def load_faults(tab: Page, log: Log, address: str, site: Site) -> list[str]:
    """Load a page; return the faults of its own requests, and of those of the theme's script after the first input."""
    tab.mouse.move(-9, -9)  # Chromium reports a resting pointer to a new page as a move, on which the theme's script loads
    log.requested.clear()
    log.responses.clear()
    tab.goto(address)
    tab.wait_for_timeout(100)
    paths = [urlsplit(url).path.removeprefix(BASE) for url in log.requested if url.startswith(address[: address.index(BASE)])]
    files = [
        site.path / ("404.html" if path == MISSING else f"{path}index.html" if not path or path.endswith("/") else path) for path in paths
    ]
    weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
    weight += sum(response.request.sizes()["responseHeadersSize"] for response in log.responses)
    first = {*log.requested}
    found = [f"{len(first)} requests"] if len(first) > MOST_REQUESTS else []
    found += [f"{weight} bytes"] if weight > MOST_BYTES else []
    sheets = tab.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].map(link => link.href)")
    assert address in first and first >= {*sheets}, "the log has all requests"
    written = tab.evaluate("document.querySelectorAll('link[rel=alternate]').length")
    opened(tab, None)
    tab.wait_for_load_state("networkidle")
    shown = {url for url in tab.evaluate(observers.SHOWN) if url.startswith(address[: address.index(BASE)])}
    found += [f"asks for {url}" for url in {*log.requested} - shown]
    found += [f"{url}: {status}" for url, status in log.requested.items() if status >= 400 and not url.endswith(MISSING)]
    if tab.evaluate("document.querySelectorAll('link[rel=alternate]').length") != written or bool(written) == address.endswith(MISSING):
        found.append(f"{written} alternates before the theme's script: programs find them, before and after")
    return found


def faults(tab: Page, log: Log, base: str, urls: list[str], site: Site, looks: list[tuple[str, int]]) -> Iterator[tuple[str, list[str]]]:
    """Yield what the observers see, page by page, look by look and state by state; the search is opened at the first page only, as is the drawer
    without ALL=1.

    A page loads in one look, and the next page in the next look; the others come as its window is resized.
    """
    whole = f"{base[: base.index(BASE)]}/whole.css"
    for (place, url), number in product(enumerate(urls), range(len(looks))):
        scheme, width = looks[(place + number) % len(looks)]
        look = f"{url} {scheme} {width} px"
        resized(tab, width)
        if number:
            recoloured(tab, scheme)
        else:
            tab.emulate_media(color_scheme=scheme)
            yield f"{look}, as it loads", load_faults(tab, log, f"{base}{url}", site)
        for state in states(tab, drawer=ALL or url == urls[0], search=url == urls[0]):
            found = observers.axe(tab, CHANGED.get(state.partition(",")[0])) + observers.sideways(tab) + log.new_errors()
            yield f"{look}, {state}", found + observers.lost_look(tab, whole) + observers.lost_icons(tab) + observers.moving(tab)
        if not ALL:
            recoloured(tab, "dark" if scheme == "light" else "light")
            yield f"{look}, in the other scheme", observers.axe(tab, rules=["color-contrast"])
        if number == len(looks) - 1:  # last, since a tooltip stays after the last tab stop
            for width in {width for _, width in looks} & {390, 1280}:
                resized(tab, width)
                yield f"{url}, by keyboard at {width} px", observers.focus_faults(tab)
            resized(tab, 320)
            yield f"{url} at 320 px", observers.sideways(tab)


@pytest.mark.parametrize("tab", [390, 1280], indirect=True)
def test_jumps_and_times_of_a_day_are_whole(site: Site, server: str, tab: Page):
    """Also with the text spacing of WCAG 1.4.12."""
    tab.goto(server + max(site.of_kind("day"), key=lambda page: len(page.html.select(".jumps a"))).url)
    tab.evaluate(script("spaced_out"))
    parts = tab.locator(".jumps, .jumps a, .agenda__time")
    assert parts.count() > 3 and parts.evaluate_all(script("cut_off")) == []
    tab.goto(server + next(page.url for page in site.of_kind("day") if not page.html.select(".agenda__time")))
    assert tab.locator(".agenda li > div").first.evaluate("talk => talk.clientWidth > 0.9 * talk.parentElement.clientWidth")


@pytest.mark.timeout(1200)  # of all pages
@pytest.mark.parametrize("part", range(len(PARTS)))
def test_nothing_is_wrong(part: int, site: Site, whole: Path, browser: Browser, tmp_path: Path, record_property: Callable):
    host, looks = PARTS[part]
    pages = sorted(site.pages if ALL else site.one_of_each_kind, key=lambda page: page.kind != "talk")  # with the fullest drawer first
    urls = [*(page.url for page in pages), MISSING][part :: len(PARTS)]
    with SERVERS[host](site, tmp_path) as base, watched(browser) as (tab, log):
        assert {where: found for where, found in faults(tab, log, base, urls, site, looks) if found} == {}
    record_property(f"Pages that axe {observers.AXE_VERSION} and the other observers passed", len(urls))


# A page for a planted fault.
STOP = "<!doctype html><html lang=en><title>T</title><main><h1>T</h1>{}</main>"


def test_axe_sees(tab: Page):
    tab.set_content(STOP.format("".join(DATA["axe"].values())))
    assert sorted(fault.partition(":")[0] for fault in observers.axe(tab)) == sorted(DATA["axe"])
    assert [fault.partition(":")[0] for fault in observers.axe(tab, rules=["color-contrast"])] == ["color-contrast"]


def test_bad_stops_are_seen(tab: Page):
    buttons = [f"<button style='{style}'>{'' if 'title' in style else 'A button'}</button>" for style, _ in DATA["stops"]]
    cover = (
        "<div class=cover style='position: fixed; bottom: 0; left: 0; height: 99px; width: 99px; z-index: 0; pointer-events: auto'></div>"
    )
    tab.set_content(STOP.format("".join((*buttons, cover))))
    assert [faults for _, faults in observers.stops(tab)] == [[fault] if fault else [] for _, fault in DATA["stops"]]


def test_the_other_observers_see(site: Site, server: str, whole: Path, browser: Browser):
    day = next(page.url for page in site.of_kind("day") if page.html.select(".highlight .k"))
    with watched(browser, motion="no-preference") as (tab, log):
        tab.route(
            "**/about/", lambda route: route.fulfill(body=f"{site.path.joinpath('about/index.html').read_text()}<img src=//127.0.0.2:9/p>")
        )
        found = load_faults(tab, log, f"{server}about/", site)
        assert any("127.0.0.2" in fault for fault in found) and log.new_errors(), "what the policy blocks"
        opened(tab, f"{server}{day}")
        assert any(observers.moving(tab) for _ in states(tab))
        tab.evaluate("() => { document.querySelector('h1').style.width = '200vw' }")
        assert observers.sideways(tab, tries=1)
        tab.evaluate("() => { document.querySelector('h1').style.width = '' }")
        unseen = ["agenda__time", "md-nav__link", "md-search-result__link"]
        assert all(tab.evaluate(observers.LOSE, unseen))
        for _ in states(tab):
            found = " ".join(observers.lost_look(tab, f"{server[: server.index(BASE)]}/whole.css")) if unseen else ""
            unseen = [rule for rule in unseen if rule not in found]
        assert unseen == []
        tab.evaluate("() => { document.adoptedStyleSheets = [new CSSStyleSheet()] }")
        tab.evaluate("() => { document.adoptedStyleSheets[0].insertRule(':root:root *::after { background-color: Canvas !important }') }")
        assert any(observers.lost_icons(tab) for _ in states(tab, search=False))
