"""Write the redirect map as permanent (301) rules, for hosts that can send them.

- `_redirects`: Netlify, Cloudflare Pages and GitLab Pages; `from to status` a line
  (docs.netlify.com/manage/routing/redirects). Cloudflare takes a missing status for
  302, and reads each spelling to the letter. GitLab and Netlify serve a file that
  exists before they look at a rule, and so serve the stubs, which do the same.
- `_nginx.conf`: to `include` in the `location` of the site; with the 404 page.
- `_Caddyfile`: to `import` in a site block; with the 404 page. Other sites of the same host are left alone.

An entry whose target has a query or an anchor of its own has no rule: a server cannot
join two queries, and does not see the visitor's anchor. The stub serves there.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from hooks.check.redirects import Redirect, is_elsewhere, redirects

# Relative, since a proxy in front may have another scheme and port.
NGINX = 'location = {old} {{ absolute_redirect off; return 301 "{new}$is_args$args"; }}'
NGINX_404 = "charset utf-8;\nerror_page 404 {base}404.html;"
CADDY = "redir {old} {new}{{?query}} permanent"
CADDY_404 = "handle_errors 404 {{\n\trewrite {base}* {base}404.html\n\tfile_server {base}*\n}}"
NETLIFY = "{old} {new} 301"


def write(config: MkDocsConfig) -> None:
    base = urlsplit(config.site_url or "").path or "/"
    moves = [move for entry in redirects(config) for move in spelled(entry, base)]
    for name, rule, head in (("_redirects", NETLIFY, ""), ("_nginx.conf", NGINX, NGINX_404), ("_Caddyfile", CADDY, CADDY_404)):
        lines = [rule.format(old=old, new=new) for old, new in moves]
        if head:
            lines.insert(0, head.format(base=base))
        Path(config.site_dir, name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def spelled(entry: Redirect, base: str) -> Iterator[tuple[str, str]]:
    """Yield (old, new) for each way to write the old address; nothing for an entry without a rule."""
    if set("?#") & set(entry.target):
        return
    new = entry.target if is_elsewhere(entry.target) else base + entry.target_url
    old = base + entry.path
    for spelling in (old.rstrip("/"), old, f"{old}index.html"):
        yield spelling, new
