"""The search finds the right talk: typed with the keyboard, opened with Enter."""

import pytest
from playwright.sync_api import Browser, Page
from site_build import Site


def search(tab: Page, query: str) -> None:
    """Open the search with its key, type, and wait for the results of the whole query."""
    tab.keyboard.press("/")
    tab.keyboard.type(query)
    tab.wait_for_function("() => /\\d|No/.test(document.querySelector('.md-search-result__meta').textContent)")
    tab.wait_for_timeout(400)


@pytest.fixture
def tab(server: str, browser: Browser):
    page = browser.new_page()
    page.goto(server, wait_until="networkidle")
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
        tab.goto(server, wait_until="networkidle")
        search(tab, query)
        first = tab.locator(".md-search-result__link").first.get_attribute("href").partition("?")[0]
        if first != f"{server}{url}" and not first.endswith(url):
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
