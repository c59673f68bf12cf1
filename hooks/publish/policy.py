"""Let a page run and load what the build put there, and nothing else: a Content-Security-Policy, and its companions.

The policy stands in each page, for hosts that cannot send headers, and in the files of those
that can: `_headers` (Netlify, Cloudflare Pages), `_nginx.conf`, `_Caddyfile` and `.htaccess`. Inline scripts
and styles are named by hash (www.w3.org/TR/CSP3): a page names its own, the headers those of all pages.
Strict-Transport-Security is not among them: it binds the whole host, and so is for whoever runs that.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from hooks.markup import raw_texts

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons are data
    "media-src": "'self'",
    "connect-src": "'self'",  # the search fetches its index
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # as frame-ancestors, for old browsers
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",  # cards and the feed are there to be shown elsewhere
}
CHARSET = '<meta charset="utf-8">'


class Policy:
    """The policies of a build's pages: `hashes` of the inline scripts and styles of all pages so far, by directive."""

    def __init__(self) -> None:
        self.hashes: dict[str, set[str]] = {"script-src": set(), "style-src": set()}

    def add(self, html: str, notes: str = "") -> str:
        """Return a page with the policy that lets the inline scripts and styles of its template run, but none in its notes."""
        own: dict[str, set[str]] = {"script-src": set(), "style-src": set()}
        for element, text in inline(html.replace(notes, "")) - inline(notes):
            own[f"{element}-src"].add(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")
        for directive, found in own.items():
            self.hashes[directive] |= found
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(own)}">'
        return html.replace(CHARSET, f"{CHARSET}\n  {meta}", 1)

    def write_headers(self, config: MkDocsConfig) -> None:
        """Add the headers to the files for servers that redirect_rules.py wrote."""
        # A page cannot say itself who may frame it.
        headers = {"Content-Security-Policy": f"{policy(self.hashes)}; frame-ancestors 'none'"} | HEADERS
        forms = {
            "_headers": ("/*\n{}", "  {}: {}\n"),
            "_nginx.conf": ("{}", 'add_header {} "{}" always;\n'),
            ".htaccess": ("<IfModule mod_headers.c>\n{}</IfModule>\n", '\tHeader always set {} "{}"\n'),
            "_Caddyfile": (f"header {urlsplit(config.site_url or '').path or '/'}* {{{{\n{{}}}}}}\n", '\t{} "{}"\n'),
        }
        for name, (block, line) in forms.items():
            with Path(config.site_dir, name).open("a", encoding="utf-8") as file:
                file.write(block.format("".join(line.format(*header) for header in headers.items())))


def inline(html: str) -> set[tuple[str, str]]:
    """Return each inline script and style as (element, text); a script with a type of its own is data."""
    return {(tag.name, text) for tag, text in raw_texts(html) if text and all(name.startswith("data-") for name in tag.attributes)}


def policy(hashes: dict[str, set[str]]) -> str:
    return "; ".join(" ".join([directive, sources, *sorted(hashes.get(directive, ()))]) for directive, sources in POLICY.items())
