"""Turn one long post into a conference: a page for each day and each talk, with redirects from the post's old addresses.

A post is Markdown as CommonMark has it (Hugo's is), with front matter (title, and aliases if it
has old addresses), `## Day N` for each day and `### Title` for each talk. What it does not say,
such as times and speakers, is left as gaps that the build then names. Nothing is written where
the post has a fault.
"""

import itertools
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import mdformat
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hooks.check.redirects import SOURCE, address
from hooks.front_matter import FRONT, PATHS, Malformed, parse
from tools.new_talk import DOCS, PAGE, below, check, quoted, slug_of, written
from tools.reading import as_commonmark, as_here

CONFIG = Path("mkdocs.yml")
DAY = re.compile(r"Day ([0-9]{1,2})")
SHORTCODE = re.compile(r"\{\{[<%].*[>%]\}\}")
CONTENTS = re.compile(r"\s*\{\{[<%]\s*(toc|table[-_ ]?of[-_ ]?contents)\s*[>%]\}\}\s*", re.IGNORECASE)
FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
HEADING_ID = re.compile(r"\s*\{[#.][^{}]*\}$")  # as Hugo takes it
MEANT_FOR_HUGO = "holds a shortcode, which only Hugo understands; write what it stands for"
FOLDER_PAGE = """---
template: {template}.html
title: {title}
description:
{more}---
"""
EXCLUDED = "search:\n  exclude: true  # each talk is found on its own page\n"


class Fault(Exception):
    """What is wrong with a post: its line, the fault, and how to mend it."""

    def __init__(self, line: int, fault: str) -> None:
        super().__init__(f"{line}: {fault}")


def text_of(post: bytes) -> str:
    """Return a post's text, with lines that end as ours do."""
    try:
        text = post.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Fault(post[: error.start].count(b"\n") + 1, "is not UTF-8; save the file as UTF-8") from None
    if not text.strip():
        raise Fault(1, "the file is empty; give the post")
    return text


def head(text: str) -> tuple[str, list[str], int]:
    """Return a post's title, its old addresses, and how many lines its front matter has."""
    try:
        meta, lines = parse(text)
    except Malformed as fault:
        raise Fault(fault.line, str(fault)) from None
    title, aliases = meta.get("title"), meta.get("aliases", [])
    if not isinstance(title, str) or not slug_of(title):
        raise Fault(lines.get("title", 1), "the post has no `title` to name a folder by; add one with some plain letters or digits")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise Fault(lines["aliases"], "`aliases` is not a list of addresses; write each as `- /posts/…`")
    published = {address(below(path)): path for path in DOCS.rglob("*.md")}
    for alias in aliases:
        if page := published.get(address(source(alias))):
            raise Fault(lines["aliases"], f"the alias {alias} is the address of {page}; rename that, or leave the alias out")
        if not SOURCE.fullmatch(source(alias)) or alias.endswith((".html", ".htm")):
            raise Fault(lines["aliases"], f"the alias {alias} is no address of a page here; write it as /posts/name/, or leave it out")
    return title, list({source(alias): alias for alias in aliases}.values()), FRONT.match(text)[0].count("\n")


def source(alias: str) -> str:
    """Return the file that an old address stands for in the redirect map."""
    return f"{alias.strip('/')}.md"


def outline(text: str, before: int) -> tuple[list[str], list[Token], list[tuple[int, str, str]], str]:
    """Return a post's lines, its Markdown as tokens, its headings (line from 0, tag, text), and the definitions of its links.

    Its front matter is `before` lines long. In the lines, talks' own headings are raised, and a break is an element.
    """
    lines = text.split("\n")
    headings: list[tuple[int, str, str]] = []
    known: dict = {}
    tokens = MarkdownIt("commonmark").enable("table").parse("\n" * before + "\n".join(lines[before:]), known)
    for position, token in enumerate(tokens):
        if token.type == "fence" and not closed(token, lines):
            raise Fault(token.map[0] + 1, f"the code that begins here has no end; close it with {token.markup}")
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2", "h3"):
            words = "".join(child.content for child in tokens[position + 1].children)
            headings.append((token.map[0], token.tag, HEADING_ID.sub("", words)))
    for number, line in enumerate(lines[before:], before + 1):
        if not inside_code(tokens, number) and FOOTNOTE.match(line):
            raise Fault(number, "holds a footnote, which pages do not have here; write it where it belongs")
    definitions = [lines[slice(*definition["map"])] for definition in known.get("references", {}).values()]
    for token in tokens:
        if token.type == "heading_open" and token.tag > "h3":
            # A talk's title, of the third level, becomes its page's first.
            lines[token.map[0]] = lines[token.map[0]].replace("##", "", 1)
        if any(child.type == "hardbreak" for child in token.children or ()):
            # Python-Markdown knows no backslash there, and spaces are seen by nobody.
            for number in range(token.map[0], token.map[1] - 1):
                lines[number] = re.sub(r"( {2,}|\\)$", "<br>", lines[number])
    return lines, tokens, headings, "\n".join(line.strip() for definition in definitions for line in definition)


