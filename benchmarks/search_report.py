"""Measure how well the search answers judged queries, by kind, on our notes and on another conference; as a script, print it.

A query file has `kind, query, talks` a line, tab-separated: the talks as paths below the conference's folder,
separated by commas, which may be redirects; no talk for a query that should find nothing. Lines that begin with #
name the judge, and what the judge could not know.
"""

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import another_conference
import hosts
from originals import ORIGINALS
from search_box import SearchBox
from site_build import Site, address, redirect_map

from tools.browser import launched


class Answers(Protocol):
    """A search to compare: ours in the box, or another."""

    def results(self, query: str) -> list[str]:
        """Return the results of a query, best first, as addresses below the site's base."""


@dataclass
class Score:
    """The results of a kind of queries: the rank of the right talk for each, 0 if it was not found."""

    places: list[int] = field(default_factory=list)
    empty: int = 0
    misses: list[str] = field(default_factory=list)

    def success(self, within: int) -> float:
        return sum(0 < place <= within for place in self.places) / len(self.places)

    @property
    def mrr(self) -> float:
        return sum(1 / place for place in self.places if place) / len(self.places)


def ours() -> Iterator[Path]:
    """Yield the query files of our conferences."""
    for post in ORIGINALS:
        yield from sorted(post.parent.glob("queries*.tsv"))


def read(path: Path, conference: str) -> Iterator[tuple[str, str, set[str]]]:
    """Yield each query of a file as its kind, words, and right addresses."""
    moved = redirect_map()
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, query, talks = line.split("\t")
            pages = [f"{conference}/{talk}/index.md" if talk.startswith("day-") and "/" not in talk else f"{conference}/{talk}.md"
                     for talk in talks.split(",") if talk]  # fmt: skip
            yield kind, query, {address(moved.get(page, page)) for page in pages}


def measure(path: Path, box: Answers, conference: str = "") -> dict[str, Score]:
    """Type every query of a file; return a score for each kind, and one for all except nonsense."""
    scores: dict[str, Score] = defaultdict(Score)
    for kind, query, wanted in read(path, conference or path.parent.name):
        found = box.results(query)
        place = next((place for place, url in enumerate(found, 1) if url in wanted), 0)
        for score in (scores[kind], *([scores["all"]] if wanted else [])):
            score.places.append(place)
            score.empty += not found
            if place != 1 and (wanted or found):
                score.misses.append(f"{query}: {', '.join(found[:3]) or 'nothing'}")
    return scores


def answered(scores: dict[str, Score]) -> str:
    """Return how many nonsense queries have results."""
    score = scores.get("nonsense", Score())
    return f"  nonsense answered: {len(score.places) - score.empty} of {len(score.places)}"


def table(name: str, scores: dict[str, Score]) -> str:
    rows = [f"{name:<28}{'queries':>8}{'s@1':>7}{'s@3':>7}{'MRR':>7}{'empty':>7}"]
    for kind, score in sorted(scores.items(), key=lambda each: each[0] == "all"):
        figures = f"{score.success(1):7.3f}{score.success(3):7.3f}{score.mrr:7.3f}" if kind != "nonsense" else " " * 21
        rows.append(f"{kind:<28}{len(score.places):8}{figures}{score.empty:7}")
    return "\n".join(
        [*rows, answered(scores), *(f"  missed {miss}" for kind in ("all", "nonsense") if kind in scores for miss in scores[kind].misses)]
    )


def steadiness(path: Path, box: SearchBox, conference: str = "") -> str:
    """Type every query that has results letter by letter; report how steady the list is."""
    blank, changes, typed = [], 0, 0
    for _, query, wanted in read(path, conference or path.parent.name):
        if not wanted:
            continue
        firsts = box.while_typing(query)
        shown = [first for first in firsts if first]
        if not firsts[-1]:
            continue
        typed += 1
        changes += sum(one != other for one, other in pairwise(shown))
        if "" in firsts[firsts.index(shown[0]) :]:
            blank.append(query)
    names = f" ({', '.join(blank)})" if blank else ""
    if not typed:
        return "  typed by letter: no query has results"
    return f"  typed by letter: blank between two lists in {len(blank)} of {typed}{names}; first result changes {changes / typed:.2f} times a query"


def report(files: list[Path], box: SearchBox, conference: str = "") -> None:
    if not files:
        print("There are no queries: write a file of them, as this script describes, beside the conference's original notes or talks.\n")
    for path in files:
        print("\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")))
        print(table(path.stem, measure(path, box, conference)))
        print(steadiness(path, box, conference), end="\n\n")


def main() -> None:
    """Report on our notes, and on other conferences; TALKS names a file of talks to take instead, whose queries lie beside it."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        built = Site(Path(folder) / "ours")
        with hosts.files(built, Path(folder)) as base:
            print(f"Our {len(built.of_kind('talk'))} talks\n")
            report(list(ours()), SearchBox(browser, base))
        given = os.environ.get("TALKS")
        for number, talks in enumerate([Path(given)] if given else sorted(Path(__file__).parent.glob("*/talks.json"))):
            repository = another_conference.site_with(Path(folder) / f"copy-{number}", another_conference.read(talks), alone=True)
            built = Site(Path(folder) / f"other-{number}", repository)
            with hosts.files(built, Path(folder)) as base:
                print(f"{talks.parent.name.capitalize()} conference, of {len(built.of_kind('talk'))} talks\n")
                report(sorted(talks.parent.glob("queries*.tsv")), AnyDay(browser, base), another_conference.NAME)


class AnyDay(SearchBox):
    """A search for queries that name a talk without its day."""

    def found(self) -> list[str]:
        return [url.replace(f"/{url.split('/')[1]}/", "/", 1) if url.count("/") == 3 else url for url in super().found()]


if __name__ == "__main__":
    main()
