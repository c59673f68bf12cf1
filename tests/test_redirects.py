"""Old addresses redirect to the notes on every host, with any query and anchor."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from hosts import SERVERS, files, get
from originals import POSTS, or_skip
from playwright.sync_api import Browser, Page
from site_build import BASE, REDIRECTS, SITE_URL, Site, add_redirects, address, data, edit, invented, redirect_map, script
from states import ALL

DATA = data("redirects")

SPELLINGS = ("", "/", "/index.html")
QUERIES = ("", "?utm_source=x")
ELSEWHERE = "http://127.0.0.1:8999/there"
# More kinds of redirects than the site has: source to target.
PLANTED = {
    "old/page.md": "about.md",
    "old/page/below.v2.md": "speakers.md",  # a rule that matched everything below old/page/ would match this
    "old/folder/index.md": "speakers.md",
    "old/anchor.md": "about.md#licence",
    "old/heading.md": "ovrkonf-2031/day-1/index.md#opening-grüße-from-çeşme",  # an id that a step adds
    "old/kept.md": "about.md#kept",  # and one that a page keeps by hand
    "old/home.md": "index.md",
    "old/elsewhere.md": f"{ELSEWHERE}?x=y",
    "old/encoded.md": f"{ELSEWHERE}/a%20b",
}
MAP = REDIRECTS | PLANTED


def target(source: str, redirects: dict[str, str] = MAP) -> str:
    """Return the target of a page's file in a map: an address below the base, or in full."""
    page, hash_sign, anchor = redirects[source].partition("#")
    return redirects[source] if "://" in page else address(page) + hash_sign + anchor


def has_rule(source: str) -> bool:
    """Return whether a server can apply an entry: it cannot join queries, nor see the visitor's anchor."""
    return not set("?#") & set(MAP[source])


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The invented site with the planted redirects added to its own."""
    copied = invented(tmp_path_factory.mktemp("copy"))
    edit(copied / "docs/about.md", r"\Z", '\n<a id="kept"></a>\n')
    add_redirects(copied, *(f"{old}: {new}" for old, new in PLANTED.items()))
    return Site(tmp_path_factory.mktemp("moved"), copied)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab without cache that loads no script, style or image, which it does not need to scroll.

    The browser blocks them itself; with route(), each request would wait for the test.
    """
    opened = browser.new_page()
    devtools = opened.context.new_cdp_session(opened)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Network.setBlockedURLs", {"urls": ["*.js", "*.css", "*.svg"]})
    yield opened
    opened.close()


on_files = pytest.mark.parametrize("host", ["files"], indirect=True)


def visit(tab: Page, old: str, new: str, until: str = "commit") -> None:
    tab.goto(old, wait_until="commit")
    tab.wait_for_url(new, wait_until=until)


@pytest.mark.parametrize("host", SERVERS, indirect=True)
def test_servers_send_one_permanent_redirect(host: str, request: pytest.FixtureRequest, record_property):
    apache = request.node.callspec.params["host"] == "apache"
    for source, spelling, query in product(filter(has_rule, MAP), SPELLINGS, QUERIES):
        status, headers, _ = get(f"{host}{address(source).rstrip('/')}{spelling}{query}")
        if apache and "%" in target(source):  # Apache would encode it a second time, so the page redirects
            assert status == (301 if spelling == "" else 200)
            continue
        assert status == 301, f"{source} as {spelling}{query}"
        # Apache also adds the visitor's host.
        assert urljoin(host, headers["Location"]) == f"{urljoin(host, target(source))}{query}", f"{source} as {spelling}{query}"
        record_property("Permanent redirects of Caddy, nginx and Apache", 1)
    assert [get(f"{host}old/page/{path}")[0] for path in ("nothing", "belowxv2")] == [404, 404], "a rule takes more than its address"


LED = script("run_redirect")


def led(tab: Page, site: Site, source: str, visited: str) -> str:
    """Return the target of `source`'s page from an address below the base: a path below it, or in full."""
    script = stub(site, source).select_one("script[data-target]")
    return tab.evaluate(LED, [script.string, script["data-target"], f"{SITE_URL}{visited}"]).removeprefix(SITE_URL)