def introduction(text: str, before: int) -> str:
    """Return what a post says before its first heading, but for the mark where Hugo puts contents, which pages have anyway."""
    lines, tokens, headings, definitions = outline(text, before)
    kept = []
    for number, line in enumerate(lines[before : headings[0][0] if headings else None], before + 1):
        if inside_code(tokens, number) or not SHORTCODE.search(line):
            kept.append(line)
        elif not CONTENTS.fullmatch(line):
            raise Fault(number, MEANT_FOR_HUGO)
    return "\n".join([*kept, "", definitions]) if "".join(kept).strip() else ""


def talks(text: str, before: int) -> dict[int, dict[str, str]]:
    """Return the notes of each talk by its day's number and its title, from a post whose front matter is `before` lines long."""
    lines, tokens, headings, definitions = outline(text, before)
    found: dict[int, dict[str, str]] = {}
    first: dict[str, int] = {}
    day = None
    for (line, tag, title), (end, *_) in itertools.pairwise([*headings, (len(lines),)]):
        notes = "\n".join(lines[line + 1 : end]).strip("\n")
        if tag != "h3":
            number = DAY.fullmatch(title)
            if tag == "h1" or not number:
                raise Fault(line + 1, f"“{title}” is no day; the headings above talks are `## Day 1`, `## Day 2` and so on")
            day = int(number[1])
            if day in found:
                raise Fault(line + 1, f"day {day} stands twice; put its talks under one heading")
            if notes:
                raise Fault(line + 2, "there is text between the day and its first talk; give it the heading of a talk")
            found[day] = {}
        elif day is None:
            raise Fault(line + 1, f"the talk “{title}” is of no day; put `## Day 1` above it")
        elif not title:
            raise Fault(line + 1, "the talk has no title; write one")
        elif (slug := name_of(title, day, len(found[day]) + 1)) in first:
            raise Fault(line + 1, f"“{title}” has the name of the talk in line {first[slug]}; make the titles differ")
        else:
            first[slug] = line + 1
            for number, text in enumerate(lines[line + 1 : end], line + 2):
                if SHORTCODE.search(text) and not inside_code(tokens, number):
                    raise Fault(number, MEANT_FOR_HUGO)
            found[day][title] = f"{notes}\n\n{definitions}" if notes else ""
    if not found:
        raise Fault(before + 1, "the post has no day; put `## Day 1` above the talks of the first")
    return found


def name_of(title: str, day: int, number: int) -> str:
    """Return the name of a talk's file: its title's, or its place where that is none, as for one in other letters."""
    slug = slug_of(title)
    return slug if PATHS["talk"].fullmatch(f"conference/day-1/{slug}.md") else f"talk-{day}-{number}"


def closed(fence: Token, lines: list[str]) -> bool:
    """Tell whether a fenced block has an end of its own, and does not just reach to where its list or the post ends."""
    return fence.map[1] - fence.map[0] > 1 and lines[fence.map[1] - 1].strip(" >\t").startswith(fence.markup)


def inside_code(tokens: list[Token], line: int) -> bool:
    return any(token.type in ("fence", "code_block") and token.map[0] < line <= token.map[1] for token in tokens)


def pages(title: str, intro: str, days: dict[int, dict[str, str]]) -> dict[str, str]:
    """Return every page of the conference, path below docs/ to text, in the nav's order; what the post does not say is left empty."""
    folder = slug_of(title)

    def page(template: str, title: str, more: str) -> str:
        return FOLDER_PAGE.format(template=template, title=quoted(title), more=more)

    found = {f"{folder}/index.md": page("conference", title, "place:\n") + nested(intro)}
    for day, notes in sorted(days.items()):
        found[f"{folder}/day-{day}/index.md"] = page("day", f"Day {day}", EXCLUDED)
        for number, (talk, text) in enumerate(notes.items(), 1):
            front, _, _ = PAGE.format(title=quoted(talk), description="", speakers="", starts="", ends="", tags="").partition("\n- ")
            front = re.sub(r" +$", "", front, flags=re.MULTILINE)
            found[f"{folder}/day-{day}/{name_of(talk, day, number)}.md"] = front + nested(text)
    return found | {f"{folder}/all-notes.md": page("all_notes", "All notes", EXCLUDED)}


