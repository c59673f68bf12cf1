"""Read and write pages of docs/: their text, problems, front matter and names."""

import json
import re
from datetime import date
from pathlib import Path

from hooks import load
from hooks.check import pages
from hooks.letters import plain

DOCS = Path("docs")


def written() -> dict[str, str]:
    """Return all pages as a mapping from the path below docs/ to the text; the build reports one that is not UTF-8."""
    return {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in DOCS.rglob("*.md")}


def write(made: dict[str, str]) -> None:
    """Write pages, given as a mapping from the path below docs/ to the text."""
    for path, text in made.items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(text, encoding="utf-8")


def problem_of(path: str, text: str, others: dict[str, str]) -> str:
    """Return the first problem with its fix that the build would report for a page, `path` below docs/, or ""."""
    return next((problem for place, _, problem in pages.faults(load.read(others | {path: text})) if place == path), "")


def quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # valid YAML


def entry(key: str, value: object) -> str:
    """Return a key of front matter with its value: text, a number, a time, or a list of texts or of speakers, each {name, page}."""
    if isinstance(value, list):
        rows = [f"name: {quoted(item['name'])}" if isinstance(item, dict) else quoted(item) for item in value]
        more = [f"    page: {item['page']}\n" if isinstance(item, dict) and "page" in item else "" for item in value]
        return f"{key}:\n" + "".join(f"  - {row}\n{page}" for row, page in zip(rows, more, strict=True))
    if isinstance(value, date):  # or a datetime
        return f"{key}: {value.isoformat()}\n"
    plain = not isinstance(value, str) or key in ("starts", "ends", "page", "video", "slides")
    return f"{key}: {value if plain else quoted(value)}\n"


def slug_of(title: str) -> str:
    """Return a file name for a title: its letters without accents, digits and hyphens, 100 at most."""
    return re.sub(r"[^a-z0-9]+", "-", plain(title).replace("'", ""))[:100].strip("-")
