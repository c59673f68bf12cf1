"""Every link of the built site works: pages, anchors and assets, also in raw HTML and templates; one to another site is marked as such."""

import json
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


def wrong_links(root: Path) -> dict[str, list[str]]:
    """Return the links that lead nowhere, by file, of a site below a folder, without network. --include-verbatim includes the addresses of scripts."""
    options = ["--offline", "--include-fragments", "--include-verbatim", "--no-progress", "--index-files", "index.html", "--format", "json"]
    result = subprocess.run([LYCHEE, *options, "--root-dir", root, root], capture_output=True, text=True)
    return {path: [fault["url"] for fault in faults] for path, faults in json.loads(result.stdout)["error_map"].items()}


@pytest.mark.parametrize("which", ["site", "plain"])
def test_links_work_and_planted_faults_are_seen(which: str, request: pytest.FixtureRequest, tmp_path: Path):
    """In a copy with a page whose links lead nowhere."""
    root = tmp_path / BASE.strip("/")
    shutil.copytree(request.getfixturevalue(which).path, root, dirs_exist_ok=True)
    (planted := root / "planted.html").write_text("<body>" + "".join(data("links")["faults"]).replace("{base}", BASE))
    found = wrong_links(tmp_path)
    missing = re.findall(r"missing[\w.-]+", planted.read_text())
    assert [*found] == [str(planted)] and [name for name in missing if name not in str(found)] == [], found


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
