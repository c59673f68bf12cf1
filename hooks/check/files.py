"""Refuse files that cannot be read, symbolic links out of docs/, wrong stylesheets, and invisible characters."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import lightningcss
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from hooks.front_matter import CONTROL

# A hundred times the size of long notes; a larger page would build for minutes and overload a phone.
MOST_BYTES = 1_000_000
# Zero-width characters, soft hyphens and direction marks; joiners are part of emoji and of some scripts.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\u200c\u200d](?=[ -~])")
NO_BREAK = re.compile("^[ \t]*(?:(?:#{1,6}|[-+*>]|\\d+[.)]|```+|\\|)[ \t]*)?[\u00a0\u2007\u202f]", re.MULTILINE)


def refuse(faults: Iterable[tuple[str, str]]) -> None:
    """End the build with faults that it cannot go on with, given as (path below docs/, line: problem; fix)."""
    if messages := [f"docs/{path}:{fault}" for path, fault in faults]:
        raise PluginError("\n".join(messages))


def wrong_links(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """Yield symbolic links that leave docs/, or lead to a folder around them, since MkDocs follows them."""
    docs = Path(config.docs_dir).resolve()
    for folder, folders, files in os.walk(docs):
        for link in (Path(folder, name) for name in (*folders, *files) if not name.startswith(".")):
            if link.is_symlink():
                try:
                    target = link.resolve(strict=True)
                except (OSError, RuntimeError):  # it leads nowhere, or to itself; the file's own message says more
                    continue
                if not target.is_relative_to(docs):
                    yield link.relative_to(docs).as_posix(), "1: is a link that leaves docs/; put a copy there instead"
                elif link.is_relative_to(target):
                    yield link.relative_to(docs).as_posix(), "1: is a link to a folder that holds it; remove it"


def wrong_sheets(config: MkDocsConfig) -> Iterator[tuple[str, int, str]]:
    """Yield the first fault of each stylesheet in docs/, as (path, line, problem with its fix)."""
    for sheet in map(str, config.extra_css):
        if (path := Path(config.docs_dir, sheet)).is_file():
            try:  # as what follows the theme's sheets, where an @import is a fault
                lightningcss.process_stylesheet("p {}" + path.read_text(encoding="utf-8", errors="replace"))
            except ValueError as error:
                problem, _, place = str(error).removeprefix("Parsing stylesheet failed: ").rpartition(" at ")
                yield sheet, int(place.split(":")[-2]) + 1, f"is no stylesheet ({problem}); correct it"


def unreadable(files: Files) -> Iterator[tuple[str, str]]:
    for file in files:
        if file.abs_src_path and not file.inclusion.is_excluded() and (fault := fault_of(file)):
            yield file.src_uri, fault


def fault_of(file: File) -> str | None:
    """Return the line of a file's fault, the problem and its fix."""
    try:
        with Path(file.abs_src_path).open("rb") as source:
            text = source.read() if file.is_documentation_page() else b""
        words = text.decode()
    except OSError as error:
        return f"1: cannot be read ({error.strerror}); put a readable file there, or remove it"
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        return f"{line}: is not UTF-8 ({error.reason}); save the file as UTF-8"
    if len(text) > MOST_BYTES:
        return f"1: is {len(text) / 1e6:.1f} MB long, and a page may have {MOST_BYTES / 1e6:.0f}; split it"
    if control := CONTROL.search(words):
        return f"{words.count(chr(10), 0, control.start()) + 1}: holds the control character {control[0]!r}; remove it"
    return None


def unseen(files: Files) -> Iterator[tuple[str, int, str]]:
    """Yield the invisible characters in a page's file, as (path, line, problem with its fix)."""
    for file in files.documentation_pages():
        words = file.content_string
        if file.abs_src_path and (lone := re.search(rb"\r(?!\n)", Path(file.abs_src_path).read_bytes())):
            line = Path(file.abs_src_path).read_bytes().count(b"\n", 0, lone.start()) + 1
            yield file.src_uri, line, "has a line that ends in a carriage return alone; save the file with line ends of Unix (LF)"
        if words.isascii():
            continue
        for found in INVISIBLE.finditer(words):
            yield file.src_uri, words.count("\n", 0, found.start()) + 1, f"holds U+{ord(found[0]):04X}, which nobody sees; remove it"
        for found in NO_BREAK.finditer(words):
            line = words.count("\n", 0, found.end()) + 1
            yield file.src_uri, line, "has a no-break space where Markdown wants a space; write a space"
