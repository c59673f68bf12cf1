"""Begin a talk's page: ask for what it needs, write the file, and say what to do next.

What is in the environment (`make new-talk TITLE="…" DAY=2`) is not asked for. Nothing is
overwritten, and what the build would refuse is refused here.
"""

import json
import os
import re
import sys
import unicodedata
from pathlib import Path

from hooks import model
from hooks.check import pages
from hooks.front_matter import CONTROL, PATHS

DOCS = Path("docs")
PAGE = """---
template: talk.html
title: {title}
# One sentence for lists, cards and search engines.
description: {description}
# `- name: …` for each, with `page: https://…` below it where there is one; [] for none.
speakers: {speakers}
# Local time with its offset.
starts: {starts}
ends: {ends}
# Those that docs/topics.md explains.
tags: {tags}
# What is not known stays out.
# room: Salon A-E
# page: https://… (the talk's page at the conference's site)
# video: https://…
# slides: https://…
---

- The notes, in Markdown. What belongs to a point is nested by four spaces.
"""


def asked(name: str, question: str, usual: str = "") -> str:
    """Return an answer from the environment, else from whoever is at the keyboard."""
    if name in os.environ:
        answer = os.environ[name].strip()
    elif not sys.stdin.isatty():
        sys.exit(f"{name} is missing; give it as {name}=… ({question})")
    else:
        answer = input(f"{question}{f' [{usual}]' if usual else ''}: ").strip() or usual
    if len(answer.splitlines()) > 1 or CONTROL.search(answer):
        sys.exit(f"{name} holds a line break or a control character; give it without")
    return answer


def listed(answer: str, entry: str) -> str:
    """Return an answer with semicolons as a YAML list, each item written as `entry` has it; [] for an empty one."""
    items = [item.strip() for item in answer.split(";") if item.strip()]
    return "".join(f"\n  - {entry}{quoted(item)}" for item in items) or "[]"


def quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # which YAML reads, too


def slug_of(title: str) -> str:
    """Return a file name for a title: what is left of it in plain letters, digits and hyphens, 100 at most."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", ""))[:100].strip("-")


def moment(answer: str, folder: Path) -> str:
    """Return a time of day as a moment, with the date and the offset of the day's other talks; anything else as it is."""
    if re.fullmatch(r"\d\d:\d\d", answer):
        for path in sorted(folder.glob("*.md")):
            if found := re.search(r"^starts: (\S+T)\S+([+-]\d\d:\d\d)$", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE):
                return f"{found[1]}{answer}:00{found[2]}"
    return answer


def below(path: Path) -> str:
    return path.relative_to(DOCS).as_posix()


def written() -> dict[str, str]:
    """Return every page, path below docs/ to text; of one that is not UTF-8, the build tells."""
    return {below(path): path.read_text(encoding="utf-8", errors="replace") for path in DOCS.rglob("*.md")}


def check(sources: dict[str, str]) -> list[str]:
    """Return the faults of pages (path below docs/ to text), each as `path:line: problem; fix`."""
    return [f"{path}:{line}: {problem}" for path, line, problem in pages.faults(model.read(sources))]


def main() -> None:
    conferences = sorted(path.parent.name for path in DOCS.glob("*/index.md"))
    if not conferences:
        sys.exit("docs/ has no conference; add one, as CONTRIBUTING.md says")
    conference = asked("CONFERENCE", f"conference: {', '.join(conferences)}", conferences[-1])
    if conference not in conferences:
        sys.exit(f"{conference or 'nothing'} is no conference; CONFERENCE is one of: {', '.join(conferences)}")
    days = sorted((day["day"] for path in DOCS.glob(f"{conference}/*/index.md") if (day := PATHS["day"].fullmatch(below(path)))), key=int)
    if not days:
        sys.exit(f"docs/{conference} has no day; give it a day-1/index.md")
    day = asked("DAY", f"day: {', '.join(days)}", days[-1])
    folder = DOCS / conference / f"day-{day}"
    if day not in days:
        sys.exit(f"{folder} is no day of {conference}; DAY is one of: {', '.join(days)}")
    title = asked("TITLE", "title")
    slug = os.environ.get("SLUG") or slug_of(title)
    path = folder / f"{slug}.md"
    if not PATHS["talk"].fullmatch(f"{conference}/day-{day}/{slug}.md"):
        sys.exit(f"{path} is no name for a talk's file; give one in small letters, digits and hyphens, as SLUG=…")
    if path.exists():
        sys.exit(f"{path} is there already; edit it, or give another name as SLUG=…")
    page = PAGE.format(
        title=quoted(title),
        description=quoted(asked("DESCRIPTION", "what the notes are about, in one sentence")),
        speakers=listed(asked("SPEAKERS", "speakers, with semicolons between; none is fine"), "name: "),
        starts=moment(asked("STARTS", "start, as 09:30, or as 2001-12-31T09:30:00+01:00 for the first talk of a day"), folder),
        ends=moment(asked("ENDS", "end"), folder),
        tags=listed(asked("TOPICS", "topics of docs/topics.md, with semicolons between"), ""),
    )
    name = below(path)
    if faults := [fault.partition(": ")[2] for fault in check(written() | {name: page}) if fault.startswith(f"{name}:")]:
        sys.exit(f"nothing written: {faults[0]}")
    path.write_text(page, encoding="utf-8")
    print(f"{path} is written.")
    print(f"Next: in mkdocs.yml, below {folder.relative_to(DOCS)}/index.md, in the order of time, add the line")
    print(f"          - {name}")
    print("then write the notes into it; `make serve` shows them, `make test` checks them.")


if __name__ == "__main__":
    main()
