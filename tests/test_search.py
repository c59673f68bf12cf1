"""The search finds the right talk, says why, and opens it at its passage: typed on the keyboard, opened with Enter."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import hosts
import material
import pytest
import webdriver
from playwright.sync_api import Browser
from search_box import SearchBox
from search_report import Score, measure, ours, table
from site_build import Site

from hooks import front_matter, load
from hooks.check import pages

AT_ONCE, SOON, EACH_KIND = 0.97, 0.99, 0.90


@contextmanager
def opened(server: str, browser: Browser, index: dict | None = None) -> Iterator[SearchBox]:
    found = SearchBox(browser, server, index=index)
    yield found
    found.tab.close()


@pytest.fixture(scope="module")
def box(server: str, browser: Browser) -> Iterator[SearchBox]:
    """One search for all tests that only type and read."""
    with opened(server, browser) as box:
        yield box


@pytest.fixture
def own_box(server: str, browser: Browser) -> Iterator[SearchBox]:
    """A search that a test may change."""
    with opened(server, browser) as box:
        yield box


@pytest.fixture(scope="module")
def published(plain: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchBox]:
    """The search of the published site, which the judged queries are for."""
    with hosts.files(plain, tmp_path_factory.mktemp("published")) as base, opened(base, browser) as box:
        yield box


def faults(scores: dict[str, Score]) -> list[str]:
    """Return the scores of judged queries that fall below their floors."""
    found = [f"{kind}: right talk first for {score.success(1):.3f}" for kind, score in scores.items() if score.success(1) < EACH_KIND]
    if scores["all"].success(1) < AT_ONCE or scores["all"].success(3) < SOON:
        found.append("all: below the floors")
    if scores["all"].empty:
        found.append(f"{scores['all'].empty} queries without results")
    return found


@pytest.mark.parametrize("path", [*ours()], ids=lambda path: path.stem)
def test_judged_queries(path: Path, published: SearchBox):
    scores = measure(path, published)
    nonsense = scores.pop("nonsense", Score())
    assert len(nonsense.places) - nonsense.empty <= len(nonsense.places) / 30, nonsense.misses
    assert not scores or faults(scores) == [], table(path.stem, scores)


def test_floors_see():
    good = Score([1] * 99 + [2])
    assert faults({"title": good, "all": good}) == []
    assert faults({"title": Score([1] * 89 + [2] * 11), "all": good}) == ["title: right talk first for 0.890"]
    assert faults({"all": Score([1] * 96 + [2] * 4)}) == ["all: below the floors"]
    assert faults({"all": Score([1] * 98 + [0] * 2)}) == ["all: below the floors"]
    assert faults({"all": Score([1] * 100, empty=1)}) == ["1 queries without results"]


def words(site: Site) -> dict[str, set[str]]:
    """Return queries with their talks: a talk's title, a speaker, a name in code that only one talk has."""
    queries = defaultdict(set)
    texts = {page.url: page.html.select_one("article").get_text().casefold() for page in site.of_kind("talk")}
    for page in site.of_kind("talk"):
        queries[page.meta["title"]].add(page.url)
        for speaker in page.meta.get("speakers", []):
            queries[speaker if isinstance(speaker, str) else speaker["name"]].add(page.url)
        for code in page.html.select(".notes :is(li, p) > code"):
            name = code.get_text()
            if re.fullmatch(r"[^\W_]\w+", name) and [url for url in texts if name.casefold() in texts[url]] == [page.url]:
                queries[name].add(page.url)
    return queries


def test_the_talk_comes_first(site: Site, box: SearchBox):
    wrong = {query: found for query, urls in words(site).items() if not urls & {*(found := box.results(query))[:1]}}
    assert wrong == {}


def test_enter_opens_the_passage_and_back_the_results(site: Site, server: str, each_engine: webdriver.Tab):
    talk = max(site.of_kind("talk"), key=lambda page: len(page.html.select(".notes li")))
    line = next(item for item in reversed(talk.html.select(".notes li")) if not item.li and len(item.get_text().split()) > 2)
    query = " ".join(line.get_text().split()[:6])
    each_engine.set_viewport_size({"width": 1280, "height": 300})
    each_engine.goto(server)
    each_engine.keyboard.press("/")
    each_engine.keyboard.type(query)
    each_engine.wait_for_selector(".md-search-result__item mark")
    each_engine.keyboard.press("Enter")
    each_engine.wait_for_function("url => location.href.startsWith(url)", arg=f"{server}{talk.url}")
    each_engine.wait_for_function("text => document.activeElement?.textContent.trim() === text", arg=line.get_text().strip())
    seen = "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.activeElement.querySelector('mark').getBoundingClientRect())"
    each_engine.wait_for_function(f"() => {seen}")
    each_engine.go_back()
    each_engine.wait_for_selector(".md-search-result__item mark")
    assert each_engine.evaluate("() => document.querySelector('[name=query]').value") == query
    assert each_engine.errors() == []


