"""Check every external link of the notes, and suggest an archived address for each dead one.

As a script, exits with 1 if a link is dead. A site that refuses robots (403) or too many requests (429) is reported
but not counted. lychee sends the requests: it caches answers for a day, waits between requests to one site and before
it tries again, and reports lines; its JSON is described at https://lychee.cli.rs/
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


def checked(inputs: list[Path], cache: Path, *options: str) -> dict:
    """Return lychee's report on the external links of files and folders; `cache` is the folder for its answers."""
    cache.mkdir(exist_ok=True)
    command = [LYCHEE, "--format", "json", "--no-progress", "--cache", "--scheme", "http", "--scheme", "https", *options]
    result = subprocess.run([*command, *inputs], cwd=cache, capture_output=True, text=True)
    # lychee exits with 2 if a link is dead
    if result.returncode not in (0, 2):
        sys.exit(result.stderr)
    return json.loads(result.stdout)


def faults(report: dict) -> Iterator[tuple[bool, str]]:
    """Yield each link that failed: whether it is dead, and `path:line: problem; fix`."""
    found = [(Path(path), link) for kind in ("error_map", "timeout_map") for path, links in report[kind].items() for link in links]
    # A link that stands twice may have the checker's cached answer, which says less.
    answers = {link["url"]: link["status"] for _, link in sorted(found, key=lambda each: "(cached)" not in each[1]["status"]["text"])}
    for path, link in sorted(found, key=lambda each: (each[0], *each[1]["span"].values())):
        place, url = f"{shown(path)}:{link['span']['line']}", link["url"]
        status = answers[url]
        answer = status.get("details", status["text"]).removeprefix("Rejected status code: ")
        if status.get("code") in REFUSED:
            yield False, f"{place}: {url} refuses robots ({answer}); check it by hand"
        else:
            yield True, f"{place}: {url} is dead ({answer}); link to the archived page: {archived(url, path)}"


def archived(url: str, page: Path) -> str:
    """Return the Internet Archive's copy of `url` from the day of the page's talk, or its newest.

    The archive answers with its nearest copy: https://archive.org/help/wayback_api.php
    """
    held = re.search(r"^starts: (\d{4})-(\d\d)-(\d\d)", page.read_text(encoding="utf-8"), re.MULTILINE)
    return f"https://web.archive.org/web/{''.join(held.groups()) if held else '2'}/{url}"


def shown(path: Path) -> Path:
    return path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path


def main(texts: list[Path], cache: Path, *options: str) -> bool:
    """Print the failed links of files and folders and the counts; return whether a link is dead. SystemExit if none answered."""
    answers = checked(texts, cache, *options)
    failed = list(faults(answers))
    answered = answers["successful"] > answers["cached"] or any(
        "code" in link["status"] for links in answers["error_map"].values() for link in links
    )
    if failed and not answered:
        sys.exit("no link answered; is this machine online?")
    for _, fault in failed:
        print(fault)
    dead = sum(is_dead for is_dead, _ in failed)
    print(f"{answers['total'] - answers['excludes']} links checked, {dead} dead, {len(failed) - dead} refused")
    return bool(dead)


if __name__ == "__main__":
    sys.exit(main([REPOSITORY / name for name in ("docs", "README.md")], REPOSITORY / ".cache"))
