"""Find the talks that share topics with a talk, and count a conference's content."""

from collections import defaultdict
from heapq import nsmallest

from hooks.model import Conference, Page, Site, Talk

MOST = 4


def related(talk: Talk, site: Site) -> list[Talk]:
    """Return the talks that share a topic with `talk`, nearest first: a rare topic counts more than a common one."""
    nearness: dict[Talk, float] = defaultdict(float)
    for topic in talk.topics:
        for other in site.by_topic[topic]:
            nearness[other] += 1 / len(site.by_topic[topic])
    nearness.pop(talk, None)
    return nsmallest(MOST, nearness, key=lambda other: (-nearness[other], other.day.conference is not talk.day.conference))


def context(page: Page, site: Site) -> dict[str, object]:
    """Return the template variables for the related talks of a talk, or for the counts of a conference or, on home, of all."""
    if isinstance(page, Conference) or not page.url:
        return {"counts": counts([page] if isinstance(page, Conference) else site.conferences)}
    return {"related": related(page, site)} if isinstance(page, Talk) else {}


def counts(conferences: list[Conference]) -> list[tuple[int, str]]:
    """Return (number, singular noun) for talks, speakers and topics, without those of which there are none."""
    talks = [talk for conference in conferences for talk in conference.talks]
    speakers = {speaker.name for talk in talks for speaker in talk.speakers}
    topics = {topic for talk in talks for topic in talk.topics}
    numbers = [(len(talks), "talk"), (len(speakers), "speaker"), (len(topics), "topic")]
    return [(number, name) for number, name in numbers if number]
