"""Every built page is valid HTML: the Nu HTML checker has neither an error nor a warning for it."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from processes import lacking
from site_build import REPOSITORY, Site, data

PLANTED = data("html")["planted"]
JAR = REPOSITORY / ".npm/vnu-jar/node_modules/vnu-jar/build/dist/vnu.jar"
# A short run gains nothing from the slower compiler, nor from a parallel collector; the faster one needs a larger stack.
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
# A zip's pages have no 'self' to allow, and the checker does not know these hashes; browsers test them in
# test_hosts.py.
POLICY = ".*violates Content Security Policy.*"


def faults(folder: Path) -> list[str]:
    """Return the faults of the pages below `folder`; skip the test without the checker."""
    # macOS has a `java` that only prints that Java is missing.
    if not shutil.which("java") or subprocess.run(["java", "-version"], capture_output=True).returncode:
        lacking("no Java to run the Nu HTML checker with; on Debian: apt-get install default-jre-headless, then make test")
    if not JAR.exists():
        lacking("no Nu HTML checker, which make test fetches by npm; on Debian: apt-get install npm, then make test")
    command = ["java", *QUICK, "-jar", JAR, "--format", "json", "--stdout", "--skip-non-html", "--filterpattern", POLICY, folder]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.stdout, f"the Nu HTML checker did not run: {result.stderr}"
    return [
        f"{Path(url2pathname(urlsplit(each['url']).path)).relative_to(folder)}:{each.get('lastLine')}: {each['message']} {each.get('extract')}"
        for each in json.loads(result.stdout)["messages"]
    ]


def test_every_page_is_valid_and_faults_are_seen(site: Site, tmp_path: Path):
    """Check the site, and pages with planted faults, in one run, since the checker starts slowly."""
    (tmp_path / "site").symlink_to(site.path)
    for number, body in enumerate(PLANTED):
        page = f'<!doctype html>\n<html lang="en"><title>Page</title>\n<body>{body}</body></html>\n'
        (tmp_path / f"planted-{number}.html").write_text(page)
    found = faults(tmp_path)
    assert [fault for fault in found if not fault.startswith("planted-")] == []
    for number, message in enumerate(PLANTED.values()):
        own = [fault for fault in found if fault.startswith(f"planted-{number}.html:3: ")]
        assert any(message in fault for fault in own) if message else not own
