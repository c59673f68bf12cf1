"""Refuse files that cannot be read, symbolic links out of docs/, wrong stylesheets, and invisible characters."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import lightningcss
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from hooks.front_matter import CONTROL
from hooks.model import Fault
from hooks.unforeseen import not_utf8

# A hundred times the size of long notes; a larger page would build for minutes and overload a phone.
MOST_BYTES = 1_000_000
# Characters that nobody sees: zero-width, soft hyphens, direction marks (joiners are part of emoji and of some scripts), no-break spaces.
UNSEEN = (
    (r"\r(?!\n)", "has a line that ends in a carriage return alone; save the file with line ends of Unix (LF)"),
    (r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\u200c\u200d](?=[ -~])", "holds U+{:04X}, which nobody sees; remove it"),
    (r"(?m)^[ \t]*(?:(?:#{1,6}|[-+*>]|\d+[.)]|```+|\|)[ \t]*)?[\u00a0\u2007\u202f]", "has a no-break space where Markdown wants a space; write a space"),
)  # fmt: skip


def refuse(faults: Iterable[Fault]) -> None:
    """End the build with faults that it cannot go on with."""
    if messages := [f"docs/{path}:{line}: {problem}" for path, line, problem in faults]:
        raise PluginError("\n".join(messages))


def wrong_links(config: MkDocsConfig) -> Iterator[Fault]:
    """Yield symbolic links that leave docs/, or lead to a folder around them, since MkDocs follows them."""
    docs = Path(config.docs_dir).resolve()
    for link in (path for path in docs.rglob("[!.]*") if path.is_symlink()):
        with suppress(OSError, RuntimeError):  # it leads nowhere, or to itself; the file's own message says more
            target = link.resolve(strict=True)
            if not target.is_relative_to(docs):
                yield link.relative_to(docs).as_posix(), 1, "is a link that leaves docs/; put a copy there instead"
            elif link.is_relative_to(target):
                yield link.relative_to(docs).as_posix(), 1, "is a link to a folder that holds it; remove it"


def wrong_sheets(config: MkDocsConfig) -> Iterator[Fault]:
    """Yield the first fault of each stylesheet in docs/."""
    for sheet in map(str, config.extra_css):
        if (path := Path(config.docs_dir, sheet)).is_file():
            try:  # as what follows the theme's sheets, where an @import is a fault
                lightningcss.process_stylesheet("p {}" + path.read_text(encoding="utf-8", errors="replace"))
            except ValueError as error:
                problem, _, place = str(error).removeprefix("Parsing stylesheet failed: ").rpartition(" at ")
                yield sheet, int(place.split(":")[-2]) + 1, f"is no stylesheet ({problem}); correct it"


def unreadable(files: Files) -> Iterator[Fault]:
    """Yield each file that cannot be read, and each page that is not UTF-8, is too long, or has a control character."""
    for file in files:
        if file.abs_src_path and not file.inclusion.is_excluded():
            try:
                with Path(file.abs_src_path).open("rb") as source:
                    text = source.read() if file.is_documentation_page() else b""
                control = CONTROL.search(words := text.decode())
            except OSError as error:
                yield file.src_uri, 1, f"cannot be read ({error.strerror}); put a readable file there, or remove it"
            except UnicodeDecodeError as error:
                yield file.src_uri, *not_utf8(error)
            else:
                if len(text) > MOST_BYTES:
                    yield file.src_uri, 1, f"is {len(text) / 1e6:.1f} MB long, and a page may have {MOST_BYTES / 1e6:.0f}; split it"
                elif control:
                    yield file.src_uri, words.count("\n", 0, control.start()) + 1, f"holds the control character {control[0]!r}; remove it"


def unseen(files: Files) -> Iterator[Fault]:
    """Yield the invisible characters in a page's file."""
    for file in files.documentation_pages():
        words = Path(file.abs_src_path).read_bytes().decode("utf-8-sig") if file.abs_src_path else file.content_string
        if words.isascii() and "\r" not in words:
            continue
        found = [(sign.end(), problem.format(ord(sign[0][0]))) for pattern, problem in UNSEEN for sign in re.finditer(pattern, words)]
        yield from dict.fromkeys((file.src_uri, words.count("\n", 0, place) + 1, problem) for place, problem in found)
