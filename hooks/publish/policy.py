"""Allow a page to run and load only what the build put there: a Content-Security-Policy (CSP), and related headers.

Each page contains its policy, for hosts that cannot send headers; `_headers` (Netlify, Cloudflare Pages),
`_nginx.conf`, `_Caddyfile` and `.htaccess` contain it for those that can. Inline scripts and styles are allowed by
hash (www.w3.org/TR/CSP3): a page lists its own, the headers those of all pages. Strict-Transport-Security is left
out: it binds the whole host, so it is a decision for the host's owner.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256

from hooks.markup import raw_texts

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons are data: URLs
    "media-src": "'self'",
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


@dataclass
class Policy:
    """The policies of a build's pages. `hashes` collects the inline scripts and styles of all pages so far, by directive."""

    hashes: dict[str, set[str]] = field(default_factory=lambda: {"script-src": set(), "style-src": set()})

    def add(self, html: str, notes: str = "") -> str:
        """Return a page with its policy, which allows the template's inline scripts and styles but none in the notes."""
        own: dict[str, set[str]] = {"script-src": set(), "style-src": set()}
        for element, text in inline(html.replace(notes, "")) - inline(notes):
            own[f"{element}-src"].add(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")
        for directive, found in own.items():
            self.hashes[directive] |= found
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(own)}">'
        return html.replace(CHARSET, f"{CHARSET}\n  {meta}", 1)

    def headers(self) -> dict[str, str]:
        """Return the headers for all pages. The policy in a page cannot have frame-ancestors, so only the header forbids frames."""
        return {"Content-Security-Policy": f"{policy(self.hashes)}; frame-ancestors 'none'"} | HEADERS


def inline(html: str) -> set[tuple[str, str]]:
    """Return each inline script and style as (element, content). A script with a `type` is data and is left out."""
    return {(tag.name, text) for tag, text in raw_texts(html) if text and all(name.startswith("data-") for name in tag.attributes)}


def policy(hashes: dict[str, set[str]]) -> str:
    return "; ".join(" ".join([directive, sources, *sorted(hashes.get(directive, ()))]) for directive, sources in POLICY.items())
