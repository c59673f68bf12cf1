"""A fault planted in a copy of the site fails its build, with a message that names the place."""

import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from site_build import add_redirects, build, by_command, by_fork, copy, edit, front_matter, sources

TALKS = [source for source in sources() if re.fullmatch(r"[^/]+/day-\d+/(?!index\.).*", source)]
TALK = TALKS[0]
DAY = f"{TALK.rpartition('/')[0]}/index.md"
CONFERENCE = f"{TALK.partition('/')[0]}/index.md"
OTHER_DAY = next(source for source in TALKS if Path(source).parent != Path(TALK).parent)


def talk(pattern: str, replacement: str, message: str) -> Callable[[Path], str]:
    """Plant a fault in the front matter of a talk; `message` is what its line is told."""
    return lambda copied: f"docs/{TALK}:{edit(copied / 'docs' / TALK, pattern, replacement)}: {message}"


def notes(text: str, message: str) -> Callable[[Path], str]:
    """Plant a fault at the end of a talk's notes; `message` is what its line is told."""

    def plant(copied: Path) -> str:
        path = copied / "docs" / TALK
        before = path.read_text(encoding="utf-8")
        path.write_text(f"{before}\n{text}\n", encoding="utf-8")
        return f"docs/{TALK}:{before.count(chr(10)) + 2}: {message}"

    return plant


def redirect(message: str, *entries: str) -> Callable[[Path], str]:
    """Plant entries at the head of the redirect map; `message` is what the first one's line is told."""
    return lambda copied: f"mkdocs.yml:{add_redirects(copied, *entries)}: old/one.md {message}"


def missing_key(key: str) -> Callable[[Path], str]:
    def plant(copied: Path) -> str:
        edit(copied / "docs" / TALK, rf"^{key}:.*\n", "")
        return f"docs/{TALK}:1: the talk has no `{key}`"

    return plant


def wrong_date(copied: Path) -> str:
    for key in ("starts", "ends"):
        line = edit(copied / "docs" / TALK, rf"^{key}: \d+", f"{key}: 1999")
    return f"docs/{TALK}:{line - 1}: `starts` is on 1999-"


def duplicate_slug(copied: Path) -> str:
    clone = str(Path(OTHER_DAY).with_name(Path(TALK).name))
    shutil.copy(copied / "docs" / TALK, copied / "docs" / clone)
    return f"docs/{clone}:1: the slug {Path(TALK).stem} is that of {TALK} too"


def out_of_nav(copied: Path) -> str:
    edit(copied / "mkdocs.yml", rf"^ *- {TALK}\n", "")
    return f"docs/{TALK}:1: is not in the nav"


def missing_from_docs(copied: Path) -> str:
    line = edit(copied / "mkdocs.yml", rf"^( *)- {TALK}\n", r"\g<0>\1- missing.md\n") + 1
    return f"mkdocs.yml:{line}: missing.md is no page"


def glossary(pattern: str, replacement: str) -> Callable[[Path], str]:
    return lambda copied: f"docs/glossary.md:{edit(copied / 'docs/glossary.md', pattern, replacement)}: `abbreviations` is not"


def twice_in_the_nav(copied: Path) -> str:
    line = edit(copied / "mkdocs.yml", rf"^ *- {TALK}\n", r"\g<0>\g<0>")
    return f"mkdocs.yml:{line}: {TALK} stands in the nav twice"


def topics_as_a_list(copied: Path) -> str:
    line = edit(copied / "docs/topics.md", r"^topics:\n(  .*\n)+", "topics: [Testing]\n")
    return f"docs/topics.md:{line}: `topics` is not a list of `Name: What it is about.`"


def out_of_order(copied: Path) -> str:
    starts = {source: front_matter(copied / "docs" / source)["starts"] for source in TALKS}
    one, other = next(
        pair for pair in pairwise(TALKS) if Path(pair[0]).parent == Path(pair[1]).parent and starts[pair[0]] < starts[pair[1]]
    )
    line = edit(copied / "mkdocs.yml", rf"^( *- {one}\n)( *- {other}\n)", r"\2\1")
    return f"mkdocs.yml:{line + 1}: {one} starts before {other}"


def section_renamed(copied: Path) -> str:
    line = edit(copied / "mkdocs.yml", r"- Day 1:", "- First day:")
    return f"mkdocs.yml:{line + 1}: the section “First day” has the title “Day 1”"


def unlisted(source: str, message: str) -> Callable[[Path], str]:
    """Take an index out of the nav; `message` is what the entry behind it is told."""

    def plant(copied: Path) -> str:
        line = edit(copied / "mkdocs.yml", rf"^ *- {source}\n", "")
        return f"mkdocs.yml:{line + message.startswith('the section')}: {message}"

    return plant


def day_out_of_conference(copied: Path) -> str:
    edit(copied / "mkdocs.yml", r"^      - Day 1:\n((?: {10}.*\n)+)((?:.*\n)*?)(?=validation:)", r"\2  - Day 1:\n\1")
    line = edit(copied / "mkdocs.yml", re.escape(DAY), DAY)
    return f"mkdocs.yml:{line}: the section of {DAY} is not in that of its conference"


