"""What the policy would block in notes is refused, with its line; what looks like it but is shown as text is not."""

import logging
from types import SimpleNamespace

import pytest
from site_build import Site, build, copy, sources

from hooks.check.notes import report_html, report_source

CONFIG = SimpleNamespace(mdx_configs={"pymdownx.snippets": {"base_path": ["CONTRIBUTING.md"]}})


def told(html: str, source: str, caplog: pytest.LogCaptureFixture) -> list[str]:
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a/b.md", content_string=source))
    with caplog.at_level(logging.WARNING, "mkdocs.hooks.notes"):
        report_source(source, page, CONFIG)
        report_html(html, page)
    return [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>a()</script>", "a script; put it into extra_javascript"),
        ("<SCRIPT src='x.js'></SCRIPT>", "a script; put it into extra_javascript"),
        ('<iframe src="x"></iframe>', "another page in a frame"),
        ('<p style="color: red">', "a style"),
        ('<img alt=">" onerror="a()">', "a script in an attribute"),
        ('<a href="javascript:a()">', "a script as an address"),
        ('<img src="https://example.org/a.png">', "a file from another site"),
        ("<img src=//example.org/a.png>", "a file from another site"),
        ('<svg><image href="https://example.org/a.png"/></svg>', "a file from another site"),
        ('<a href="file:///home/me/a.pdf">', "a file of one machine"),
        ('<form action="https://example.org/">', "a form that another site answers"),
        ('<link rel="stylesheet" href="https://example.org/a.css">', "what belongs in a page's head"),
        ('<meta http-equiv="refresh" content="0; url=https://example.org/">', "what belongs in a page's head"),
        ('<svg><image href="a.png"/></svg>', None),
        ('<td style="text-align: right;">1</td>', None),
        ('<img src="a.png" alt="on fire = hot, style = none">', None),
        ("<code>&lt;script&gt; style=x onload=y</code>", None),
        ("<p>one = two, src=https://example.org/</p>", None),
        ('<a href="https://example.org/">', None),
    ],
)
def test_what_is_blocked_is_told(html: str, fault: str | None, caplog: pytest.LogCaptureFixture):
    found = told(html, f"---\n---\n\n{html}\n", caplog)
    assert len(found) == bool(fault)
    assert not fault or found[0].startswith(f"docs/a/b.md:4: holds {fault}")


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ('--8<-- "../mkdocs.yml"', True),
        ('    --8<-- "/etc/hostname"', True),
        ("-8<- 'a.md'", True),
        ("--8<--", True),
        ("# --8<-- [start:part]", True),
        ('--8<-- "CONTRIBUTING.md"', False),
        (';--8<-- "../mkdocs.yml"', False),
        ("cut here: --8<-- please", False),
    ],
)
def test_a_snippet_is_told(line: str, refused: bool, caplog: pytest.LogCaptureFixture):
    mend = "docs/a/b.md:4: takes in a file, which notes may not; to show the marks, write `;` before them"
    assert told("", f"---\n---\n\n{line}\n", caplog) == [mend] * refused


def test_other_faults_are_told_beside_a_snippet(tmp_path):
    copied = copy(tmp_path)
    first, *_, last = [source for source in sources() if source.count("/") == 2]
    for source, text in ((first, '--8<-- "../mkdocs.yml"'), (last, "[there](missing.md)")):
        with (copied / "docs" / source).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")
    told = build(copied, tmp_path / "site").stdout
    assert "takes in a file" in told and "'missing.md' is wrong" in told and "Aborted with 2 warnings" in told


def test_what_looks_like_a_template_is_text(tmp_path):
    copied = copy(tmp_path)
    source = next(source for source in sources() if source.count("/") == 2 and not source.endswith("index.md"))
    texts = ["{{ config.site_name }}", "{% include 'main.html' %}", "{# a comment #}", '--8<-- "../mkdocs.yml"', "cut here: --8<-- please"]
    with (copied / "docs" / source).open("a", encoding="utf-8") as file:
        file.writelines(f"\n{';' * text.startswith('--')}{text}\n" for text in texts)
    shown = Site(tmp_path / "site", copied).page(source).html.select_one(".notes").get_text()
    assert [text for text in texts if text not in shown.replace("‘", "'").replace("’", "'")] == []


def test_the_build_refuses_it(tmp_path):
    copied = copy(tmp_path)
    source = next(source for source in sources() if source.count("/") == 2)
    path = copied / "docs" / source
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n<script>a()</script>\n", encoding="utf-8")
    result = build(copied, tmp_path / "site")
    assert result.returncode and f"docs/{source}:{text.count(chr(10)) + 2}: holds a script" in result.stdout


def test_a_tables_columns_keep_their_side(tmp_path):
    copied = copy(tmp_path)
    source = next(source for source in sources() if source.count("/") == 2 and not source.endswith("index.md"))
    with (copied / "docs" / source).open("a", encoding="utf-8") as file:
        file.write("\n| A | B | C |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |\n")
    site = Site(tmp_path / "site", copied)
    cells = site.page(source).html.select(".notes td")
    assert [cell.get("class") for cell in cells] == [["left"], ["center"], ["right"]]
    css = (site.path / "assets/styles.css").read_text(encoding="utf-8")
    assert "text-align:right" in css.partition("td).right")[2][:30]
