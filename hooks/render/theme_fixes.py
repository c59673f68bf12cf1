"""Mend what the theme writes, outside of any block, that HTML does not allow, or that a screen reader should not be told."""

import re

# start.js gives it back to the theme's switches, for browsers that would restore them on a reload.
AUTOCOMPLETE = re.compile(r'(<input [^>]*type="checkbox"[^>]*) autocomplete="off"')

# The theme's icons, beside words or under a name; a picture says that it is one.
ICON = re.compile(r"<svg (?![^>]*\brole=)")

# The theme links a feed of changed pages beside that of new ones.
SECOND_FEED = re.compile(r'<link [^>]*"[^"]*feed_rss_updated\.xml">')

# Firefox fetches the next page with every page, which the policy forbids. The theme's keys for both: start.js.
NEIGHBOUR = re.compile(r'<link rel="(?:prev|next)" [^>]*>')

# Markdown's images and line breaks, as XHTML has them.
VOID = re.compile(r"(<(?:img|br|hr)\b[^>]*?)\s*/>")


def fixed(html: str) -> str:
    html = VOID.sub(r"\1>", NEIGHBOUR.sub("", SECOND_FEED.sub("", html)))
    html = ICON.sub('<svg aria-hidden="true" ', AUTOCOMPLETE.sub(r"\1", html))
    # The title of the contents folds them where the page is in the navigation as itself, which a section's index is not.
    return html if 'id="__toc"' in html else html.replace(' for="__toc"', "")
