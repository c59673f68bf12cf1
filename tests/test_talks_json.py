"""talks.json tells every talk's facts, as its page's front matter has them, in the form that its schema describes."""

import json
from urllib.parse import urljoin

import pytest
from jsonschema import Draft202012Validator
from site_build import SITE_URL, Site


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


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", None),
        ("title", ""),
        ("starts", "17 October"),
        ("url", "/day-1/talk/"),
        ("speakers", [{"page": "https://example.org/"}]),
        ("topics", []),
        ("conference", {"title": "C", "url": "https://example.org/"}),
        ("abstract", "Another key"),
    ],
)
def test_schema_refuses(key: str, value: object, schema: Draft202012Validator, data: dict):
    talk = data["talks"][0] | {key: value}
    assert not schema.is_valid(data | {"talks": [talk]})


def test_every_talk_is_told_as_its_page_has_it(site: Site, data: dict):
    pages = site.of_kind("talk")
    assert [urljoin(SITE_URL, page.url) for page in pages] == [talk["url"] for talk in data["talks"]]
    for page, talk in zip(pages, data["talks"], strict=True):
        for key in ("title", "description", "speakers", "room", "page", "video", "slides"):
            assert talk.get(key) == page.meta.get(key), f"{page.url}: {key}"
        assert talk["topics"] == page.meta["tags"]
        assert [talk["starts"], talk["ends"]] == [page.meta["starts"].isoformat(), page.meta["ends"].isoformat()]
        conference, day = page.source.parent.parent, page.source.parent
        for part, folder in (("conference", conference), ("day", day)):
            above = site.page((folder / "index.md").relative_to(site.repository / "docs").as_posix())
            told = talk[part]
            assert [told["title"], told["url"]] == [above.meta["title"], urljoin(SITE_URL, above.url)]
        assert (site.path / talk["markdown"].removeprefix(SITE_URL)).is_file()
