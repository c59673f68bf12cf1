"""Say what each page is, as JSON-LD in the words of schema.org; main.html writes it into the page."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from hooks.check.front_matter import kind_of
from hooks.sections import days, talks

Thing = dict[str, object]

# What is more than a page of the web; the others are Article, CollectionPage and WebPage.
TYPES = {"about.md": "AboutPage", "topics.md": "CollectionPage", "speakers.md": "CollectionPage"}


def describe(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    site = {"@type": "WebSite", "name": config.site_name, "url": config.site_url}
    if page.is_homepage:
        target = {"@type": "EntryPoint", "urlTemplate": f"{config.site_url}?q={{words}}"}
        # "-input" is schema.org/docs/actions.html's way to say what fills a place of the template.
        action = {"@type": "SearchAction", "target": target, "query-input": "required name=words"}
        things = [site | {"description": page.meta["description"], "potentialAction": action}]
    else:
        things = [described(page) | {"isPartOf": site}, breadcrumbs(page, nav)]
    context["structured_data"] = {"@context": "https://schema.org", "@graph": things}
    return context


def described(page: Page) -> Thing:
    """Return a page's own description, and what it is about."""
    thing = {"@type": TYPES.get(page.file.src_uri, "WebPage"), "name": page.meta["title"], "url": page.canonical_url}
    thing |= {"description": page.meta["description"], "inLanguage": "en"}
    if terms := page.meta.get("abbreviations"):
        defined = [{"@type": "DefinedTerm", "name": short, "description": long} for short, long in terms.items()]
        return thing | {"mainEntity": {"@type": "DefinedTermSet", "name": page.meta["title"], "hasDefinedTerm": defined}}
    match kind_of(page.file.src_uri):
        case "talk":
            day, conference = page.ancestors
            event = talk(page) | {"superEvent": gathering(day) | {"superEvent": gathering(conference)}}
            article = {"@type": "Article", "headline": page.meta["title"], "datePublished": page.update_date, "keywords": page.meta["tags"]}
            return thing | article | {"about": event}
        case "day":
            day, conference = page.ancestors
            event = gathering(day) | {"superEvent": gathering(conference), "subEvent": [talk(item) for item in talks(day)]}
            return thing | {"@type": "CollectionPage", "about": event}
        case "conference" | "all notes":
            event = gathering(page.parent) | {"subEvent": [gathering(day) for day in days(page.parent)]}
            return thing | {"@type": "CollectionPage", "about": event}
    return thing


def talk(page: Page) -> Thing:
    """Return a talk as an event: its speakers perform, its recording is a video."""
    meta = page.meta
    conference = page.ancestors[1].children[0]
    place = {"@type": "Place", "name": conference.meta["place"]}
    if "room" in meta:
        place = {"@type": "Place", "name": meta["room"], "containedInPlace": place}
    event = {
        "@type": "Event",
        "name": page.meta["title"],
        "startDate": meta["starts"].isoformat(),
        "endDate": meta["ends"].isoformat(),
        "location": place,
        "url": meta.get("page", page.canonical_url),
    }
    if meta["speakers"]:
        event["performer"] = [
            {"@type": "Person", "name": speaker["name"]} | ({"url": speaker["page"]} if "page" in speaker else {})
            for speaker in meta["speakers"]
        ]
    if "video" in meta:
        event["recordedIn"] = {"@type": "VideoObject", "name": page.meta["title"], "url": meta["video"]}
    if "slides" in meta:
        event["workFeatured"] = {"@type": "PresentationDigitalDocument", "name": page.meta["title"], "url": meta["slides"]}
    return event


def gathering(section: Section) -> Thing:
    """Return a conference or one of its days as an event, without what belongs to it."""
    page = section.children[0]
    conference = (section, *section.ancestors)[-1]
    dates = [date for day in (days(section) if section is conference else [section]) if (date := day.children[0].update_date)]
    return {
        "@type": "Event",
        "name": page.meta["title"] if section is conference else f"{conference.children[0].meta['title']}, {page.meta['title']}",
        "location": {"@type": "Place", "name": conference.children[0].meta["place"]},
        "url": page.canonical_url,
    } | ({"startDate": dates[0], "endDate": dates[-1]} if dates else {})  # nothing is known of a day without talks


def breadcrumbs(page: Page, nav: Navigation) -> Thing:
    """Return the way from home to a page."""
    above = [section.children[0] for section in reversed(page.ancestors)]
    trail = [nav.homepage, *(up for up in above if up is not page), page]
    steps = [
        {"@type": "ListItem", "position": position, "name": step.meta["title"], "item": {"@type": "WebPage", "@id": step.canonical_url}}
        for position, step in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
