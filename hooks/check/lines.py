"""Where in a source something stands, for messages."""

import re

CODE = re.compile(r"^([ \t]*)(```+|~~~+)[^\n]*\n.*?(?:^\1\2|\Z)|(`+)[^`].*?\3", re.DOTALL | re.MULTILINE)


def line_of(text: str, source: str) -> int:
    """Return the line where a text first stands on its own in a Markdown or YAML source, outside of code; 1 where it does not."""
    shown = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), source)
    before, after = r"(?<![\w./-])" * text[:1].isalnum(), r"(?![\w-])" * text[-1:].isalnum()
    found = re.search(f"{before}{re.escape(text)}{after}", shown)
    return source.count("\n", 0, found.start()) + 1 if found else 1