def test_arrows_and_escape(server: str, browser: Browser):
    with opened(server, browser, crowd(3, 0)) as box:
        box.type("gather")
        focused = "document.activeElement.matches('.md-search-result__item:nth-child({}) a')"
        for key, place in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
            box.tab.keyboard.press(key)
            assert box.tab.evaluate(focused.format(place))
        box.tab.keyboard.press("Escape")
        assert not box.tab.locator("#__search").is_checked()


def test_a_shared_query_opens_with_its_results(site: Site, server: str, browser: Browser):
    talk = site.of_kind("talk")[0]
    tab = browser.new_page()
    tab.goto(server)
    tab.locator(".search-form input").fill(talk.meta["title"])
    tab.locator(".search-form button").click()
    tab.wait_for_selector(".md-search-result__item")
    assert talk.url in tab.locator(".md-search-result__link").first.get_attribute("href")
    tab.close()


# A talk with all facts, one with a title only, and a page with a heading.
PLANTED = {
    "docs": [
        {
            "location": "conf/day-2/herding/",
            "title": "Herding &lt;cats&gt;",
            "text": "<ul><li>Requests per minute fell.</li><li>Call <code>Herd.split_all(__whiskers)</code>.</li><li>All day they purr.</li></ul>",
            "facts": {
                "talk": True, "speakers": ["Zoë Ångström"], "topics": ["Felines"], "room": "Hall 7", "day": "Day 2", "number": 2,
                "starts": "2031-03-04T14:50:00+05:45", "ends": "2031-03-04T15:30:00+05:45", "summary": "Why nobody leads them.",
            },
        },
        {"location": "conf/day-1/bare/", "title": "Bare", "text": "", "facts": {"talk": True, "day": "Day 1", "number": 1}},
        {"location": "about/", "title": "About", "text": "<p>Of this site.</p>"},
        {"location": "about/#thanks", "title": "Thanks", "text": "<p>To everybody who brought cake.</p>"},
    ],
    "topics": {"Felines": "Animals that climb."},
    "also": {"Felines": ["lion", "house pet"]},
    "same": [["RPM", "Requests per minute"], ["purr", "hum"]],
}  # fmt: skip
TIME = "Time: Day 2, Tuesday, 4 March 2031, 14:50–15:30"


@pytest.fixture(scope="module")
def planted(server: str, browser: Browser) -> Iterator[SearchBox]:
    with opened(server, browser, PLANTED) as box:
        yield box


@pytest.mark.parametrize(
    ("query", "said", "marked"),
    [
        ("cats", "Zoë Ångström · Day 2", "cats"),
        ("angstrom", "Speaker: Zoë Ångström", "Ångström"),
        ("hall 7", "Room: Hall 7", "Hall"),
        *((when, TIME, "Tuesday, 4 March 2031, 14:50–15:30") for when in ("tuesday", "tue", "4 March", "march 4th", "2031-03-04", "4.3.2031")),
        *((when, TIME, "Tuesday, 4 March 2031, 14:50–15:30") for when in ("14:50", "2:50 pm", "3pm", "tuesday afternoon", "day 2", "second day")),
        ("felines", "Topic: Felines", "Felines"),
        ("house pet", "Topic: Felines", ""),
        ("hum", "Means the same as “hum”", "purr"),
        ("rpm", "Means the same as “rpm”", "Requests"),
        ("__whiskers", "All", "__whiskers"),
        ("Herd.split_all", "Call Herd.split_all", "Herd.split_all"),
        ("whisker", "Call Herd.split_all", "__whiskers"),
        ("herdign", "Found for herding", "Herding"),
        ("leads", "Why nobody leads them.", "leads"),
    ],
)  # fmt: skip
def test_a_result_shows_what_it_was_found_by(query: str, said: str, marked: str, planted: SearchBox):
    planted.type(query)
    first = planted.tab.locator(".md-search-result__item").first
    assert "Herding <cats>" in first.inner_text() and (said in first.inner_text() or query == "__whiskers")
    assert [*first.locator("mark").all_inner_texts(), ""][0] == marked


