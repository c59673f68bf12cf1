"""Each package's licence lets it be used for a site under the MIT licence."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

# Permissive, or weakly protective: what is built with such a package stays under its own licence.
COMPATIBLE = re.compile(
    r"MIT( License|-CMU)?|BSD( License|-[23]-Clause)|0BSD|ISC|Apache( Software License|-2\.0)|CC-BY-SA-3\.0"
    r"|PSF-2\.0|Python Software Foundation License|Mozilla Public License 2\.0 \(MPL 2\.0\)|MPL-2\.0|SIL Open Font License 1\.1 \(OFL-1\.1\)"
)
# Read by hand.
EXPLAINED = {
    "axe-playwright-python": "its file LICENSE is the MIT licence; axe-core, inside, is under MPL-2.0",
    "codespell": "GPL-2.0: a program that is run on the sources; nothing of it is taken in or given on",
}


def incompatible(packages: list[dict[str, str]]) -> list[str]:
    """Return the packages, as pip-licenses lists them, of which no licence that may be chosen is known to be compatible."""
    return [f"{package['Name']}: {package['License']}" for package in packages if package["Name"] not in EXPLAINED and not any(
        all(COMPATIBLE.fullmatch(part.strip()) for part in re.split(r"\band\b|;", choice, flags=re.IGNORECASE))
        for choice in re.split(r"\bor\b", package["License"], flags=re.IGNORECASE)
    )]  # fmt: skip


def test_licences():
    command = [Path(sys.executable).with_name("pip-licenses"), "--from=mixed", "--format=json"]
    packages = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert len(packages) > 50 and incompatible(packages) == []
    assert {*EXPLAINED} <= {package["Name"] for package in packages}


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-3.0-only OR Apache-2.0", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0", False),
        ("BSD License; GNU General Public License v3 (GPLv3)", False),
        ("UNKNOWN", False),
        ("Commercial, limited use", False),
        ("CC-BY-NC-ND-4.0", False),
        ("GNU GPL, MIT", False),
        ("(MIT OR GPL-3.0-only) AND AGPL-3.0-only", False),
    ],
)
def test_check_sees(licence: str, fine: bool):
    assert (incompatible([{"Name": "a", "License": licence}]) == []) is fine
