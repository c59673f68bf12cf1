"""Let a page run and load what the build put there, and nothing else: a Content-Security-Policy, and its companions.

The policy stands in each page, for hosts that cannot send headers, and in the files of those
that can: `_headers` (Netlify, Cloudflare Pages), `_nginx.conf`, `_Caddyfile` and `.htaccess`. Inline scripts
and styles are named by hash (www.w3.org/TR/CSP3): a page names its own, the headers those of all pages.
Strict-Transport-Security is not among them: it binds the whole host, and so is for whoever runs that.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from hooks.check.redirects import redirects

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
# A script of another type than a script's is data.
INLINE = re.compile(r"<(script|style)(?: data-[^>]*)?>(.+?)</\1>", re.DOTALL)

serving = False
hashes: dict[str, set[str]] = {"script-src": set(), "style-src": set()}


def note_command(command: str) -> None:
    global serving
    serving = command == "serve"


def reset() -> None:
    for found in hashes.values():
        found.clear()


def add_to_page(output: str, page: Page) -> str:
    return with_policy(output, page.content)


def add_to_template(output: str, template_name: str) -> str:
    return with_policy(output) if template_name.endswith(".html") else output


def with_policy(html: str, notes: str = "") -> str:
    """Return a page with the policy that lets the inline scripts and styles of its template run, but none in its notes."""
    if serving:  # live reload puts a script into each page
        return html
    own: dict[str, set[str]] = {"script-src": set(), "style-src": set()}
    for element, text in {*INLINE.findall(html.replace(notes, ""))} - {*INLINE.findall(notes)}:
        own[f"{element}-src"].add(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")
    for directive, found in own.items():
        hashes[directive] |= found
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(own)}">'
    return html.replace(CHARSET, f"{CHARSET}\n  {meta}", 1)


def policy(hashes: dict[str, set[str]]) -> str:
    return "; ".join(" ".join([directive, sources, *sorted(hashes.get(directive, ()))]) for directive, sources in POLICY.items())


def write_headers(config: MkDocsConfig) -> None:
    for entry in redirects(config):
        stub = Path(config.site_dir, entry.path, "index.html")
        stub.write_text(with_policy(stub.read_text(encoding="utf-8")), encoding="utf-8")
    # A page cannot say itself who may frame it.
    headers = {"Content-Security-Policy": f"{policy(hashes)}; frame-ancestors 'none'"} | HEADERS
    forms = {
        "_headers": ("/*\n{}", "  {}: {}\n"),
        "_nginx.conf": ("{}", 'add_header {} "{}" always;\n'),
        ".htaccess": ("<IfModule mod_headers.c>\n{}</IfModule>\n", '\tHeader always set {} "{}"\n'),
        "_Caddyfile": (f"header {urlsplit(config.site_url or '').path or '/'}* {{{{\n{{}}}}}}\n", '\t{} "{}"\n'),
    }
    for name, (block, line) in forms.items():
        with Path(config.site_dir, name).open("a", encoding="utf-8") as file:
            file.write(block.format("".join(line.format(*header) for header in headers.items())))
