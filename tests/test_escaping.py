"""Every output shows text as its author wrote it: HTML, Markdown, feed, JSON, search and the offline copy."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from playwright.sync_api import Browser
from processes import write
from site_build import Site, data, edit, excerpt

from tools.offline import files

DATA = data("escaping")
# Each value begins with its own name in these quotes, so that a test finds the places where it must be complete.
NAME = re.compile("«(.*?)»")


def value(name: str) -> str:
    return f"«{name}» {DATA['marks']} {DATA['code']}."


def filled(text: str) -> str:
    """Return YAML with a value in place of each name in quotes."""
    return NAME.sub(lambda name: json.dumps(value(name[1]), ensure_ascii=False), text)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    copied = excerpt(tmp_path_factory.mktemp("copy"))
    for path, front in DATA["pages"].items():
        notes = f"- Notes.\n\n```text\n{value('corrected')}\n```\n"  # a correction's text stands in its notes
        write(copied / "docs", {path: f"---\n{filled(front)}---\n\n{notes}"})
    for path, old, new in DATA["changed"]:
        edit(copied / path, old, filled(new).replace("\\", "\\\\"))
    return Site(tmp_path_factory.mktemp("hostile"), copied)


def in_html(html: str) -> Iterator[str]:
    """Yield the text, the attributes and the data of HTML; fail on an element that came from a value."""
    soup = BeautifulSoup(html, "html.parser")
    assert soup.select("dialog, [onerror], i") == []
    yield soup.get_text()
    yield from (text for part in soup.select("template") for text in part.find_all(string=True))  # which get_text leaves out
    for element in soup.find_all(True):
        yield from map(str, element.attrs.values())
    for script in soup.select("script[type*=json]"):
        yield from in_json(json.loads(script.string))


def in_json(found: dict | list, html: Sequence[str] = ()) -> Iterator[str]:
    """Yield the keys and texts of data; `html` names the keys whose values are HTML."""
    for key, value in found.items() if isinstance(found, dict) else enumerate(found):
        if isinstance(value, (dict, list)):
            yield from (str(key), *in_json(value, html))
        else:
            yield from (str(key), *(in_html(value) if key in html else [str(value)]))


def in_feed(feed: str) -> Iterator[str]:
    """Yield the texts and attributes of a feed; its content elements hold HTML (RFC 4287, 3.1.1.2)."""
    for element in ElementTree.fromstring(feed).iter():
        yield from element.attrib.values()
        yield from in_html(element.text or "") if element.get("type") == "html" else [element.text or ""]


READERS = {
    "html": in_html,
    "markdown": lambda text: in_html(MarkdownIt("commonmark").render(text)),
    "feed": in_feed,
    "json": lambda text: in_json(json.loads(text)),
    "index": lambda text: in_json(json.loads(text), html=("title", "text")),
}


def names(texts: Iterable[str]) -> set[str]:
    """Return the names of the values in the texts; each value must be complete wherever its name occurs."""
    shown = re.findall(r"«[^«]+", "".join(texts))
    assert [text for text in shown if not text.startswith(value(NAME.match(text)[1]))] == []
    return {NAME.match(text)[1] for text in shown}


@pytest.mark.parametrize("path", DATA["outputs"])
def test_each_value_is_whole(path: str, hostile: Site):
    form, expected = DATA["outputs"][path]
    file = hostile.path / path / "index.html" if not path or path.endswith("/") else hostile.path / path
    assert {*expected} <= names(READERS[form](file.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def offline(hostile: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("offline"), files(hostile.path))


def test_no_page_is_broken(hostile: Site, offline: Path):
    for page in [*hostile.path.rglob("*.html"), *offline.rglob("*.html")]:
        assert "site" in names(in_html(page.read_text(encoding="utf-8"))), page


def test_the_search_of_the_offline_copy_shows_text(offline: Path, browser: Browser):
    with browser.new_page(viewport={"width": 1280, "height": 800}) as tab:
        tab.goto((offline / "hostile/day-1/talk/index.html").as_uri())
        tab.locator("[data-md-component=search-query]").click()
        tab.keyboard.type("onerror")
        tab.locator(".md-search-result__item").first.wait_for()
        assert value("talk") in tab.locator(".md-search-result__item h1").first.inner_text()
        assert tab.locator("[onerror], dialog").count() == 0 and tab.evaluate("window.planted") is None


@pytest.mark.parametrize("html", [f"<p>{escape(escape(value('a')))}", "<p>«a» The  element", f"<p>{escape(value('a'))}<img onerror=a()>"])
def test_a_value_that_is_not_whole_is_seen(html: str):
    with pytest.raises(AssertionError):
        names(in_html(html))
