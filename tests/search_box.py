"""Type into the real search box, and read its results."""

from playwright.sync_api import Browser, Page
from site_build import script

COUNT = script("count_queries")
TYPE = script("type_query")


class SearchBox:
    """The search of the page at `address`, opened with its key.

    `keys` is how many letters of a query are typed by key; those before them are put in at
    once. The answer is the same, since the last key asks for the whole, and is there sooner. `index` takes the place of
    the site's.
    """

    def __init__(self, browser: Browser, address: str, keys: int = 1, index: dict | None = None):
        self.address = address
        self.keys = keys
        self.tab: Page = browser.new_page()
        self.tab.add_init_script(COUNT)
        if index:
            self.tab.context.route("**/search_index.json", lambda route: route.fulfill(json=index))
        self.tab.goto(address)
        self.tab.keyboard.press("/")
        # The theme sends nothing before the worker is ready.
        self.tab.wait_for_function("() => window.answered !== undefined")

    def type(self, query: str) -> None:
        self.tab.keyboard.press("Control+a")
        self.tab.keyboard.insert_text(query[: -self.keys])
        self.tab.keyboard.type(query[-self.keys :])
        self.wait(query)
        self.tab.wait_for_function("() => performance.now() >= window.settled")

    def wait(self, query: str) -> None:
        """Wait for the answer to the typed query."""
        self.tab.wait_for_function("query => document.querySelector('[name=query]').value === query && window.unanswered === 0", arg=query)

    def found(self) -> list[str]:
        """Return the addresses in the list, below the site's base, best first."""
        links = self.tab.locator(".md-search-result__item > a:first-child").evaluate_all("links => links.map(link => link.href)")
        return [self.below(link) for link in links]

    def below(self, link: str) -> str:
        return link.removeprefix(self.address).partition("?")[0].partition("#")[0]

    def results(self, query: str) -> list[str]:
        """Return the results of a query, best first, as addresses below the site's base."""
        self.type(query)
        return self.found()

    def while_typing(self, query: str) -> list[str]:
        """Type a query letter by letter; return the first result at each letter, "" for none."""
        firsts = None
        while firsts is None:
            self.tab.keyboard.press("Control+a")
            self.tab.keyboard.press("Delete")
            firsts = self.tab.evaluate(TYPE, query)
        return [self.below(first) for first in firsts]


def crowd(talks: int, pages: int) -> dict:
    """Return an index of so many talks and pages, all with the same word, and titles and lines of usual length."""
    line = "<p>Gather twelve words about one thing that a speaker said, and then more of them until two lines are full on a phone.</p>"
    title = "Page {} with a title that takes two lines of a phone"
    kinds = [{"talk": True, "day": "Day 1", "number": 1, "speakers": ["A Person"]}] * talks + [{}] * pages
    return {"docs": [{"location": f"p{i}/", "title": title.format(i), "text": line, "facts": facts} for i, facts in enumerate(kinds)]}
