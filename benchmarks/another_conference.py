"""Build the site of another conference for the search: its talks instead of ours, or added to them."""

import json
import re
import shutil
from pathlib import Path

from site_build import copy

TALKS = Path(__file__).parent / "another" / "talks.json"
NAME = "another-2022"
# Characters that Markdown, or a check of the notes, would interpret.
MARKS = re.compile(r"([\\`*_{}\[\]()#+.!|~<>&:-])")


def site_with(target: Path, talks: list[dict], alone: bool) -> Path:
    """Copy the site to `target` and add the conference; `alone`, without our own. Return the copy.

    A talk is a dict of slug, title, speakers, description and perhaps date, as in another/talks.json.
    """
    target.mkdir(parents=True, exist_ok=True)
    repository = copy(target)
    docs = repository / "docs"
    if alone:
        ours = [path.parent for path in docs.glob("*/index.md")]
        settings = repository / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8")
        for folder in ours:
            shutil.rmtree(folder)
            text = re.sub(rf"^ +\S+: {folder.name}/.*\n", "", text, flags=re.MULTILINE)
            for page in docs.glob("*.md"):
                notes = page.read_text(encoding="utf-8")
                page.write_text(re.sub(rf"\[([^\]]+)\]\({folder.name}/[^)]*\)", r"\1", notes), encoding="utf-8")
        text = re.sub(r"^  - redirects:\n      redirect_maps:\n(?!        )", "", text, flags=re.MULTILINE)
        settings.write_text(text, encoding="utf-8")
    days = sorted({talk.get("date", "") for talk in talks})
    write(docs / NAME / "index.md", {"title": "Another 2022"}, "")
    for talk in talks:
        day = docs / NAME / f"day-{days.index(talk.get('date', '')) + 1}"
        facts = {"title": talk["title"], "speakers": [{"name": name} for name in talk["speakers"]]}
        paragraphs = [MARKS.sub(lambda mark: f"&#{ord(mark[0])};", line.strip()) for line in talk["description"].splitlines()]
        write(day / f"{talk['slug']}.md", facts, "\n\n".join(filter(None, paragraphs)))
        if talk.get("date"):
            (day / "index.md").write_text(f"---\ntitle: Day {day.name[4:]}\ndate: {talk['date']}\n---\n", encoding="utf-8")
    return repository


def write(path: Path, facts: dict, notes: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in facts.items() if value)
    path.write_text(f"---\n{front}---\n\n{notes}\n", encoding="utf-8")


def read(path: Path = TALKS) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))
