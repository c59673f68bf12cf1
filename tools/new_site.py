"""Make a copy of this repository a site of its own: remove our notes, and write name, author and colour.

In, from the environment or the keyboard: NAME, AUTHOR, ACCENT (a colour such as #7a1f5c; optional); YES=1 skips the
question. Needs a git repository without uncommitted changes, so that everything can be restored.
"""

import html
import os
import re
import shutil
import sys
from pathlib import Path

from hooks import load
from tools.ask import answer_to, run
from tools.docs import DOCS, quoted, written
from tools.update import git, refuse_changes

CONFIG, PROMISES, ORIGINALS, BLANK = Path("mkdocs.yml"), Path("tests/promises.txt"), Path("tests/original"), Path("tools/blank")
# In assets/site.css: the lightest text on the accent, and the lightest dark background of text in the accent.
PAPER, NIGHT = "#fdfaf0", "#163433"


def channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        linear = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in channels(colour)]
        return sum(part * value for part, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def refuse_accent(answer: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", answer):
        return f"{answer} is not a colour; write one such as #7a1f5c"
    if contrast(answer, PAPER) < 4.5:
        return f"{answer} is too light for text on it (contrast {contrast(answer, PAPER):.1f}, at least 4.5 is needed); give a darker one"
    return ""


def lightened(colour: str) -> str:
    """Return a colour, mixed with just enough white for text on the dark page."""
    mixes = ("#" + "".join(f"{round(value + (255 - value) * part / 20):02x}" for value in channels(colour)) for part in range(21))
    return next(mix for mix in mixes if contrast(mix, NIGHT) >= 5.5)


def main() -> None:
    refuse_changes()
    name = answer_to("NAME", "the site's name")
    author = answer_to("AUTHOR", "the author of its notes")
    os.environ.setdefault("ACCENT", "")
    accent = answer_to("ACCENT", "accent colour", refuse_accent, required=False)
    site = load.read(written())
    folders = [*(DOCS / conference.name for conference in site.conferences), ORIGINALS]
    ignored = git("ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", *map(str, folders)).split("\0")
    if lost := [path for path in ignored if path and not Path(path).name.startswith(".")]:
        sys.exit(f"nothing done: git ignores {', '.join(lost)}, and could not bring that back; move it to another place first")
    found = "; ".join(f"{conference.title}, {len(conference.talks)} talks" for conference in site.conferences) or "no conference"
    answer_to(
        "YES",
        f"Remove all notes ({found}), the posts they came from, recorded URLs, redirects, topics and glossary terms? Type yes",
        refuse_no,
    )
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    PROMISES.write_text("", encoding="utf-8")
    for page, key, example in (
        ("topics.md", "topics", "Testing: Finding out whether a program does its work."),
        ("topics.md", "also", "Testing: unit test, regression, assertion"),
        ("glossary.md", "abbreviations", "API: Application programming interface"),
        ("glossary.md", "also", "- knowledge hoarding, silo, bus factor"),
    ):
        rewrite(DOCS / page, rf"^{key}:.*\n(  .*\n)*", f"{key}:\n  # {example}\n")
    rewrite(DOCS / "index.md", r"^description:.*\n", "description: Notes of conference talks, by day and by topic.\n")
    if (DOCS / "about.md").exists():
        shutil.copy(BLANK / "about.md", DOCS)
    rewrite(CONFIG, r"^site_name:.*\n(site_author:.*\n)?", f"site_name: {quoted(name)}\nsite_author: {quoted(author)}\n")
    rights = quoted(f"Notes © {html.escape(author)}. The code is under the MIT licence.")
    rewrite(CONFIG, r"^copyright:.*\n", f"copyright: {rights}\n")
    rewrite(CONFIG, r"^    redirect_maps:.*\n(     +.*\n)*", "    redirect_maps: {}  # old file: new file\n")
    if accent:
        colours = (BLANK / "colours.css").read_text(encoding="utf-8").replace("LIGHT", accent).replace("DARK", lightened(accent))
        (DOCS / "colours.css").write_text(colours, encoding="utf-8")
    print(f"{name} is yours, and empty. Next: make new-conference, make new-talk, make serve.")
    print(f"To get everything back: git reset --hard {git('rev-parse', 'HEAD')}")


def refuse_no(answer: str) -> str:
    return "" if answer.lower() in ("1", "yes", "y") else sys.exit("nothing done")


def rewrite(path: Path, pattern: str, replacement: str) -> None:
    if not path.exists():  # a site may do without each page but home
        return
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(pattern, lambda found: replacement, text, count=1, flags=re.MULTILINE), encoding="utf-8")


if __name__ == "__main__":
    run(main, "nothing done")
