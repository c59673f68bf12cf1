"""The 404 page helps at any depth: its search has the words of the address, and an old post's address shows the days; test_walk.py sees how it loads."""

from playwright.sync_api import Page, expect
from site_build import data, script
from states import wide


@wide
def test_what_the_address_says_and_where_the_page_leads(server: str, tab: Page):
    tab.goto(f"{server}no/such/place/at/all/")
    tab.locator("article button").click()
    tab.wait_for_url(f"{server}?q=no+such+place+at+all")
    expect(tab.locator("[name=query]")).to_have_value("no such place at all")
    tab.go_back()
    assert {"Topics", "Speakers"} <= {*tab.locator("article li a").all_inner_texts()}
    cases = {f"{server}{path}": [words, old_post] for path, words, old_post in data("404")["addresses"]}
    assert dict(zip(cases, tab.evaluate(script("at_addresses"), [*cases]), strict=True)) == cases
    tab.get_by_role("article").get_by_role("link", name="Day 1").first.click()
    assert tab.locator("h1").inner_text() == "Day 1"
