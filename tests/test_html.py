"""Every built page is valid HTML: the Nu HTML checker has neither an error nor a warning for it."""

import json
import os
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from site_build import REPOSITORY, Site

JAR = REPOSITORY / ".npm/vnu-jar/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.fixture(scope="module", autouse=True)
def checker() -> None:
    message = None
    # macOS has a java that only says that there is none.
    if not shutil.which("java") or subprocess.run(["java", "-version"], capture_output=True).returncode:
        message = "no Java to run the Nu HTML checker with; on Debian: apt-get install default-jre-headless, then make test"
    elif not JAR.exists():
        message = "no Nu HTML checker, which make test fetches by npm; on Debian: apt-get install npm, then make test"
    if message:
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


def faults(folder: Path) -> list[str]:
    """Return what is wrong in the pages below `folder`, each fault once, with the first place that has it."""
    result = subprocess.run(
        ["java", "-jar", JAR, "--format", "json", "--stdout", "--skip-non-html", folder], capture_output=True, text=True
    )
    assert result.stdout, f"the Nu HTML checker did not run: {result.stderr}"
    places: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(result.stdout)["messages"]:
        path = Path(unquote(urlsplit(message["url"]).path)).relative_to(folder)
        extract = " ".join(message.get("extract", "").split())
        places[f"{message['message']} {extract}"].append(f"{path}:{message.get('lastLine', 1)}")
    return [f"{found[0]}: {what} ({len(found)} times)" for what, found in places.items()]


def test_every_page_is_valid(site: Site, record_property):
    found = faults(site.path)
    assert not found, "\n".join(found)
    record_property("Pages that the Nu HTML checker passed", len(list(site.path.rglob("*.html"))))


def page(folder: Path, body: str) -> None:
    path = folder / "below" / "index.html"
    path.parent.mkdir()
    path.write_text(f'<!doctype html>\n<html lang="en"><title>Page</title>\n<body>{body}</body></html>\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<p id="one"></p><p id="one"></p>', "Duplicate ID"),
        ("<div>", "Unclosed element"),
        ("<script type='text/javascript'></script>", "The “type” attribute is unnecessary"),  # a warning
    ],
)
def test_check_sees(body: str, message: str, tmp_path: Path):
    page(tmp_path, body)
    assert any(fault.startswith(f"below/index.html:3: {message}") for fault in faults(tmp_path))


def test_check_lets_pass(tmp_path: Path):
    page(tmp_path, "<p>Nothing is wrong.</p>")
    assert faults(tmp_path) == []
