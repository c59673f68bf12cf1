"""Write the Content-Security-Policy (CSP) into each page, and the headers and redirects into files for hosts.

The policy allows a page to run and load only what the build put there. Each page contains its own, for hosts that cannot send headers.
Inline scripts and styles are allowed by hash (www.w3.org/TR/CSP3): a page lists its own, the headers those of all pages.
Strict-Transport-Security is left out: it binds the whole host, so it is a decision for the host's owner.

A page at each old address redirects, also where a host reads no rules. The redirects plugin's page would drop the visitor's query, and
append a second anchor to a target that has one. The folder hosts has the template of each host's file, with the redirects (301) and the
headers.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_relative_url, write_file

from hooks.addresses import RULES
from hooks.markup import raw_texts
from hooks.settings import Redirect

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons are data: URLs
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",  # the search fetches its index
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",  # other sites may show cards and the feed
}
CHARSET = '<meta charset="utf-8">'

Hashes = set[tuple[str, str]]  # of inline scripts and styles, each with its directive


def hashes_of(html: str, notes: str = "") -> Hashes:
    """Return the hashes of a page's inline scripts and styles, without those in its notes."""
    allowed = inline(html.replace(notes, "")) - inline(notes)
    return {(f"{element}-src", f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'") for element, text in allowed}


def inline(html: str) -> set[tuple[str, str]]:
    """Return each inline script and style as (element, content). A script with a `type` is data and is left out."""
    return {(tag.name, text) for tag, text in raw_texts(html) if text and all(name.startswith("data-") for name in tag.attributes)}


def policy(hashes: Hashes) -> str:
    return "; ".join(
        " ".join([directive, sources, *sorted(found for place, found in hashes if place == directive)])
        for directive, sources in POLICY.items()
    )


def with_policy(html: str, hashes: Hashes) -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(hashes)}">'
    return html.replace(CHARSET, f"{CHARSET}\n  {meta}", 1)


def write(config: MkDocsConfig, redirects: Iterable[Redirect], hashes: Hashes) -> None:
    """Write the pages at old addresses, and the hosts' files, with the hashes of all pages; so this is the last step that writes a page."""
    template = config.theme.get_env().get_template("parts/stub.html")
    for entry in redirects:
        # The relative address works below any base path.
        target = entry.target if entry.elsewhere else get_relative_url(entry.target_url or ".", entry.path)
        canonical = urljoin(config.site_url, entry.target_url).partition("#")[0]
        html = template.render(target=target, canonical=canonical, config=config)
        hashes |= hashes_of(html)
        write_file(with_policy(html, hashes_of(html)).encode(), str(Path(config.site_dir, entry.path, "index.html")))
    base = urlsplit(config.site_url).path or "/"
    moves = [move for entry in redirects for move in spelled(entry, base)]
    # A policy in a page cannot have frame-ancestors, so only the header forbids frames.
    headers = {"Content-Security-Policy": f"{policy(hashes)}; frame-ancestors 'none'"} | HEADERS
    env = Environment(loader=FileSystemLoader(Path(__file__).with_name("hosts")), trim_blocks=True, keep_trailing_newline=True)
    env.filters["pattern"] = re.escape
    for name in RULES:
        rules = env.get_template(name).render(base=base, moves=moves, headers=headers)
        Path(config.site_dir, name).write_text(rules, encoding="utf-8")


def spelled(entry: Redirect, base: str) -> Iterator[tuple[str, str]]:
    """Yield (old, new) for each spelling of the old address.

    Yield nothing for a target with a query or an anchor: a server cannot join two queries, and does not see the visitor's anchor. The page
    at the old address redirects there.
    """
    if set("?#").isdisjoint(entry.target):
        old = base + entry.path
        for spelling in (old.rstrip("/"), old, f"{old}index.html"):
            yield spelling, entry.target if entry.elsewhere else base + entry.target_url
