"""Classify a post's headings: title, days, talks, sections, and groups of talks."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools.days import BREAK, DATE, DAY, WEEKDAY, day_of, plain
from tools.post import Post

SECTION = re.compile(
    r"(?:the |my |some |a few |other |final |closing |general |random |overall |key |further |in |en |mijn |meine? |ma |mes |minha )*(?:"
    r"intro|introduction|overview|summary|tl;?dr|conclusions?|conclusive \w+|wrap[- ]?up|in closing|closing|thanks?(?: you\b.*| to\b.*|\s*[(!].*)?|reflections?|about the (?:authors?|speakers?)|getting there|what i take home|acknowledge?ments?|credits"
    r"|resources|links?|references|(?:further )?reading|misc|miscellaneous|miscellanea|general|other|notes?|about|(?:table of )?contents?|toc|agenda|schedule|speakers|keynote speakers|venue|food"
    r"|social|words|thoughts|remarks|impressions|takeaways?|highlights|lessons(?: learned)?|learnings|recap|retrospective|preface|prologue|epilogue|background|disclaimer|license|faq|todo|travel|hotel|footnotes"
    r"|what(?:'s| will you find)? here|what will you find here|things i'?ve learned|until next (?:year|time)|see you.*|next year|general things .*|why .* conference|sponsors?|swag|stickers|wifi|handles|hashtags?"
    r"|einleitung|einführung|fazit|zusammenfassung|danke|dank|introducción|conclusión|conclusiones|resumen|recursos|enlaces|gracias|remerciements|liens|bilan|résumé|introduzione|conclusioni|inleiding|conclusie|introdução|conclusão|заключение|введение|まとめ|はじめに|总结|reflectie|reflexion(?:en)?|réflexions?|reflexiones|riflessioni|gedanken|感想等?|所感|謝辞|議程|おわりに|終わりに|最後に|著者について"
    r")(?: on the conference.*)?",
    re.IGNORECASE,
)
WELCOME = re.compile(
    r"(?:(?:day \d+|conference|opening|closing|morning|afternoon|evening|session|and|&|,|:|the)\s*)*"
    r"(?:welcom(?:e|ing)|opening|closing|breaks?|networking|(?:photo|picture)[- ]?(?:taking|time)?|lunch and networking|begrüßung|accueil|bienvenida|benvenuto|昼休み|休憩)",
    re.IGNORECASE,
)
HOLDER = re.compile(
    r"(?:the |my |favou?rite |recommended |invited |all |main |day \d+ |les |die |las |los )*(?:(?:lightn?e?ning|flash|ignite) talks?(?: v?\d+)?|unconference|open spaces?|barcamp|セッション|talks?|sessions?|keynotes?|presentations?|tutorials?|workshops?|morning|afternoon|evening|main (?:track|stage)|track \w+|room \w+|plenary|conference|vorträge|charlas|conférences|talks? (?:i )?(?:attended|saw|watched|visited|liked|enjoyed|(?:listened|went) to|notes)|notes|session notes|talk notes|highlights)(?: sessions?| talks?| track| notes)?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?:talk|session|keynote|vortrag|charla)\s*#?\d+\s*[:.–-]\s*\S", re.IGNORECASE)
PLURAL = re.compile(r"s\b|セッション|unconference", re.IGNORECASE)
DAY_ONLY = re.compile(rf"(?:{DAY.pattern}|{WEEKDAY}|{DATE}).*", re.IGNORECASE)
CONFERENCE = re.compile(r"con(?:f|ference|gress)?\b|summit|meetup|fosdem|camp\b|\bdays?\b|\bnotes\b|\b20\d\d\b", re.IGNORECASE)


@dataclass
class Heading:
    """A heading: its lines from 0, level, text as shown and as Markdown, tokens, and the text below it."""

    line: int
    end: int
    level: int
    words: str
    source: str
    tokens: list[Token]
    text: str = ""
    lead: str = ""
    day: int | None = None
    grouped: bool = False

    @property
    def linked(self) -> bool:
        return len(self.tokens) > 2 and self.tokens[0].type == "link_open" and self.tokens[-1].type == "link_close"


def headings_of(text: str) -> tuple[list[Heading], list[Token]]:
    """Return a text's headings, and the tokens of its Markdown."""
    tokens = MarkdownIt("commonmark", {"maxNesting": 200}).enable("table").parse(text)
    found = []
    for position, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            inline = tokens[position + 1].children or []
            words = "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content for child in inline if child.type != "html_inline"
            )
            words = re.sub(r"\s*\{[#.:][^{}]*\}\s*$", "", words)
            found.append(
                Heading(
                    token.map[0],
                    token.map[1],
                    int(token.tag[1]),
                    " ".join(words.split()),
                    " ".join(tokens[position + 1].content.split()),
                    inline,
                )
            )
    return found, tokens


