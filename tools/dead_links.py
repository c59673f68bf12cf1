"""Ask every external link of the notes whether it still answers, and name an archived address for each that does not.

As a script, ends with 1 where one is dead. A site that refuses robots (403) or is asked too much
(429) is told of, and not counted. lychee does the asking: it caches for a day, waits between
requests to one site and before asking again, and gives the line; its JSON is described at
https://lychee.cli.rs/
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
LYCHEE = Path(sys.executable).with_name("lychee")
REFUSED = (403, 429)


def asked(inputs: list[Path], cache: Path, *options: str) -> dict:
    """Return lychee's report on the external links of files and folders; answers are kept in the folder `cache`."""
    cache.mkdir(exist_ok=True)
    command = [LYCHEE, "--format", "json", "--no-progress", "--cache", "--scheme", "http", "--scheme", "https", *options]
    result = subprocess.run([*command, *inputs], cwd=cache, capture_output=True, text=True)
    # 2 is said where a link is dead.
    if result.returncode not in (0, 2):
        sys.exit(result.stderr)
    return json.loads(result.stdout)


def faults(report: dict) -> Iterator[tuple[bool, str]]:
    """Yield each link that did not answer as it should: whether it is dead, and `path:line: what is wrong; what to do`."""
    found = [(Path(path), link) for failed in ("error_map", "timeout_map") for path, links in report[failed].items() for link in links]
    for path, link in sorted(found, key=lambda each: (each[0], *each[1]["span"].values())):
        place, url, status = f"{shown(path)}:{link['span']['line']}", link["url"], link["status"]
        answer = status.get("details", status["text"]).removeprefix("Rejected status code: ")
        if status.get("code") in REFUSED:
            yield False, f"{place}: {url} refuses to tell ({answer}); look yourself"
        else:
            yield True, f"{place}: {url} is dead ({answer}); put in what was archived: {archived(url, path)}"


def archived(url: str, page: Path) -> str:
    """Return the address at the Internet Archive of what stood at `url` when the page's talk was held, or last.

    The archive answers with its nearest copy: https://archive.org/help/wayback_api.php
    """
    held = re.search(r"^starts: (\d{4})-(\d\d)-(\d\d)", page.read_text(encoding="utf-8"), re.MULTILINE)
    return f"https://web.archive.org/web/{''.join(held.groups()) if held else '2'}/{url}"


def shown(path: Path) -> Path:
    return path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path


def main(texts: list[Path], cache: Path, *options: str) -> bool:
    """Print what the links of files and folders answer, and how many; return whether one is dead. SystemExit without a network."""
    answers = asked(texts, cache, *options)
    told = list(faults(answers))
    answered = answers["successful"] > answers["cached"] or any(
        "code" in link["status"] for links in answers["error_map"].values() for link in links
    )
    if told and not answered:
        sys.exit("nothing on the net answers; is there a network?")
    for _, fault in told:
        print(fault)
    dead = sum(is_dead for is_dead, _ in told)
    print(f"{answers['total'] - answers['excludes']} links asked, {dead} dead, {len(told) - dead} refused to tell")
    return bool(dead)


if __name__ == "__main__":
    sys.exit(main([REPOSITORY / name for name in ("docs", "README.md", "CONTRIBUTING.md")], REPOSITORY / ".cache"))
