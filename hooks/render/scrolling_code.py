"""Let the keyboard reach code that may scroll, before any script has run."""

import re
from html import unescape

# As pymdownx.highlight writes a block, and as notes write one in HTML.
BLOCK = re.compile(r"(<pre\b[^>]*>(?:<span></span>)?<code)(\b[^>]*>)(.*?)</code>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
# The characters of a line that fit at 390 px and 200 % zoom; start.js then takes out what does not scroll at the reader's width.
FIT = 16


def focusable(html: str) -> str:
    """Return the HTML with `tabindex` on each block of code that scrolls at some width."""

    def block(found: re.Match[str]) -> str:
        before, attributes, code = found.groups()
        scrolls = any(len(line) > FIT for line in unescape(TAG.sub("", code)).splitlines())
        return f'{before} tabindex="0"{attributes}{code}</code>' if scrolls and "tabindex" not in attributes else found[0]

    return BLOCK.sub(block, html)