@pytest.mark.parametrize(
    ("query", "end"), [("cake", "about/?h=cake#thanks:~:text=cake"), ("bare", "conf/day-1/bare/?h=Bare"), ("climb", "herding/")]
)
def test_a_result_leads_to_its_passage(query: str, end: str, planted: SearchBox):
    planted.type(query)
    assert planted.tab.locator(".md-search-result__link").first.get_attribute("href").endswith(end)


@pytest.mark.parametrize("query", ["cats quxx", "quxx cats", "quxx", "carrots", "cake quxx", "3 am", "friday"])
def test_what_one_word_of_two_says_is_not_enough(query: str, planted: SearchBox):
    assert planted.results(query) == []


def test_a_list_stays_while_a_word_is_on_its_way(planted: SearchBox):
    firsts = planted.while_typing("cats quxx herding")
    assert "" not in firsts[firsts.index("conf/day-2/herding/") :]
    planted.while_typing("cats quxx")
    planted.tab.wait_for_selector(".md-search-result__item", state="detached")  # the reader has paused
    assert planted.tab.locator(".md-search [role=status]").inner_text() == "Nothing found"


def crowd(talks: int, pages: int) -> dict:
    """Return an index of so many talks and pages, all with the same word, and titles and lines of usual length."""
    line = "Gather twelve words about one thing that a speaker said, and then a few more of them until two lines are full on a phone."
    docs = [{"location": f"c/day-1/t{number}/", "title": f"Talk {number} with a title that takes two lines of a phone", "text": f"<p>{line}</p>",
             "facts": {"talk": True, "day": "Day 1", "number": 1, "speakers": ["Somebody Else"]}} for number in range(talks)]  # fmt: skip
    return {"docs": docs + [{"location": f"p{number}/", "title": f"Page {number}", "text": f"<p>{line}</p>"} for number in range(pages)]}


@pytest.mark.parametrize(
    ("talks", "pages", "count"),
    [(1, 0, "1 talk"), (7, 0, "7 talks"), (2, 1, "2 talks and 1 page"), (0, 2, "2 pages"), (40, 11, "More than 50 talks and pages")],
)
def test_talks_and_pages_are_counted(talks: int, pages: int, count: str, server: str, browser: Browser):
    with opened(server, browser, crowd(talks, pages)) as box:
        box.type("gather")
        assert box.tab.locator(".md-search [role=status]").inner_text() == count


def test_five_results_fit_a_phone(server: str, browser: Browser):
    with opened(server, browser, crowd(8, 0)) as box:
        box.tab.set_viewport_size({"width": 390, "height": 844})
        box.type("gather")
        ends = box.tab.locator(".md-search-result__item").evaluate_all("items => items.map(item => item.getBoundingClientRect().bottom)")
        assert sum(end <= 844 for end in ends) >= 5


PREFIXES = """words => {
  const index = new Search(pagesOf(searched), searched.same)
  const find = query => new Set(index.find(query).results.map(({ page }) => page))
  const lost = []
  for (const word of words) {
    const whole = find(word)
    for (let length = word.length - 1; length > 2; length--)
      if (!whole.isSubsetOf(find(word.slice(0, length)))) lost.push(`${word.slice(0, length)} of ${word}`)
  }
  return lost
}"""


@pytest.mark.parametrize("own", [True, False])
def test_the_beginning_of_a_word_finds_what_the_word_finds(own: bool, plain: Site, site: Site, browser: Browser):
    searched = plain if own else site
    texts = " ".join(notes.get_text() for page in searched.of_kind("talk") for notes in page.html.select(".notes"))
    words = sorted({word for word in re.findall(r"\w+", texts.lower()) if len(word) > 3})
    tab = browser.new_page()
    for name in ("stemmer", "words", "when", "index", "rank", "passages"):
        tab.add_script_tag(path=searched.path / f"assets/search/{name}.js")
    tab.add_script_tag(content=f"const searched = {(searched.path / 'search/search_index.json').read_text(encoding='utf-8')}")
    assert (own or words) and tab.evaluate(PREFIXES, words) == []
    tab.close()


def test_a_correction_is_shown(site: Site, box: SearchBox):
    notes = " ".join(page.html.select_one(".notes").get_text() for page in site.of_kind("talk"))
    long = re.findall(r"\b[a-z]{8,}\b", notes)
    word = next(word for word in long if word[3] != word[4])
    box.type(word[:3] + word[4] + word[3] + word[5:])
    assert f"Found for {word}" in box.tab.locator(".md-search-result__item").first.inner_text()
    box.type(word)
    assert "Found for" not in box.tab.locator(".md-search-result__item").first.inner_text()


