"""The search finds the right talk: typed with the keyboard, opened with Enter."""

import re

import pytest
from playwright.sync_api import Browser, Page
from site_build import Site


RESULTS = "[...document.querySelectorAll('.md-search-result__link')].map(link => link.href).join()"


def search(tab: Page, query: str) -> None:
    """Open the search with its key, type over what it holds, and wait until the results stand still."""
    if not tab.locator("#__search").is_checked():
        tab.keyboard.press("/")
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    tab.wait_for_function(f"() => !{RESULTS}")
    tab.keyboard.type(query)
    before, now = None, tab.evaluate(RESULTS)
    for _ in range(40):
        before, now = now, tab.wait_for_timeout(80) or tab.evaluate(RESULTS)
        if now and now == before:
            return
    pytest.fail(f"no results that stand still for: {query}")


@pytest.fixture
def tab(server: str, browser: Browser):
    page = browser.new_page()
    page.goto(server)
    yield page
    page.close()


def words(site: Site) -> dict[str, str]:
    """Return what to type for each talk, query to URL: its title, each speaker, each name in its code that it alone holds."""
    queries = {}
    texts = {page.url: page.html.select_one("article").get_text().casefold() for page in site.of_kind("talk")}
    for page in site.of_kind("talk"):
        queries[page.meta["title"]] = page.url
        for speaker in page.meta["speakers"]:
            queries[speaker["name"].replace('"', "")] = page.url
        for code in page.html.select(".notes :is(li, p) > code"):
            name = code.get_text()
            if re.fullmatch(r"\w+", name) and [url for url in texts if name.casefold() in texts[url]] == [page.url]:
                queries[name] = page.url
    return queries


def test_the_talk_comes_first(site: Site, server: str, tab: Page):
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
    tab.locator(".search-form input").fill(site.of_kind("talk")[0].meta["title"])
    tab.locator(".search-form button").click()
    tab.wait_for_selector(".md-search-result__item")
    assert site.of_kind("talk")[0].url in tab.locator(".md-search-result__link").first.get_attribute("href")
