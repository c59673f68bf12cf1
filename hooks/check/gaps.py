"""Count the missing facts of each conference's talks: times, speakers, topics, descriptions."""

from collections.abc import Iterator

from hooks.model import Conference, Talk

# Key of the front matter, and its noun in the summary.
KEYS = {"starts": "time", "speakers": "speaker", "tags": "topic", "description": "description"}


def missing(talk: Talk) -> list[str]:
    """Return the keys that a talk's front matter lacks. `speakers: []` means that there is none, which is no gap."""
    return [key for key in KEYS if key not in talk.meta]


def summary(conference: Conference) -> str:
    """Return one line: the number of talks, and how many of them lack each fact."""
    talks = conference.talks
    counts = {name: sum(key in missing(talk) for talk in talks) for key, name in KEYS.items()}
    gaps = ", ".join(plural(count, name) for name, count in counts.items() if count)
    return f"{conference.title}: {plural(len(talks), 'talk')}" + (f"; missing: {gaps} (make gaps)" if gaps else "")


def lines(conference: Conference) -> Iterator[str]:
    """Yield `path: missing …` for each talk with a gap."""
    for talk in conference.talks:
        if gaps := missing(talk):
            yield f"docs/{talk.path}: missing {', '.join(gaps)}"


def plural(count: int, name: str) -> str:
    return f"{count} {name}{'s' * (count != 1)}"
