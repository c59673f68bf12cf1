"""Every page can be reached and says what it is, and none asks a third party for anything."""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from site_build import Page, Site


def reachable(site: Site) -> set[str]:
    """Return the URLs that links lead to from home, any number of steps away."""
    pages = {page.url: page for page in site.pages}
    found, waiting = {""}, [""]
    while waiting:
        url = waiting.pop()
        for link in pages[url].html.select("a[href]"):
            target = urlsplit(urljoin(f"http://site/{url}", link["href"]))
            path = target.path.removeprefix("/")
            if target.netloc == "site" and path in pages and path not in found:
                found.add(path)
                waiting.append(path)
    return found


def test_every_page_is_reachable_from_home(site: Site):
    assert reachable(site) == {page.url for page in site.pages}


def faults(page: BeautifulSoup) -> list[str]:
    """Return what a page lacks: one h1, a title, a description."""
    found = []
    if len(page.select("h1")) != 1:
        found.append(f"{len(page.select('h1'))} h1")
    if not page.title or not page.title.get_text(strip=True):
        found.append("no title")
    description = page.select_one("meta[name=description]")
    if not description or not description["content"].strip():
        found.append("no description")
    return found


def test_every_page_says_what_it_is(site: Site):
    assert {page.url: faults(page.html) for page in site.pages if faults(page.html)} == {}


@pytest.mark.parametrize("what", ["title", "meta[name=description]"])
def test_each_has_its_own(what: str, site: Site):
    texts = Counter(str(page.html.select_one(what)) for page in site.pages)
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<title>T</title><meta name=description content=D><h1>A</h1><h1>B</h1>", "2 h1"),
        ("<title>T</title><meta name=description content=D>", "0 h1"),
        ("<title> </title><meta name=description content=D><h1>A</h1>", "no title"),
        ("<title>T</title><h1>A</h1>", "no description"),
        ("<title>T</title><meta name=description content=''><h1>A</h1>", "no description"),
    ],
)
def test_check_sees(html: str, fault: str):
    assert faults(BeautifulSoup(html, "html.parser")) == [fault]


@pytest.mark.parametrize("key", ["speakers", "room", "video", "slides", "page", "tags"])
def test_talks_show_their_facts(key: str, site: Site):
    for page in site.of_kind("talk"):
        html = page.html.select_one("article")
        wanted = page.meta.get(key)
        match key:
            case "speakers":
                assert [name.get_text().split() for name in html.select(".facts strong")] == [names(page).split()] * bool(wanted)
            case "room":
                assert (wanted in html.select_one(".facts").get_text()) if wanted else ("map-marker" not in str(html))
            case "tags":
                assert {tag.get_text() for tag in html.select(".md-tag")} == set(wanted)
            case _:
                label = {"video": "Video", "slides": "Slides", "page": "Official page"}[key]
                found = [link["href"] for link in html.select(".links a") if link.get_text(strip=True) == label]
                assert found == ([wanted] if wanted else [])


def names(page: Page) -> str:
    listed = [speaker["name"] for speaker in page.meta["speakers"]]
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


def test_talks_show_when_they_were(site: Site):
    for page in site.of_kind("talk"):
        starts, ends = page.meta["starts"], page.meta["ends"]
        facts = " ".join(page.html.select_one(".facts").get_text().split())
        assert f"{starts:%A}, {starts.day} {starts:%B %Y}" in facts
        assert f"{starts:%H:%M}–{ends:%H:%M}" in facts


def test_listings_name_every_talk(site: Site):
    for page in site.of_kind("talk"):
        conference, day, _ = page.url.split("/")[:3]
        for url in ("", f"{conference}/", f"{conference}/{day}/", *(["speakers/"] if page.meta["speakers"] else [])):
            listing = next(listing for listing in site.pages if listing.url == url)
            times = len(page.meta["speakers"]) if url == "speakers/" else 1
            links = [link for link in listing.html.select("article a") if link.get_text() == page.meta["title"]]
            assert [urljoin(f"/{url}", link["href"]) for link in links] == [f"/{page.url}"] * times, f"{page.url} in {url}"


@pytest.mark.parametrize("kind", ["talk", "day"])
def test_previous_and_next_are_of_the_kind(kind: str, site: Site):
    row = site.of_kind(kind)
    for page, previous, following in zip(row, [None, *row[:-1]], [*row[1:], None], strict=True):
        for end, neighbour in (("prev", previous), ("next", following)):
            found = [urljoin(f"/{page.url}", link["href"]) for link in page.html.select(f".md-footer__link--{end}")]
            same = neighbour and neighbour.url.partition("/")[0] == page.url.partition("/")[0]
            assert found == ([f"/{neighbour.url}"] if same else []), page.url


def test_the_way_up(site: Site):
    for page in site.of_kind("talk"):
        conference, day, _ = page.url.split("/")[:3]
        up = [urljoin(f"/{page.url}", link["href"]) for link in page.html.select(".md-path a")]
        assert up == ["/", f"/{conference}/", f"/{conference}/{day}/"]


def test_contents_name_the_parts(site: Site):
    for page in [*site.of_kind("conference"), *site.of_kind("day")]:
        links = [link["href"] for link in page.html.select(".md-sidebar--secondary .md-nav__link[href]")]
        assert links == [f"#{heading['id']}" for heading in page.html.select("article h2")], page.url


def test_edit_links_lead_to_the_source(site: Site, tmp_path):
    address = "https://example.org/notes/edit/main/docs/"
    editable = Site(tmp_path, site.repository, EDIT_URI=address)
    for page, without in zip(editable.pages, site.pages, strict=True):
        source = page.source.relative_to(editable.repository / "docs").as_posix()
        taken_in = re.search(r'^--8<-- "(.+)"$', page.source.read_text(encoding="utf-8"), re.MULTILINE)
        edited = address.replace("docs/", taken_in[1]) if taken_in else f"{address}{source}"
        assert [link["href"] for link in page.html.select("a[rel~=edit]")] == ([edited] if page.url else [])
        assert without.html.select("a[rel~=edit]") == []
        assert page.html.select("[data-md-component=source]") == [], "the theme's script would ask the forge for its stars"


def test_days_are_out_of_the_search_and_talks_in_it(site: Site):
    index = (site.path / "search" / "search_index.json").read_text(encoding="utf-8")
    for page in site.of_kind("talk"):
        assert f'"{page.url}"' in index
    for page in site.of_kind("day"):
        assert f'"{page.url}"' not in index


def test_no_third_party_is_asked(site: Site, server: str, browser: Browser):
    for path in [*(page.url for page in site.one_of_each_kind), "no/such/page/"]:
        asked = requests(browser, server, path, search=path == "")
        assert {urlsplit(url).netloc for url in asked} == {urlsplit(server).netloc}, path


def requests(browser: Browser, server: str, path: str, search: bool) -> list[str]:
    """Return the addresses that a page asks for, and its search where that is opened and used too."""
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
    tab = context.new_page()
    tab.goto(f"{server}{path}")
    tab.wait_for_timeout(300)  # what the theme's script asks for once the page is there
    if search:
        tab.keyboard.press("/")
        tab.keyboard.type("query")
        tab.wait_for_selector(".md-search-result__item")
    context.close()
    return asked


def test_check_sees_a_third_party(site: Site, server: str, browser: Browser):
    page = site.path / "planted.html"
    page.write_text((site.path / "404.html").read_text(encoding="utf-8") + '<img src="http://127.0.0.2:9/pixel.png">')
    assert any("127.0.0.2" in url for url in requests(browser, server, "planted.html", search=False))
    page.unlink()
