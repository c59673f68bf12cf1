"""Pages run and load only what the build put there, on every host; the other headers are sent, too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from site_build import Site, data
from states import ALL, opened, own_tab
from test_hosts import headers

from hooks.publish.hosts import hashes_of, with_policy

DATA = data("security")
NOTE = "window.blocked = []; addEventListener('securitypolicyviolation', event => blocked.push(`${event.effectiveDirective} ${event.blockedURI}`))"

tab = own_tab()


@pytest.mark.parametrize("kind", ["all notes", *["day", "talk"] * ALL])
def test_what_notes_bring_in_is_blocked(kind: str, varied: Site, serve: Callable, tab: Page):
    """On the page that gathers all notes, and with ALL=1 on those of days and talks."""
    tab.add_init_script(NOTE)
    seen: set[str] = set()
    for page in varied.of_kind(kind):
        opened(tab, f"{serve(varied)}{page.url}")
        talks = [talk for talk in varied.of_kind("talk") if talk.url.startswith(page.url.removesuffix("all-notes/"))]
        notes = "".join(talk.source.read_text("utf-8") for talk in talks)
        seen |= {*(here := [name for name, code in DATA["planted"].items() if code in notes])}
        if "address" in here:
            tab.locator("[id$=plant]").click()
        tab.locator("article :is(img, iframe)").evaluate_all("elements => elements.forEach(element => element.scrollIntoView())")
        expected = sorted({DATA["blocked"][name] for name in here})
        tab.wait_for_function("expected => expected.every(each => blocked.includes(each))", arg=expected)
        assert sorted({*tab.evaluate("blocked")}) == expected and tab.evaluate("window.planted") is None
    assert seen == {*DATA["planted"]}


def test_the_headers_file_and_each_pages_policy(site: Site):
    policy = (sent := headers(site)).pop("Content-Security-Policy")
    assert sent == DATA["headers"] and "unsafe" not in policy
    assert {"default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} <= {*policy.split("; ")}
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
