"""Pages work alike in Chromium, Firefox and WebKit: keys, going back, the look, and the console, where the engines differ.

In Chromium, the keyboard is enough: closed panels have no tab stops, no jump loses the focus, and a hidden header returns.
"""

from pathlib import Path

import pytest
from observers import CODE_STOPS, RIGHT_TO_LEFT, focus_faults, follow, lost_look
from playwright.sync_api import Page
from processes import until
from site_build import Site, data, script
from states import ALL, laid_out, only_with_all, opened, resized
from webdriver import OTHERS, Tab

PATHS, BY_KEYBOARD = data("engines"), data("keyboard")
THEME_LOADED = "() => !document.querySelector('script[data-src]:not([src])') && 'document$' in window"
SCROLLING = ".md-content pre > code[tabindex]"


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_each_step_leads_where_it_should(path: dict, server: str, each_engine: Tab):
    resized(each_engine, path["width"])
    opened(each_engine, f"{server}{path['page']}")
    each_engine.evaluate("() => { document.documentElement.dataset.first = 'yes' }")
    follow(each_engine, path["steps"])
    if "returns" in path and isinstance(each_engine, Tab):  # Playwright's own browsers have no page cache
        assert each_engine.evaluate("document.documentElement.dataset.first")


@pytest.mark.parametrize("path", BY_KEYBOARD.values(), ids=BY_KEYBOARD)
def test_the_keyboard_is_enough(path: dict, server: str, tab: Page):
    resized(tab, path["width"])
    opened(tab, f"{server}{path['page']}")
    follow(tab, path["steps"], look=True)


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=only_with_all)])
@pytest.mark.parametrize("engine", OTHERS, indirect=True)
def test_nothing_is_wrong_in_other_engines(width: int, site: Site, server: str, whole: Path, each_engine: Tab):
    """On the pages with most links and code, and the 404 page, or with ALL=1 on every page at one of two widths."""
    tab = each_engine
    resized(tab, width)
    links = max(site.pages, key=lambda page: len(page.html.select("article p a")))
    code = max(site.of_kind("talk"), key=lambda page: len(page.html.select("pre > code")))
    pages = site.pages[width == 390 :: 2] if ALL else [links]
    for url in (*(page.url for page in pages), "404.html", code.url):
        tab.goto(f"{server}{url}")
        tab.keyboard.press("Tab")
        tab.wait_for_function(THEME_LOADED)
        laid_out(tab)
        assert tab.evaluate("document.activeElement.matches('.skip')"), "loading the theme's script moves no focus"
        found = focus_faults(tab) + tab.evaluate(CODE_STOPS) + lost_look(tab) + tab.evaluate(RIGHT_TO_LEFT) + tab.errors()
        # In Firefox, each scrolling box is a tab stop.
        assert [fault for fault in found if not (tab.name == "Firefox" and fault.startswith("focus: DIV"))] == [], url
    assert tab.evaluate(script("focus_code"), SCROLLING)
    for key in ("Shift+Tab", "Tab", "ArrowRight"):
        tab.keyboard.press(key)
    tab.wait_for_function(f"() => document.activeElement.matches('{SCROLLING}') && document.activeElement.scrollLeft > 0")
    tab.evaluate(script("plant_faults"))
    tab.evaluate("() => { document.body.append(Object.assign(new Image(), { src: 'https://example.org/' })); setTimeout(() => nothing()) }")
    assert lost_look(tab)
    errors: list[str] = []
    until(lambda: errors.extend(tab.errors()) or len(errors) == 2, lambda: f"not one error of the policy and one of a script: {errors}")
