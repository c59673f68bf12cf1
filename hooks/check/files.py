"""Check the files in docs/: symbolic links out of it, names that the build uses itself, stylesheets, and invisible characters."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import lightningcss
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from hooks.addresses import MADE
from hooks.front_matter import CONTROL
from hooks.model import Fault

# A brace in a stylesheet, or a comment or string, in which one would not count.
BRACE = re.compile(r"""/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}]""", re.DOTALL)
# Characters that nobody sees: control characters, zero-width ones, soft hyphens, direction marks (joiners are part of emoji and of some
# scripts), no-break spaces.
UNSEEN = (
    (CONTROL.pattern, "has the control character U+{:04X}; remove it"),
    (r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\u200c\u200d](?=[ -~])", "has the invisible character U+{:04X}; remove it"),
    (r"(?m)^[ \t]*(?:(?:#{1,6}|[-+*>]|\d+[.)]|```+|\|)[ \t]*)?[\u00a0\u2007\u202f]", "has a no-break space where Markdown wants a space; write a space"),
)  # fmt: skip


def wrong_links(config: MkDocsConfig) -> Iterator[Fault]:
    """Yield symbolic links that lead nowhere, leave docs/, or lead to a folder around them, since MkDocs follows them."""
    docs = Path(config.docs_dir).resolve()
    for link in (path for path in docs.rglob("[!.]*") if path.is_symlink()):
        if not link.exists():
            yield link.relative_to(docs).as_posix(), 1, "is a symbolic link that leads nowhere; remove it"
        elif not (target := link.resolve()).is_relative_to(docs):
            yield link.relative_to(docs).as_posix(), 1, "is a symbolic link that leads out of docs/; replace it by a copy"
        elif link.is_relative_to(target):
            yield link.relative_to(docs).as_posix(), 1, "is a symbolic link to a folder that it is in; remove it"


def wrong_sheets(config: MkDocsConfig) -> Iterator[Fault]:
    """Yield the first fault of each stylesheet in docs/."""
    for sheet in map(str, config.extra_css):
        if (path := Path(config.docs_dir, sheet)).is_file():
            css = path.read_text(encoding="utf-8", errors="replace")
            open_braces: list[int] = []
            for sign in BRACE.finditer(css):
                if sign[0] == "{":
                    open_braces.append(sign.start())
                elif sign[0] == "}":
                    del open_braces[-1:]
            if open_braces:
                yield sheet, css.count("\n", 0, open_braces[-1]) + 1, "has an unclosed {; add }"
                continue
            try:  # below another rule, as below the theme's sheets, where an @import is a fault
                lightningcss.process_stylesheet("p {}" + css)
            except ValueError as error:
                problem, _, place = str(error).removeprefix("Parsing stylesheet failed: ").rpartition(" at ")
                yield sheet, int(place.split(":")[-2]) + 1, f"is not valid CSS ({problem}); correct it"


def unseen(files: Files, config: MkDocsConfig) -> Iterator[Fault]:
    """Yield the invisible characters in a page's file, and each file whose name is that of one the build writes, or a page's but for its ending."""
    for file in files:
        if not unicodedata.is_normalized("NFC", file.src_uri):
            yield file.src_uri, 1, "has the same name as another file, in other characters (NFD); remove one of them"
        if file.src_uri in MADE.union(config.theme.static_templates):
            yield file.src_uri, 1, "has the name of a file that the build writes; rename or remove it"
        if file.src_uri.lower().endswith(".md") and not file.is_documentation_page() and not file.inclusion.is_excluded():
            yield file.src_uri, 1, "is not read as a page, and would be published unchanged; rename it to end in .md"
    for file in files.documentation_pages():
        words = file.content_string
        found = [
            (sign.end(), problem.format(ord(sign[0][0])))
            for pattern, problem in (UNSEEN[:1] if words.isascii() else UNSEEN)
            for sign in re.finditer(pattern, words)
        ]
        yield from dict.fromkeys((file.src_uri, words.count("\n", 0, place) + 1, problem) for place, problem in found)
