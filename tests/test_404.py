"""The 404 page helps at any depth: its search has the words of the address, and an old post's address shows the days."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from site_build import data
from states import wide

DATA = data("404")


@pytest.fixture(scope="module")
def failed(server: str, one_tab: Page) -> Iterator[list[str]]:
    """What goes wrong in the tab: errors, missing files, and requests to elsewhere."""
    found: list[str] = []
    listeners = {
        "request": lambda request: found.extend([request.url] * (not request.url.startswith(server))),
        "response": lambda answer: found.extend([answer.url] * (answer.status >= 400 and not answer.request.is_navigation_request())),
        "pageerror": lambda error: found.append(str(error)),
    }
    for event, listener in listeners.items():
        one_tab.on(event, listener)
    yield found
    for event, listener in listeners.items():
        one_tab.remove_listener(event, listener)


@wide
@pytest.mark.parametrize(("path", "words", "old_post"), DATA["addresses"])
def test_what_the_address_says(path: str, words: str, old_post: bool, server: str, tab: Page, failed: list[str]):
    failed.clear()
    assert tab.goto(f"{server}{path}", wait_until="load").status == 404
    assert tab.locator("#search-form").input_value() == words
    assert tab.locator("#old-post").is_visible() == old_post
    assert failed == []


@wide
def test_its_search_and_its_links(server: str, tab: Page):
    tab.goto(f"{server}no/such/place/at/all/")
    tab.locator("article button").click()
    tab.wait_for_url(f"{server}?q=no+such+place+at+all")
    assert tab.locator("[name=query]").input_value() == "no such place at all"
    tab.go_back()
    assert {"Topics", "Speakers"} <= {*tab.locator("article li a").all_inner_texts()}
    tab.get_by_role("article").get_by_role("link", name="Day 1").first.click()
    assert tab.locator("h1").inner_text() == "Day 1"
