"""Every page can be reached and has a title; a conference's pages do not change with the number of conferences."""

import json
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader
from site_build import EDIT_URI, REPOSITORY, Site

from hooks import load
from hooks.check.reading import parse
from hooks.derive.meta import complete, related


def reachable(site: Site) -> set[str]:
    """Return the URLs that can be reached from home over any number of links."""
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
    assert reachable(site) == {page.url for page in site.pages} and not site.page("index.md").html.select("li > [href='.']")


UNNAMED = "nav:not([aria-label]:not([aria-label='']), [aria-labelledby])"


def test_every_page_has_one_heading_a_title_and_named_navigations(site: Site):
    def good(html: BeautifulSoup) -> bool:
        return len(html.select("h1")) == 1 and bool(html.title.get_text(strip=True)) and not html.select(UNNAMED)

    assert [page.url for page in site.pages if not good(page.html)] == []
    whole = site.pages[0].file.read_text(encoding="utf-8")
    for old, planted in (("<h1", "<h1></h1><h1"), ("<h1", "<h2"), ("<title>", "<title></title><title>"), ("</main>", "<nav></nav></main>")):
        assert old in whole and not good(BeautifulSoup(whole.replace(old, planted, 1), "html.parser")), planted


def test_first_words_are_plain():
    notes = parse("Hi **there**\n:tada: `:tada:` <b>[x](y)</b>{ .md-button }\n\nEnd")
    assert [*notes.words()] == ["Hi there 🎉 :tada: x", "End"]


@pytest.mark.parametrize("element", ["title", "meta[name=description]"])
def test_each_has_its_own(element: str, site: Site):
    texts = Counter(str(found) for page in site.pages for found in page.html.select(element))
    assert [text for text, count in texts.items() if count > 1] == []


def test_a_talk_without_a_description_gives_its_first_words(site: Site):
    for page in site.of_kind("talk"):
        notes = page.html.select_one(".notes").get_text(" ").split()
        (found,) = [meta["content"] for meta in page.html.select("meta[name=description]")] or [""]
        if "description" not in page.meta:
            assert found.removesuffix(" …").split()[:3] == [word for word in notes if word != "¶"][:3], page.url


def test_first_words_are_cut_at_a_word_with_a_sign():
    page, content = SimpleNamespace(), load.read({"a.md": "---\ntitle: A\n---\n"}).pages["a.md"]
    complete(page, content, load.read({}), ["words " * 99])
    assert re.fullmatch("(words )+…", page.meta["excerpt"]) and 150 < len(page.meta["excerpt"]) <= 160


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


def test_edit_links_lead_to_the_source(site: Site, varied: Site):
    for page, without in zip(varied.pages, site.pages, strict=True):
        text = page.source.read_text(encoding="utf-8") if page.source.exists() else ""
        assert [link["href"] for link in page.html.select("a[rel~=edit]")] == ([f"{EDIT_URI}{page.path}"] if page.url and text else [])
        assert without.html.select("a[rel~=edit]") == []
        assert page.html.select("[data-md-component=source]") == [], "the theme's script would ask the forge for its stars"


def test_talks_are_in_the_search_and_days_without_their_notes(site: Site):
    index = json.loads((site.path / "search" / "search_index.json").read_text(encoding="utf-8"))
    texts = {entry["location"]: entry["text"] for entry in index["docs"]}
    assert {page.url for page in site.of_kind("talk")} <= {*texts} and not {page.url for page in site.of_kind("all notes")} & {*texts}
    assert {texts[page.url] for page in site.of_kind("day")} == {""}


def test_the_nearest_of_related_talks_comes_first():
    """A rare topic, A, counts more than a common one, B; then the same conference comes first."""
    topics = {
        "conf/day-1/talk": "B, A",
        "conf/day-1/both": "A, B",
        "conf/day-1/common": "B",
        "a-conf/day-1/away": "B",
        "conf/day-1/rare": "A",
    }
    site = load.read({f"{path}.md": f"---\ntitle: {path}\ntags: [{tags}]\n---\n" for path, tags in topics.items()})
    talk = site.pages["conf/day-1/talk.md"]
    assert [found.title for found in related(talk, site)] == [
        "conf/day-1/both",
        "conf/day-1/rare",
        "conf/day-1/common",
        "a-conf/day-1/away",
    ]


