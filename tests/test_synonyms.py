"""Words that mean the same: those that the site's words bring in, and those that its authors write."""

import pytest
from site_build import data

from hooks import load
from hooks.check import pages
from hooks.publish import search_index

CASES = data("search")


def test_the_sites_words_bring_in_synonyms():
    """Not the keys and tags of its index, nor the explanation of a term behind a comma."""
    site = load.read({"glossary.md": "---\ntitle: G\nabbreviations: {QSL: 'Quite short long form, of things'}\n---\n"})
    text = " ".join(search_index.texts({"location": ["then\nreverse <code>it</code>"]}))
    found = {word for group in search_index.synonyms(site, text) for word in group}
    assert {"undo", "Quite short long form", "short long form"} <= found and not found & {"location", "place", "code"}


@pytest.mark.parametrize(("path", "text", "problem"), CASES["also"])
def test_words_that_mean_the_same_are_checked(path: str, text: str, problem: str):
    site = load.read({path: f"---\ntitle: T\n{text}\n---\n"})
    found = [text for *_, text in pages.faults(site)]
    assert problem in found[0] if problem else found == []