def nested(notes: str) -> str:
    """Return notes with lists nested by four spaces, as Python-Markdown wants them, below an empty line."""
    return f"\n{mdformat.text(notes, extensions={'mkdocs'}, options={'number': True})}" if notes.strip() else ""


def otherwise(page: str) -> str | None:
    """Return where MkDocs' Markdown reads a page otherwise than CommonMark, as the post is read: the line, the words, and how to mend it."""
    front = FRONT.match(page)[0]
    notes = page.removeprefix(front)
    there, here = as_commonmark(notes), as_here(notes)
    if there == here:
        return None
    at = next(at for at, pair in enumerate(itertools.zip_longest(there, here)) if pair[0] != pair[1])
    words = next((" ".join(event[1].split()) for event in there[at:] + there[at - 1 :] if event[0] == "text"), "")
    longest = max(words.split(), key=len, default="")
    before = front.count("\n") + 1
    line = next((number for number, line in enumerate(notes.split("\n"), before) if longest in line), before)
    return f"{line}: “{words[:60]}” reads otherwise than in the post; write it, or what stands before it, as MkDocs' Markdown takes it"


def configured(config: str, title: str, paths: Iterable[str], aliases: list[str]) -> str:
    """Return mkdocs.yml with a conference at the head of the nav, and its old addresses in the redirect map.

    An address that ends in a day's number leads to that day, any other to the conference.
    """
    nav = f"  - {quoted(title)}:\n"
    for path in paths:
        _, *day, name = path.split("/")
        if day and name == "index.md":
            nav += f"      - Day {day[0].removeprefix('day-')}:\n"
        nav += f"{' ' * (10 if day else 6)}- {path}\n"
    moves = ""
    for alias in aliases:
        day = re.search(r"day-?(\d+)/?$", alias)
        target = f"{slug_of(title)}/{f'day-{day[1]}/' if day else ''}index.md"
        moves += f"      {source(alias)}: {target if target in paths else f'{slug_of(title)}/index.md'}\n"
    for place, lines in ((r"^nav:\n  - index\.md\n", nav), (r"^ *redirect_maps:.*\n", moves)):
        config, count = re.subn(place, lambda found, lines=lines: found[0] + lines, config, count=1, flags=re.MULTILINE)
        if not count:
            raise Fault(1, f"mkdocs.yml has no line like {place}; put it back")
    return config


def main() -> None:
    post = Path(os.environ.get("POST") or sys.exit("POST is missing; give a file as POST=…"))
    try:
        text = text_of(post.read_bytes())
        title, aliases, before = head(text)
        made = pages(title, introduction(text, before), talks(text, before))
        config = CONFIG.read_text(encoding="utf-8")
        folder = DOCS / slug_of(title)
        there = [alias for alias in aliases if f" {source(alias)}:" in config]
        if there or (folder / "index.md").exists():
            raise Fault(1, f"is imported already, as {folder}; remove that and its lines in mkdocs.yml to import it anew")
        if folder.exists() or folder.with_suffix(".md").exists():
            raise Fault(
                1, f"has a title that would take the place of what is not a conference, {folder}; write another, and change it later"
            )
        config = configured(config, title, made, aliases)
    except OSError as error:
        sys.exit(f"{post}: cannot be read ({error.strerror}); give a file as POST=…")
    except Fault as fault:
        sys.exit(f"{post}:{fault}\nNothing was written.")
    for path, page in made.items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(page, encoding="utf-8")
    CONFIG.write_text(config, encoding="utf-8")
    print(f"docs/{slug_of(title)}: {len(made)} pages are written, and are in the nav; {len(aliases)} old addresses lead there.")
    for path, page in made.items():
        if fault := otherwise(page):
            print(f"docs/{path}:{fault}")
    print("Next: fill the gaps that the build names, starting with these.")
    for fault in check(written())[:5]:
        print(f"docs/{fault}")


if __name__ == "__main__":
    main()
