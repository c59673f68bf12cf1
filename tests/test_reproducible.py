"""Two builds and zips of one commit are equal byte for byte: anywhere, at any time, by any user, under any settings of the machine.

A build sends no requests.
"""

import os
import shutil
import subprocess
import warnings
from functools import partial
from pathlib import Path

from processes import tree
from site_build import INVENTED, REPOSITORY, build, by_command, by_fork, edit, invented

PLANTED = INVENTED / "planted"
# Makes root an ordinary user, who reads what root reads, since the programs may lie in root's folders.
USER = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=+dac_read_search --ambient-caps=+dac_read_search" * (not os.geteuid())


def test_two_builds_are_the_same_and_one_needs_no_network(tmp_path: Path):
    """The second is another user's, in a read-only checkout, without HOME, with few open files, and a mask that keeps others out."""
    here, there, free = tmp_path / "here", tmp_path / "at another place/größer 'and' 日本", tmp_path / "free"
    for place in (here, there):
        place.mkdir(parents=True)
        (invented(place) / ".cache").unlink()
        shutil.copy(PLANTED / "breaks_promises.py", place / "hooks")
        edit(place / "mkdocs.yml", r"\A", "hooks:\n  - hooks/breaks_promises.py\n  - hooks/pipeline.py\n")
    subprocess.run(["chmod", "-R", "a-w", there], check=True)
    free.mkdir()
    free.chmod(0o777)
    usual = {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
    unusual = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONPATH": str(PLANTED), "TMPDIR": "/nowhere"}
    unusual["REQUESTED"] = str(free / "requested")
    can_change = not subprocess.run(f"{USER} true", shell=True).returncode
    if not can_change:
        warnings.warn("both builds are root's, since setpriv cannot change the user; not tested: another user's", stacklevel=1)
    prefix = ["sh", "-c", 'unset HOME LANG; umask 077; ulimit -n 12; exec "$@"', "sh", *USER.split() * can_change]
    builds = [(here, here / "site", by_fork, usual), (there, free / "site", partial(by_command, prefix=prefix), unusual)]
    for place, site, run, setting in builds:
        result = build(place, site, run, **setting)
        assert result.returncode == 0, result.stdout
        zipped = run(["tools.offline", str(site)], REPOSITORY, os.environ | setting)
        assert zipped.returncode == 0 and list(site.glob("*.zip")), zipped.stdout
    requests = (free / "requested").read_text().splitlines()
    assert len(requests) == 1 and "'127.0.0.1', 9" in requests[0], requests
    one, other = tree(here / "site"), tree(free / "site")
    again = build(here, here / "site", **usual)  # with the cache of the first
    assert again.returncode == 0 and tree(here / "site").items() < one.items()
    different = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    assert different == {"planted-clock", "planted-seed", "planted-folder"}
    assert len(one) > 40 and other["planted-clock"] == b"2031"
    assert not [path for path in [free / "site", *(free / "site").rglob("*")] if path.stat().st_mode & 0o044 != 0o044]
