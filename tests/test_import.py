"""One long post becomes a conference that says the same; a post with a fault becomes nothing, and is told where it is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from originals import ORIGINALS
from site_build import REPOSITORY, build, front_matter, invented, redirect_map, sources
from test_original import original_talks

from tools.import_post import head, introduction, pages, talks
from tools.reading import as_here

POST = """---
title: A Conf 2031
aliases:
  - /posts/a-conf-1
  - /posts/a-conf/
---

A word to begin with.

## Day 1

### First talk

- One
  - Two

    ```
    {% code %}
    ```

### Second talk

Text.

## Day 2

### Third talk
"""


def imported(post: bytes, folder: Path, name: str = "post.md") -> subprocess.CompletedProcess[str]:
    """Import a post into the copy in `folder`, as `make import` does."""
    (folder / name).write_bytes(post)
    return subprocess.run(
        [sys.executable, "-m", "tools.import_post"],
        cwd=folder,
        env={"POST": name, "PYTHONPATH": str(REPOSITORY), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )


def tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "post.md"}


@pytest.mark.parametrize("post", ORIGINALS, ids=lambda post: post.parent.name)
def test_an_original_becomes_what_is_here(post: Path):
    folder = REPOSITORY / "docs" / post.parent.name
    here = {front_matter(path)["title"]: path for path in folder.glob("day-*/*.md") if path.name != "index.md"}
    text = post.read_text(encoding="utf-8")
    for entry in front_matter(folder / "index.md")["corrections"]:
        text = text.replace(entry["original"], entry["corrected"])
    title, _, before = head(text)
    made = {yaml.safe_load(page.split("---\n")[1])["title"]: page for page in pages(title, "", talks(text, before)).values()}
    assert [title for title in made if title in here] == list(original_talks(post))
    for title, path in here.items():
        assert as_here(notes_of(made[title])) == as_here(notes_of(path.read_text(encoding="utf-8"))), title


def notes_of(page: str) -> str:
    return page.split("---\n", 2)[2]


def test_a_post_becomes_a_conference(tmp_path: Path):
    folder = invented(tmp_path)
    result = imported(POST.encode(), folder)
    assert result.returncode == 0, result.stderr
    found = [source for source in sources(folder) if source.startswith("a-conf-2031/")]
    assert found == [
        "a-conf-2031/index.md", "a-conf-2031/day-1/index.md", "a-conf-2031/day-1/first-talk.md", "a-conf-2031/day-1/second-talk.md",
        "a-conf-2031/day-2/index.md", "a-conf-2031/day-2/third-talk.md", "a-conf-2031/all-notes.md",
    ]  # fmt: skip
    assert (folder / "docs/a-conf-2031/index.md").read_text().endswith("---\n\nA word to begin with.\n")
    assert (
        (folder / "docs/a-conf-2031/day-1/first-talk.md")
        .read_text()
        .endswith("- One\n    - Two\n\n        ```\n        {% code %}\n        ```\n")
    )
    redirects = redirect_map(folder)
    assert redirects["posts/a-conf-1.md"] == "a-conf-2031/index.md" and redirects["posts/a-conf.md"] == "a-conf-2031/index.md"
    # The gaps are named, all of them.
    told = build(folder, folder / "site").stdout
    for source in sources:
        assert f"docs/{source}:" in told, source
    assert "Traceback" not in told
    for key in ("description", "speakers", "starts", "ends", "tags"):
        assert re.search(rf"docs/a-conf-2031/day-1/first-talk\.md:\d+: `{key}` is ", told), key


@pytest.mark.parametrize(
    ("post", "line", "fault"),
    [
        (b"", 1, "empty"),
        (b"  \n\n", 1, "empty"),
        (POST.encode().replace(b"Text.", b"Caf\xe9."), 23, "not UTF-8"),
        (POST.replace("---\n", "", 1).encode(), 1, "no front matter"),
        (POST.replace("title: A", "title: A: B").encode(), 2, "not YAML"),
        (POST.replace("title: A Conf 2031\n", "").encode(), 1, "no `title`"),
        (POST.replace("  - /posts/a-conf/\n", "  - 3\n").encode(), 3, "`aliases`"),
        (POST.replace("## Day 1\n", "").encode(), 11, "of no day"),
        (re.sub(r"## Day[^Z]*", "", POST).encode(), 7, "no day"),
        (POST.replace("## Day 2", "## Tuesday").encode(), 25, "is no day"),
        (POST.replace("## Day 2", "## Day 1").encode(), 25, "stands twice"),
        (POST.replace("## Day 2\n", "## Day 2\n\nWords.\n").encode(), 26, "between the day and its first talk"),
        (POST.replace("Third talk", "First  talk!").encode(), 27, "in line 12"),
        (POST.replace(" Third talk", "").encode(), 27, "the talk has no title"),
        (POST.replace("to begin with", "{{< figure >}}").encode(), 8, "shortcode"),
        (POST.replace("    ```\n\n###", "\n###").encode(), 17, "has no end"),
        (POST.replace("Text.", "Text.\n\n```python\nx = 1").encode(), 25, "has no end"),
        (POST.replace("Text.", "{{< figure >}}").encode(), 23, "shortcode"),
        (POST.replace("Text.", "Text.[^1]\n\n[^1]: A note.").encode(), 25, "holds a footnote"),
        (POST.replace("  - /posts/a-conf/", "  - '/posts/a: b'").encode(), 3, "the alias /posts/a: b is no address"),
        (POST.replace("  - /posts/a-conf/", "  - /").encode(), 3, "the alias / is no address"),
        (POST.replace("  - /posts/a-conf/", "  - https://example.org/old/").encode(), 3, "is no address of a page here"),
        (POST.replace("  - /posts/a-conf/", "  - posts/a-conf.html").encode(), 3, "is no address of a page here"),
        (POST.replace("  - /posts/a-conf/", "  - /about/").encode(), 3, "the alias /about/ is the address of docs/about.md"),
        (POST.replace("A Conf 2031", "About").encode(), 1, "of what is not a conference, docs/about"),
        (POST.replace("A Conf 2031", "Assets").encode(), 1, "of what is not a conference, docs/assets"),
        (POST.replace("Day 2", "Day 200").encode(), 25, "is no day"),
        (POST.replace("A Conf", "A\x0bConf").encode(), 2, "a control character"),
    ],
)
def test_a_fault_is_told_and_nothing_written(post: bytes, line: int, fault: str, tmp_path: Path):
    folder = invented(tmp_path)
    before = tree(folder)
    result = imported(post, folder)
    assert result.returncode == 1
    assert re.match(rf"post\.md:{line}: .*{fault}", result.stderr), result.stderr
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("notes", "line", "words"),
    [
        ("A ~~struck~~ word.", 1, "A"),
        ("Plain.\n\n- One\n\n1. Two", 5, "Two"),
        ("- One\n\n1. `Two`", 3, "Two"),
        ("<div>\n\nIn *HTML*.\n\n</div>", 3, "In"),
        ("- One\n  - Two\n\n    ```sh\n    three\n    ```\n\n| A | B |\n| - | :-: |\n| 1 | 2 |\n\na  \nb", None, None),
    ],
)
def test_what_reads_otherwise_is_told(notes: str, line: int | None, words: str | None, tmp_path: Path):
    told = imported(POST.replace("Text.", notes).encode(), invented(tmp_path)).stdout
    page = tmp_path / "docs/a-conf-2031/day-1/second-talk.md"
    first = page.read_text().split("\n").index("", 2) + 2
    found = re.findall(r"second-talk\.md:(\d+): “(.*?)” reads otherwise", told)
    assert found == ([(str(first + line - 1), words)] if line else [])


def test_a_post_is_imported_once(tmp_path: Path):
    folder = invented(tmp_path)
    assert imported(POST.encode(), folder).returncode == 0
    before = tree(folder)
    result = imported(POST.encode(), folder)
    assert result.returncode == 1 and "imported already" in result.stderr
    assert tree(folder) == before


@pytest.mark.parametrize("name", ["missing.md", ""])
def test_a_file_has_to_be_given(name: str, tmp_path: Path):
    result = subprocess.run(
        [sys.executable, "-m", "tools.import_post"],
        cwd=tmp_path,
        env={"POST": name, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1 and "give a file as POST=" in result.stderr


ODD = """---
title: Odd ---
---

