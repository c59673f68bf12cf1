"""The keyboard is enough: closed panels have no tab stops, no jump loses the focus, and a hidden header returns."""

import pytest
from observers import follow
from playwright.sync_api import Page
from site_build import data
from states import opened, resized

PATHS = data("keyboard")


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_each_step_leads_where_it_should(path: dict, server: str, tab: Page):
    resized(tab, path["width"])
    opened(tab, f"{server}{path['page']}")
    follow(tab, path["steps"], look=True)
