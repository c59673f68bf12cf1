"""Old addresses redirect to the notes on every host, with any query and anchor."""

import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from hosts import SERVERS, get
from originals import POSTS, or_skip
from playwright.sync_api import Browser, Page
from site_build import BASE, REDIRECTS, SITE_URL, Site, address, data, redirect_map, script
from states import ALL

DATA = data("redirects")

SPELLINGS = ("", "/", "/index.html")
QUERIES = ("", "?utm_source=x")


def target(source: str, redirects: dict[str, str] = REDIRECTS) -> str:
    """Return the target of a page's file in a map: an address below the base, or in full."""
    page, hash_sign, anchor = redirects[source].partition("#")
    return redirects[source] if "://" in page else address(page) + hash_sign + anchor


def has_rule(source: str) -> bool:
    """Return whether a server can apply an entry: it cannot join queries, nor see the visitor's anchor."""
    return not set("?#") & set(REDIRECTS[source])


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


@pytest.mark.parametrize("host", SERVERS, indirect=True)
def test_servers_send_one_permanent_redirect(host: str, request: pytest.FixtureRequest, record_property):
    apache = request.node.callspec.params["host"] == "apache"
    for source, spelling, query in product(filter(has_rule, REDIRECTS), SPELLINGS, QUERIES):
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
def test_what_the_visitor_brings_is_kept(source: str, visited: str, landed: str, site: Site, tab: Page):
    assert led(tab, site, source, visited) == landed


SHOWN = script("scrolled_to")


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
@pytest.mark.parametrize("astray", DATA["astray"])
def test_it_stays_on_its_host(astray: str, server: str, tab: Page):
    """The server decodes the address before it finds the page, so the page must decode it too."""
    tab.goto("about:blank")  # which ends the requests of the page before
    requested: set[str] = set()
    tab.on("request", lambda request: requested.add(urlsplit(request.url).netloc))
    tab.goto(f"{server.removesuffix(BASE)}{astray}/..%2f..%2f..%2f..%2f..{BASE}old/page/?a=1", wait_until="commit")
    tab.wait_for_url(f"{server}about/?a=1", wait_until="commit")
    assert requested == {urlsplit(server).netloc}


def stub(site: Site, source: str) -> BeautifulSoup:
    return BeautifulSoup((site.path / address(source) / "index.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("source", REDIRECTS)
def test_stubs(source: str, site: Site):
    html = stub(site, source)
    here = urljoin(SITE_URL, address(source))
    there = urljoin(SITE_URL, target(source))
    assert html.select_one("link[rel=canonical]")["href"] == there.partition("#")[0]
    assert html.html["lang"] and html.title.get_text()
    assert html.select_one("meta[name=viewport]")
    assert not html.select("meta[name=robots]")
    delay, _, leads = html.select_one("noscript meta[http-equiv=refresh]")["content"].partition("; url=")
    assert delay == "0" and urljoin(here, leads) == there
    assert [urljoin(here, link["href"]) for link in html.select("body a")] == [there]
    # Chromium replaces the history entry before a page has loaded; other browsers do not if a script is slow.
    assert "location.replace(" in html.script.get_text()
    locations = re.findall(r"<loc>(.*?)</loc>", (site.path / "sitemap.xml").read_text(encoding="utf-8"))
    assert SITE_URL in locations and here not in locations
    index = (site.path / "search" / "search_index.json").read_text(encoding="utf-8")
    assert f'"location":"{address(source)}"' not in index


def test_redirects_file_says_what_the_stubs_say(site: Site):
    """A line is `from to status`: docs.netlify.com/manage/routing/redirects."""
    wanted = []
    for source in filter(has_rule, REDIRECTS):
        path = f"{BASE}{address(source)}"
        new = urljoin(path, stub(site, source).select_one("body a")["href"])
        wanted += [f"{path.rstrip('/')}{spelling} {new} 301" for spelling in SPELLINGS]
    assert sorted((site.path / "_redirects").read_text(encoding="utf-8").splitlines()) == sorted(wanted)
