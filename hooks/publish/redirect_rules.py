"""Write the redirect map as permanent (301) rules, for hosts that support them.

- `_redirects`: Netlify, Cloudflare Pages and GitLab Pages; one `from to status` a line
  (docs.netlify.com/manage/routing/redirects). Cloudflare takes a missing status for 302, and matches each spelling
  literally. GitLab and Netlify serve an existing file first, so they serve our page at the old address, which redirects too.
- `_nginx.conf`: to `include` in the `location` of the site; also sets the 404 page.
- `_Caddyfile`: to `import` in a site block; also sets the 404 page. Other sites of the same host are not affected.
- `.htaccess`: Apache reads it without configuration; it also sets the 404 page. It needs `AllowOverride FileInfo` and no more:
  a directive that is not allowed, such as Options, makes every page an error 500.

An entry whose target has a query or an anchor gets no rule: a server cannot join two queries, and does not see the
visitor's anchor. The page at the old address redirects there.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from hooks.redirects import Redirect

log = logging.getLogger("mkdocs.hooks.redirect_rules")

NETLIFY = "{old} {new} 301"
# With absolute_redirect, nginx would send its own scheme and port, which are wrong behind a proxy. For a folder without
# an index.html it answers 403.
NGINX_HEAD = "charset utf-8;\nabsolute_redirect off;\nerror_page 403 404 =404 {base}404.html;"
NGINX = 'location = {old} {{ return 301 "{new}$is_args$args"; }}'
CADDY_HEAD = "handle_errors 404 {{\n\trewrite {base}* {base}404.html\n\tencode\n\tfile_server {base}*\n}}"
CADDY = "redir {old} {new}{{?query}} permanent"
APACHE_HEAD = """\
ErrorDocument 404 {base}404.html
AddDefaultCharset utf-8
<IfModule mod_mime.c>
\tAddCharset utf-8 .css .js .json .md .xml
\tAddType text/markdown .md
</IfModule>
<IfModule mod_alias.c>
<If "-d %{{REQUEST_FILENAME}} && ! -f '%{{REQUEST_FILENAME}}/index.html'">
\tRedirect 404 /
</If>"""
# Redirect would also match every address below the old one. RedirectMatch keeps the query.
APACHE = 'RedirectMatch 301 "^{old}$" "{new}"'
APACHE_END = "</IfModule>"
# The rules and bytes of a `_redirects` file that hosts read: docs.gitlab.com/user/project/pages/redirects,
# developers.cloudflare.com/pages/configuration/redirects. Netlify documents no limit.
LIMITS = {"GitLab Pages": (1000, 64 * 1024), "Cloudflare Pages": (2000, None)}


def write(config: MkDocsConfig, redirects: Iterable[Redirect]) -> None:
    base = urlsplit(config.site_url or "").path or "/"
    moves = [move for entry in redirects for move in spelled(entry, base)]
    files = {
        "_redirects": [NETLIFY.format(old=old, new=new) for old, new in moves],
        "_nginx.conf": [NGINX_HEAD.format(base=base), *(NGINX.format(old=old, new=new) for old, new in moves)],
        "_Caddyfile": [CADDY_HEAD.format(base=base), *(CADDY.format(old=old, new=new) for old, new in moves)],
        # RedirectMatch would encode a % a second time; there, the page redirects.
        ".htaccess": [
            APACHE_HEAD.format(base=base),
            *(APACHE.format(old=re.escape(old), new=new) for old, new in moves if "%" not in new),
            APACHE_END,
        ],
    }
    for name, lines in files.items():
        Path(config.site_dir, name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    for passed in passed_limits(files["_redirects"]):
        log.info(passed)


def spelled(entry: Redirect, base: str) -> Iterator[tuple[str, str]]:
    """Yield (old, new) for each spelling of the old address; nothing for an entry without a rule."""
    if set("?#") & set(entry.target):
        return
    new = entry.target if entry.elsewhere else base + entry.target_url
    old = base + entry.path
    for spelling in (old.rstrip("/"), old, f"{old}index.html"):
        yield spelling, new


def passed_limits(rules: list[str]) -> Iterator[str]:
    """Yield a message for each host that does not read all rules of a `_redirects` file; there, only pages redirect the rest."""
    size = sum(len(rule.encode()) + 1 for rule in rules)
    for host, (most_rules, most_bytes) in LIMITS.items():
        if len(rules) > most_rules or (most_bytes and size > most_bytes):
            limit = f"{most_rules:,} rules" + (f" and {most_bytes // 1024} KB" if most_bytes else "")
            yield f"_redirects has {len(rules):,} rules in {size // 1024} KB; {host} reads {limit}, and pages redirect the rest"
