"""Write the redirect map as permanent (301) rules, for hosts that can send them.

- `_redirects`: Netlify, Cloudflare Pages and GitLab Pages; `from to status` a line
  (docs.netlify.com/manage/routing/redirects). Cloudflare takes a missing status for
  302, and reads each spelling to the letter. GitLab and Netlify serve a file that
  exists before they look at a rule, and so serve the stubs, which do the same.
- `_redirects.nginx`: to `include` in a `server` block.
- `_redirects.caddy`: to `import` in a site block.

An entry whose target has a query or an anchor of its own has no rule: a server cannot
join two queries, and does not see the visitor's anchor. The stub serves there.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from redirect_map import Redirect, is_elsewhere, redirects


def netlify(olds: list[str], new: str) -> str:
    return "".join(f"{old} {new} 301\n" for old in olds)


def nginx(olds: list[str], new: str) -> str:
    return "".join(f'location = {old} {{ return 301 "{new}$is_args$args"; }}\n' for old in olds)


def caddy(olds: list[str], new: str) -> str:
    name = "@moved" + olds[0].replace("/", "_")
    return f"{name} path {' '.join(olds)}\nredir {name} {new}{{?query}} permanent\n"


FORMATS: dict[str, Callable[[list[str], str], str]] = {
    "_redirects": netlify,
    "_redirects.nginx": nginx,
    "_redirects.caddy": caddy,
}


def on_post_build(*, config: MkDocsConfig) -> None:
    base = urlsplit(config.site_url or "").path or "/"
    entries = [entry for entry in redirects(config) if not set("?#") & set(entry.target)]
    for name, rule in FORMATS.items():
        rules = [rule(spellings(base + entry.path), new_address(base, entry)) for entry in entries]
        Path(config.site_dir, name).write_text("".join(rules), encoding="utf-8")


def spellings(path: str) -> list[str]:
    """Return the ways to write an address that ends in a slash."""
    return [path.rstrip("/"), path, f"{path}index.html"]


def new_address(base: str, entry: Redirect) -> str:
    return entry.target_url if is_elsewhere(entry.target) else base + entry.target_url

