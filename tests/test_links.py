"""Every link of the built site works: pages, anchors and assets, also in raw HTML and templates."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from site_build import BASE, Site, data

FAULTS = [fault.replace("{base}", BASE) for fault in data("links")["faults"]]
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
    broken = tmp_path / BASE.strip("/")
    shutil.copytree(site.path, broken, dirs_exist_ok=True)
    page = broken / "about" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</article>", f"{''.join(FAULTS)}</article>"), encoding="utf-8")
    result = check(tmp_path)
    assert result.returncode != 0 and "about/index.html" in result.stdout
    assert [fault for fault in FAULTS if re.search(r"missing[\w.-]+", fault)[0] not in result.stdout] == [], result.stdout
