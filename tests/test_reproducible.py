"""Two builds and zips of one commit are equal byte for byte: anywhere, at any time, under any settings of the machine."""

import os
from pathlib import Path

from processes import tree
from site_build import REPOSITORY, build, by_command, by_fork, edit, invented

# Every Python process of the second build starts with this, which changes the date.
ELSEWHEN = "import time_machine\ntime_machine.travel('2031-02-03T04:05:06Z').start()\n"
# A hook that breaks the promise, in files of its own: the comparison must see each, and nothing else.
PLANTED = """
import os
from datetime import datetime
from pathlib import Path


def on_post_build(config):
    for name, text in {"clock": f"{datetime.now():%Y}", "seed": str(hash("seed")), "folder": os.getcwd(), "same": "same"}.items():
        Path(config.site_dir, f"planted-{name}").write_text(text)
"""


def test_two_builds_are_the_same(tmp_path: Path):
    places = [tmp_path / "here", tmp_path / "at another place" / "of another depth"]
    (tmp_path / "elsewhen").mkdir()
    (tmp_path / "elsewhen" / "sitecustomize.py").write_text(ELSEWHEN)
    settings = [
        {"TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONPATH": str(tmp_path / "elsewhen")},
    ]
    for place, run, setting in zip(places, (by_fork, by_command), settings, strict=True):
        place.mkdir(parents=True)
        repository = invented(place)
        (repository / ".cache").unlink()
        (repository / "hooks/planted.py").write_text(PLANTED)
        edit(repository / "mkdocs.yml", r"\A", "hooks:\n  - hooks/planted.py\n  - hooks/pipeline.py\n")
        result = build(repository, place / "site", run, **setting)
        assert result.returncode == 0, result.stdout
        zipped = run(["tools.offline", str(place / "site")], REPOSITORY, os.environ | setting)
        assert zipped.returncode == 0 and list((place / "site").glob("*.zip")), zipped.stdout
    one, other = (tree(place / "site") for place in places)
    again = build(places[0], places[0] / "site", **settings[0])  # with the cache of the first
    assert again.returncode == 0 and tree(places[0] / "site").items() < one.items()
    different = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    assert different == {"planted-clock", "planted-seed", "planted-folder"}
    assert len(one) > 40 and other["planted-clock"] == b"2031"
