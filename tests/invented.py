"""A second conference, invented, with all that the first has not: written into a copy of the site to see what gives way."""

from pathlib import Path

CONFERENCE = "ovrkonf-2031"
TITLE = "Øvrkonf 2031"
ZONE = "+05:45"
SPEAKERS = {"two": ["Zoë Ængström", "Ng'ang'a wa Mũthoni"], "none": [], "one": ["李小龍"]}
# Day, start, end, slug, title, speakers, notes.
TALKS = [
    (1, "09:00", "09:45", "opening", "Opening: “Grüße” from Çeşme", "two", "- Words.\n    - Nested.\n"),
    (1, "09:00", "09:30", "at-the-same-hour", "At the same hour", "one", "- In another room; see [the opening](opening.md).\n"),
    (1, "10:00", "10:30", "quotes-and-angles", 'Why "quotes", <angles> & emoji 🎉 matter', "one", "A `<b>` & a *word*.\n"),
    (2, "09:00", "10:00", "shalom", "שלום עולם: כתיבה מימין לשמאל", "one", "- עברית\n"),
    (2, "10:00", "11:00", "lightning", "Lightning talks", "none", "## First\n\n- Quick.\n\n## Second\n\n- Quicker.\n"),
    (3, "09:00", "10:00", "pictures", "Pictures and tables", "two",
     "![A square](square.svg)\n\n| Left | Right |\n| :--- | ----: |\n| 1 | 2 |\n\nSee [day 1](../day-1/index.md) and [quotes](../day-1/quotes-and-angles.md).\n"),
    (4, "09:00", "10:00", "nothing-noted", "Nothing noted", "none", ""),
]  # fmt: skip
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'


def added_to(repository: Path) -> Path:
    """Write the conference into a copy of the repository; return the copy."""
    folder = repository / "docs" / CONFERENCE
    pages = {
        "index.md": f"title: {TITLE}\ndescription: Notes of an invented conference.\nplace: Þórshöfn\n",
        "all-notes.md": "title: All notes\ndescription: All notes of an invented conference.\n",
    }
    for day in {day for day, *_ in TALKS}:
        pages[f"day-{day}/index.md"] = f"title: Day {day}\ndescription: Day {day} of an invented conference.\n"
    for day, start, end, slug, title, speakers, _ in TALKS:
        names = "".join(f"\n  - name: {name}" for name in SPEAKERS[speakers]) or " []"
        pages[f"day-{day}/{slug}.md"] = (
            f"title: {title!r}\ndescription: What {slug} is about.\nspeakers:{names}\n"
            f"starts: 2031-03-0{day}T{start}:00{ZONE}\nends: 2031-03-0{day}T{end}:00{ZONE}\ntags:\n  - Async\n"
        )
    notes = {f"day-{day}/{slug}.md": notes for day, *_, slug, _, _, notes in TALKS}
    for path, front in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"---\n{front}---\n\n{notes.get(path, '')}", encoding="utf-8")
    (folder / "day-3/square.svg").write_text(SQUARE)
    return repository
