"""How well the search answers the judged queries, by kind; as a script, prints the table.

A query file lies beside its original post: `kind, query, talk` a line, tab-separated,
the talk as its path below the conference's folder, from where a redirect may lead on; none for a
query that finds nothing.
"""

import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import hosts
from originals import ORIGINALS
from search_box import SearchBox
from site_build import Site, address, redirect_map

from tools.browser import launched


class Answers(Protocol):
    """A search: the typed box, or another beside it."""

    def results(self, query: str) -> list[str]:
        """Return the addresses below the site's base that a query leads to, best first."""


# The queries that the search was tuned on, those that it was not, and those that it should not answer.
SETS = ("queries", "queries-held-out", "queries-nonsense")


@dataclass
class Score:
    """What a kind of queries came to: the place of the right talk for each, 0 where it was not found."""

    places: list[int] = field(default_factory=list)
    empty: int = 0
    misses: list[str] = field(default_factory=list)

    def success(self, within: int) -> float:
        return sum(0 < place <= within for place in self.places) / len(self.places)

    @property
    def mrr(self) -> float:
        return sum(1 / place for place in self.places if place) / len(self.places)


def measure(name: str, box: Answers) -> dict[str, Score]:
    """Ask every query of a set; return a score for each kind, and one for all."""
    scores: dict[str, Score] = defaultdict(Score)
    moved = redirect_map()
    for post in ORIGINALS:
        for line in post.with_name(f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            kind, query, talk = line.split("\t")
            found = box.results(query)
            source = f"{post.parent.name}/{talk}.md"
            wanted = address(moved.get(source, source))
            place = found.index(wanted) + 1 if wanted in found else 0
            for score in (scores[kind], scores["all"]):
                score.places.append(place)
                score.empty += not found
                if place != 1:
                    score.misses.append(f"{query}: {', '.join(found[:3]) or 'nothing'}")
    return scores


def table(name: str, scores: dict[str, Score]) -> str:
    rows = [f"{name:<20}{'queries':>8}{'s@1':>7}{'s@3':>7}{'MRR':>7}{'empty':>7}"]
    for kind, score in scores.items():
        figures = f"{score.success(1):7.3f}{score.success(3):7.3f}{score.mrr:7.3f}{score.empty:7}"
        rows.append(f"{kind:<20}{len(score.places):8}{figures}")
    if not name.endswith("nonsense"):
        rows += [f"  missed {miss}" for miss in scores["all"].misses]
    return "\n".join(rows)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        built = Site(Path(folder))
        with hosts.files(built, Path(folder)) as address:
            for name in SETS:
                print(table(name, measure(name, SearchBox(browser, address, keys=99))), end="\n\n")
