"""Refuse files that cannot be read, or are too long for a page, before anything is made of them."""

from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from hooks.front_matter import CONTROL

# Hundreds of times what notes take; a build would go on for minutes, and a phone give up.
MOST_BYTES = 1_000_000


def refuse_unreadable(files: Files) -> None:
    faults = [
        f"docs/{file.src_uri}:{fault}"
        for file in files
        if file.abs_src_path and not file.inclusion.is_excluded() and (fault := unreadable(file))
    ]
    if faults:
        raise PluginError("\n".join(faults))


def unreadable(file: File) -> str | None:
    """Return the line of what is wrong with a file, the fault, and how to mend it."""
    try:
        with Path(file.abs_src_path).open("rb") as source:
            text = source.read() if file.is_documentation_page() else b""
        words = text.decode()
    except OSError as error:
        return f"1: cannot be read ({error.strerror}); put a file there that can, or take it out"
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        return f"{line}: is not UTF-8 ({error.reason}); save the file as UTF-8"
    if len(text) > MOST_BYTES:
        return f"1: is {len(text) / 1e6:.1f} MB long, and a page may have {MOST_BYTES / 1e6:.0f}; split it"
    if control := CONTROL.search(words):
        return f"{words.count(chr(10), 0, control.start()) + 1}: holds the control character {control[0]!r}; remove it"
    return None
