"""Code is highlighted; prompts and output are not copied; drawings do not overflow."""

import re

import pytest
from playwright.sync_api import Page, expect
from site_build import Site, data, script
from states import opened, wide

from hooks.render.notes import completed

COPIED = ".notes .highlight:not(.no-copy) code"


@wide
def test_code_is_highlighted_and_copied_without_prompts(site: Site, server: str, tab: Page):
    """With the pointer or by keyboard; output has no copy button."""
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = site.page("ovrkonf-2031/day-1/code-and-prompts.md")
    opened(tab, f"{server}{page.url}")
    blocks, buttons = page.html.select(COPIED), tab.locator(".md-code__button")
    expect(buttons).to_have_count(len(blocks))
    assert all(block.select("span[class]") for block in blocks) and tab.locator(".no-copy .md-code__button").count() == 0
    for number, block in enumerate(blocks):
        buttons.nth(number).press("Enter") if number else buttons.nth(number).click()
        expect(buttons.nth(number)).to_be_focused()
        copied = tab.evaluate("navigator.clipboard.readText()")
        typed = "".join(part.get_text() for part in block.find_all(string=True) if not part.find_parent(class_=["gp", "go"]))
        assert copied.strip() == typed.strip()
    selected = tab.evaluate("getSelection().selectAllChildren(document.querySelector('article')) ?? `${getSelection()}`")
    assert "pip install nothing" in selected and not re.search(r"^\$ |is printed", selected, re.MULTILINE)


def test_the_drawing_scrolls_in_its_box(site: Site, server: str, tab: Page):
    tab.goto(f"{server}{next(page.url for page in site.of_kind('talk') if page.html.select('.diagram'))}")
    code = tab.locator(".notes .diagram code").first
    expect(code).to_have_css("overflow-x", "auto")
    assert code.evaluate("code => code.scrollWidth > code.clientWidth")
    widths = code.evaluate(script("widths"))
    assert max(widths) - min(widths) < 0.1, "the signs of the drawing are not of one width: its columns break"


@pytest.mark.parametrize(("html", "expected"), data("code_blocks")["completed"])
def test_prompts_are_marked_and_what_scrolls_or_explains_is_a_tab_stop(html: str, expected: str):
    assert completed(html) == expected
