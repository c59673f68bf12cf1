"""Notes that look like a template, and tables, render correctly; tests/faults/notes.yml has the notes that are refused."""

from site_build import Site, invented, sources


def test_what_looks_like_a_template_is_text(tmp_path):
    copied = invented(tmp_path)
    source = next(source for source in sources(copied) if source.count("/") == 2 and not source.endswith("index.md"))
    texts = ["{{ config.site_name }}", "{% include 'main.html' %}", "{# a comment #}", '--8<-- "../mkdocs.yml"', "cut here: --8<-- please"]
    with (copied / "docs" / source).open("a", encoding="utf-8") as file:
        file.writelines(f"\n{';' * text.startswith('--')}{text}\n" for text in texts)
    shown = Site(tmp_path / "site", copied).page(source).html.select_one(".notes").get_text()
    assert [text for text in texts if text not in shown.replace("‘", "'").replace("’", "'")] == []


def test_a_tables_columns_keep_their_side(tmp_path):
    copied = invented(tmp_path)
    source = next(source for source in sources(copied) if source.count("/") == 2 and not source.endswith("index.md"))
    with (copied / "docs" / source).open("a", encoding="utf-8") as file:
        file.write("\n| A | B | C |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |\n")
    site = Site(tmp_path / "site", copied)
    cells = site.page(source).html.select(".notes td")
    assert [cell.get("class") for cell in cells] == [["left"], ["center"], ["right"]]
    css = (site.path / "assets/styles.css").read_text(encoding="utf-8")
    assert "text-align:right" in css.partition("td).right")[2][:30]
