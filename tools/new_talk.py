"""Write the file of a new talk: request its facts, check each answer, and print the paths of file and page.

Facts in the environment (`make new-talk TITLE="…" DAY=2`) are not requested. Conference and day default to the
newest. Only the title is required: without a keyboard, or with an empty answer, a fact is left out. A wrong answer is
requested again; without a keyboard it ends the script. No file is overwritten.
"""

import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from hooks import load
from hooks.check import pages
from hooks.front_matter import CONTROL, PATHS

DOCS = Path("docs")
# All explanations are comments in the front matter, so nothing needs to be removed before publishing.
PAGE = Path(__file__).with_name("blank") / "talk.md"
ADDED = "# The post that the other talks were imported from does not have this talk.\nadded: true\n"
# Key of the front matter, name in the environment, question.
FACTS = (
    ("description", "DESCRIPTION", "one sentence about the notes"),
    ("speakers", "SPEAKERS", "speakers, separated by semicolons"),
    ("starts", "STARTS", "start, as 9:30, or as 2001-12-31T09:30:00+01:00 for the first talk of a day"),
    ("ends", "ENDS", "end"),
    ("tags", "TOPICS", "topics of docs/topics.md, separated by semicolons"),
)
Refusal = Callable[[str], str]  # returns the problem of an answer with its fix, or ""


def answer_to(name: str, question: str, refuse: Refusal, default: str = "", required: bool = True) -> str:
    """Return a valid answer: from the environment, the keyboard, or the default."""
    keyboard = sys.stdin.isatty()
    while True:
        answer = os.environ[name].strip() if name in os.environ else default
        if name not in os.environ and keyboard:
            answer = input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
        if not answer and not required:
            return ""
        if len(answer.splitlines()) > 1 or CONTROL.search(answer):
            problem = f"{name} holds a line break or a control character; remove it"
        elif not answer:
            problem = f"{name} is missing; give it as {name}=… ({question})"
        else:
            problem = refuse(answer)
        if not problem:
            return answer
        if not keyboard:
            sys.exit(problem)
        print(problem)
        os.environ.pop(name, None)


def one_of(choices: list[str], problem: str) -> Refusal:
    return lambda answer: "" if answer in choices else f"{answer} {problem}; choose one of: {', '.join(choices)}"


def quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # valid YAML


def entry(key: str, value: object) -> str:
    """Return a key of front matter with its value: text, a number, a time, or a list of texts or of speakers, each {name, page}."""
    if isinstance(value, list):
        rows = [f"name: {quoted(item['name'])}" if isinstance(item, dict) else quoted(item) for item in value]
        pages = [f"    page: {item['page']}\n" if isinstance(item, dict) and "page" in item else "" for item in value]
        return f"{key}:\n" + "".join(f"  - {row}\n{page}" for row, page in zip(rows, pages, strict=True))
    if isinstance(value, date):  # or a datetime
        return f"{key}: {value.isoformat()}\n"
    plain = not isinstance(value, str) or key in ("starts", "ends", "page", "video", "slides")
    return f"{key}: {value if plain else quoted(value)}\n"


def slug_of(title: str) -> str:
    """Return a file name for a title: its letters without accents, digits and hyphens, 100 at most."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", ""))[:100].strip("-")


def moment(answer: str, like: str) -> str:
    """Return a time of day with the date and UTC offset of `like` (ISO 8601, or ""); any other answer unchanged."""
    if len(like) > 19 and re.fullmatch(r"\d?\d:\d\d", answer):
        return f"{like[:11]}{answer:0>5}:00{like[19:]}"
    return answer


def page(title: str, answers: dict[str, str], like: str, added: bool) -> str:
    """Return the text of a talk's file; `like`, a time on its day, completes times of day."""
    text = PAGE.read_text(encoding="utf-8")
    for key, answer in {"title": title, **answers}.items():
        items = [item.strip() for item in answer.split(";") if item.strip()]
        lists = {"speakers": [{"name": item} for item in items], "tags": items}
        value = lists.get(key) or (moment(answer, like) if key in ("starts", "ends") else answer)
        if answer:
            text = text.replace(f"\n{key}:\n", f"\n{entry(key, value)}", 1)
    return text.replace("# room:", f"{ADDED}# room:", 1) if added else text


