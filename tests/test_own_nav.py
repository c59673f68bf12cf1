"""A conference's pages do not grow with the number of conferences: another conference changes no byte of them."""

import shutil
from pathlib import Path

from site_build import Site


def test_another_conference_changes_no_page_of_the_first(site: Site, tmp_path: Path):
    alone = shutil.copytree(site.repository, tmp_path / "alone", symlinks=True)
    gone, kept = (page.url.strip("/") for page in site.of_kind("conference"))
    shutil.rmtree(alone / "docs" / gone)
    single = {page.url: page for page in Site(tmp_path / "site", alone).pages}
    for page in site.pages:
        if page.url.startswith(kept):
            assert page.file.read_bytes() == single[page.url].file.read_bytes(), page.url


def test_lists_have_all_conferences(site: Site):
    conferences = {page.url for page in site.of_kind("conference")}
    assert len(conferences) > 1
    for page in site.pages:
        if page.kind in ("index", "topics", "speakers", "glossary", "about"):
            named = {link["href"].lstrip("./") for link in page.html.select(".md-nav--primary a[href]")}
            assert conferences <= named, page.url
