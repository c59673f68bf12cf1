"""The site's stylesheet is its source sheets without the rules that no page uses; test_walk.py compares how pages look."""

import re

import pytest
from observers import WHOLE, lost_look
from site_build import BASE, Site
from states import ALL, opened
from webdriver import Tab

from hooks.markup import tags
from hooks.publish.stylesheet import STYLES, names_of, trimmed


def test_nothing_lost_its_look(site: Site, server: str, each_engine: Tab):
    """For a page as it opens; WebKit, for example, does not accept a thickness in `text-decoration`."""
    whole = site.root / "whole.css"
    whole.write_text("".join(sheet.read_text(encoding="utf-8") for sheet in WHOLE), encoding="utf-8")
    each_engine.set_viewport_size({"width": 390, "height": 800})
    for page in site.one_of_each_kind if ALL else [max(site.pages, key=lambda page: len(page.html.select("article p a")))]:
        opened(each_engine, f"{server}{page.url}")
        assert lost_look(each_engine, f"{server[: server.index(BASE)]}/whole.css") == [], page.url
    each_engine.evaluate(
        "() => { for (const sheet of document.styleSheets) if (sheet.href.endsWith('whole.css')) sheet.insertRule('a { opacity: .5 !important }') }"
    )
    assert lost_look(each_engine, "") != []


def test_more_sheets_and_features_join_in(varied: Site):
    css = (varied.path / STYLES).read_text(encoding="utf-8")
    assert ".sparkle{color:#123456}" in css and ".tabbed-control--next" in css and ".js .md-typeset .tabbed-labels" in css
    assert [page.url for page in varied.pages if len(page.html.select("link[rel=stylesheet]")) != 1] == []


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
        (".a,.b :is(.a,.c),p.c:not(.a,.b),a>b,p{color:red}", {"a", "<p"}, set(), ".a,p{color:red}"),
        (r".w\:1,.\31 a,.b{color:red}", set(), set(), r".w\:1,.\31 a{color:red}"),
        (
            "a[href*='x,b'],a[title='x y'],a[href$=\"(p\"],.b{color:red}",
            {"<a"},
            set(),
            "a[href*=x\\,b],a[title=x\\ y],a[href$=\\(p]{color:red}",
        ),
        (
            "p:after{content:'} b, .c {'}/* don't */.a{content:'/*\\''}",
            {"<p", "a"},
            set(),
            'p:after{content:"} b, .c {"}.a{content:"/*\'"}',
        ),
        (
            "a:not(:is(p,a:not(:is(p,a:not(p,.b))))){color:red}",
            {"<a", "<p", "b"},
            set(),
            "a:not(:is(p,a:not(:is(p,a:not(p,.b))))){color:red}",
        ),
        ("p{--x:red}b{color:var(--x)}p{--x:0}", {"<p", "<b"}, set(), "b{color:var(--x)}p{--x:0}"),
        (
            "p{--x:red;color:var(--x)}@media print{@page{@top-left{content:var(--x)}}p{--x:var(--x)}}",
            {"<p"},
            set(),
            "p{--x:red;color:var(--x)}@media print{@page{@top-left{content:var(--x)}}p{--x:var(--x)}}",
        ),
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
