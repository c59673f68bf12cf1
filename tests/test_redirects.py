"""Old addresses redirect to the notes on every host, with any query and anchor."""

import re
from itertools import product
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from hosts import SERVERS, get
from playwright.sync_api import Page
from site_build import BASE, REDIRECTS, SITE_URL, Site, address, data, script
from states import ALL

DATA = data("redirects")
SPELLINGS, QUERIES = ("", "/", "/index.html"), ("", "?utm_source=x")
LED, SHOWN = script("run_redirect"), script("scrolled_to")


def target(source: str) -> str:
    """Return the target of a page's file: an address below the base, or in full."""
    page, hash_sign, anchor = REDIRECTS[source].partition("#")
    return REDIRECTS[source] if "://" in page else address(page) + hash_sign + anchor


# A server can apply an entry to a page: it cannot join queries, nor see the visitor's anchor.
RULES = [source for source in REDIRECTS if not set("?#") & set(REDIRECTS[source])]


@pytest.mark.parametrize("host", SERVERS, indirect=True)
def test_servers_send_one_permanent_redirect(host: str, request: pytest.FixtureRequest):
    apache = request.node.callspec.params["host"] == "apache"
    for source, spelling, query in product(RULES, SPELLINGS, QUERIES):
        status, headers, _ = get(f"{host}{address(source).rstrip('/')}{spelling}{query}")
        if apache and "%" in target(source):  # Apache would encode it a second time, so the page redirects
            assert status == (301 if spelling == "" else 200)
        else:  # Apache also adds the visitor's host
            found = status, urljoin(host, headers["Location"] or "")
            assert found == (301, f"{urljoin(host, target(source))}{query}"), f"{source} as {spelling}{query}"
    assert [get(f"{host}old/page/{path}")[0] for path in ("nothing", "belowxv2")] == [404, 404], "a rule takes more than its address"


def stub(site: Site, source: str) -> BeautifulSoup:
    return BeautifulSoup((site.path / address(source) / "index.html").read_text(encoding="utf-8"), "html.parser")


def led(tab: Page, site: Site, source: str, visited: list[str]) -> list[str]:
    """Return the targets of `source`'s page from these addresses: paths below the base, or in full."""
    script = stub(site, source).select_one("script[data-target]")
    return [found.removeprefix(SITE_URL) for found in tab.evaluate(LED, [script.string, script["data-target"], visited])]


@pytest.mark.parametrize("source", DATA["kept"])
def test_what_the_visitor_brings_is_kept(source: str, site: Site, tab: Page):
    kept = DATA["kept"][source]
    assert led(tab, site, source, [SITE_URL + visited for visited in kept]) == [*kept.values()]


# From public lists of open redirects (github.com/cujanovic/Open-Redirect-Payloads), and from reports:
# github.com/dodopayments/dualmark/issues/88, github.com/pocket-id/pocket-id/pull/1450.
def test_it_stays_on_its_host(site: Site, tab: Page):
    """A server decodes the address before it finds the page, so the page must decode it too."""
    starts = [f"{SITE_URL.removesuffix(BASE)}{astray}" for astray in DATA["astray"]]
    found = led(tab, site, "old/page.md", [f"{start}/..%2f..%2f..%2f..%2f..{BASE}old/page/?a=1" for start in starts])
    assert dict(zip(starts, found, strict=True)) == dict.fromkeys(starts, "about/?a=1")


@pytest.mark.parametrize("spelling", SPELLINGS if ALL else SPELLINGS[:1])
def test_one_step_that_leaves_the_history(spelling: str, host: str, tab: Page):
    """Each host answers with the page and its script, which its policy must allow."""
    tab.goto(f"{host}speakers/", wait_until="commit")
    documents: list[str] = []
    tab.on("request", note := lambda request: documents.extend([request.url] * request.is_navigation_request()))
    tab.evaluate("address => { location.href = address }", f"{host}old/anchor{spelling}?a=1")
    tab.wait_for_url(f"{host}about/?a=1#licence", wait_until="domcontentloaded")
    tab.evaluate(SHOWN, "licence")
    # A server's own redirect adds a slash; it is not a step of ours.
    assert len({re.sub("/?([?#].*)?$", "", url) for url in documents}) == 2, documents
    tab.remove_listener("request", note)
    tab.go_back(wait_until="commit")
    assert tab.url == f"{host}speakers/"


@pytest.mark.parametrize("source", REDIRECTS)
def test_stubs(source: str, site: Site):
    html, here, there = stub(site, source), urljoin(SITE_URL, address(source)), urljoin(SITE_URL, target(source))
    assert html.select_one("link[rel=canonical]")["href"] == there.partition("#")[0]
    assert html.html["lang"] and html.title.get_text() and html.select_one("meta[name=viewport]") and not html.select("meta[name=robots]")
    delay, _, leads = html.select_one("noscript meta[http-equiv=refresh]")["content"].partition("; url=")
    assert [delay, *(urljoin(here, link) for link in (leads, *(link["href"] for link in html.select("body a"))))] == ["0", there, there]
    # Chromium replaces the history entry before a page has loaded; other browsers do not if a script is slow.
    assert "location.replace(" in html.script.get_text()
    assert f'"location":"{address(source)}"' not in (site.path / "search" / "search_index.json").read_text(encoding="utf-8")


def test_redirects_file_says_what_the_stubs_say(site: Site):
    """A line is `from to status`: docs.netlify.com/manage/routing/redirects."""
    moves = {f"{BASE}{address(source)}": stub(site, source).select_one("body a")["href"] for source in RULES}
    wanted = [f"{old.rstrip('/')}{spelling} {urljoin(old, new)} 301" for old, new in moves.items() for spelling in SPELLINGS]
    assert sorted((site.path / "_redirects").read_text(encoding="utf-8").splitlines()) == sorted(wanted)
