"""Type into the real search box, and read its results."""

from playwright.sync_api import Browser, Page
from site_build import script

COUNT, TYPE = script("count_queries"), script("type_query")
LINKS = "links => links.map(link => link.href)"


class SearchBox:
    """The search of the page at `address`, opened with its key; `index` takes the place of the site's."""

    def __init__(self, browser: Browser, address: str, index: dict | None = None):
        self.address = address
        self.tab: Page = browser.new_page()
        self.tab.add_init_script(COUNT)
        if index:
            self.tab.context.route("**/search_index.json", lambda route: route.fulfill(json=index))
        self.tab.goto(address)
        self.tab.keyboard.press("/")
        # The theme sends nothing before the worker is ready.
        self.tab.wait_for_function("() => window.answered !== undefined")

    def type(self, query: str) -> None:
        """Put in a query and type its last letter, which asks for the whole; wait for the answer."""
        self.tab.keyboard.press("Control+a")
        self.tab.keyboard.insert_text(query[:-1])
        self.tab.keyboard.type(query[-1])
        self.wait(query)
        self.tab.wait_for_function("() => performance.now() >= window.settled")

    def wait(self, query: str) -> None:
        """Wait for the answer to the typed query."""
        self.tab.wait_for_function("query => document.querySelector('[name=query]').value === query && window.unanswered === 0", arg=query)

    def found(self) -> list[str]:
        """Return the addresses in the list, below the site's base, best first."""
        return [self.below(link) for link in self.tab.locator(".md-search-result__item > a:first-child").evaluate_all(LINKS)]

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