def spaced(text: str, tokens: list[Token]) -> str:
    """Return a text with a space after the marks of `#Headings`, if it writes all of them so."""
    code = {number for token in tokens if token.type in ("fence", "code_block") for number in range(*token.map)}
    lines = text.split("\n")
    close = [number for number, line in enumerate(lines) if number not in code and re.match(r"#{1,6}[^#\s!/:]", line)]
    proper = sum(token.type == "heading_open" and token.markup.startswith("#") for token in tokens)
    if len(close) < 2 or len(close) <= proper:
        return text
    for number in close:
        lines[number] = re.sub(r"^(#+)", r"\1 ", lines[number])
    return "\n".join(lines)


def is_section(heading: Heading) -> bool:
    return bool(SECTION.fullmatch(plain(heading.words))) or is_break(heading)


def is_break(heading: Heading) -> bool:
    words = plain(heading.words)
    return bool(BREAK.fullmatch(words) or WELCOME.fullmatch(words))


def is_holder(found: list[Heading], number: int) -> bool:
    """Return whether a heading only holds the deeper ones below it, by its name or by theirs (`Talk 1: …`)."""
    below = children(found, number)
    if sum(bool(NUMBERED.match(plain(heading.words))) for heading in below) > 1:
        return True
    named = plain(found[number].words)
    said = found[number].text
    return (
        bool(HOLDER.fullmatch(named))
        and len(below) > 0
        and (not said or (len(below) > 1 and (len(said) < 400 or len(below) > 4) and bool(PLURAL.search(named))))
    )


def children(found: list[Heading], number: int) -> list[Heading]:
    """Return the headings below one, up to the next of its level."""
    end = next((at for at in range(number + 1, len(found)) if found[at].level <= found[number].level), len(found))
    return found[number + 1 : end]


def title_heading(post: Post, found: list[Heading], before: str) -> Heading | None:
    """Return the heading of the post's title: the only one of its level, above all others."""
    if not found or (before and not post.string("title")) or (day_of(found[0].words)[1] and day_of(found[0].words)[0] is None):
        return None
    first, title = found[0], post.string("title")
    alone = len(found) > 1 and all(heading.level > first.level for heading in found[1:])
    same = plain(first.words).casefold() == plain(title).casefold()
    if title:
        return first if same or (alone and first.level == 1 and not is_section(first) and not is_holder(found, 0)) else None
    of_conference = first.level == 1 and CONFERENCE.search(first.words) and not re.search(r"\s[-–—|]\s|: ", first.words)
    return (
        first
        if (alone or of_conference)
        and not is_section(first)
        and not HOLDER.fullmatch(plain(first.words))
        and not DAY_ONLY.fullmatch(plain(first.words))
        else None
    )


def level_of_talks(found: list[Heading], days: list[int]) -> int | None:
    """Return the heading level of the talks; 0 if the days have no talks, None if no level looks like talks."""
    others = [
        at for at, heading in enumerate(found) if at not in days and heading.words and not is_section(heading) and not is_holder(found, at)
    ]
    if days:
        top = min(found[at].level for at in days)
        count = Counter(found[at].level for at in others if at > days[0])
        below, above = ([key for key in sorted(count) if (key > top if deeper else key < top)] for deeper in (True, False))
        chosen = below[0] if below else next((key for key in above if count[key] > 1), None)
        if chosen is None or (count[chosen] < len(days) and any(found[at].text for at in days)):
            return 0
    else:
        count = Counter(found[at].level for at in others)
        chosen = next((key for key in sorted(count) if count[key] > 1), min(count, default=None))
        linked = Counter(found[at].level for at in others if found[at].linked)
        for key in sorted(count):  # a level whose headings are links is the talks', where none above it is one
            if key > (chosen or 0) and count[key] > 2 and linked[key] > 0.8 * count[key] and not linked[chosen]:
                chosen = key
    while chosen:  # where nearly all of a level hold several others and have no words of their own, they are tracks
        here = [at for at in others if found[at].level == chosen]
        bare = [at for at in here if not found[at].text and children(found, at)]
        below = sum(heading.level == chosen + 1 for at in bare for heading in children(found, at))
        if len(here) < 2 or len(bare) <= 0.8 * len(here) or below < 1.5 * len(bare):
            return chosen
        chosen += 1
    return None


def bold_paragraphs(tokens: list[Token]) -> list[int]:
    """Return the lines, from 0, of the paragraphs that are one bold line."""
    return [
        token.map[0]
        for token, inline in itertools.pairwise(tokens)
        if token.type == "paragraph_open"
        and token.level == 0
        and token.map[1] - token.map[0] == 1
        and re.fullmatch(r"(\*\*|__)(?!\s)(?:(?!\1).)+\1", inline.content.strip())
    ]


def in_paragraphs(tokens: list[Token]) -> bool:
    """Return whether a text has its talks in bold paragraphs or list items instead of headings."""
    bold = items = 0
    for token, inline in itertools.pairwise(tokens):
        first = next((child.type for child in inline.children or [] if child.content or child.type != "text"), "")
        bold += token.type == "paragraph_open" and token.level == 0 and first == "strong_open"
        items += token.type == "paragraph_open" and token.level == 2 and first in ("strong_open", "link_open")
    return max(bold, items) > 2
