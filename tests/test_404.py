"""The 404 page helps at any depth: its search has the words of the address, and an old post's address shows the days."""

import pytest
from playwright.sync_api import Browser


@pytest.mark.parametrize(
    ("path", "words", "old_post"),
    [
        ("missing", "missing", False),
        ("a/b/async-django/index.html", "a b async django", False),
        ("posts/some-talk_2019/", "some talk 2019", True),
        ("posts/some-talk.html", "some talk", True),
        ("posts/", "", True),
        ("post.php?p=1", "php", True),
        ("posters/", "posters", False),
        ("post-mortem/", "post mortem", False),
        ("caf%C3%A9/%ff", "caf C3 A9 ff", False),
        ("caf%C3%A9/", "café", False),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "script alert 1 script", False),
        ("/evil.example/%2f/a", "evil example a", False),
    ],
)
def test_what_the_address_says(path: str, words: str, old_post: bool, server: str, browser: Browser):
    tab = browser.new_page()
    failed: list[str] = []
    tab.on("pageerror", lambda error: failed.append(str(error)))
    tab.on("request", lambda request: failed.append(request.url) if not request.url.startswith(server) else None)
    tab.on(
        "response", lambda response: failed.append(response.url) if response.status >= 400 and response.url != f"{server}{path}" else None
    )
    assert tab.goto(f"{server}{path}", wait_until="load").status == 404
    assert tab.locator("#search-form").input_value() == words
    assert tab.locator("#old-post").is_visible() == old_post
    assert failed == []
    tab.close()


def test_its_search_and_its_links(server: str, browser: Browser):
    tab = browser.new_page()
    tab.goto(f"{server}no/such/place/at/all/")
    tab.locator("article button").click()
    tab.wait_for_url(f"{server}?q=no+such+place+at+all")
    assert tab.locator("[name=query]").input_value() == "no such place at all"
    tab.go_back()
    assert {"Topics", "Speakers"} <= {*tab.locator("article li a").all_inner_texts()}
    tab.get_by_role("article").get_by_role("link", name="Day 1").first.click()
    assert tab.locator("h1").inner_text() == "Day 1"
    tab.close()
