"""Every page can be reached, has a title, and names its addresses and neighbours; other conferences do not change a conference's pages."""

from itertools import pairwise
from textwrap import shorten
from urllib.parse import urljoin

from site_build import EDIT_URI, SITE_URL, Site

from hooks.addresses import FEED
from hooks.publish.assets import STYLES


def test_every_page_is_reachable_from_home(site: Site):
    pages = {page.canonical: page for page in site.pages}
    found, waiting = {SITE_URL}, [SITE_URL]
    while waiting:
        links = {link.partition("#")[0] for link in pages[waiting.pop()].links()}
        waiting += (links & pages.keys()) - found
        found |= links & pages.keys()
    assert found == pages.keys() and not site.page("index.md").html.select("article li > [href='.']")


# The way up from a page of each kind.
ABOVE = {"conference": ("..", "."), "day": ("../..", "..", "."), "talk": ("../../..", "../..", ".."), "all notes": ("../..", "..")}


def test_every_page_names_its_addresses_and_neighbours(site: Site):
    conferences = {page.canonical for page in site.of_kind("conference")}
    for page in site.pages:
        row = site.of_kind(page.kind) if page.kind in ("day", "talk") else []
        pairs = [(one, two) for one, two in pairwise(row) if one.url.partition("/")[0] == two.url.partition("/")[0]]
        title, feed, talk = site.model.pages[page.path].title, page.canonical + FEED, page.kind == "talk"
        words = page.html.select_one(".notes").get_text().replace("¶", "") if talk else ""
        described = page.meta.get("description") or shorten(words, 160, placeholder=" …")
        said = {
            "link[rel=canonical], meta[property='og:url']": [page.canonical] * 2,
            "meta[property='og:title'], meta[property='og:image:alt']": [title] * 2,
            "meta[property='og:type'], meta[name='twitter:card']": ["article" if talk else "website", "summary_large_image"],
            "meta[name=description], meta[property='og:description']": [described] * 2 * (described != ""),
            "meta[name=robots]": ["noindex"] * (page.kind == "all notes"),
            "link[type='text/markdown'], article a[href$='.md']": [f"{page.canonical[:-1]}.md"] * 2 * talk,
            "link[type='application/atom+xml']": [SITE_URL + FEED, *[feed] * (page.kind == "conference")],
            "article a[href$='feed.xml']": [feed] * (page.kind in ("index", "conference")),
            ".md-footer__link--prev": [one.canonical for one, two in pairs if two == page],
            ".md-footer__link--next": [two.canonical for one, two in pairs if one == page],
            ".md-path a": [urljoin(page.canonical, up) for up in ABOVE.get(page.kind, ())],
        }
        if page.kind in ("conference", "day"):
            names = [f"{page.canonical}#{heading['id']}" for heading in page.html.select("article h2")]
            said[".md-sidebar--secondary .md-nav__link[href]"] = names
        if talk:
            ids = [site.model.speakers[entry["name"]] for entry in page.meta.get("speakers") or []]
            said[".facts strong a"] = [f"{SITE_URL}speakers/#{each}" for each in ids]
        assert {selector: page.links(selector) for selector in said} == said, page.url
        above = site.model.pages[page.path].above
        twice = talk and [other.title for other in above[0].talks].count(title) > 1  # so its day is named, too
        names = [title, *(up.title for up in reversed(above) if up.kind != "day" or twice), "Conference notes"]
        assert page.html.title.get_text() == " · ".join(names[page.url == "" :]), page.url
        assert len(page.html.select("h1")) == 1, page.url
        assert page.html.select("nav:not([aria-label]:not([aria-label='']), [aria-labelledby])") == [], page.url
        assert page.kind in (*ABOVE, "contributing") or conferences <= {*page.links(".md-nav--primary a[href]")}, f"the menu of {page.url}"
        assert page.kind not in ("talk", "day") or page.meta.get("description", "") in page.html.article.get_text(" "), page.url


def test_edit_links_lead_to_the_source(site: Site, plain: Site):
    for page in [*site.pages, *plain.pages]:
        source = [f"{EDIT_URI}{page.path}"] * (page in plain.pages and page.url != "" and page.source.exists())
        assert page.links("a[rel~=edit]") == source
        assert page.html.select("[data-md-component=source]") == [], "the theme's script would ask the forge for its stars"


def test_related_talks_name_what_they_share(site: Site):
    headings = {heading.get_text() for page in site.of_kind("talk") for heading in page.html.select(".related h2")}
    assert headings == {"More on Testing", "More on Testing and The <dialog> element"}


def test_about_lists_the_corrections(site: Site):
    given = [entry for page in site.of_kind("conference") for entry in page.meta.get("corrections", [])]
    items = site.page("about.md").html.select(".corrections li")
    shown = [[item.select_one(part).get_text() for part in ("del", "ins", "p:last-child")] for item in items]
    assert shown == [[entry["original"], entry["corrected"], entry["why"]] for entry in given] != []


def test_speakers_are_in_the_order_of_their_names(site: Site):
    names = [name.get_text() for name in site.page("speakers.md").html.select(".speakers h2")]
    assert names == sorted(names, key=str.lower) != sorted(names)
    theirs = {entry["page"] for page in site.of_kind("talk") for entry in page.meta.get("speakers") or [] if "page" in entry}
    assert {*site.page("speakers.md").links(".speakers small a")} == theirs


def test_another_conference_changes_no_page_of_the_others(site: Site, shapes: Site):
    """So pages do not grow with the number of conferences."""
    pages = [page for page in site.pages if page.kind in ABOVE]
    assert [page.url for page in pages if page.file.read_bytes() != shapes.page(page.path).file.read_bytes()] == []
    assert len(shapes.of_kind("conference")) > len(site.of_kind("conference")) > 1


def test_more_sheets_and_features_join_in(varied: Site):
    css = (varied.path / STYLES).read_text(encoding="utf-8")
    assert ".sparkle{color:#123456;background:url(../more/dot.svg)}" in css
    assert ".tabbed-control--next" in css and ".js .md-typeset .tabbed-labels" in css
    assert [page.url for page in varied.pages if len(page.html.select("link[rel=stylesheet]")) != 1] == []
