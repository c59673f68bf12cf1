"""Each step of the build and of the tools makes of its input what tests/data/steps.yml says, and leaves everything else unchanged."""

from functools import partial
from textwrap import indent
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from jinja2 import DictLoader, Environment, FileSystemLoader
from markdown_it import MarkdownIt
from site_build import REPOSITORY, Site, data

from hooks import load, model
from hooks.check import pages
from hooks.check.config import redirect_faults
from hooks.check.reading import parse
from hooks.derive.day_notes import as_section
from hooks.derive.meta import complete, new_talk, related
from hooks.markup import Tag, raw_texts, rewrite, tag, tags, tokens, with_value
from hooks.publish import cards, search_index
from hooks.publish.assets import minified, moved, names_of, trimmed
from hooks.publish.talks import LINK, facts, for_readers, whole
from hooks.render.notes import fixed
from hooks.render.structured_data import describe
from hooks.render.templates import Whitespace, as_markdown
from hooks.settings import redirects
from tools import offline
from tools.docs import slug_of
from tools.facts import pairs
from tools.schedules import Event

DATA = data("steps")
FILES = DATA.pop("files")
ENVIRONMENT = Environment(loader=FileSystemLoader(REPOSITORY / "overrides"))
ENVIRONMENT.filters["url"] = str
CONFIG = SimpleNamespace(site_url="https://x/", site_name="Notes", theme={"language": "en"})


def site_of(given: dict[str, str]) -> model.Site:
    """Return the site of pages with this front matter."""
    return load.read({path: f"---\n{text}\n---\n" for path, text in given.items()})


def token_names(html: str) -> list[str]:
    assert rewrite(html, lambda found: found.raw) == html
    return [f"{'/' * token.end}{token.name}" if isinstance(token, Tag) else token for token in tokens(html)]


def completed(given: dict[str, str], path: str, *words: str) -> SimpleNamespace:
    complete(page := SimpleNamespace(), (site := site_of(given)).pages[path], site, words)
    return page


def section(content: str, title: str = "T", **meta: object) -> str:
    return as_section(SimpleNamespace(content=content, title=title, url="conf/day-1/talk/", meta=meta), "t", "conf/day-1/")


def published(notes: str) -> str:
    files = SimpleNamespace(get_file_from_path=lambda path: SimpleNamespace(url=FILES[path]) if path in FILES else None)
    return LINK.sub(partial(whole, "c/day-1/a.md", files, "https://x/"), notes)


def related_talks(given: dict[str, str]) -> str:
    site = site_of(given)
    talk = site.pages["conf/day-1/talk.md"]
    html = ENVIRONMENT.get_template("parts/related.html").render(related=related(talk, site), talk={"tags": talk.topics}, page=talk)
    return BeautifulSoup(html, "html.parser").get_text("|", strip=True)


def date_in_words(macro: str, *dates: object) -> str:
    return BeautifulSoup(getattr(ENVIRONMENT.get_template("parts/dates.html").module, macro)(*dates), "html.parser").get_text()


def in_template(template: str) -> list[str]:
    loader = DictLoader({"page.html": template, "page.md": template, "part.html": "part"})
    environment = Environment(loader=loader, extensions=[Whitespace])
    return [environment.get_template(f"page.{kind}").render(notes="<pre>\n  a\n\n  b\n</pre>") for kind in ("html", "md")]


def faults_of_map(entries: str) -> list[str]:
    """Return the faults of a redirect map, each with its line, without its fix."""
    known = {"index.md": set(), "about.md": {"licence"}, "conf/index.md": set()}
    entries = redirects(f"plugins:\n- redirects:\n    redirect_maps:\n{indent(entries, ' ' * 6)}\n")
    return [f"{line}: {problem.partition(';')[0]}" for _, line, problem in redirect_faults(entries, known)]


def language(given: dict[str, str], setting: str) -> str:
    CONFIG.theme["language"] = setting
    return describe((site := site_of(given)).pages["about.md"], site, CONFIG)["@graph"][0]["inLanguage"]