def written() -> dict[str, str]:
    """Return every page, path below docs/ to text; the build reports one that is not UTF-8."""
    return {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in DOCS.rglob("*.md")}


def check(sources: dict[str, str]) -> list[str]:
    """Return the faults of pages (path below docs/ to text), each as `path:line: problem; fix`."""
    return [f"{path}:{line}: {problem}" for path, line, problem in pages.faults(load.read(sources))]


def problem_of(path: str, text: str, others: dict[str, str]) -> str:
    """Return the first problem that the build would report for a page, `path` below docs/, or ""."""
    return next((fault.split(": ", 1)[1] for fault in check(others | {path: text}) if fault.startswith(f"{path}:")), "")


def preview(url: str) -> str:
    """Return the address of the page at `url` in `make serve`, at its usual port; if that is taken, it prints another."""
    return f"http://127.0.0.1:8000{urlsplit(os.environ.get('SITE_URL', '')).path.rstrip('/')}/{url}"


def main() -> None:
    others = written()
    conferences = {conference.name: conference for conference in load.read(others).conferences if conference.written}
    if not conferences:
        sys.exit("docs/ has no conference; write one: make new-conference")
    names = list(conferences)
    name = answer_to("CONFERENCE", f"conference ({', '.join(names)})", one_of(names, "is not a conference"), names[0])
    days = [str(day.number) for day in conferences[name].days]
    next_day = str(int(days[-1]) + 1 if days else 1)
    # Today, or else the last day with a talk, or else the first.
    known = conferences[name].days
    newest = [day for day in known if day.date == date.today()] or [day for day in known if day.talks][-1:] or known[:1]
    default = str(newest[0].number) if newest else next_day
    day = answer_to("DAY", f"day ({', '.join([*days, next_day])})", one_of([*days, next_day], f"is not a day of {name}"), default)
    folder = f"{name}/day-{day}"
    added = Path("tests/original", name).is_dir()
    starts = [
        talk.starts.isoformat() for known in conferences[name].days if str(known.number) == day for talk in known.talks if talk.starts
    ]

    def refuse_title(given: str) -> str:
        return problem_of(f"{folder}/not-yet-named.md", page(given, {}, "", added), others)

    def refuse_slug(given: str) -> str:
        path = f"{folder}/{given}.md"
        if not PATHS["talk"].fullmatch(path):
            return f"docs/{path} is not a name for a talk's file; give one in lower-case letters, digits and hyphens, as SLUG=…"
        return f"docs/{path} exists; edit it, or give another name, as SLUG=…" if Path(DOCS, path).exists() else ""

    title = answer_to("TITLE", "title", refuse_title)
    slug = slug_of(title)
    if "SLUG" in os.environ or not slug or refuse_slug(slug):
        slug = answer_to("SLUG", "file name, in lower-case letters, digits and hyphens", refuse_slug, slug)
    path = f"{folder}/{slug}.md"
    answers: dict[str, str] = {}

    def text() -> str:
        return page(title, answers, (starts or [answers.get("starts", "")])[0], added)

    def refuse_fact(key: str) -> Refusal:
        def refuse(given: str) -> str:
            answers[key] = given
            return problem_of(path, text(), others)

        return refuse

    for key, variable, question in FACTS:
        answers[key] = answer_to(variable, question, refuse_fact(key), required=False)
    Path(DOCS, folder).mkdir(exist_ok=True)
    Path(DOCS, path).write_text(text(), encoding="utf-8")
    print(f"docs/{path} is written; write the notes into it. While `make serve` runs, it is at {preview(f'{path[:-3]}/')}")
    if missing := [key for key in answers if not answers[key]]:
        print(f"Missing: {', '.join(missing)}; the file describes how to add them.")


if __name__ == "__main__":
    try:
        main()
    except (EOFError, KeyboardInterrupt):
        sys.exit("\nnothing written")
