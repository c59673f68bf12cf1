"""Pages run and load only what the build put there, on every host; the other headers are sent, too."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from hosts import SERVERS, get
from playwright.sync_api import Browser, Page
from site_build import BASE, REDIRECTS, Site, address, data
from states import ALL, opened
from test_walk import Log, watched

from hooks.publish.hosts import hashes_of, with_policy

DATA = data("security")
PLANTED = DATA["planted"]

# All headers except the policy. Strict-Transport-Security would bind other sites of the host.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
POLICY = "Content-Security-Policy"


@pytest.fixture(scope="module")
def watching(browser: Browser) -> Iterator[tuple[Page, Log]]:
    with watched(browser) as (tab, log):
        yield tab, log


@pytest.mark.parametrize("kind", ["all notes", *["day", "talk"] * ALL])
def test_what_notes_bring_in_is_blocked(kind: str, varied: Site, serve: Callable, watching: tuple[Page, Log]):
    """On the page that gathers all notes, and with ALL=1 on those of days and talks."""
    talks = {what: page.url for what, code in PLANTED.items() for page in varied.of_kind("talk") if code in page.source.read_text("utf-8")}
    tab, log = watching
    for page in varied.of_kind(kind):
        opened(tab, f"{serve(varied)}{page.url}")
        here = {what for what, talk in talks.items() if talk.startswith(page.url.removesuffix("all-notes/"))}
        if "address" in here:
            tab.locator("[id$=plant]").click()
        tab.locator("article :is(img, iframe)").evaluate_all("elements => elements.forEach(element => element.scrollIntoView())")
        tab.wait_for_timeout(100)
        blocked = [message for message in log.new_errors() if "Content Security Policy" in message]
        assert tab.evaluate("window.planted") is None and len(talks) == len(PLANTED)
        assert {what for what in PLANTED if any(re.search(DATA["blocked"][what], message) for message in blocked)} == here, page.url


@pytest.mark.parametrize("host", ["caddy"], indirect=True)  # the page's own policy applies as well as the header
def test_old_addresses_need_no_more(host: str, watching: tuple[Page, Log]):
    tab, log = watching
    log.new_errors()
    for old in [old for old, new in REDIRECTS.items() if "#" in new][: None if ALL else 1]:  # the others have a rule of the server
        tab.goto(f"{host}{address(old)}")
        tab.wait_for_selector("article")
        assert log.new_errors() == [], old


def written(site: Site) -> dict[str, str]:
    """Read `_headers`: a path, and below it a header a line, indented (docs.netlify.com/manage/routing/headers)."""
    path, *lines = (site.path / "_headers").read_text(encoding="utf-8").splitlines()
    assert path == "/*" and max(map(len, lines)) < 2000, "Cloudflare takes 2,000 characters a line"
    return dict(re.fullmatch("  (.+?): (.+)", line).groups() for line in lines)


def test_the_headers_file_and_each_pages_policy(site: Site):
    sent = written(site)
    assert sent == HEADERS | {POLICY: sent[POLICY]} and "unsafe" not in sent[POLICY]
    policy = {*sent[POLICY].split("; ")}
    assert {"default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} <= policy
    # A page runs only code that its own policy names, even if the header allows more.
    for path in site.path.rglob("*.html"):
        before, meta, rest = path.read_text(encoding="utf-8").partition('<meta http-equiv="Content-Security-Policy" content="')
        own = rest.partition('"')[0]
        assert meta and not re.search("<(script|style|link)", before), f"{path}: something loads before the policy"
        assert own.startswith("default-src 'none'") and "unsafe" not in own, path
        assert {*re.findall("'sha256-[^']+'", own)} <= {*re.findall("'sha256-[^']+'", sent[POLICY])} and "sha256" in own, path


@pytest.fixture(scope="module", autouse=True)
def neighbour(site: Site) -> None:
    """A page of another site of the host."""
    (site.root / "neighbour.html").write_text("<script>a()</script>")


@pytest.mark.parametrize("host", SERVERS, indirect=True)
def test_servers_send_the_headers_and_leave_other_sites_alone(host: str, site: Site):
    for url in ("", "about/", "assets/start.js", "nothing/here", "assets/", address(next(iter(REDIRECTS)))):
        sent = get(f"{host}{url}")[1]
        assert {name: sent.get_all(name) for name in written(site)} == {name: [value] for name, value in written(site).items()}, url
        assert "Strict-Transport-Security" not in sent
    if BASE != "/":
        status, sent, _ = get(f"{host.removesuffix(BASE)}/neighbour.html")
        assert status == 200 and {*HEADERS, POLICY} & {*sent} == set()
        assert POLICY not in get(f"{host.removesuffix(BASE)}/nothing/here")[1]


def sha(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(("html", "notes", "allowed"), DATA["inline"])
def test_inline_code_of_templates_is_allowed(html: str, notes: str, allowed: str):
    assert allowed in with_policy('<meta charset="utf-8">', hashes_of(html, notes))
