"""The sitemap has every page that search engines may list, once, at its canonical address and with the day of its newest talk."""

import gzip
from datetime import date
from xml.etree import ElementTree

from site_build import SITE_URL, Page, Site

UNDATED = ("about", "contributing", "glossary")


def newest_talk(page: Page, site: Site) -> date | None:
    """Return the day of the newest talk on a page, or below it."""
    above = page.url if page.kind in ("conference", "day", "talk") else ""
    dates = (talk.meta["starts"].date() for talk in site.of_kind("talk") if talk.url.startswith(above) and "starts" in talk.meta)
    return max(dates, default=None)


def listable(site: Site) -> list[Page]:
    return [page for page in site.pages if not page.html.select("meta[name=robots][content*=noindex]")]


def test_the_sitemap_has_every_page_and_its_date(site: Site):
    text = (site.path / "sitemap.xml").read_text(encoding="utf-8")
    assert gzip.decompress((site.path / "sitemap.xml.gz").read_bytes()).decode() == text
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = {entry.findtext(f"{namespace}loc"): entry.findtext(f"{namespace}lastmod") for entry in ElementTree.fromstring(text)}
    dates = {page.url: None if page.kind in UNDATED else newest_talk(page, site) for page in listable(site)}
    assert listed == {f"{SITE_URL}{url}": day and str(day) for url, day in dates.items()}
    assert text.count("<url>") == len(listed)


def test_only_what_is_written_twice_is_kept_out(site: Site):
    assert {page.kind for page in site.pages} - {page.kind for page in listable(site)} == {"all notes"}


def test_every_page_has_one_address(site: Site):
    for page in site.pages:
        assert [link["href"] for link in page.html.select("link[rel=canonical]")] == [f"{SITE_URL}{page.url}"]


def test_robots_are_let_in_and_led_to_the_sitemap(site: Site):
    lines = (site.path / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {SITE_URL}sitemap.xml"]
