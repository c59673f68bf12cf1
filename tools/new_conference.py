"""Write the pages of a new conference and its days, and print their paths.

In, from the environment or the keyboard: TITLE, DAYS (1), and optionally STARTS (the first day's date) and PLACE.
"""

import re
from datetime import date, timedelta

from hooks import front_matter
from tools.ask import answer_to, preview, run, slug_for
from tools.docs import entry, problem_of, write, written


def page(title: str, place: str) -> str:
    return "".join(["---\n", entry("title", title), entry("place", place) if place else "place:\n", "---\n"])


def refuse_days(answer: str) -> str:
    return "" if re.fullmatch(r"[1-9]\d?", answer) else f"{answer} is not a number of days; give one from 1 to 99"


def refuse_date(answer: str) -> str:
    try:
        problem = front_matter.day(date.fromisoformat(answer))
    except ValueError:
        problem = "is not a date; give one such as 2001-12-31"
    return f"{answer} {problem}" if problem else ""


def main() -> None:
    others = written()
    title = answer_to("TITLE", "title", lambda given: problem_of("not-yet-named/index.md", page(given, ""), others))
    slug = slug_for(title, "conference", "{}/index.md")
    days = int(answer_to("DAYS", "number of days", refuse_days, "1"))
    starts = answer_to("STARTS", "date of the first day, as 2001-12-31", refuse_date, required=False)
    place = answer_to("PLACE", "place", lambda given: problem_of(f"{slug}/index.md", page(title, given), others), required=False)
    # Give a day without talks a file, so that it is on the site, and make new-talk offers it.
    pages = {f"{slug}/index.md": page(title, place)}
    for number in range(1, days + 1):
        day = f" {date.fromisoformat(starts) + timedelta(number - 1)}" if starts else ""
        pages[f"{slug}/day-{number}/index.md"] = f"---\n# The day's date, for example 2001-12-31.\ndate:{day}\n---\n"
    write(pages)
    print(f"docs/{slug}/ is written. While `make serve` runs, it is at {preview(f'{slug}/')}\nAdd talks: make new-talk CONFERENCE={slug}")


if __name__ == "__main__":
    run(main)
