"""Check the files in docs/: symbolic links out of it, names that the build uses itself, stylesheets, pictures, and invisible characters."""

import logging
import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shlex import quote
from urllib.parse import unquote, urlsplit

import lightningcss
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from PIL import ExifTags, Image

from hooks.addresses import LOADED, MADE
from hooks.front_matter import CONTROL
from hooks.model import Fault

log = logging.getLogger("mkdocs.hooks")

# A brace in a stylesheet, or a comment or string, in which one would not count.
BRACE = re.compile(r"""/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}]""", re.DOTALL)
Image.MAX_IMAGE_PIXELS = None  # only their heads are read
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # letters, in whose pages direction marks have a use
# Characters that nobody sees: control characters, zero-width ones, soft hyphens (joiners are part of emoji and of some scripts), no-break
# spaces, and at last direction marks.
UNSEEN = (
    (CONTROL.pattern, "has the control character U+{:04X}; remove it"),
    (r"[\u00ad\u200b\u202a-\u202e\u2060\ufeff]|[\u200c\u200d](?=[ -~])", "has the invisible character U+{:04X}; remove it"),
    (r"(?m)^[ \t]*[-+*] +\[[\u00a0\u2007\u202f](?=\])|^[ \t]*(?:(?:#{1,6}|[-+*>]|\d+[.)]|```+|\|)[ \t]*)?[\u00a0\u2007\u202f]", "has a no-break space where Markdown wants a space; write a space"),
    (r"[\u200e\u200f\u2066-\u2069]", "has the invisible character U+{:04X}; remove it"),
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
    """Yield the first fault of the syntax of each stylesheet in docs/, and each file that it loads in vain."""
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
            for found in LOADED.finditer(without_comments(css)):
                line, address = css.count("\n", 0, found.start()) + 1, urlsplit(found[3])
                if address.netloc:
                    yield sheet, line, f"loads {found[3]} from another site, which the pages' policy blocks; save the file below docs/"
                elif not (path.parent / unquote(address.path)).is_file():
                    yield sheet, line, f"loads {found[3]}, which is no file in docs/; correct the address, relative to the stylesheet"


def without_comments(css: str) -> str:
    """Return a stylesheet with spaces in place of its comments, so that all else keeps its place."""
    return BRACE.sub(lambda sign: re.sub(r"[^\n]", " ", sign[0]) if sign[0].startswith("/*") else sign[0], css)


def faults_of_picture(path: str, source: Path) -> Iterator[Fault]:
    """Yield the fault of a picture that names a place; log its size if that is more than 1 MB."""
    if re.search(r"\.(?:jpe?g|png|webp|avif|gif)$", path, re.IGNORECASE) and source.is_file():
        if (size := source.stat().st_size / 1e6) > 1:
            log.info("docs/%s:1: is a picture of %.1f MB, which readers wait for; save it with at most 2000 pixels a side", path, size)
        with suppress(OSError, SyntaxError, ValueError), warnings.catch_warnings(action="ignore"), Image.open(source) as picture:
            (exif := Image.Exif()).load(picture.info.get("exif", b""))
            if ExifTags.GPS.GPSLatitude in exif.get_ifd(ExifTags.IFD.GPSInfo):
                command = f".venv/bin/python -m tools.without_place {quote(f'docs/{path}')}"
                yield path, 1, f"names the place where it was taken, in its EXIF data; remove these: {command}"


def faults_of_files(files: Files, config: MkDocsConfig) -> Iterator[Fault]:
    """Yield the invisible characters in pages, the faults of pictures, and each file with a name that the build writes, or a page's but for its ending."""
    for file in files:
        if not unicodedata.is_normalized("NFC", file.src_uri):
            yield file.src_uri, 1, "has a name in decomposed letters (NFD); rename it to composed ones, or remove it"
        if file.src_uri in MADE.union(config.theme.static_templates):
            yield file.src_uri, 1, "has the name of a file that the build writes; rename or remove it"
        if file.src_uri.lower().endswith(".md") and not file.is_documentation_page() and not file.inclusion.is_excluded():
            yield file.src_uri, 1, "is not read as a page, and would be published unchanged; rename it to end in .md"
        if not file.inclusion.is_excluded():
            yield from faults_of_picture(file.src_uri, Path(file.abs_src_path or ""))
    for file in files.documentation_pages():
        words = file.content_string
        found = [
            (sign.end(), problem.format(ord(sign[0][-1])))
            for pattern, problem in UNSEEN[: 1 if words.isascii() else -1 if RIGHT_TO_LEFT.search(words) else None]
            for sign in re.finditer(pattern, words)
        ]
        yield from dict.fromkeys((file.src_uri, words.count("\n", 0, place) + 1, problem) for place, problem in found)
