"""Make blocks of code that may scroll reachable by keyboard, before any script has run."""

import re
from html import unescape

# A block as pymdownx.highlight writes it, or as notes write it in HTML.
BLOCK = re.compile(r"(<pre\b[^>]*>(?:<span></span>)?<code)(\b[^>]*>)(.*?)</code>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
# The number of characters that fit in a line at 390 px and 200 % zoom. start.js removes the tab stop where a block does
# not scroll.
FIT = 16


def focusable(html: str) -> str:
    """Return the HTML with `tabindex` on each block of code that scrolls at some width."""

    def block(found: re.Match[str]) -> str:
        before, attributes, code = found.groups()
        scrolls = any(len(line) > FIT for line in unescape(TAG.sub("", code)).splitlines())
        return f'{before} tabindex="0"{attributes}{code}</code>' if scrolls and "tabindex" not in attributes else found[0]

    return BLOCK.sub(block, html)
