"""Dates in words agree with the calendar."""

from datetime import date, timedelta

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from site_build import REPOSITORY, data

dates = Environment(loader=FileSystemLoader(REPOSITORY / "overrides")).get_template("parts/dates.html").module


@pytest.mark.parametrize("start", [date(1999, 12, 25), date(2000, 2, 25), date(2023, 12, 30), date(2024, 2, 26), date(2100, 2, 26)])
def test_dates(start: date):
    for day in (start + timedelta(days=days) for days in range(8)):
        assert Markup(dates.date(day)).striptags() == f"{day:%A}, {day.day} {day:%B %Y}"


@pytest.mark.parametrize(("first", "last", "words"), data("dates")["ranges"])
def test_ranges(first: str, last: str, words: str):
    assert Markup(dates.range(first, last)).striptags() == words
