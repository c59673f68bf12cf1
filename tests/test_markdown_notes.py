"""Each talk's notes are published as Markdown, word for word, and llms.txt links to all of them."""

import re
from functools import partial
from types import SimpleNamespace

import pytest
from site_build import SITE_URL, Site, data

from hooks.publish.talks import LINK, whole

DATA = data("markdown_notes")


def plain(markdown: str) -> str:
    """Return Markdown without the backslashes before its marks."""
    return re.sub(r"\\(?=[!-/:-@[-`{-~])", "", markdown)


def unlinked(notes: str) -> str:
    """Return notes without the targets of links, which are absolute when published."""
    return re.sub(r"\]\([^)\s]*\)", "]()", notes.strip())


def test_notes_are_as_written(site: Site):
    for page in site.of_kind("talk"):
        text = (site.path / f"{page.url[:-1]}.md").read_text(encoding="utf-8")
        head, _, notes = text.partition("\n## Notes\n\n")
        written = page.source.read_text(encoding="utf-8").split("---\n", 2)[2]
        assert unlinked(notes) == unlinked(written), page.url
        assert plain(head).startswith(f"# {page.meta['title']}\n")


@pytest.mark.parametrize(("notes", "published"), DATA["links"])
def test_links_lead_somewhere_from_anywhere(notes: str, published: str):
    urls = DATA["urls"]
    files = SimpleNamespace(get_file_from_path=lambda path: SimpleNamespace(url=urls[path]) if path in urls else None)
    assert LINK.sub(partial(whole, "c/day-1/a.md", files, "https://x/"), notes) == published


def test_pages_name_their_markdown(site: Site):
    for page in site.pages:
        links = [link["href"] for link in page.html.select("link[type='text/markdown']")]
        assert links == ([f"../{page.source.name}"] if page.kind == "talk" else []), page.url


def test_llms_txt_lists_every_talk(site: Site):
    text = (site.path / "llms.txt").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[(.*)\]\((.*?)\)", plain(text), re.MULTILINE)
    assert listed == [(page.meta["title"], f"{SITE_URL}{page.url[:-1]}.md") for page in site.of_kind("talk")]
    for address in re.findall(r"\((http[^)]*)\)", text):
        assert (site.path / address.removeprefix(SITE_URL)).is_file(), address
