"""The addresses of pages and feeds, and the faults of addresses in front matter and notes."""

import re
from urllib.parse import urlsplit

FEED = "feed.xml"
# The feed's earlier address, when it was RSS; some readers still fetch it there.
FORMER_FEED = "feed_rss_created.xml"
# For hosts, from the templates in publish/hosts. Of _redirects, GitLab Pages reads 1,000 rules in 64 KB, and Cloudflare Pages 2,000; pages
# redirect the rest.
RULES = (".htaccess", "_Caddyfile", "_headers", "_nginx.conf", "_redirects")
MADE = {FEED, FORMER_FEED, "talks.json", "sitemap.xml", "404.html", *RULES}  # by the build, besides the theme's static_templates
# A file that a stylesheet loads: what is before its address, the quote, the address.
LOADED = re.compile(r"""((?<!@namespace )(?<!["'])\b(?i:url)\(\s*+)(["']?)(?!(?i:data:)|#)([^"'()]+?)(?=\2\s*\))""")
SCHEMES = {"http", "https", "mailto", "tel", "sms", "xmpp", "irc", "ircs", "matrix", "ftp", "sftp", "ssh", "git", "geo", "doi", "webcal"}
# What is wrong with an address that only one machine knows.
ONE_MACHINE = "is on one machine only; write it as code, in backticks, or link to the file of a page, such as other.md"
WRONG = (
    (r"javascript:", "is a script; leave it out"),
    (r"file:", "is a file of one machine; put a copy into docs/, and link to that"),
    (r"data:", "has a whole file in its address; save the file beside the page, and link to that"),
    (r"[a-z]+:/*(?:https?:?/|www\.https?)", "has two schemes; write one"),
    (r"https?://(?:[^/@]*@)?(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|[^/:?#]+\.(?:local|localhost))(?:[:/?#]|$)", ONE_MACHINE),
    (r"https?://[^/?#@]*:[^/?#@]*@", "has a password in it; remove user and password"),
    (r"https?://[^?#|]*\|", "has a |, as in Slack; write the link as [words](address)"),
    (r"https?://[^/?#]*(?:…|\.\.)", "is cut short; write all of it, or leave it out"),
    (r"https?://(?!\[)[^./?#:]*(?:[/?#:]|$)", "has half a host name; write one such as example.org"),
    (r"[^?#]*[\"<>{}\\^`|]", "has a character that addresses must not have, such as a quote or a brace; percent-encode or remove it"),
    (r"https?://[^/]*(?:github|gitlab|codeberg|bitbucket)[^?#]*/_?edit/", "leads to an edit page; link to the page itself"),
)  # fmt: skip


def address(path: str) -> str:
    """Return the URL of a page's file, below the base: `a/b/` for `a/b.md`, `a/` for `a/index.md`, and "" for `index.md`."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    parts = [folder] if name in ("index", "README") else [folder, name]
    return "".join(f"{part}/" for part in parts if part)


def short(address: str) -> str:
    """Return an address for a message, cut if it is long, as that of a file in the text is."""
    return address if len(address) <= 60 else f"{address[:60]}…"


def fault(address: str) -> str | None:
    """Return the problem of an absolute address and its fix, as the end of a sentence that begins with the address; or None."""
    for pattern, problem in WRONG:
        if re.match(pattern, address, re.IGNORECASE):
            return problem
    scheme = re.match(r"([a-z][\w+.-]*):(//)?", address, re.IGNORECASE)
    if scheme and scheme[1].lower() not in SCHEMES:
        return f"has the unknown scheme {scheme[1]}:; correct it"
    return unreadable(address)


def unreadable(address: str) -> str | None:
    """Return why an address cannot be read, and the fix, as `fault` does; or None."""
    try:
        urlsplit(address).port  # noqa: B018 - raises where it is out of range
    except ValueError as error:
        return f"is not an address ({error}); correct it"
    return None
