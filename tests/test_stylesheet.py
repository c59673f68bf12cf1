"""The one stylesheet of the site gives every page, in every state, the look of those that it was made from."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import hosts
import material
import pytest
from site_build import REPOSITORY, Site, copy, edit
from states import opened, states
from webdriver import Tab

from hooks.markup import tags
from hooks.publish.stylesheet import STYLES, names_of, trimmed

THEME = Path(material.__file__).parent / "templates/assets/stylesheets"
WHOLE = [next(THEME.glob("main.*.css")), next(THEME.glob("palette.*.css")), REPOSITORY / "docs/assets/site.css"]

# The whole sheets, loaded beside ours and switched off.
ADD = """href => new Promise(loaded => {
  const link = document.createElement("link")
  link.rel = "stylesheet"
  link.href = href
  link.onload = () => { link.sheet.disabled = true; loaded() }
  document.head.append(link)
})"""
# Where an element or pseudo-element is computed otherwise once the sheets are switched. At once, so that no script
# of the page sees it. Variables are seen where they are used, and where there is no image, it has no place.
DIFFER = """() => {
  // One of those that are written alike, in places alike.
  const place = (element, levels) => levels && element ? [element.localName, element.id && !element.id.includes("_") ? element.id : "", element.className.baseVal ?? element.className,
    !element.previousElementSibling, !element.nextElementSibling, place(element.parentElement, levels - 1)].join() : ""
  const elements = [...new Map([...document.querySelectorAll("body, body *")].map(element => [place(element, 4), element])).values()]
  const [ours, whole] = [...document.styleSheets].filter(sheet => sheet.media.mediaText !== "print")
  // Lightning CSS adds the prefix for Safari.
  const names = [...getComputedStyle(document.body)].filter(name => !name.startsWith("--") && name !== "-webkit-user-select")
  const looks = () => elements.flatMap(element => [null, "::before", "::after"].map(pseudo => {
    const style = getComputedStyle(element, pseudo)
    if (pseudo && style.content === "none") return ""
    const idle = style.backgroundImage === "none" ? "background-position" : "none"
    return names.map(name => name.startsWith(idle) ? "" : `${name}: ${style.getPropertyValue(name)}`).join("; ")
  }))
  const numbers = /-?\\d+(\\.\\d+)?/g
  // Minifying rounds.
  const alike = (a, b) => a.replace(numbers, "") === b.replace(numbers, "")
    && (a.match(numbers) ?? []).every((number, at) => Math.abs(number - b.match(numbers)[at]) < 0.1)
  const mine = looks()
  ours.disabled = !(whole.disabled = false)
  const other = looks()
  whole.disabled = !(ours.disabled = false)
  return mine.flatMap((look, at) => {
    if (look === other[at]) return []
    const [now, then] = [look, other[at]].map(text => text.split("; "))
    const lost = then.filter((property, at) => !alike(property, now[at] ?? ""))
    return lost.length ? `${elements[Math.floor(at / 3)].outerHTML.slice(0, 80)}: ${lost.slice(0, 5).join("; ")}` : []
  })
}"""


def opened_with_both(tab: Tab, address: str) -> None:
    opened(tab, address)
    tab.evaluate(ADD, "whole.css")


def lost(tab: Tab) -> list[str]:
    """Return where a look is lost. It is looked for again, since after a switch Chromium seldom takes an automatic margin for none."""
    return tab.evaluate(DIFFER) and tab.evaluate(DIFFER)


@contextmanager
def served(site: Site, folder: Path, was: str = "", becomes: str = "") -> Iterator[str]:
    """Serve the site with the whole sheets beside its own, in which a text is replaced."""
    root = shutil.copytree(site.root, folder / "root")
    path = root / site.path.relative_to(site.root)
    css = (path / STYLES).read_text(encoding="utf-8")
    assert was in css
    (path / STYLES).write_text(css.replace(was, becomes) if was else css, encoding="utf-8")
    whole = "".join(sheet.read_text(encoding="utf-8") for sheet in WHOLE)
    for parent in {page.file.parent for page in site.pages} | {site.path / "nothing"}:
        there = root / parent.relative_to(site.root)
        there.mkdir(exist_ok=True)
        (there / "whole.css").write_text(whole, encoding="utf-8")
    with hosts.files(SimpleNamespace(root=root, path=path), folder) as base:
        yield base


@pytest.fixture(scope="module")
def server(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(site, tmp_path_factory.mktemp("whole")) as base:
        yield base


@pytest.mark.parametrize(("width", "scheme"), [(390, "default"), (1280, "slate")])
def test_nothing_lost_its_look(width: int, scheme: str, site: Site, server: str, each_engine: Tab):
    tab = each_engine
    tab.set_viewport_size({"width": width, "height": 800})
    for url in (*(page.url for page in site.one_of_each_kind), "nothing/here"):
        opened_with_both(tab, f"{server}{url}")
        tab.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", scheme)
        assert lost(tab) == [], url
        if tab.name == "Chromium" or url.count("/") == 2:  # elsewhere, the states of conferences and days only
            for state in states(tab):
                assert state == "plain" or lost(tab) == [], f"{url} {state}"


@pytest.mark.parametrize("rule", [".agenda__time", ".md-search-result__link", ".highlight .k"])
def test_a_lost_rule_is_seen(rule: str, site: Site, each_engine: Tab, tmp_path: Path):
    url = next(page.url for page in site.of_kind("day") if page.html.select(".highlight .k"))
    with served(site, tmp_path, f".{rule.rpartition('.')[2]}", ".lost") as base:
        opened_with_both(each_engine, f"{base}{url}")
        assert any(lost(each_engine) for _ in states(each_engine))


def test_a_form_that_an_engine_does_not_know_is_seen(site: Site, each_engine: Tab, tmp_path: Path):
    """WebKit knows no thickness in `text-decoration`, which is shorter."""
    with served(site, tmp_path, "text-decoration:underline;text-decoration-thickness:.06em", "text-decoration:underline .06em") as base:
        most_links = max(site.pages, key=lambda page: len(page.html.select("article p a")))
        opened_with_both(each_engine, f"{base}{most_links.url}")
        assert any("underline" in fault for fault in lost(each_engine)) == (each_engine.name == "WebKit")


def test_more_sheets_and_features_join_in(tmp_path: Path):
    copied = copy(tmp_path)
    edit(copied / "mkdocs.yml", r"^extra_css:\n", r"\g<0>  - more/own.css\n")
    (copied / "docs/more").mkdir()
    talk = next(path for path in copied.glob("docs/*/day-*/*.md") if path.name != "index.md")
    talk.write_text(talk.read_text(encoding="utf-8") + '\n<div class="tabbed-set"></div>\n', encoding="utf-8")
    edit(copied / "mkdocs.yml", r"^extra_css:\n", r"extra_javascript:\n  - more/own.js\n\g<0>")
    (copied / "docs/more/own.css").write_text(".agenda, .sparkle { color: #123456 }")
    (copied / "docs/more/own.js").write_text("document.body.classList.add('sparkle')")
    site = Site(tmp_path / "site", copied)
    css = (site.path / STYLES).read_text(encoding="utf-8")
    assert ".sparkle{color:#123456}" in css and ".tabbed-control--next" in css and ".js .md-typeset .tabbed-labels" in css
    assert [page.url for page in site.pages if len(page.html.select("link[rel=stylesheet]:not([media=print])")) != 1] == []


def test_what_is_not_used_is_gone(site: Site):
    css = (site.path / STYLES).read_text(encoding="utf-8")
    assert len(css) < 0.6 * sum(len(path.read_text(encoding="utf-8")) for path in WHOLE)
    assert not re.search(r"\.(md-version|tabbed)\b", css)


@pytest.mark.parametrize(
    ("css", "used", "words", "kept"),
    [
        (".a{color:red}.b{color:red}", {"a"}, set(), ".a{color:red}"),
        (".a .b{color:red}.b .a{color:red}", {"a"}, {"b"}, ".a .b,.b .a{color:red}"),
        (".a .b{color:red}p{color:red}", {"a", "<p"}, set(), "p{color:red}"),
        ("#a{color:red}", {"a"}, set(), "#a{color:red}"),
        ("p{color:red}table td{color:red}", {"<p"}, set(), "p{color:red}"),
        ("mark{color:red}", set(), {"mark"}, "mark{color:red}"),
        ("[dir=ltr] p{color:red}[dir=rtl] p{color:red}", {"<p", "dir=ltr"}, set(), "[dir=ltr] p{color:red}"),
        ("[data-x=y]{color:red}", set(), {"data-x", "y"}, "[data-x=y]{color:red}"),
        ("p:not([dir=rtl]){color:red}", {"<p"}, set(), "p:not(.unused){color:red}"),
        ("@media print{.a{color:red}}", set(), set(), ""),
        (
            "@keyframes k{from{opacity:0}to{opacity:1}}p{animation:k 1s}",
            {"<p"},
            set(),
            "@keyframes k{0%{opacity:0}to{opacity:1}}p{animation:1s k}",
        ),
        (":root{--x:red;--y:red}p{color:var(--x)}", {"<p"}, set(), ":root{--x:red}p{color:var(--x)}"),
        (":root{--x:red;--y:var(--x)}", set(), set(), ""),
        ("/* a table { and more */p{color:red}", {"<p"}, set(), "p{color:red}"),
    ],
)
def test_unused_rules_are_left_out(css: str, used: set[str], words: set[str], kept: str):
    assert trimmed(css, used, words) == kept


def names_in(html: str) -> set[str]:
    return set().union(*map(names_of, tags(html)))


def test_what_a_page_has_is_seen():
    html = '<p class="a b" id=c><a data-x="y" hidden href="z">t</a><br>\n<input\n  type="text">'
    assert names_in(html) >= {"<p", "a", "b", "c", "<a", "data-x=y", "href=z", "<br", "<input", "type=text"}
    assert names_in("<p x-on:click='y' class='a  b' @id=c data-z = w>") >= {"<p", "a", "b", "data-z=w"}
