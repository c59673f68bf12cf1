"""Rewrite tags of whole pages: mark links to other sites, and fix what the theme writes outside of its blocks."""

from collections.abc import Callable
from functools import lru_cache, partial
from urllib.parse import urlsplit

from hooks.markup import Tag, with_value

VOID = ("img", "br", "hr")


def fixes(html: str, site_url: str) -> Callable[[Tag], str]:
    """Return a function that rewrites a tag of a page; a link is external if its host is not that of `site_url`."""
    # In the theme, the title of the contents is a label of this checkbox, which section indexes lack.
    return partial(changed, own=urlsplit(site_url).netloc, folds='id="__toc"' in html)


@lru_cache(8192)
def changed(found: Tag, own: str, folds: bool) -> str:
    if found.end:
        return found.raw
    if found.name == "a" and found.get("href").startswith(("http://", "https://")) and urlsplit(found.get("href")).netloc != own:
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
