"""The tokenizer reads HTML as browsers do, and leaves unchanged what no step changes."""

import pytest
from bs4 import BeautifulSoup
from site_build import Site, data

from hooks.markup import Tag, raw_texts, rewrite, tag, tags, tokens, with_value

DATA = data("markup")

CASES = DATA["tags"]


@pytest.mark.parametrize("html", CASES)
def test_tokens(html: str):
    found = list(tokens(html))
    assert [f"{'/' * token.end}{token.name}" if isinstance(token, Tag) else token for token in found] == CASES[html]
    assert "".join(token.raw if isinstance(token, Tag) else token for token in found) == html == rewrite(html, lambda found: found.raw)


def test_it_reads_the_site_as_a_parser_does(site: Site):
    for page in site.pages:
        html = page.file.read_text(encoding="utf-8")
        assert rewrite(html, lambda found: found.raw) == html
        ours = sorted(token.name for token in tokens(html) if isinstance(token, Tag) and not token.end)
        assert ours == sorted(element.name for element in BeautifulSoup(html, "html.parser").find_all(True)), page.url


def test_attributes():
    found = tag("<input type=checkbox CHECKED data-x='a b' value=\"&lt;\" type=text>")
    assert dict(found.attributes) == {"type": "checkbox", "checked": "", "data-x": "a b", "value": "&lt;"}
    assert [each.raw for each in tags("<p><b></b><p>")] == ["<p>", "<b>"]
    assert [(each.name, text) for each, text in raw_texts("<script a>1</script><!-- <style>2</style> --><style></style>")] == [
        ("script", "1"),
        ("style", ""),
    ]


@pytest.mark.parametrize(("raw", "attribute", "value", "changed"), DATA["values"])
def test_with_value(raw: str, attribute: str, value: str | None, changed: str):
    assert with_value(tag(raw), attribute, value) == changed
