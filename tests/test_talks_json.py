"""talks.json has every talk's facts from its page's front matter, in the form that its schema describes."""

import json

import pytest
from jsonschema import Draft202012Validator
from site_build import SITE_URL, Site, data

from hooks import load
from hooks.publish.talks import facts

DATA = data("talks_json")


@pytest.fixture(scope="module")
def data(site: Site) -> dict:
    return json.loads((site.path / "talks.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema(site: Site, data: dict) -> Draft202012Validator:
    published = site.path / data["$schema"].removeprefix(SITE_URL)
    contents = json.loads(published.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(contents)
    return Draft202012Validator(contents, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_it_fits_its_schema(schema: Draft202012Validator, data: dict):
    assert [error.message for error in schema.iter_errors(data)] == []


@pytest.mark.parametrize(("key", "value"), DATA["refused"])
def test_schema_refuses(key: str, value: object, schema: Draft202012Validator, data: dict):
    talk = next(talk for talk in data["talks"] if "starts" in talk) | {key: value}
    assert not schema.is_valid(data | {"talks": [talk]})


def test_a_talk_without_a_time_has_the_date_of_its_day():
    site = load.read({"c/day-1/index.md": "---\ndate: 2031-03-01\n---\n", "c/day-1/a.md": "---\ntitle: A\n---\n"})
    assert facts(site.talks[0], "")["date"] == "2031-03-01"
