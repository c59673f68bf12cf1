"""The zip works from a folder, without server and network: every page, every link, search and topics."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page
from processes import write
from site_build import BASE, Site
from states import own_tab
from test_links import wrong_links

from tools.offline import files

tab = own_tab(offline=True, viewport={"width": 1280, "height": 800})


@pytest.fixture(scope="module")
def copy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the zip unpacks to."""
    return write(tmp_path_factory.mktemp("offline") / BASE.strip("/"), files(site.path))


def test_it_has_every_page_and_every_link_names_a_file(site: Site, copy: Path):
    assert {path.relative_to(copy).as_posix() for path in copy.rglob("*.html")} == {f"{page.url}index.html" for page in site.pages}
    for path in copy.rglob("*.html"):
        for element in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("[href], [src], [data-src], form[action]"):
            address = next(element[name] for name in ("href", "src", "data-src", "action") if element.get(name))
            assert re.match(r"\w+:|#", address) or (path.parent / re.split("[?#]", address)[0]).is_file(), f"{path}: {address}"
    found = re.findall(r'"location": "(.*?)"', (copy / "search/search_index.js").read_text(encoding="utf-8"))
    assert [place for place in found if not re.search("index.html(#|$)", place)] == [] and [place for place in found if "#" in place]
    assert wrong_links([copy, *copy.parents][len(Path(BASE.strip("/")).parts)]) == {}  # anchors, too


def test_search_finds_and_marks(site: Site, copy: Path, tab: Page):
    talk = next(page for page in site.of_kind("talk") if page.meta.get("speakers") and page.html.select(".notes li"))
    tab.goto((copy / site.of_kind("day")[0].url / "index.html").as_uri())
    tab.locator("[data-md-component=search-query]").click()
    tab.keyboard.type(talk.meta["title"])
    found = tab.locator(".md-search-result__link").first
    assert found.evaluate("link => link.href").partition("?")[0] == (copy / talk.url / "index.html").as_uri()
    found.click()
    tab.wait_for_selector("article mark")
    tab.goto((copy / "index.html").as_uri())
    tab.locator("#search-form").fill(talk.meta["speakers"][0]["name"])
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".md-search-result__item")


@pytest.mark.parametrize("policy", [True, False])
def test_only_the_policy_keeps_foreign_code_out(policy: bool, copy: Path, tab: Page):
    path = copy / "planted.html"
    html = (copy / "index.html").read_text(encoding="utf-8")
    path.write_text(html if policy else re.sub("<meta http-equiv[^>]*>", "", html), encoding="utf-8")
    tab.goto(path.as_uri())
    path.unlink()
    tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=planted=1><p style=\"color: red\">')")
    tab.wait_for_timeout(200)
    assert tab.evaluate("'planted' in window") != policy
