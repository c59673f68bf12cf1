"""Pages run and load what the build put there and nothing else, on every host; the other headers are sent, too."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import hosts
import pytest
from hosts import SERVERS, get
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage
from site_build import BASE, REDIRECTS, Site, address, copy, edit
from states import opened, states

from hooks.publish import policy as security

# All that is sent besides the policy. Strict-Transport-Security would bind other sites of the host.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
POLICY = "Content-Security-Policy"


def blocked(context: BrowserContext) -> list[str]:
    """Return a list that grows with what the browser blocks in the context's pages, and what fails there, but for a page that is missing."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        own = "404 (" in message.text and message.location["url"] == message.page.url
        if message.type == "error" and not own:
            found.append(f"{message.text} {message.location['url']}")

    context.on("console", note)
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("host", ["caddy"], indirect=True)  # the page's own policy holds as well as the header
def test_no_page_needs_more(width: int, host: str, site: Site, browser: Browser):
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    found = blocked(context)
    tab = context.new_page()
    for url in (*(page.url for page in site.one_of_each_kind), "nothing/here"):
        opened(tab, f"{host}{url}")
        for state in states(tab):
            assert found == [], f"{url} {state}"
    for old, new in REDIRECTS.items():
        if "://" in new:
            continue
        tab.goto(f"{host}{address(old)}")
        tab.wait_for_selector("article")
        assert found == [], old
    context.close()


PLANTED = {
    "script": "<script>window.planted = true</script>",
    "handler": '<img src="data:," alt="" onerror="window.planted = true">',
    "address": '<a id="plant" href="javascript:window.planted = true">planted</a>',
    "style": '<p style="color: red">planted</p>',
    "image": '<img src="https://example.org/planted.png" alt="">',
    "frame": '<iframe src="https://example.org/" title="planted"></iframe>',
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with foreign code in its notes: each on a page of its own."""
    copied = copy(tmp_path_factory.mktemp("copy"))
    edit(copied / "mkdocs.yml", "^strict: true", "strict: false")  # blocked_notes.py refuses most of it
    notes = sorted(path for path in copied.glob("docs/*/day-*/*.md") if path.name != "index.md")
    for path, code in zip(notes, PLANTED.values(), strict=False):
        path.write_text(f"{path.read_text(encoding='utf-8')}\n[Out](https://example.org/)\n\n{code}\n", encoding="utf-8")
    return Site(tmp_path_factory.mktemp("planted"), copied)


@pytest.mark.parametrize("what", PLANTED)
def test_what_notes_bring_in_is_blocked(what: str, planted: Site, tmp_path: Path, browser: Browser):
    page = next(page for page in planted.of_kind("talk") if PLANTED[what] in page.source.read_text(encoding="utf-8"))
    conference, day, _ = page.url.rstrip("/").split("/")
    context = browser.new_context()
    found = blocked(context)
    with hosts.files(planted, tmp_path) as base:
        tab = context.new_page()
        for url in (page.url, f"{conference}/{day}/", f"{conference}/all-notes/"):
            found.clear()
            opened(tab, f"{base}{url}")
            if what == "address":
                tab.locator("[id$=plant]").click()
            tab.wait_for_timeout(100)
            assert tab.evaluate("window.planted") is None, url
            assert [message for message in found if "Content Security Policy" in message], (url, found)
    context.close()


def said(site: Site) -> dict[str, str]:
    """Read `_headers`: a path, and below it a header a line, indented (docs.netlify.com/manage/routing/headers)."""
    path, *lines = (site.path / "_headers").read_text(encoding="utf-8").splitlines()
    assert path == "/*" and max(map(len, lines)) < 2000, "Cloudflare takes 2,000 characters a line"
    return dict(re.fullmatch("  (.+?): (.+)", line).groups() for line in lines)


def test_the_headers_file(site: Site):
    sent = said(site)
    assert sent == HEADERS | {POLICY: sent[POLICY]}
    policy = sent[POLICY].split("; ")
    assert policy[0] == "default-src 'none'" and "frame-ancestors 'none'" in policy and "unsafe" not in sent[POLICY]
    # A page may run what the header lets it run: its own policy names no other code.
    for path in site.path.rglob("*.html"):
        own = re.findall("'sha256-[^']+'", path.read_text(encoding="utf-8").partition("<title>")[0])
        assert own and set(own) <= set(re.findall("'sha256-[^']+'", sent[POLICY])), path


@pytest.mark.parametrize("host", SERVERS, indirect=True)
def test_servers_send_the_headers(host: str, site: Site):
    for url in ("", "about/", "assets/start.js", "nothing/here", "assets/", address(next(iter(REDIRECTS)))):
        sent = get(f"{host}{url}")[1]
        assert {name: sent.get_all(name) for name in said(site)} == {name: [value] for name, value in said(site).items()}, url
        assert "Strict-Transport-Security" not in sent


@pytest.mark.skipif(BASE == "/", reason="at / there are no neighbours")
@pytest.mark.parametrize("server", SERVERS)
def test_other_sites_of_the_host_are_left_alone(server: str, site: Site, tmp_path: Path):
    (site.root / "neighbour.html").write_text("<script>a()</script>")
    with SERVERS[server](site, tmp_path) as base:
        root = base.removesuffix(BASE)
        assert {*HEADERS, POLICY} & set(get(f"{root}/neighbour.html")[1]) == set()
        assert POLICY not in get(f"{root}/nothing/here")[1]
        assert POLICY in get(f"{base}nothing/here")[1]


def test_every_page_has_a_strict_policy(site: Site):
    for path in site.path.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert policy and "unsafe" not in policy[1] and policy[1].startswith("default-src 'none'"), path
        assert not re.search("<(script|style|link)", html[: policy.start()]), f"{path}: something loads before the policy"


def sha(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("html", "notes", "allowed"),
    [
        ("<script>a()</script>", "", "script-src 'self' " + sha("a()") + ";"),
        ('<script data-x="y">a()</script>', "", "script-src 'self' " + sha("a()") + ";"),
        ("<style>b{}</style>", "", "style-src 'self' " + sha("b{}") + ";"),
        ('<script src="a.js"></script>', "", "script-src 'self';"),
        ('<script type="application/json">{}</script>', "", "script-src 'self';"),
        ("<p><script>a()</script></p>", "<p><script>a()</script></p>", "script-src 'self';"),
        ("<p rel><script>a()</script></p>", "<p><script>a()</script></p>", "script-src 'self';"),
        ("<script>b()</script><p><script>a()</script></p>", "<p><script>a()</script></p>", "script-src 'self' " + sha("b()") + ";"),
    ],
)
def test_inline_code_of_templates_is_allowed(html: str, notes: str, allowed: str):
    assert allowed in security.Policy().add(f'<meta charset="utf-8">{html}', notes)
