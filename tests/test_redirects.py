"""Old addresses lead to the notes, on every host, whatever hangs on them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from itertools import product
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from hosts import HOSTS
from originals import POSTS
from playwright.sync_api import Browser, Error, Page
from site_build import BASE, SITE_URL, Site, add_redirects, address, copy, redirect_map

SPELLINGS = ("", "/", "/index.html")
QUERIES = ("", "?utm_source=x")
ELSEWHERE = "http://127.0.0.1:8999/there"
# More kinds of redirects than the site has: source to target.
PLANTED = {
    "old/page.md": "about.md",
    "old/folder/index.md": "speakers.md",
    "old/anchor.md": "about.md#licence",
    "old/home.md": "index.md",
    "old/elsewhere.md": f"{ELSEWHERE}?x=y",
}
MAP = redirect_map() | PLANTED


def target(source: str) -> str:
    """Return where the map sends a page's file: an address below the base, or in full."""
    page, hash_sign, anchor = MAP[source].partition("#")
    return MAP[source] if "://" in page else address(page) + hash_sign + anchor


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with the planted redirects beside its own."""
    copied = copy(tmp_path_factory.mktemp("copy"))
    add_redirects(copied, *(f"{old}: {new}" for old, new in PLANTED.items()))
    return Site(tmp_path_factory.mktemp("moved"), copied)


def bare_tab(browser: Browser, **options) -> Page:
    """Open a tab that asks the host each time, and loads no script, style or image: it scrolls all the same.

    The browser blocks them by itself; with route(), it would stop to ask about each request.
    """
    tab = browser.new_page(**options)
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Network.setBlockedURLs", {"urls": ["*.js", "*.css", "*.svg"]})
    return tab


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    opened = bare_tab(browser)
    yield opened
    opened.close()


@pytest.mark.parametrize("post", POSTS)
def test_every_form_in_the_browser(post: str, host: str, browser: Browser, record_property):
    for query in QUERIES:
        tab = bare_tab(browser)  # costs as much as two forms, but a full history would hide what is added to it
        for spelling, anchor in product(SPELLINGS, ["", *(f"#{anchor}" for anchor in POSTS[post])]):
            follow(tab, f"{host}{post}{spelling}{query}{anchor}", f"{host}{target(post + '.md')}{query}{anchor}")
            record_property("Forms of old addresses followed in the browser, on all hosts", 1)
        tab.close()


# Looks by itself: wait_for_function would first load all of Playwright's own script into each page.
SHOWN = """id => new Promise((shown, failed) => {
    const end = performance.now() + 30000;
    const look = () => {
        const { top, bottom } = document.getElementById(id).getBoundingClientRect();
        const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 1;
        if (bottom > 0 && (top < innerHeight / 4 || atEnd && top < innerHeight)) shown();
        else if (performance.now() < end) requestAnimationFrame(look);
        else failed(`not scrolled to #${id}`);
    };
    look();
})"""


def follow(tab: Page, old: str, new: str) -> None:
    """Go to an old address; see the new one, scrolled to its anchor, after one step, the old one out of the history."""
    entries = tab.evaluate("history.length")
    documents: list[str] = []

    def count(request) -> None:
        # What a server adds or drops is a slash, not a step of ours.
        if request.is_navigation_request() and request.url.rstrip("/") not in documents:
            documents.append(request.url.rstrip("/"))

    tab.on("request", count)
    tab.goto(old, wait_until="commit")
    tab.wait_for_url(new, wait_until="domcontentloaded")
    tab.remove_listener("request", count)
    if anchor := urlsplit(new).fragment:
        tab.evaluate(SHOWN, anchor)
    assert entries < 50, "the history is full: follow fewer addresses in one tab"
    assert tab.evaluate("history.length") <= entries + 1, f"{old} stayed in the history"
    assert len({urlsplit(url).path.rstrip("/") for url in documents}) == 2, f"{old} took more than one step: {documents}"


@pytest.mark.parametrize("post", POSTS)
def test_back_leads_past_the_old_address(post: str, host: str, tab: Page):
    tab.goto(f"{host}about/")
    tab.evaluate("address => { location.href = address }", f"{host}{post}/")
    tab.wait_for_url(f"{host}{target(post + '.md')}")
    tab.go_back()
    assert tab.url == f"{host}about/"


@pytest.mark.parametrize("name", ["caddy", "nginx"])
def test_servers_send_one_permanent_redirect(name: str, hosted: Site, tmp_path, record_property):
    with HOSTS[name](hosted, tmp_path) as base:
        for source, spelling, query in product(MAP, SPELLINGS, QUERIES):
            if not has_rule(source):
                continue
            status, location = get(f"{base}{address(source).rstrip('/')}{spelling}{query}")
            assert (status, location) == (301, f"{BASE}{target(source)}{query}"), f"{source} as {spelling}{query}"
            record_property("Permanent redirects of Caddy and nginx", 1)


def has_rule(source: str) -> bool:
    """Say whether a server can heed an entry: it cannot join queries, nor see the visitor's anchor."""
    return not set("?#") & set(MAP[source])


