"""Old addresses lead to the notes, on every host, whatever hangs on them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from hosts import HOSTS
from playwright.sync_api import Browser, Error, Page
from promises import redirect_map
from site_build import BASE, SITE_URL, Site, address, copy

ORIGINALS = sorted(Path(__file__).parent.glob("original/*/legacy-anchors.txt"))
SPELLINGS = ("", "/", "/index.html")
QUERIES = ("", "?utm_source=x")


def old_posts() -> Iterator[tuple[str, list[str]]]:
    """Yield each old address with the anchors that readers hold for it.

    Addresses are the post's aliases; in legacy-anchors.txt, each has an h2 and the h3 that follow.
    """
    for listing in ORIGINALS:
        levels = [line.split() for line in listing.read_text().splitlines() if line.startswith("h")]
        days = [position for position, (level, _) in enumerate(levels) if level == "h2"]
        aliases = re.findall(r"^  - /(\S+)$", (listing.parent / "post.md").read_text(encoding="utf-8"), re.MULTILINE)
        for alias, start, end in zip(aliases, days, [*days[1:], None], strict=True):
            yield alias, [anchor for _, anchor in levels[start:end]]


POSTS = dict(old_posts())


def target(source: str) -> str:
    """Return where the map sends a page's file, as an address below the base."""
    page, hash_sign, anchor = redirect_map()[source].partition("#")
    return address(page) + hash_sign + anchor


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with HOSTS[request.param](site, tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.mark.parametrize("post", POSTS)
def test_every_form_in_the_browser(post: str, host: str, browser: Browser, record_property):
    context = browser.new_context()
    context.route("**/*.js", lambda route: route.abort())  # the landing needs none, and is sooner there
    for spelling, query in product(SPELLINGS, QUERIES):
        tab = context.new_page()
        for anchor in ["", *(f"#{anchor}" for anchor in POSTS[post])]:
            follow(tab, f"{host}{post}{spelling}{query}{anchor}", f"{host}{target(post + '.md')}{query}{anchor}")
            record_property("Forms of old addresses followed in the browser, on all hosts", 1)
        tab.close()
    context.close()


SHOWN = """id => {
    const { top, bottom } = document.getElementById(id).getBoundingClientRect();
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 1;
    return bottom > 0 && (top < innerHeight / 4 || atEnd && top < innerHeight);
}"""


def follow(tab: Page, old: str, new: str) -> None:
    """Go to an old address, and see the new one, scrolled to its anchor, with the old one out of the history."""
    steps = tab.evaluate("history.length")
    tab.goto(old, wait_until="commit")
    tab.wait_for_url(new, wait_until="domcontentloaded")
    if anchor := urlsplit(new).fragment:
        tab.wait_for_function(SHOWN, arg=anchor)
    assert tab.evaluate("history.length") <= steps + 1, f"{old} stayed in the history"


@pytest.mark.parametrize("post", POSTS)
def test_back_leads_past_the_old_address(post: str, host: str, browser: Browser):
    tab = browser.new_page()
    tab.goto(f"{host}about/")
    tab.evaluate("address => { location.href = address }", f"{host}{post}/")
    tab.wait_for_url(f"{host}{target(post + '.md')}")
    tab.go_back()
    assert tab.url == f"{host}about/"
    tab.close()


@pytest.mark.parametrize("post", POSTS)
def test_every_form_over_http(post: str, host: str, site: Site, record_property):
    """Caddy and nginx answer with one permanent redirect; files alone give the stub, after a slash at most."""
    for spelling, query in product(SPELLINGS, QUERIES):
        status, location = get(f"{host}{post}{spelling}{query}")
        if spelling == "" and location and urlsplit(location).path.endswith(f"{post}/"):
            status, location = get(urljoin(host, location))
        if status == 200:
            continue  # the stub, which the browser follows above
        assert (status, urljoin(host, location)) == (301, f"{host}{target(post + '.md')}{query}")
        record_property("Permanent redirects over HTTP", 1)


def get(address: str) -> tuple[int, str | None]:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
    response = connection.getresponse()
    connection.close()
    return response.status, response.getheader("Location")


@pytest.mark.parametrize("post", POSTS)
def test_without_javascript(post: str, server: str, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{server}{post}/", wait_until="commit")
    tab.wait_for_url(f"{server}{target(post + '.md')}")
    context.close()


@pytest.mark.parametrize("source", redirect_map())
def test_stubs(source: str, site: Site):
    stub = BeautifulSoup((site.path / source.removesuffix(".md") / "index.html").read_text(encoding="utf-8"), "html.parser")
    here = urljoin(SITE_URL, source.removesuffix(".md") + "/")
    there = urljoin(SITE_URL, target(source))
    assert stub.select_one("link[rel=canonical]")["href"] == there.partition("#")[0]
    assert stub.html["lang"] and stub.title.get_text()
    assert stub.select_one("meta[name=viewport]")
    assert not stub.select("meta[name=robots]")
    assert urljoin(here, stub.select_one("noscript meta")["content"].partition("url=")[2]) == there
    assert [urljoin(here, link["href"]) for link in stub.select("body a")] == [there]
    for listing in ("sitemap.xml", "search/search_index.json"):
        assert source.removesuffix(".md") not in (site.path / listing).read_text(encoding="utf-8")


PLANTED = {
    "old/page": "about.md",
    "old/anchor": "about.md#licence",
    "old/home": "index.md",
    "old/elsewhere": "http://127.0.0.1:8999/there?x=y",
}


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with more kinds of redirects than it has."""
    copied = copy(tmp_path_factory.mktemp("copy"))
    config = copied / "mkdocs.yml"
    entries = "".join(f"        {old}.md: {new}\n" for old, new in PLANTED.items())
    config.write_text(config.read_text(encoding="utf-8").replace("redirect_maps:\n", f"redirect_maps:\n{entries}"))
    return Site(tmp_path_factory.mktemp("moved"), copied)


@pytest.fixture(scope="module", params=HOSTS)
def moved_host(request: pytest.FixtureRequest, moved: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with HOSTS[request.param](moved, tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.mark.parametrize(
    ("visited", "landed"),
    [
        ("old/page/", "about/"),
        ("old/page/?a=1&b=%20c", "about/?a=1&b=%20c"),
        ("old/page/#licence", "about/#licence"),
        ("old/anchor/", "about/#licence"),
        ("old/anchor/#what-was-corrected", "about/#what-was-corrected"),
        ("old/anchor/?a=1#what-was-corrected", "about/?a=1#what-was-corrected"),
        ("old/anchor/?a=1", "about/?a=1#licence"),
        ("old/home/?a=1", "?a=1"),
    ],
)
def test_what_the_visitor_brings_is_kept(visited: str, landed: str, moved_host: str, browser: Browser):
    tab = browser.new_page()
    tab.goto(f"{moved_host}{visited}", wait_until="commit")
    tab.wait_for_url(urljoin(moved_host, landed), wait_until="commit")
    tab.close()


@pytest.mark.parametrize(("query", "landed"), [("", "?x=y"), ("?a=1", "?x=y&a=1")])
def test_another_site_gets_the_query_too(query: str, landed: str, moved_host: str, browser: Browser):
    tab = browser.new_page()
    with tab.expect_request(f"{PLANTED['old/elsewhere'].partition('?')[0]}{landed}"), suppress(Error):
        tab.goto(f"{moved_host}old/elsewhere/{query}")  # an Error, since nobody answers there
    tab.close()


def rules(text: str) -> dict[str, tuple[str, str]]:
    """Read a `_redirects` file: what each path leads to, and with which status."""
    found: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        old, new, status = line.split()
        assert old not in found, f"{old} stands twice"
        found[old] = new, status
    return found


def test_redirects_file_says_what_the_stubs_say(site: Site):
    found = rules((site.path / "_redirects").read_text(encoding="utf-8"))
    wanted = {}
    for source in redirect_map():
        path = f"{BASE}{source.removesuffix('.md')}"
        stub = BeautifulSoup((site.root / path.strip("/") / "index.html").read_text(encoding="utf-8"), "html.parser")
        new = urljoin(f"{path}/", stub.select_one("body a")["href"])
        wanted |= {f"{path}{spelling}": (new, "301") for spelling in SPELLINGS}
    assert found == wanted