FAULTS = {
    "misspelt key": talk("^starts:", "start:", "`start` is not a key of a talk"),
    "missing key": missing_key("ends"),
    "malformed YAML": talk("^(title: .*)", r"\1: [", "front matter is not YAML"),
    "end before start": talk(r"^(ends: [\d-]+)T\d+", r"\1T00", "`ends` is not after `starts`"),
    "wrong date": wrong_date,
    "unknown topic": talk("^tags:", "tags:\n  - Unheard of", "`tags` has the unknown topic Unheard of"),
    "duplicate slug": duplicate_slug,
    "link to a missing page": notes("[there](missing-talk.md)", "the link 'missing-talk.md' is wrong, the target"),
    "link to a missing anchor": notes("[there](#missing)", "the link '#missing' is wrong, there is no such anchor"),
    "link to an anchor missing elsewhere": notes("[there](index.md#missing)", "the link 'index.md#missing' is wrong, the doc"),
    "missing image": notes("![drawing](missing.png)", "the link 'missing.png' is wrong, the target"),
    "absolute link": notes("[there](/about/)", "the absolute link '/about/' is wrong, it was left as is"),
    "link without a file": notes("[there](../speakers)", "the unrecognized relative link '../speakers' is wrong, it was left as is"),
    "redirect to a missing page": redirect("leads to missing/page.md, which is no page", "old/one.md: missing/page.md"),
    "redirect to a missing anchor": redirect("leads to #missing, no heading of about.md", "old/one.md: about.md#missing"),
    "redirect to a redirect": redirect("takes more than one step", "old/one.md: old/two.md", "old/two.md: about.md"),
    "page absent from the nav": out_of_nav,
    "nav entry without a page": missing_from_docs,
    "glossary as a list": glossary(r"^abbreviations:\n(  .*\n)+", "abbreviations: [ADR]\n"),
    "glossary that YAML misreads": glossary(r"^abbreviations:\n", "abbreviations:\n  NO: Number\n"),
    "topics as a list": topics_as_a_list,
    "speakers as a number": talk(r"^speakers:\n([ -].*\n)+", "speakers: 7\n", "`speakers` is not a list"),
    "snippet from outside": notes('--8<-- "/etc/hostname"', "takes in a file, which notes may not"),
    "nav entry twice": twice_in_the_nav,
    "day's index absent from the nav": unlisted(DAY, f"{TALK} stands in no section that starts with {DAY}"),
    "conference's index absent from the nav": unlisted(CONFERENCE, f"the section of {DAY} is not in that of its conference"),
    "day outside its conference": day_out_of_conference,
    "talks out of order": out_of_order,
    "address that is none": notes("[there](http://[x)", "http://[x is no address (Invalid IPv6 URL); correct it"),
    "address without a scheme that is none": notes("[there](//[x)", "//[x is no address (Invalid IPv6 URL); correct it"),
    "link named in code before": notes("`missing.md` and [there](missing.md)", "the link 'missing.md' is wrong"),
    "title missing": missing_key("title"),
    "title a number": talk(r"^title: .*", "title: 2031", "`title` is not a text"),
    "section and title apart": section_renamed,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_build_refuses(fault: str, tmp_path: Path):
    copied = copy(tmp_path)
    message = FAULTS[fault](copied)
    result = build(copied, tmp_path / "site")
    assert result.returncode != 0, f"the build did not mind: {fault}"
    assert message in result.stdout, result.stdout
    assert "Traceback" not in result.stdout, result.stdout


@pytest.mark.parametrize("fault", ["missing key", "link to a missing anchor"])
def test_a_failed_build_leaves_the_last_good_site(fault: str, tmp_path: Path):
    copied, site = copy(tmp_path), tmp_path / "site"
    assert build(copied, site).returncode == 0
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    FAULTS[fault](copied)
    assert build(copied, site).returncode != 0
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_all_faults_are_told_at_once(tmp_path: Path):
    copied = copy(tmp_path)
    # In an order in which none moves the line of another.
    planted = [
        "missing key",
        "unknown topic",
        "missing image",
        "link to a missing page",
        "link to a missing anchor",
        "address that is none",
        "snippet from outside",
        "talks out of order",
        "nav entry without a page",
        "redirect to a missing page",
    ]
    messages = [FAULTS[fault](copied) for fault in planted]
    result = build(copied, tmp_path / "site")
    assert [message for message in messages if message not in result.stdout] == [], result.stdout


def test_build_takes_the_copy_as_it_is(tmp_path: Path):
    result = build(copy(tmp_path), tmp_path / "site", by_command)
    assert result.returncode == 0, result.stdout


def test_a_fork_says_what_the_command_line_says(tmp_path: Path):
    copied = copy(tmp_path)
    FAULTS["link to a missing page"](copied)
    fork, command = (build(copied, tmp_path / "site", run) for run in (by_fork, by_command))
    assert (fork.returncode, fork.stdout) == (command.returncode, command.stdout)


def test_build_takes_a_day_without_talks(tmp_path: Path):
    copied = copy(tmp_path)
    day = copied / "docs" / CONFERENCE.replace("index.md", "day-99/index.md")
    day.parent.mkdir()
    text = (copied / "docs" / DAY).read_text(encoding="utf-8")
    day.write_text(re.sub("^description: .*", "description: Nothing yet.", text, flags=re.MULTILINE), encoding="utf-8")
    edit(copied / "mkdocs.yml", r"^      - Day 1:\n", rf"      - Day 1:\n          - {day.relative_to(copied / 'docs').as_posix()}\n\g<0>")
    result = build(copied, tmp_path / "site")
    assert result.returncode == 0, result.stdout
    html = (tmp_path / "site" / day.parent.relative_to(copied / "docs") / "index.html").read_text(encoding="utf-8")
    assert '"Day 1' in html and 'Date": ""' not in html
