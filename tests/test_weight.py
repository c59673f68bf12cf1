"""Templates lose their indentation and scripts their comments, without another meaning; test_walk.py weighs the pages."""

import pytest
from jinja2 import DictLoader, Environment

from hooks.publish.scripts import minified
from hooks.render.templates import Whitespace


@pytest.mark.parametrize(
    ("template", "page"),
    [
        ("<p>\n\n    a\n  </p>", "<p>\na\n</p>"),
        ("a\n  {% if 1 %}\n  b\n  {% endif %}\nc", "a\nb\nc"),
        ("<b>a</b>\n{%- if 1 %}\n<b>b</b>{% endif %}", "<b>a</b>\n<b>b</b>"),
        ("a{% if 1 %}\nb{% endif %}\nc", "a\nb\nc"),
        ("a\n{% include 'part.html' %}\nb", "a\npart\nb"),
        ("{{ notes }}", "<pre>\n  a\n\n  b\n</pre>"),
    ],
)
def test_a_template_keeps_its_words_apart(template: str, page: str):
    templates = {"page.html": template, "page.md": template, "part.html": "part"}
    environment = Environment(loader=DictLoader(templates), extensions=[Whitespace])
    notes = "<pre>\n  a\n\n  b\n</pre>"
    assert environment.get_template("page.html").render(notes=notes) == page
    assert environment.get_template("page.md").render(notes=notes) == Environment().from_string(
        template.replace("{% include 'part.html' %}", "part")
    ).render(notes=notes)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("/* a */ let b = 1  // c\nlet d = 2", "let b=1\nlet d=2"),
        ("/*! licence */\nlet b", "/*! licence */let b"),
        ("let a = `b  ${c}  // d`", "let a=`b  ${c}  // d`"),
        ("let a = `b${c ? ` d  ` : e}`", "let a = `b${c ? ` d  ` : e}`"),
        ("let a = `b${c({d: ` e`})}`  // f", "let a = `b${c({d: ` e`})}`  // f"),
    ],
)
def test_a_script_keeps_its_meaning(script: str, expected: str):
    assert minified(script) == expected
