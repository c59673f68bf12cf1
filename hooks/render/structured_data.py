"""Describe each page as JSON-LD in the vocabulary of schema.org; main.html writes it into the page."""

from mkdocs.config.defaults import MkDocsConfig

from hooks.model import AllNotes, Conference, Day, Page, Site, Talk, iso, known

Thing = dict[str, object]

# Pages with a more specific type than WebPage. Talks are Articles, days and conferences CollectionPages.
TYPES = {"about.md": "AboutPage", "topics.md": "CollectionPage", "speakers.md": "CollectionPage"}


def describe(page: Page, site: Site, config: MkDocsConfig) -> Thing:
    """Return a page's description as a JSON-LD document."""
    base = config.site_url
    website = {"@type": "WebSite", "name": config.site_name, "url": base}
    if not page.url:
        target = {"@type": "EntryPoint", "urlTemplate": f"{base}?q={{words}}"}
        # schema.org/docs/actions.html: "-input" marks a variable of the URL template.
        action = {"@type": "SearchAction", "target": target, "query-input": "required name=words"}
        things = [known(website | {"description": page.description, "potentialAction": action})]
    else:
        things = [
            known(described(page, site, base) | {"inLanguage": config.theme["language"], "isPartOf": website}),
            breadcrumbs(page, site, base),
        ]
    return {"@context": "https://schema.org", "@graph": things}


def described(page: Page, site: Site, base: str) -> Thing:
    """Return the description of a page and its subject."""
    thing = {"@type": TYPES.get(page.path, "WebPage"), "name": page.title, "url": base + page.url}
    thing |= {"description": page.description}
    if page.path == "glossary.md":
        terms = [{"@type": "DefinedTerm", "name": short, "description": long} for short, long in site.glossary.items()]
        return thing | {"mainEntity": {"@type": "DefinedTermSet", "name": page.title, "hasDefinedTerm": terms}}
    if isinstance(page, Talk):
        day = page.day
        event = talk(page, base) | media(page) | {"superEvent": gathering(day, base) | {"superEvent": gathering(day.conference, base)}}
        article = {"@type": "Article", "headline": page.title, "datePublished": iso(page.date), "keywords": page.topics or None}
        return thing | article | {"about": event}
    if isinstance(page, Day):
        more = {"superEvent": gathering(page.conference, base), "subEvent": [talk(item, base) for item in page.talks]}
        return thing | {"@type": "CollectionPage", "about": gathering(page, base) | more}
    if isinstance(page, (Conference, AllNotes)):
        conference = page if isinstance(page, Conference) else page.conference
        days = [gathering(day, base) for day in conference.days]
        return thing | {"@type": "CollectionPage", "about": gathering(conference, base) | {"subEvent": days}}
    return thing


def talk(item: Talk, base: str) -> Thing:
    """Return a talk as an event; its speakers are performers."""
    place = place_of(item.day.conference)
    if room := item.room:
        place = known({"@type": "Place", "name": room, "containedInPlace": place})
    event = {
        "@type": "Event",
        "name": item.title,
        "startDate": iso(item.starts or item.date),
        "endDate": iso(item.ends),
        "location": place,
        "url": item.page or base + item.url,
        "performer": [known({"@type": "Person", "name": speaker.name, "url": speaker.page}) for speaker in item.speakers] or None,
    }
    return known(event)


def media(item: Talk) -> Thing:
    """Return a talk's recording and slides, which only its own page describes, so that a day's page stays small."""
    found = {"recordedIn": ("VideoObject", item.video), "workFeatured": ("PresentationDigitalDocument", item.slides)}
    return {key: {"@type": kind, "name": item.title, "url": url} for key, (kind, url) in found.items() if url}


def gathering(page: Conference | Day, base: str) -> Thing:
    """Return a conference or a day as an event, without the events within it."""
    if isinstance(page, Day):
        conference, name, first, last = page.conference, f"{page.conference.title}, {page.title}", page.date, page.date
    else:
        conference, name, (first, last) = page, page.title, page.dates or (None, None)
    event = {"@type": "Event", "name": name, "location": place_of(conference), "url": base + page.url}
    return known(event | {"startDate": iso(first), "endDate": iso(last)})


def place_of(conference: Conference) -> Thing | None:
    return {"@type": "Place", "name": conference.place} if conference.place else None


def breadcrumbs(page: Page, site: Site, base: str) -> Thing:
    """Return the path from home to a page."""
    trail = [site.pages["index.md"], *page.above, page]
    steps = [
        {"@type": "ListItem", "position": position, "name": step.title, "item": {"@type": "WebPage", "@id": base + step.url}}
        for position, step in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
