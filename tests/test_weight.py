"""Templates lose their indentation and scripts their comments, without another meaning; test_walk.py weighs the pages."""

import pytest
from jinja2 import DictLoader, Environment
from site_build import data

from hooks.publish.assets import minified
from hooks.render.templates import Whitespace

DATA = data("weight")


@pytest.mark.parametrize(("template", "page"), DATA["templates"])
def test_a_template_keeps_its_words_apart(template: str, page: str):
    templates = {"page.html": template, "page.md": template, "part.html": "part"}
    environment = Environment(loader=DictLoader(templates), extensions=[Whitespace])
    notes = "<pre>\n  a\n\n  b\n</pre>"
    assert environment.get_template("page.html").render(notes=notes) == page
    assert environment.get_template("page.md").render(notes=notes) == Environment().from_string(
        template.replace("{% include 'part.html' %}", "part")
    ).render(notes=notes)


@pytest.mark.parametrize(("script", "expected"), DATA["scripts"])
def test_a_script_keeps_its_meaning(script: str, expected: str):
    assert minified(script) == expected