def test_an_empty_result_helps(own_box: SearchBox):
    help_ = own_box.tab.locator(".search-help")
    own_box.type("qwertzuiop")
    assert help_.is_visible() and help_.get_by_role("link", name="Topics").count() and help_.get_by_role("link", name="Day 1").count()
    own_box.tab.keyboard.press("ArrowDown")
    assert own_box.tab.evaluate("document.activeElement.matches('.search-help a')")
    own_box.tab.keyboard.press("ArrowUp")
    own_box.type("django")
    assert not help_.is_visible()
    assert own_box.tab.locator(".md-search [role=status]").inner_text() == "1 talk"


# The parts of the theme's script that docs/assets/search/ relies on: where it looks for the search, and its messages.
RELIED_ON = ['namedItem("search")', "new Worker(", "type:2", "type===1", "type===3", "md-search-result__item", '"keyup"']


def test_the_theme_is_the_one_that_the_search_was_made_for():
    """After an upgrade of the theme: read its search again, run this file, then write the new version here."""
    assert version("mkdocs-material") == "9.8.2"
    script = next(Path(material.__file__).parent.glob("templates/assets/javascripts/bundle.*.min.js")).read_text(encoding="utf-8")
    assert [text for text in RELIED_ON if text not in script] == []


@pytest.mark.parametrize("query", ["!!!", "日本語", "x" * 300, "__proto__", '"', "<img src=x onerror=alert(1)>", "a" + " qwz" * 200])
def test_odd_queries_are_answered(query: str, box: SearchBox):
    failed: list[str] = []
    box.tab.on("pageerror", note := lambda error: failed.append(str(error)))
    box.type(query)
    box.type("django")
    box.tab.remove_listener("pageerror", note)
    assert box.tab.locator(".md-search-result__item").count() and failed == []


def test_words_come_without_keys_too(site: Site, own_box: SearchBox):
    """From the clipboard, by voice, from a character picker."""
    own_box.tab.keyboard.insert_text(site.of_kind("talk")[0].meta["title"])
    own_box.tab.wait_for_selector(".md-search-result__item")


def test_a_failed_index_is_asked_for_again(server: str, browser: Browser):
    tab = browser.new_page()
    tab.route("**/search_index.json", lambda route: route.abort(), times=1)
    tab.goto(server)
    tab.keyboard.press("/")
    tab.keyboard.type("django")
    tab.wait_for_selector(".md-search-result__item")
    tab.close()


def test_nothing_is_loaded_before_the_reader_turns_to_the_search(site: Site, server: str, browser: Browser):
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.removeprefix(server)))
    tab.goto(server, wait_until="networkidle")
    assert [url for url in asked if "search" in url] == []
    tab.keyboard.press("/")
    tab.keyboard.type("django")
    tab.wait_for_selector(".md-search-result__item")
    assert {"assets/search/worker.js", "assets/search/rank.js", "search/search_index.json"} <= set(asked)
    tab.close()


@pytest.mark.parametrize(
    ("words", "good"),
    [
        (["undo, revert", "a,b"], True),
        ({"Async": "thread, queue"}, True),
        ({"Async": "thread"}, True),
        ([["undo"]], False),
        ({"Async": ["thread"]}, False),
        ("undo", False),
        (["undo"], False),
        (["undo, , revert"], False),
        (["undo,"], False),
    ],
)
def test_words_that_mean_the_same_are_checked(words: object, good: bool):
    assert (front_matter.also(words) is None) is good


@pytest.mark.parametrize(
    ("path", "also", "problem"),
    [
        ("topics.md", "{Async: 'thread'}", ""),
        ("glossary.md", "['undo, revert']", ""),
        ("topics.md", "{Sync: 'thread'}", "names Sync"),
        ("topics.md", "['undo, revert']", "form of another page"),
        ("glossary.md", "{Async: 'thread'}", "form of another page"),
        ("about.md", "['undo, revert']", "key of topics.md"),
    ],
)
def test_words_that_mean_the_same_are_where_they_belong(path: str, also: str, problem: str):
    site = load.read(
        {"topics.md": "---\ntitle: T\ntopics: {Async: Of loops.}\n---\n"}
        | {path: f"---\ntitle: T\ntopics: {{Async: Of loops.}}\nalso: {also}\n---\n"}
    )
    found = [text for _, _, text in pages.faults(site)]
    assert problem in found[0] if problem else found == []
