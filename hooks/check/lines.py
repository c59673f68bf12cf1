"""Find the line of a text in a source, for messages."""

import re

CODE = re.compile(r"^([ \t]*)(```+|~~~+)[^\n]*\n.*?(?:^\1\2|\Z)|(`+)[^`].*?\3", re.DOTALL | re.MULTILINE)


def line_of(text: str, source: str) -> int:
    """Return the first line of a Markdown or YAML source with `text` as a word of its own, outside of code; 1 if there is none."""
    shown = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), source)
    before, after = r"(?<![\w./-])" * text[:1].isalnum(), r"(?![\w-])" * text[-1:].isalnum()
    found = re.search(f"{before}{re.escape(text)}{after}", shown)
    return source.count("\n", 0, found.start()) + 1 if found else 1
