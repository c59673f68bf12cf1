"""Every host serves the site alike: missing pages, folders, headers, character sets, pages without their trailing slash.

Pages run and load only what the build put there.

Reported elsewhere: github.com/18F/18f.gsa.gov/issues/1334 (a folder is a 403),
github.com/cloudfoundry/staticfile-buildpack/issues/137 (the redirect to the slash loses https),
github.com/vercel/serve/issues/628 and github.com/photoprism/photoprism-docs/issues/161 (without the slash, links
fail), github.com/h5bp/html5-boilerplate/issues/77 and github.com/Automattic/wp-super-cache/issues/749 (.htaccess
makes every page an error 500).
"""

import re
from collections.abc import Callable
from pathlib import Path

import hosts
import pytest
from observers import logged
from playwright.sync_api import Browser, Page
from site_build import BASE, REDIRECTS, Site, address, data
from states import ALL, opened, wide

from hooks.publish.hosts import hashes_of, with_policy

DATA = data("hosts")
NOTE = "window.blocked = []; addEventListener('securitypolicyviolation', event => blocked.push(`${event.effectiveDirective} ${event.blockedURI}`))"


def headers(site: Site) -> dict[str, str]:
    """Read `_headers`: a path, and below it a header a line, indented (docs.netlify.com/manage/routing/headers)."""
    path, *lines = (site.path / "_headers").read_text(encoding="utf-8").splitlines()
    assert path == "/*" and max(map(len, lines)) < 2000, "Cloudflare takes 2,000 characters a line"
    return dict(re.fullmatch("  (.+?): (.+)", line).groups() for line in lines)


def test_missing_pages_and_slashes(host: str, site: Site, request: pytest.FixtureRequest):
    """A folder without a page is a 404: neither a listing nor a 403. A slash is added as the visitor came: a proxy may have another scheme and port."""
    for path in DATA["missing"]:
        status, sent, body = hosts.get(f"{host}{path}")
        assert (status, body, sent["Content-Type"][:9]) == (404, (site.path / "404.html").read_bytes(), "text/html"), path
    status, sent, _ = hosts.get(f"{host}about?a=1")
    # Apache always adds a host and scheme: the visitor's host, and the scheme of its ServerName.
    start = host if request.node.callspec.params["host"] == "apache" else BASE
    assert status in (301, 308) and sent["Location"] == f"{start}about/?a=1"


@pytest.mark.parametrize("host", hosts.SERVERS, indirect=True)
def test_headers_and_character_sets(whole: Path, host: str, site: Site, request: pytest.FixtureRequest):
    """Other sites of the server get no headers; Strict-Transport-Security would bind them."""
    wanted = headers(site)
    for path in (*DATA["texts"], *DATA["others"], address(next(iter(REDIRECTS)))):
        sent = hosts.get(f"{host}{path}")[1]
        assert {name: sent.get_all(name) for name in wanted} == {name: [value] for name, value in wanted.items()}, path
        assert "Strict-Transport-Security" not in sent
        kind = (sent["Content-Type"] or "").lower().replace(" ", "")
        assert kind.endswith(";charset=utf-8") or path not in DATA["texts"], path
        assert kind.startswith("text/markdown") or not path.endswith(".md") or request.node.callspec.params["host"] != "apache"
    if BASE != "/":
        status, sent, _ = hosts.get(f"{host.removesuffix(BASE)}/{whole.name}")
        assert status == 200 and {*wanted} & {*sent} == set()
        assert "Content-Security-Policy" not in hosts.get(f"{host.removesuffix(BASE)}/nothing/here")[1]


@wide
@pytest.mark.parametrize("end", ["", *["/"] * ALL, "/index", "/index.html", "?a=1#none"])
def test_pages_without_their_slash(end: str, site: Site, tmp_path: Path, tab: Page):
    talk = site.of_kind("talk")[0].url
    logged(tab)  # of other tests
    with hosts.slashless(site, tmp_path) as base:
        tab.goto(f"{base}{talk.rstrip('/')}{end}")
        tab.reload()
        assert tab.evaluate("location.search + location.hash") == end * ("?" in end)
        links = tab.locator("a[href]").evaluate_all("links => links.map(link => link.href.split(/[?#]/)[0])")
        paths = {link.removeprefix(base) for link in {*links} - {tab.url} if link.startswith(base)}
        files = [site.path / path / "index.html" if path.endswith("/") or not path else site.path / path for path in paths]
        assert "topics/" in paths and [file for file in files if not file.is_file()] == []
        tab.get_by_role("link", name="Topics").first.click()
        tab.wait_for_url(f"{base}topics/")
        assert logged(tab) == [], "all parts of the pages are found"


def test_apache_serves_with_the_least_modules(site: Site, tmp_path: Path):
    with hosts.server("apache.conf", site, tmp_path, modules=hosts.LEAST_MODULES) as base:
        assert hosts.get(f"{base}about/")[0] == 200 and hosts.get(f"{base}nothing")[0] == 404


def test_what_notes_bring_in_is_blocked(varied: Site, serve: Callable, browser: Browser):
    """On the page that gathers the notes of all talks, six of which have each another kind of foreign code."""
    (tab := browser.new_page()).add_init_script(NOTE)
    opened(tab, f"{serve(varied)}{varied.page('ovrkonf-2031/all-notes.md').url}")
    tab.locator("[id$=plant]").click()
    tab.locator("article :is(img, iframe)").evaluate_all("elements => elements.forEach(element => element.scrollIntoView())")
    expected = sorted({*DATA["blocked"].values()})
    tab.wait_for_function("expected => expected.every(each => blocked.includes(each))", arg=expected)
    assert sorted({*tab.evaluate("blocked")}) == expected and tab.evaluate("window.planted") is None
    tab.close()


def test_the_headers_file_and_each_pages_policy(site: Site):
    policy = (sent := headers(site)).pop("Content-Security-Policy")
    assert sent == DATA["headers"] and "unsafe" not in policy
    assert {*DATA["directives"]} <= {*policy.split("; ")}
    # A page runs only code that its own policy names, even if the header allows more.
    for path in site.path.rglob("*.html"):
        before, meta, rest = path.read_text(encoding="utf-8").partition('<meta http-equiv="Content-Security-Policy" content="')
        own = rest.partition('"')[0]
        assert meta and not re.search("<(script|style|link)", before), f"{path}: something loads before the policy"
        assert own.startswith("default-src 'none'") and "unsafe" not in own, path
        assert {*re.findall("'sha256-[^']+'", own)} <= {*re.findall("'sha256-[^']+'", policy)} and "sha256" in own, path


@pytest.mark.parametrize(("html", "notes", "allowed"), DATA["inline"])
def test_inline_code_of_templates_is_allowed(html: str, notes: str, allowed: str):
    assert allowed in with_policy('<meta charset="utf-8">', hashes_of(html, notes))
