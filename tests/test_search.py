"""The search finds the right talk: typed with the keyboard, opened with Enter."""

import pytest
from playwright.sync_api import Browser, Page
from site_build import Site


RESULTS = "[...document.querySelectorAll('.md-search-result__link')].map(link => link.href).join()"


def search(tab: Page, query: str) -> None:
    """Open the search with its key, type over what it holds, and wait until the results stand still."""
    if not tab.locator("#__search").is_checked():
        tab.keyboard.press("/")
    tab.keyboard.press("Control+a")
    tab.keyboard.type(query)
    before, now = None, ""
    while now != before or not now:
        tab.wait_for_timeout(150)
        before, now = now, tab.evaluate(RESULTS)


@pytest.fixture
def tab(server: str, browser: Browser):
    page = browser.new_page()
    page.goto(server)
    yield page
    page.close()


def words(site: Site) -> dict[str, str]:
    """Return what to type for each talk, query to URL: its title, and each speaker."""
    queries = {}
    for page in site.of_kind("talk"):
        queries[page.meta["title"]] = page.url
        for speaker in page.meta["speakers"]:
            queries[speaker["name"].replace('"', "")] = page.url
    return queries


def test_titles_and_speakers_come_first(site: Site, server: str, tab: Page):
    wrong = {}
    for query, url in words(site).items():
        search(tab, query)
        first = tab.locator(".md-search-result__link").first.get_attribute("href").partition("?")[0]
        if first != f"{server}{url}":
            wrong[query] = first
    assert wrong == {}


def test_enter_opens_the_first_result(site: Site, server: str, tab: Page):
    talk = site.of_kind("talk")[0]
    search(tab, talk.meta["title"])
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda url: url.startswith(f"{server}{talk.url}"))
    assert tab.locator("h1").inner_text() == talk.meta["title"]


def test_a_shared_query_opens_with_its_results(site: Site, server: str, tab: Page):
    tab.locator(".hero__search input").fill(site.of_kind("talk")[0].meta["title"])
    tab.locator(".hero__search button").click()
    tab.wait_for_selector(".md-search-result__item")
    assert site.of_kind("talk")[0].url in tab.locator(".md-search-result__link").first.get_attribute("href")
