"""Write a large site: copies of the real notes, with changed words, names, dates and titles."""

import random
import re
import sys
from datetime import datetime, timedelta
from pathlib import Path

from site_build import copy, read

NAMES = [
    "Ada", "Bela", "Chidi", "Dana", "Emre", "Freya", "Goran", "Hana", "Ivo", "Jun", "Kofi", "Lena", "Mira", "Noor", "Ola",
    "Pia", "Quy", "Rafa", "Sena", "Tomas", "Uma", "Vera", "Wen", "Xenia", "Yara", "Zoltan",
]  # fmt: skip
# The words of notes that may change: long ones, outside of code, links, HTML and front matter.
WORD = re.compile(r"`[^`]*`|\([^)]*\)|<[^>]*>|\w{5,}")
MOMENT = re.compile(r"(?<=^starts: )\S+|(?<=^ends: )\S+", re.MULTILINE)


def many(target: Path, talks: int) -> Path:
    """Copy the site to `target`, grown to `talks` talks by copies of its oldest conference; return the copy.

    In the copies a third of the words are new, so that the vocabulary grows as in a real site.
    """
    repository = copy(target)
    docs = repository / "docs"
    first = read(repository).conferences[-1]
    pages = {
        path.relative_to(docs / first.name).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((docs / first.name).rglob("*.md"))
    }
    for number in range(1, talks // len(first.talks)):
        chance = random.Random(number)
        for path, page in pages.items():
            file = docs / f"conf-{number}" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(varied(page, path, first.title, number, chance), encoding="utf-8")
        for picture in (docs / first.name).rglob("*.svg"):
            (docs / f"conf-{number}" / picture.relative_to(docs / first.name)).write_bytes(picture.read_bytes())
    return repository


def varied(page: str, path: str, title: str, number: int, chance: random.Random) -> str:
    """Return a page of a copied conference, made from a page of the original."""
    _, front, notes = page.split("---\n", 2)
    front = re.sub(r"^corrections:\n(?:  .*\n)*|^#.*\n|^(?:video|page|slides):.*\n", "", front, flags=re.MULTILINE).replace(
        title, f"Conf {number}"
    )
    if path.startswith("day-") and not path.endswith("index.md"):
        front = re.sub(r"^(title: [\"']?)", rf"\g<1>{chance.choice(NAMES)}s ", front, flags=re.MULTILINE)
        front = re.sub(
            r"^(  - name: ).*\n(?:    page: .*\n)?",
            lambda entry: f"{entry[1]}{chance.choice(NAMES)} {chance.choice(NAMES)}{number % 97}\n",
            front,
            flags=re.MULTILINE,
        )
        front = MOMENT.sub(lambda moment: (datetime.fromisoformat(moment[0]) + timedelta(weeks=number)).isoformat(), front)
    front = re.sub(r"^(description: [\"']?)", rf"\g<1>{number} ", front, flags=re.MULTILINE)

    def other(word: re.Match[str]) -> str:
        return (
            f"{word[0][:4]}{chance.choice('aeiou')}{chance.randrange(9000)}" if word[0].isalpha() and chance.random() < 1 / 3 else word[0]
        )

    parts = re.split(r"(^ *```.*?^ *```)", notes, flags=re.MULTILINE | re.DOTALL)
    return f"---\n{front}---\n{''.join(part if at % 2 else WORD.sub(other, part) for at, part in enumerate(parts))}"


if __name__ == "__main__":
    many(Path(sys.argv[1]), int(sys.argv[2]))
