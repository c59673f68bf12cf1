"""Each talk's notes are there as plain Markdown, word for word, and llms.txt leads to all of them."""

import re

from site_build import SITE_URL, Site


def test_notes_are_as_written(site: Site):
    for page in site.of_kind("talk"):
        text = (site.path / f"{page.url[:-1]}.md").read_text(encoding="utf-8")
        head, _, notes = text.partition("\n## Notes\n\n")
        assert notes.strip() == page.source.read_text(encoding="utf-8").split("---\n", 2)[2].strip(), page.url
        title, description, *facts = (line for line in head.splitlines() if line)
        assert [title, description] == [f"# {page.meta['title']}", page.meta["description"]]
        told = dict(fact.removeprefix("- ").split(": ", 1) for fact in facts)
        assert told.get("Speakers", "") == ", ".join(speaker["name"] for speaker in page.meta["speakers"])
        assert told["Time"] == f"{page.meta['starts'].isoformat()}/{page.meta['ends'].isoformat()}"
        assert told["Topics"] == ", ".join(page.meta["tags"])
        for name, key in {"Room": "room", "Official page": "page", "Video": "video", "Slides": "slides"}.items():
            assert told.get(name, "").strip("<>") == page.meta.get(key, ""), f"{page.url}: {key}"
        assert told["Page"] == f"<{SITE_URL}{page.url}>"


def test_pages_name_their_markdown(site: Site):
    for page in site.pages:
        links = [link["href"] for link in page.html.select("link[type='text/markdown']")]
        assert links == ([f"../{page.source.name}"] if page.kind == "talk" else []), page.url


def test_llms_txt_lists_every_talk(site: Site):
    text = (site.path / "llms.txt").read_text(encoding="utf-8")
    home = site.page("index.md")
    assert text.startswith(f"# Conference notes\n\n> {home.meta['description']}\n")
    listed = re.findall(r"^- \[(.*)\]\((.*)\): (.*)$", text, re.MULTILINE)
    assert listed == [(page.meta["title"], f"{SITE_URL}{page.url[:-1]}.md", page.meta["description"]) for page in site.of_kind("talk")]
    for address in re.findall(r"\((http[^)]*)\)", text):
        assert (site.path / address.removeprefix(SITE_URL)).is_file(), address
