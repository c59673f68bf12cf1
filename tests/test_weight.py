"""Templates lose their indentation and scripts their comments, without another meaning; test_walk.py weighs the pages."""

import pytest
from jinja2 import DictLoader, Environment
from site_build import data

from hooks.publish.assets import minified
from hooks.render.templates import Whitespace

DATA = data("weight")


@pytest.mark.parametrize(("template", "page"), DATA["templates"])
def test_a_template_keeps_its_words_apart(template: str, page: str):
    loader = DictLoader({"page.html": template, "page.md": template, "part.html": "part"})
    notes = "<pre>\n  a\n\n  b\n</pre>"
    html, markdown = (
        Environment(loader=loader, extensions=[Whitespace]).get_template(f"page.{kind}").render(notes=notes) for kind in ("html", "md")
    )
    assert html == page and markdown == Environment(loader=loader).get_template("page.md").render(notes=notes)


@pytest.mark.parametrize(("script", "expected"), DATA["scripts"])
def test_a_script_keeps_its_meaning(script: str, expected: str):
    assert minified(script) == expected
