"""Publish the redirect map: a page at each old address, and permanent (301) rules for hosts that read them.

The pages take the place of the redirects plugin's, which drop the visitor's query, and append a second anchor to a
target that has one. The folder hosts has the template of each host's file, with the redirects and the headers.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_relative_url, write_file

from hooks.publish.policy import Policy
from hooks.settings import Redirect

log = logging.getLogger("mkdocs.hooks.redirects")

FILES = (".htaccess", "_Caddyfile", "_headers", "_nginx.conf", "_redirects")  # in hosts/; the last has limits
# The rules and bytes of it that hosts read: docs.gitlab.com/user/project/pages/redirects,
# developers.cloudflare.com/pages/configuration/redirects. Netlify documents no limit.
LIMITS = {"GitLab Pages": (1000, 64 * 1024), "Cloudflare Pages": (2000, None)}


def write(config: MkDocsConfig, redirects: Iterable[Redirect], policy: Policy) -> None:
    """Write pages and rules, with the policy of all pages; so this is the last step that writes a page."""
    template = config.theme.get_env().get_template("parts/stub.html")
    for entry in redirects:
        # The relative address works below any base path.
        target = entry.target if entry.elsewhere else get_relative_url(entry.target_url or ".", entry.path)
        html = policy.add(template.render(target=target, canonical=entry.canonical(config.site_url), config=config))
        write_file(html.encode(), str(Path(config.site_dir, entry.path, "index.html")))
    base = urlsplit(config.site_url).path or "/"
    moves = [move for entry in redirects for move in spelled(entry, base)]
    env = Environment(loader=FileSystemLoader(Path(__file__).with_name("hosts")), trim_blocks=True, keep_trailing_newline=True)
    env.filters["pattern"] = re.escape
    for name in FILES:
        rules = env.get_template(name).render(base=base, moves=moves, headers=policy.headers())
        Path(config.site_dir, name).write_text(rules, encoding="utf-8")
    for passed in passed_limits(rules):
        log.info(passed)


def spelled(entry: Redirect, base: str) -> Iterator[tuple[str, str]]:
    """Yield (old, new) for each spelling of the old address.

    Nothing for a target with a query or an anchor: a server cannot join two queries, and does not see the visitor's anchor. The page
    at the old address redirects there.
    """
    if set("?#").isdisjoint(entry.target):
        old = base + entry.path
        for spelling in (old.rstrip("/"), old, f"{old}index.html"):
            yield spelling, entry.target if entry.elsewhere else base + entry.target_url


def passed_limits(rules: str) -> Iterator[str]:
    """Yield a message for each host that does not read all rules of a `_redirects` file; there, only pages redirect the rest."""
    count, size = rules.count("\n"), len(rules.encode())
    for host, (most_rules, most_bytes) in LIMITS.items():
        if count > most_rules or (most_bytes and size > most_bytes):
            limit = f"{most_rules:,} rules" + (f" and {most_bytes // 1024} KB" if most_bytes else "")
            yield f"_redirects has {count:,} rules in {size // 1024} KB; {host} reads {limit}, and pages redirect the rest"
