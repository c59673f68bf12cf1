"""Nothing keeps anybody out, as far as axe-core can see.

Every page is seen plain, one of each kind in every state; `make accessibility` sees every page in every state.
"""

import pytest
from accessibility import SCHEMES, VERSION, found_on, found_without_index, violations
from playwright.sync_api import Browser
from site_build import Site
from states import WIDTHS


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page(scheme: str, site: Site, server: str, browser: Browser, record_property):
    addresses = [f"{server}{page.url}" for page in site.pages]
    assert found_on(browser, addresses, scheme, widths=(390, 1280), all_states=False) == {}
    record_property(f"Pages that axe {VERSION} passed, each at two widths", len(addresses))


# Dark changes colours only, so that one width tells of all.
@pytest.mark.parametrize(("scheme", "width"), [*(("light", width) for width in WIDTHS), ("dark", 390)])
def test_every_kind_of_page_in_every_state(scheme: str, width: int, site: Site, server: str, browser: Browser):
    addresses = [f"{server}{url}" for url in (*(page.url for page in site.one_of_each_kind), "nothing/here")]
    assert found_on(browser, addresses, scheme, widths=[width], all_states=True) == {}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_search_without_a_network(scheme: str, width: int, server: str, browser: Browser):
    assert found_without_index(browser, server, scheme, width) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<main><h1>T</h1><img src=data:></main>", "image-alt"),
        ("<main><h1>T</h1><p style='color: #999; background: #fff'>pale</p></main>", "color-contrast"),
        ("<main><h1>T</h1><div role=dialog>open</div></main>", "aria-dialog-name"),
        ("<main><h1>T</h1></main>", None),
    ],
)
def test_axe_sees(body: str, rule: str | None, browser: Browser):
    tab = browser.new_page()
    tab.set_content(f"<!doctype html><html lang=en><title>T</title>{body}")
    assert [fault.partition(":")[0] for fault in violations(tab)] == ([rule] if rule else [])
    tab.close()
