"""Every output shows text as its author wrote it: HTML, Markdown, feed, JSON, search and the offline copy."""

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from playwright.sync_api import Browser
from site_build import Site, data, edit, invented

from hooks.render.templates import as_markdown
from tools.offline import files

DATA = data("escaping")
MARKS = "{{ 6 * 7 }} {% raw %} & 'q' &lt;i> &amp;amp; *a* _b_ `c` [d](e) \\ %s $1 \\g<0>"
CODE = '"><img src=x onerror=planted=1><dialog open> </script> </title> --> ]]>'
# Each value begins with its own name in these quotes, so that a test finds the places where it must be complete.
NAME = re.compile("«(.*?)»")


FIELDS = ["site", "conference", "place", "day", "talk", "speaker", "room", "topic", "short", "long", "original", "corrected", "why", "page"]
FIELDS += [f"about {name}" for name in ("home", "conference", "day", "talk", "topic", "page")]
VALUES = {name: f"«{name}» {MARKS} {CODE}." for name in FIELDS}
ADDRESS = "https://example.org/?a='b'&copy=1&amp;lt;#c"
TALK = {"speakers": [{"name": VALUES["speaker"], "page": ADDRESS}], "room": VALUES["room"], "tags": [VALUES["topic"]]}
TALK |= {"page": ADDRESS, "video": ADDRESS, "slides": ADDRESS, "starts": "2041-01-01T09:00:00+01:00", "ends": "2041-01-01T10:00:00+01:00"}
CORRECTION = {"talk": "day-1/talk"} | {key: VALUES[key] for key in ("original", "corrected", "why")}
PAGES = {
    "hostile/index.md": ("conference", {"place": VALUES["place"], "corrections": [CORRECTION]}),
    "hostile/day-1/index.md": ("day", {}),
    "hostile/day-1/talk.md": ("talk", TALK),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    copied = invented(tmp_path_factory.mktemp("copy"))
    for path, (name, more) in PAGES.items():
        front = yaml.safe_dump({"title": VALUES[name], "description": VALUES[f"about {name}"]} | more, allow_unicode=True, width=9999)
        front = re.sub(r"^(starts|ends): '(.*)'$", r"\1: \2", front, flags=re.MULTILINE)
        (copied / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        notes = f"- Notes.\n\n```text\n{VALUES['corrected']}\n```\n"  # a correction's text stands in its notes
        (copied / "docs" / path).write_text(f"---\n{front}---\n\n{notes}", encoding="utf-8")
    for path, key, value in (
        ("mkdocs.yml", "site_name", VALUES["site"]),
        ("docs/index.md", "description", VALUES["about home"]),
        ("docs/about.md", "title", VALUES["page"]),
        ("docs/about.md", "description", VALUES["about page"]),
    ):
        edit(copied / path, rf"^{key}: .*", f"{key}: {json.dumps(value)}".replace("\\", "\\\\"))
    for path, key, entry in (("topics", "topics", "topic"), ("glossary", "abbreviations", "short")):
        value = VALUES["about topic" if entry == "topic" else "long"]
        line = f"  {json.dumps(VALUES[entry])}: {json.dumps(value)}\n".replace("\\", "\\\\")
        edit(copied / f"docs/{path}.md", rf"^{key}:\n", rf"\g<0>{line}")
    return Site(tmp_path_factory.mktemp("hostile"), copied)


def in_html(html: str) -> Iterator[str]:
    """Yield the texts and attributes of HTML; fail on an element that came from a value."""
    soup = BeautifulSoup(html, "html.parser")
    assert soup.select("dialog, [onerror], i") == []
    for element in (soup, *soup.find_all(True)):
        yield from (str(value) for value in element.attrs.values())
        if element.name == "script" and "json" in element.get("type", ""):
            yield from in_json(json.loads(element.string))
        elif element.name != "script":
            yield "".join(child for child in element.children if isinstance(child, str))


def in_json(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, dict)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from in_json(value)


def in_markdown(markdown: str) -> Iterator[str]:
    return in_html(MarkdownIt("commonmark").render(markdown))


def in_feed(feed: str) -> Iterator[str]:
    """Yield the texts and attributes of a feed; its content elements hold HTML (RFC 4287, 3.1.1.2)."""
    for element in ElementTree.fromstring(feed).iter():
        yield from element.attrib.values()
        yield from in_html(element.text or "") if element.get("type") == "html" else [element.text or ""]


def in_index(index: str) -> Iterator[str]:
    """Yield the texts of a search index: titles and notes are HTML, the facts are text."""
    data = json.loads(index)
    for entry in data["docs"]:
        for html in (entry["title"], entry["text"]):
            yield from in_html(html)
        yield from in_json(entry.get("facts", {}))
    yield from in_json(data["topics"])
    yield from data["topics"]


def names(texts: Iterable[str]) -> set[str]:
    """Return the names of the values in the texts; each value must be complete wherever its name occurs."""
    found = set()
    for each in texts:
        for name in NAME.findall(each):
            assert VALUES[name] in each, f"«{name}» is shown as {each}"
            found.add(name)
    return found


READERS = {"html": in_html, "markdown": in_markdown, "feed": in_feed, "index": in_index, "json": lambda text: in_json(json.loads(text))}


@pytest.mark.parametrize(("path", "form", "expected"), [(path, *shown) for path, shown in DATA["outputs"].items()])
def test_each_value_is_whole(path: str, form: str, expected: list[str], hostile: Site):
    file = hostile.path / path
    found = names(READERS[form]((file / "index.html" if not path or path.endswith("/") else file).read_text(encoding="utf-8")))
    assert {*expected} <= found


def test_no_other_page_is_broken(hostile: Site):
    for page in hostile.path.rglob("*.html"):
        assert "site" in names(in_html(page.read_text(encoding="utf-8"))), page


def test_the_offline_copy_is_as_whole(hostile: Site, tmp_path: Path, browser: Browser):
    for path, content in files(hostile.path).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
        if path.endswith(".html"):
            assert "site" in names(in_html(content.decode())), path
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto((tmp_path / "hostile/day-1/talk/index.html").as_uri())
    tab.locator("[data-md-component=search-query]").click()
    tab.keyboard.type("onerror")
    tab.locator(".md-search-result__item").first.wait_for()
    assert VALUES["talk"] in tab.locator(".md-search-result__item h1").first.inner_text()
    assert tab.locator("[onerror], dialog").count() == 0
    assert tab.evaluate("window.planted") is None
    context.close()


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        (f"<p>{escape(escape(VALUES['talk']))}</p>", "is shown as"),
        ("<p>«talk» The  element", "is shown as"),
        ("<p>«talk» <img onerror=a()>", "onerror"),
    ],
)
def test_check_sees(html: str, fault: str):
    with pytest.raises(AssertionError, match=fault):
        names(in_html(html))


@pytest.mark.parametrize("line", [*DATA["lines"], MARKS])
def test_a_line_is_text_in_markdown(line: str):
    soup = BeautifulSoup(MarkdownIt("commonmark").render(as_markdown(line)), "html.parser")
    assert soup.get_text().strip() == line and [element.name for element in soup.find_all(True)] == ["p"]
