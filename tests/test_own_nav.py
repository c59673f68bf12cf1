"""A conference's pages do not grow with the number of conferences: another one changes no byte of them."""

from site_build import Site


def test_another_conference_changes_no_page_of_the_first(plain: Site, site: Site):
    also = {page.url: page for page in site.pages}
    for page in plain.pages:
        if page.kind in ("conference", "all notes", "day", "talk"):
            assert page.file.read_bytes() == also[page.url].file.read_bytes(), page.url


def test_lists_have_all_conferences(site: Site):
    conferences = {page.url for page in site.of_kind("conference")}
    assert len(conferences) > 1
    for page in site.pages:
        if page.kind in ("index", "topics", "speakers", "glossary", "about"):
            named = {link["href"].lstrip("./") for link in page.html.select(".md-nav--primary a[href]")}
            assert conferences <= named, page.url
