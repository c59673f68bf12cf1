"""Write the file of a new talk: request its facts, and print the paths of file and page.

Conference and day default to the newest. Only the title is required: without a keyboard, or with an empty answer, a fact is left out.
No file is overwritten.
"""

import re
import sys
from datetime import date
from pathlib import Path

from hooks import load
from tools.ask import Refusal, answer_to, one_of, preview, run, slug_for
from tools.docs import entry, problem_of, write, written

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


def moment(answer: str, like: str) -> str:
    """Return a time of day with the date and UTC offset of `like` (ISO 8601, or ""); any other answer unchanged."""
    if len(like) > 19 and re.fullmatch(r"\d?\d:\d\d", answer):
        return f"{like[:11]}{answer:0>5}:00{like[19:]}"
    return answer


def page(answers: dict[str, str], like: str, added: bool) -> str:
    """Return the text of a talk's file; `like`, a time on its day, completes times of day."""
    text = PAGE.read_text(encoding="utf-8")
    for key, answer in answers.items():
        items = [item.strip() for item in answer.split(";") if item.strip()]
        lists = {"speakers": [{"name": item} for item in items], "tags": items}
        value = lists.get(key) or (moment(answer, like) if key in ("starts", "ends") else answer)
        if answer:
            text = text.replace(f"\n{key}:\n", f"\n{entry(key, value)}", 1)
    return text.replace("# room:", f"{ADDED}# room:", 1) if added else text


def main() -> None:
    others = written()
    conferences = {conference.name: conference for conference in load.read(others).conferences if conference.written}
    if not conferences:
        sys.exit("docs/ has no conference; write one: make new-conference")
    names = list(conferences)
    name = answer_to("CONFERENCE", f"conference ({', '.join(names)})", one_of(names, "is not a conference"), names[0])
    known = conferences[name].days
    days = [str(day.number) for day in known]
    days.append(str(int(days[-1]) + 1 if days else 1))
    # Today, or else the last day with a talk, or else the first.
    newest = [day for day in known if day.date == date.today()] or [day for day in known if day.talks][-1:] or known[:1]
    default = str(newest[0].number) if newest else days[-1]
    missing = f"is not a day of {name} until docs/{name}/day-N/index.md exists (two lines, each of them ---)"
    day = answer_to("DAY", f"day ({', '.join(days)})", one_of(sorted({"0", *days}, key=int), missing), default)
    folder, added = f"{name}/day-{day}", Path("tests/original", name).is_dir()
    starts = [talk.starts.isoformat() for talk in conferences[name].talks if talk.starts and talk.path.startswith(f"{folder}/")]
    answers: dict[str, str] = {}

    def text() -> str:
        return page(answers, (starts or [answers.get("starts", "")])[0], added)

    def refuse(path: str, key: str) -> Refusal:
        def refuse_answer(given: str) -> str:
            answers[key] = given
            return problem_of(path, text(), others)

        return refuse_answer

    title = answers["title"] = answer_to("TITLE", "title", refuse(f"{folder}/not-yet-named.md", "title"))
    path = f"{folder}/{slug_for(title, 'talk', f'{folder}/{{}}.md')}.md"
    for key, variable, question in FACTS:
        answers[key] = answer_to(variable, question, refuse(path, key), required=False)
    write({path: text()})
    print(f"docs/{path} is written; write the notes into it. While `make serve` runs, it is at {preview(f'{path[:-3]}/')}")
    if missing := [key for key in answers if not answers[key]]:
        print(f"Missing: {', '.join(missing)}; the file describes how to add them.")


if __name__ == "__main__":
    run(main)
