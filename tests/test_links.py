"""Every link of the built site works: pages, anchors and assets, also in raw HTML and templates; one to another site is marked as such."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from site_build import BASE, SITE_URL, Site, data
from states import wide

LYCHEE = Path(sys.executable).with_name("lychee")


def check(root: Path) -> subprocess.CompletedProcess[str]:
    """Check the links of the site below `root`, without network. --include-verbatim includes the addresses of scripts."""
    options = ["--offline", "--include-fragments", "--include-verbatim", "--no-progress", "--index-files", "index.html", "--root-dir", root]
    return subprocess.run([LYCHEE, *options, root / BASE.strip("/")], capture_output=True, text=True)


@pytest.mark.parametrize("which", ["site", "plain"])
def test_links(which: str, request: pytest.FixtureRequest):
    result = check(request.getfixturevalue(which).root)
    assert result.returncode == 0, result.stdout + result.stderr


def test_check_sees(site: Site, tmp_path: Path):
    broken, faults = tmp_path / BASE.strip("/"), [fault.replace("{base}", BASE) for fault in data("links")["faults"]]
    shutil.copytree(site.path, broken, dirs_exist_ok=True)
    (broken / "about/index.html").write_text(f"<body>{''.join(faults)}")
    result = check(tmp_path)
    assert result.returncode != 0 and "about/index.html" in result.stdout
    assert [fault for fault in faults if re.search(r"missing[\w.-]+", fault)[0] not in result.stdout] == [], result.stdout


def test_every_link_out_is_marked(site: Site):
    """So that the other site cannot script our page, and style and script can mark it for eyes and screen readers."""
    for page in site.pages:
        for link in page.html.select("a[href^='http']"):
            assert link["href"].startswith(SITE_URL) != ("noopener" in link.get("rel", [])), f"{page.url}: {link}"


@wide
def test_a_screen_reader_hears_of_links_out(site: Site, server: str, tab: Page):
    talk = next(page for page in site.of_kind("talk") if page.meta.get("video"))
    tab.goto(f"{server}{talk.url}")
    assert tab.locator(".links").get_by_role("link", name="another site").count() == len(talk.html.select(".links a"))
    assert "another site" not in tab.locator(".md-footer").aria_snapshot()
