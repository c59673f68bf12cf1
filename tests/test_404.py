"""The 404 page helps from any depth: words of the path in its search, and the days for an old post."""

import pytest
from playwright.sync_api import Browser


@pytest.mark.parametrize(
    ("path", "words", "old_post"),
    [
        ("missing", "missing", False),
        ("a/b/async-django/index.html", "a b async django", False),
        ("posts/some-talk_2019/", "some talk 2019", True),
        ("posts/some-talk.html", "some talk", True),
        ("post.php?p=1", "php", True),
        ("posters/", "posters", False),
        ("post-mortem/", "post mortem", False),
        ("caf%C3%A9/%ff", "caf C3 A9 ff", False),
        ("caf%C3%A9/", "café", False),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "script alert 1 script", False),
    ],
)
def test_404(path: str, words: str, old_post: bool, server: str, browser: Browser):
    tab = browser.new_page()
    failed: list[str] = []
    tab.on("pageerror", lambda error: failed.append(str(error)))
    tab.on(
        "response", lambda response: failed.append(response.url) if response.status >= 400 and response.url != f"{server}{path}" else None
    )
    assert tab.goto(f"{server}{path}").status == 404
    assert tab.locator("#search-form").input_value() == words
    assert tab.locator("#old-post").is_visible() == old_post
    assert tab.locator("article a:visible").count() > 3
    if words:
        tab.locator("article button").click()
        tab.wait_for_url(lambda url: url.startswith(f"{server}?q="))
        assert tab.locator("[name=query]").input_value() == words
    assert failed == []
    tab.close()


def test_every_host_shows_it(host: str, browser: Browser):
    tab = browser.new_page()
    assert tab.goto(f"{host}no/such/place/at/all/").status == 404
    tab.get_by_role("article").get_by_role("link", name="Day 1").first.click()
    assert tab.locator("h1").inner_text() == "Day 1"
    tab.close()
