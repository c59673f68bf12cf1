"""Finish the feed that the rss plugin writes: its own dates from the content too, links that lead somewhere from a reader."""

import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

from mkdocs.config.defaults import MkDocsConfig

FEED = "feed_rss_created.xml"
# What the plugin writes as it is, though it is text.
RAW = re.compile(r"(<(?:category|source|title)\b[^>]*>)([^\n]*)(?=</)")
TAG = re.compile(r"<[a-z][^>]*>")
ADDRESS = re.compile(r'(?<=\s)(href|src)="([^"]*)"')
PERMALINK = re.compile(r'<a class="headerlink".*?</a>')

ElementTree.register_namespace("atom", "http://www.w3.org/2005/Atom")


def finish(config: MkDocsConfig) -> None:
    path = Path(config.site_dir, FEED)
    text = RAW.sub(lambda found: f"{found[1]}{escape(unescape(found[2]))}", path.read_text(encoding="utf-8"))
    feed = ElementTree.ElementTree(ElementTree.fromstring(text.encode()))
    channel = feed.getroot()[0]
    items = channel.findall("item")
    for item in items:
        notes = item.find("description")
        notes.text = for_readers(notes.text, item.find("link").text)
    channel.remove(channel.find("image"))  # of a setting that takes no base path
    channel.remove(channel.find("lastBuildDate"))
    if items:
        channel.find("pubDate").text = items[0].find("pubDate").text
    feed.write(path, encoding="utf-8", xml_declaration=True)
    path.with_name("feed_rss_updated.xml").unlink()  # the same, since the dates are the same


def for_readers(notes: str, address: str) -> str:
    """Return the notes of the page at `address`, as HTML, as they are read elsewhere: with whole addresses, and no permalinks."""

    def whole(tag: re.Match[str]) -> str:
        return ADDRESS.sub(lambda found: f'{found[1]}="{urljoin(address, found[2])}"', tag[0])

    return TAG.sub(whole, PERMALINK.sub("", notes))
