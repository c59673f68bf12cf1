"""Change tags of whole pages: mark links to other sites, and fix what the theme writes outside of its blocks."""

from functools import lru_cache
from urllib.parse import urlsplit

from hooks.markup import Tag, rewrite, with_value

VOID = ("img", "br", "hr")


def fixed(html: str, site_url: str) -> str:
    """Return a page with its tags changed; `site_url` tells links to other sites apart."""
    own = urlsplit(site_url).netloc
    # The title of the contents folds them where the page is in the nav as itself, which a section's index is not.
    folds = 'id="__toc"' in html
    return rewrite(html, lambda found: changed(found, own, folds))


@lru_cache(8192)
def changed(found: Tag, own: str, folds: bool) -> str:
    if found.end:
        return found.raw
    if found.name == "a" and found.get("href").startswith(("http://", "https://")) and host(found.get("href")) != own:
        # The page there gets no hold of ours; site.css shows and names the link as one that leaves.
        return with_value(found, "rel", " ".join(["external noopener", *found.get("rel").split()]))
    if found.name == "link" and found.get("rel") in ("prev", "next"):
        return ""  # Firefox fetches the next page with every page, which the policy forbids; start.js has the theme's keys for both
    if found.name == "svg" and "role" not in found.attributes:
        return with_value(found, "aria-hidden", "true")  # an icon beside words, or under a name
    if found.name == "input" and found.get("type") == "checkbox" and "disabled" in found.attributes:
        return with_value(found, "aria-label", "done" if "checked" in found.attributes else "to do")  # of a task list in notes
    if found.name == "input" and found.get("type") == "checkbox":
        return with_value(found, "autocomplete", None)  # not for a checkbox, says HTML; start.js sets it
    if found.name == "label" and found.get("for") == "__toc" and not folds:
        return with_value(found, "for", None)
    if found.name in VOID and found.raw.endswith("/>"):
        return f"{found.raw[:-2].rstrip()}>"  # as Markdown writes them, for XHTML
    return found.raw


def host(address: str) -> str:
    return urlsplit(address).netloc