def get(url: str) -> tuple[int, str | None]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
    response = connection.getresponse()
    connection.close()
    return response.status, response.getheader("Location")


def test_without_javascript(server: str, browser: Browser):
    tab = bare_tab(browser, java_script_enabled=False)
    for post, spelling, query in product(POSTS, SPELLINGS, QUERIES):
        tab.goto(f"{server}{post}{spelling}{query}", wait_until="commit")
        tab.wait_for_url(f"{server}{target(post + '.md')}", wait_until="commit")
        tab.goto("about:blank")
    tab.close()


def stub(site: Site, source: str) -> BeautifulSoup:
    return BeautifulSoup((site.path / address(source) / "index.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("source", MAP)
def test_stubs(source: str, hosted: Site):
    html = stub(hosted, source)
    here = urljoin(SITE_URL, address(source))
    there = urljoin(SITE_URL, target(source))
    assert html.select_one("link[rel=canonical]")["href"] == there.partition("#")[0]
    assert html.html["lang"] and html.title.get_text()
    assert html.select_one("meta[name=viewport]")
    assert not html.select("meta[name=robots]")
    assert urljoin(here, html.select_one("noscript meta")["content"].partition("url=")[2]) == there
    assert [urljoin(here, link["href"]) for link in html.select("body a")] == [there]
    # Chromium replaces of its own before a page has loaded; a slow script elsewhere would not.
    assert "location.replace(" in html.script.get_text()
    locations = re.findall(r"<loc>(.*?)</loc>", (hosted.path / "sitemap.xml").read_text(encoding="utf-8"))
    assert SITE_URL in locations and here not in locations
    index = (hosted.path / "search" / "search_index.json").read_text(encoding="utf-8")
    assert f'"location":"{address(source)}"' not in index


@pytest.mark.parametrize(
    ("visited", "landed"),
    [
        ("old/page/", "about/"),
        ("old/page", "about/"),
        ("old/page/?a=1&b=%20c", "about/?a=1&b=%20c"),
        ("old/page/#licence", "about/#licence"),
        ("old/folder/index.html?a=1", "speakers/?a=1"),
        ("old/anchor/", "about/#licence"),
        ("old/anchor/#what-was-corrected", "about/#what-was-corrected"),
        ("old/anchor/?a=1#what-was-corrected", "about/?a=1#what-was-corrected"),
        ("old/anchor/index.html?a=1", "about/?a=1#licence"),
        ("old/home/?a=1", "?a=1"),
    ],
)
def test_what_the_visitor_brings_is_kept(visited: str, landed: str, host: str, tab: Page):
    tab.goto(f"{host}{visited}", wait_until="commit")
    tab.wait_for_url(urljoin(host, landed), wait_until="commit")


@pytest.mark.parametrize(("query", "landed"), [("", "?x=y"), ("?a=1", "?x=y&a=1")])
def test_another_site_gets_the_query_too(query: str, landed: str, host: str, browser: Browser):
    tab = browser.new_page()
    with tab.expect_request(f"{ELSEWHERE}{landed}"), suppress(Error):
        tab.goto(f"{host}old/elsewhere/{query}")  # an Error, since nobody answers there
    tab.close()


def rules(text: str) -> dict[str, tuple[str, str]]:
    """Read a `_redirects` file: what each path leads to, and with which status."""
    found: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        old, new, status = line.split()
        assert old not in found, f"{old} stands twice"
        found[old] = new, status
    return found


def test_redirects_file_says_what_the_stubs_say(hosted: Site):
    wanted = {}
    for source in filter(has_rule, MAP):
        path = f"{BASE}{address(source)}"
        new = urljoin(path, stub(hosted, source).select_one("body a")["href"])
        wanted |= {f"{path.rstrip('/')}{spelling}": (new, "301") for spelling in SPELLINGS}
    assert rules((hosted.path / "_redirects").read_text(encoding="utf-8")) == wanted