def synonyms(index: dict[str, list[str]], given: dict[str, str], words: list[str]) -> list[str]:
    """Return those of some words that the words of an index, or a site, bring in."""
    groups = search_index.synonyms(site_of(given), " ".join(search_index.texts(index)))
    return sorted({*words} & {word for group in groups for word in group})


def schedule_pairs(talks: list[list], entries: list[list]) -> dict[int, int]:
    found, wanted = [Event(*entry) for entry in entries], [Event(*talk) for talk in talks]
    return {talk: found.index(entry) for talk, entry in pairs(wanted, found).items()}


STEPS = {
    "tokens": token_names,
    "tags": lambda html: [found.raw for found in tags(html)],
    "attributes": lambda raw: dict(tag(raw).attributes),
    "scripts and styles": lambda html: [[found.name, text] for found, text in raw_texts(html)],
    "an attribute's value": lambda raw, attribute, value: with_value(tag(raw), attribute, value),
    "first words": lambda notes: [*parse(notes).words()],
    "excerpt": lambda words: completed({"a.md": "title: A"}, "a.md", words).meta["excerpt"],
    "tags of pages": lambda html: rewrite(html, lambda tag: fixed(tag, "notes.example", folds=False, language="pt-BR")),
    "a talk's section": lambda given: section(**given),
    "notes in a section": lambda content: section(content).splitlines()[2],
    "notes in a feed": lambda notes: for_readers(notes, "https://a.example/b/talk/"),
    "links in Markdown": published,
    "text as Markdown": lambda text: MarkdownIt("commonmark").render(as_markdown(text)),
    "language of a description": language,
    "a date without a time": lambda given: facts(site_of(given).talks[0], "")["date"],
    "words on a card": lambda given: [*cards.words(site_of(given).pages["conf/day-1/talk.md"], "Notes")],
    "ids of speakers": lambda given: [*site_of(given).speakers.values()],
    "order of talks": lambda given: [talk.title for talk in site_of(given).talks],
    "order of conferences": lambda given: [each.title for each in site_of(given).conferences],
    "dates of the first conference": lambda given: [*site_of(given).conferences[0].dates],
    "date of home": lambda given: completed(given, "index.md").update_date,
    "related talks": related_talks,
    "names": lambda names: ENVIRONMENT.get_template("parts/names.html").render(speakers=[{"name": name} for name in names]),
    "counts in words": lambda counts: ENVIRONMENT.get_template("parts/counts.html").render(counts=counts),
    "synonyms": synonyms,
    "a date in words": partial(date_in_words, "date"),
    "dates in words": partial(date_in_words, "range"),
    "a template as HTML and as Markdown": in_template,
    "a script": minified,
    "a stylesheet's addresses, from another folder": moved,
    "a stylesheet without what is neither in the pages nor among the words of scripts": lambda css, *names: trimmed(css, *map(set, names)),
    "names in a page": lambda html: sorted(set().union(*map(names_of, tags(html)))),
    "faults of a redirect map": faults_of_map,
    "start of a talk": lambda given: describe(site_of(given).talks[0], site_of(given), CONFIG)["@graph"][0]["about"]["startDate"],
    "faults of pages": lambda given: [problem for *_, problem in pages.faults(site_of(given))],
    "a talk's file": slug_of,
    "editor for a new talk": lambda given, edit_uri, path: new_talk(edit_uri, site_of(given).pages[path]),
    "a page of the offline copy": offline.off_line,
    "files that a page needs": lambda html: sorted(offline.assets(html)),
    "pairs of talks and entries of a schedule": schedule_pairs,
    "faults of words": lambda path, text: [problem for *_, problem in pages.faults(site_of({path: f"title: T\n{text}"}))],
}


@pytest.mark.parametrize(("step", "given", "made"), [(step, given, made) for step in STEPS for *given, made in DATA[step]])
def test_a_step(step: str, given: list, made: object):
    assert STEPS[step](*given) == made


def test_html_is_read_as_a_parser_does(site: Site):
    for page in site.pages:
        html = page.file.read_text(encoding="utf-8")
        assert rewrite(html, lambda found: found.raw) == html
        ours = sorted(found.name for found in tokens(html) if isinstance(found, Tag) and not found.end)
        assert ours == sorted(element.name for element in page.html.find_all(True)), page.url