@pytest.mark.parametrize("post", or_skip(POSTS))
def test_every_form_of_an_old_post(post: str, plain: Site, tab: Page, record_property):
    to = target(f"{post}.md", redirect_map())
    for query, spelling, anchor in product(QUERIES, (*SPELLINGS, "/index"), ["", *(f"#{anchor}" for anchor in POSTS[post])]):
        form = f"{post}{spelling}{query}{anchor}"
        assert led(tab, plain, f"{post}.md", form) == f"{to}{query}{anchor}", form
        record_property("Forms of old addresses that lead to their notes", 1)


@pytest.mark.parametrize(("source", "visited", "landed"), DATA["kept"])
def test_what_the_visitor_brings_is_kept(source: str, visited: str, landed: str, hosted: Site, tab: Page):
    assert led(tab, hosted, source, visited) == landed


SHOWN = script("scrolled_to")


@pytest.mark.parametrize("post", or_skip(POSTS))
def test_every_anchor_is_scrolled_to(post: str, plain: Site, tmp_path: Path, tab: Page):
    """The last anchor of each post, or with ALL=1 each; test_promises.py finds their ids."""
    with files(plain, tmp_path) as base:
        for anchor in POSTS[post] if ALL else POSTS[post][-1:]:
            tab.goto("about:blank")
            to = target(f"{post}.md", redirect_map())
            visit(tab, f"{base}{post}/#{anchor}", f"{base}{to}#{anchor}", until="domcontentloaded")
            tab.evaluate(SHOWN, anchor)


@pytest.mark.parametrize("spelling", SPELLINGS if ALL else SPELLINGS[:1])
def test_one_step_that_leaves_the_history(spelling: str, host: str, tab: Page):
    """Each host answers with a rule, or with the page and its script."""
    tab.goto(f"{host}speakers/", wait_until="commit")
    documents: list[str] = []
    tab.on("request", lambda request: documents.append(request.url) if request.is_navigation_request() else None)
    tab.evaluate("address => { location.href = address }", f"{host}old/page{spelling}?a=1#licence")
    tab.wait_for_url(f"{host}about/?a=1#licence", wait_until="domcontentloaded")
    tab.evaluate(SHOWN, "licence")
    # A server's own redirect adds a slash; it is not a step of ours.
    assert len({re.sub("/?([?#].*)?$", "", url) for url in documents}) == 2, documents
    tab.go_back(wait_until="commit")
    assert tab.url == f"{host}speakers/"


# From public lists of open redirects (github.com/cujanovic/Open-Redirect-Payloads), and from reports:
# github.com/dodopayments/dualmark/issues/88, github.com/pocket-id/pocket-id/pull/1450.
ASTRAY = DATA["astray"]


@on_files
@pytest.mark.parametrize("astray", ASTRAY)
def test_it_stays_on_its_host(astray: str, host: str, tab: Page):
    """The server decodes the address before it finds the page, so the page must decode it too."""
    requested: set[str] = set()
    tab.on("request", lambda request: requested.add(urlsplit(request.url).netloc))
    origin = host.removesuffix(BASE)
    visit(tab, f"{origin}{astray}/..%2f..%2f..%2f..%2f..{BASE}old/page/?a=1", f"{host}about/?a=1")
    assert requested == {urlsplit(host).netloc}


@on_files
@pytest.mark.parametrize("spelling", SPELLINGS if ALL else SPELLINGS[-1:])
def test_without_javascript(spelling: str, host: str, browser: Browser):
    tab = browser.new_page(java_script_enabled=False)
    visit(tab, f"{host}old/anchor{spelling}?a=1", f"{host}about/#licence")  # a meta refresh keeps neither query nor anchor
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
    # Chromium replaces the history entry before a page has loaded; other browsers do not if a script is slow.
    assert "location.replace(" in html.script.get_text()
    locations = re.findall(r"<loc>(.*?)</loc>", (hosted.path / "sitemap.xml").read_text(encoding="utf-8"))
    assert SITE_URL in locations and here not in locations
    index = (hosted.path / "search" / "search_index.json").read_text(encoding="utf-8")
    assert f'"location":"{address(source)}"' not in index


def test_redirects_file_says_what_the_stubs_say(hosted: Site):
    """A line is `from to status`: docs.netlify.com/manage/routing/redirects."""
    wanted = []
    for source in filter(has_rule, MAP):
        path = f"{BASE}{address(source)}"
        new = urljoin(path, stub(hosted, source).select_one("body a")["href"])
        wanted += [f"{path.rstrip('/')}{spelling} {new} 301" for spelling in SPELLINGS]
    assert sorted((hosted.path / "_redirects").read_text(encoding="utf-8").splitlines()) == sorted(wanted)