See [the docs][d].

{{< toc >}}

```sh
# a comment, and {{< text >}}
```

After it.

## Day 1 {#one}

### First *talk* with `code` &amp; a [link](https://example.org/) {#first}

- As [they say][d], `[^1]`, x[^a-z].\\
  On a line of its own.

#### Its part

    #### code

##### Its part's

### 第三

Nothing of it.

### Index

[d]: https://example.org/docs "The docs"
"""


def test_nothing_is_lost():
    """Links by reference, code that looks like headings and shortcodes, titles with marks, front matter with hyphens."""
    title, _, before = head(ODD)
    made = pages(title, introduction(ODD, before), talks(ODD, before))
    intro = made["odd/index.md"].partition("\n\n")[2]
    assert "[the docs][d]" in intro and '[d]: https://example.org/docs "The docs"' in intro
    assert "# a comment, and {{< text >}}\n```\n\nAfter it." in intro and "toc" not in intro and "---" not in intro
    first = made["odd/day-1/first-talk-with-code-a-link.md"]
    assert 'title: "First talk with code & a link"' in first
    assert "[they say][d], `[^1]`, x[^a-z].<br>\n" in first and "[d]: https://example.org/docs" in first
    assert "\n## Its part\n\n```\n#### code\n```\n\n### Its part's\n" in first
    assert "[d]:" not in made["odd/day-1/talk-1-3.md"] and 'title: "第三"' in made["odd/day-1/talk-1-2.md"]
