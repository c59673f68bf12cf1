"""Complete the HTML of notes, and fix tags of whole pages.

Notes: shell prompts, sides of table columns, and tab stops at abbreviations and at code that scrolls. Pages: links to other sites, and
the tags that the theme writes outside of its blocks.
"""

import re
from functools import lru_cache
from html import unescape
from urllib.parse import urlsplit

from hooks.markup import Tag, tokens, with_value

# The `$` at the start of a line, which is not to be copied, as pymdownx.highlight writes it with `line_spans: __span`; Pygments
# may mark it as an error, marks prompts in console lexers only, and there takes a `#` comment for a root prompt.
LINE = re.compile('<span id="__span-[^"]*">')
PROMPT = re.compile(rf'({LINE.pattern})(?:<span class="err">\$</span>|\$)(?:<span class="w"> </span>| )')
# A style, which the CSP blocks; site.css has the classes.
ALIGNED = re.compile(r'(?<=<t[dh]) style="text-align: (left|center|right);"')
# The number of characters that fit in a line at 390 px and 200 % zoom. start.js removes the tab stop where a block does
# not scroll.
FIT = 16
VOID = ("img", "br", "hr")


def completed(html: str) -> str:
    """Return the HTML with prompts marked, and a tab stop at each abbreviation and each block of code that scrolls at some width.

    An abbreviation in a link gets none, since the link is a tab stop already. Lines of code lose their ids, which are a third
    of the markup of long code.
    """
    parts: list[str] = []
    links, in_block = 0, False
    code: tuple[int, Tag] | None = None  # the open <code> of a block: its place in `parts`, and its tag
    for token in tokens(ALIGNED.sub(r' class="\1"', LINE.sub("<span>", PROMPT.sub(r'\1<span class="gp">$ </span>', html)))):
        if not isinstance(token, Tag):
            parts.append(token)
            continue
        raw = token.raw
        if token.name == "a":
            links += -1 if token.end else 1
        elif token.name == "abbr" and token.get("title") and not links:
            raw = with_value(token, "tabindex", "0")
        elif token.name == "pre":
            in_block = not token.end
        elif token.name == "code" and in_block and not token.end:
            code = len(parts), token
        elif token.name == "code" and code:
            place, start = code
            lines = unescape("".join(part for part in parts[place:] if not part.startswith("<"))).splitlines()
            if any(len(line) > FIT for line in lines) and "tabindex" not in start.attributes:
                parts[place] = with_value(start, "tabindex", "0")
            code = None
        parts.append(raw)
    return "".join(parts)


@lru_cache(8192)
def fixed(found: Tag, host: str, folds: bool, language: str) -> str:
    """Return a tag of a page in a language of the site at `host`; in section indexes nothing `folds`, so the title of the contents labels no
    checkbox.
    """
    if found.end:
        return found.raw
    if found.name == "html":
        return with_value(found, "lang", language)  # the theme writes pt for pt-BR
    if found.name == "a" and found.get("href").startswith(("http://", "https://")) and urlsplit(found.get("href")).netloc != host:
        # The other site cannot script our page; site.css marks the link as external.
        return with_value(found, "rel", " ".join(["external noopener", *found.get("rel").split()]))
    if found.name == "link" and found.get("rel") in ("prev", "next"):
        return ""  # Firefox would prefetch the next page, which the policy forbids; start.js handles the theme's keys for both.
    if found.name == "svg" and "role" not in found.attributes:
        return with_value(found, "aria-hidden", "true")  # an icon beside words, or under a name
    if found.name == "input" and found.get("type") == "checkbox" and "disabled" in found.attributes:
        return with_value(found, "aria-label", "done" if "checked" in found.attributes else "to do")  # of a task list in notes
    if found.name == "input" and found.get("type") == "checkbox":
        return with_value(found, "autocomplete", None)  # HTML allows no autocomplete on a checkbox; start.js sets the property
    if found.name == "label" and found.get("for") == "__toc" and not folds:
        return with_value(found, "for", None)
    if found.name in VOID and found.raw.endswith("/>"):
        return f"{found.raw[:-2].rstrip()}>"  # Markdown writes void elements as XHTML
    return found.raw