def test_related_talks_name_what_they_share(site: Site):
    headings = {page.html.select_one(".related h2").get_text() for page in site.of_kind("talk") if page.html.select(".related")}
    assert headings == {"More on Testing", "More on Testing and The <dialog> element"}


def test_related_talks_of_other_conferences_name_them():
    topics = {"conf/day-1/talk": "A, B, C", "conf/day-1/both": "B, D, A", "conf-2/day-1/one": "A"}
    site = load.read({f"{path}.md": f"---\ntitle: {path}\ntags: [{tags}]\n---\n" for path, tags in topics.items()})
    env = Environment(loader=FileSystemLoader(REPOSITORY / "overrides"))
    env.filters["url"] = str
    assert env.get_template("parts/names.html").render(speakers=[{"name": name} for name in "ABC"]) == "A, B and C"
    talk = site.pages["conf/day-1/talk.md"]
    html = env.get_template("parts/related.html").render(related=related(talk, site), talk={"tags": talk.topics}, page=talk)
    assert BeautifulSoup(html, "html.parser").get_text("|", strip=True) == "More on A and B|conf/day-1/both|A, B|conf-2/day-1/one|A · index"


def test_speakers_are_in_the_order_of_their_names(site: Site):
    names = [name.get_text().removesuffix("¶") for name in site.page("speakers.md").html.select(".speakers h2")]
    assert names == sorted(names, key=str.lower) != sorted(names)


def test_similar_names_have_ids_of_their_own():
    site = load.read({"conf/day-1/talk.md": "---\ntitle: T\nspeakers: [Ann Lee, Ann-Lee, Ann]\n---\n"})
    assert [*site.speakers.values()] == ["ann-lee", "ann-lee-1", "ann"]


def test_talks_with_an_order_come_first_and_those_with_a_time_by_it():
    facts = {"a": "starts: 2031-03-01T10:00:00+02:00", "b": "", "c": "starts: 2031-03-01T09:00:00+02:00", "d": "order: 1"}
    site = load.read({f"conf/day-1/{name}.md": f"---\ntitle: {name}\n{fact}\n---\n" for name, fact in facts.items()})
    assert "".join(talk.title for talk in site.talks) == "dcba"


def test_the_newest_conference_comes_first_after_those_without_dates():
    facts = {"a": "starts: 2031-01-01\nends: 2033-01-01", "b": "starts: 2032-01-01", "c": "", "d": "ends: 2030-01-01"}
    pages = {"a/day-1/index.md": "---\ndate: 2032-05-01\n---\n", "index.md": "---\ntitle: Home\n---\n"}
    site = load.read(pages | {f"{name}/index.md": f"---\ntitle: {name}\n{fact}\n---\n" for name, fact in facts.items()})
    assert "".join(conference.title for conference in site.conferences) == "cabd"
    assert site.conferences[1].dates == (date(2031, 1, 1), date(2033, 1, 1))
    assert not complete(home := SimpleNamespace(), site.pages["index.md"], site, []) and home.update_date == "2033-01-01"


def test_another_conference_changes_no_page_of_the_first(site: Site, tmp_path: Path):
    """So pages do not grow with the number of conferences."""
    alone = shutil.copytree(site.repository, tmp_path / "alone", symlinks=True)
    gone, kept = (page.url.strip("/") for page in site.of_kind("conference"))
    shutil.rmtree(alone / "docs" / gone)
    single = {page.url: page for page in Site(tmp_path / "site", alone).pages}
    for page in site.pages:
        if page.url.startswith(kept):
            assert page.file.read_bytes() == single[page.url].file.read_bytes(), page.url


def test_menus_of_lists_have_all_conferences(site: Site):
    conferences = {page.url for page in site.of_kind("conference")}
    assert len(conferences) > 1
    for page in site.pages:
        if page.kind in ("index", "topics", "speakers", "glossary", "about"):
            named = {link["href"].lstrip("./") for link in page.html.select(".md-nav--primary a[href]")}
            assert conferences <= named, page.url
