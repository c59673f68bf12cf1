"""Code is highlighted; prompts and output are not copied; drawings do not overflow."""

import re

import pytest
from playwright.sync_api import Page
from site_build import Site, data, script
from states import opened, wide

from hooks.render.notes import completed

DATA = data("code_blocks")


def test_code_is_highlighted(site: Site):
    for page in site.of_kind("talk"):
        for block in page.html.select(".notes .highlight:not(.no-copy)"):
            assert block.select("code span[class]"), page.url


@wide
def test_copying_leaves_prompts_out(site: Site, server: str, tab: Page):
    """With the pointer or by keyboard; output has no copy button."""
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    prompts, outputs = (
        [page for page in site.of_kind("talk") if re.search(sign, page.source.read_text(encoding="utf-8"), re.MULTILINE)]
        for sign in (r"^ *\$ ", "no-copy")
    )
    assert prompts and outputs
    for page in {page.url: page for page in prompts + outputs}.values():
        opened(tab, f"{server}{page.url}")
        tab.wait_for_selector(".md-code__button, .no-copy pre[id^=__code]")
        blocks = page.html.select(".notes .highlight:not(.no-copy) code")
        buttons = tab.locator(".md-code__button")
        assert buttons.count() == len(blocks) and tab.locator(".no-copy .md-code__button").count() == 0
        for number, block in enumerate(blocks):
            buttons.nth(number).press("Enter") if number else buttons.nth(number).click()
            assert tab.evaluate("document.activeElement.matches('.md-code__button')")
            copied = tab.evaluate("navigator.clipboard.readText()")
            assert copied.strip() == re.sub(r"^\$ ", "", block.get_text(), flags=re.MULTILINE).strip(), page.url
        selected = tab.evaluate("getSelection().selectAllChildren(document.querySelector('article')) ?? `${getSelection()}`")
        assert len(selected) > 99 and not re.search(r"^\$ ", selected, re.MULTILINE), page.url


def test_the_drawing_scrolls_in_its_box(site: Site, server: str, tab: Page):
    drawings = [page for page in site.of_kind("talk") if page.html.select(".diagram")]
    assert drawings
    for page in drawings:
        tab.goto(f"{server}{page.url}")
        code = tab.locator(".notes .diagram code")
        assert code.evaluate("code => code.scrollWidth > code.clientWidth && getComputedStyle(code).overflowX == 'auto'")
        widths = code.evaluate(script("widths"))
        assert max(widths) - min(widths) < 0.1, "the signs of the drawing are not of one width: its columns break"


@pytest.mark.parametrize(("html", "marked"), DATA["prompts"])
def test_prompts_are_marked(html: str, marked: str):
    assert completed(html) == marked
