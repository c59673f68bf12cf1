"""Check mkdocs.yml: MkDocs silently takes the last of two equal keys, ignores missing files, and checks no redirect."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from mkdocs.config.defaults import MkDocsConfig

from hooks import addresses
from hooks.addresses import address
from hooks.check import pages
from hooks.front_matter import kind_of, one_line
from hooks.model import Fault, Site
from hooks.settings import Redirect, levels, pairs, places

# The files that templates and hooks load from docs/, and the settings that they need.
FILES = ("index.md", "talks.schema.json", "assets/site.css", "assets/404.js", "assets/start.js")
FILES += tuple(f"assets/search/{name}.js" for name in ("index", "passages", "rank", "stemmer", "when", "words", "worker"))
PYMDOWNX = ("betterem", "highlight", "magiclink", "saneheaders", "superfences", "emoji", "tasklist", "tilde")
NEEDED = {
    "extra_css": ("assets/site.css", "assets/print.css"),
    "markdown_extensions": (
        *("abbr", "attr_list", "footnotes", "md_in_html", "sane_lists", "tables", "toc"),
        *(f"pymdownx.{name}" for name in PYMDOWNX),
    ),
    "plugins": ("search", "tags"),
}
# Settings of MkDocs and Material that this site does not offer, with the fix.
NOT_OFFERED = {
    "theme": "lacks `custom_dir: overrides`, the site's templates; write only the keys that you change, below `theme:`",
    "docs_dir": "is not docs, where the site's commands write; remove it, and keep the pages there",
    "use_directory_urls": "is not offered by this site, whose addresses end in a slash; remove it",
    "repo_url": "is not offered by this site; write `edit_uri: https://…/edit/main/docs/` instead, in full and with your branch",
    "blog": "adds pages that are neither talks nor in the nav; remove it",
}
# The settings that load files, with the directive of the pages' policy that allows them.
LOADERS = {"extra_css": "style-src", "extra_javascript": "script-src", "analytics": "script-src", "font": "style-src", "theme": "img-src"}
# The address of a site: without query, anchor, double slashes, and characters that an address or a host's rules would have to quote.
ADDRESS = re.compile(r"""https?://(?![/:@])(?![^/]*@(?:[/:]|$))(?!.*//)(?!.*/index\.html?/?$)[^?#\s"'<>{}\\^`|$]+""", re.IGNORECASE)
# The source of a redirect, in characters that every host matches alike; others are decoded by some, or read as patterns.
SOURCE = re.compile(r"(?!.*(//|\.\.|(^|/)\./))[A-Za-z0-9_.-][A-Za-z0-9_./-]*\.md")
# An address to redirect to: without the characters that nginx, Caddy or _redirects would need in quotes.
ELSEWHERE = re.compile(r"""https?://[^/\s"'\\${};\[\]]+(/[^\s"'\\${};]*)?""")


def faults(config: MkDocsConfig, policy: Mapping[str, str]) -> Iterator[Fault]:
    """Yield each fault of the settings as (mkdocs.yml or the file that it inherits, line, problem with its fix)."""
    file = Path(config.config_file_path)
    for path, root in levels(file):
        yield from ((path.name, *fault) for fault in doubled(root))
    known = places(file)
    for key, problem in problems(config, policy):
        yield *known.get(key, (file.name, 1)), problem


def problems(config: MkDocsConfig, policy: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each fault of the settings as (key, problem with its fix)."""
    folder = Path(config.config_file_path).parent
    plugins = [name.removeprefix("material/") for name in config.plugins]
    offered = {
        "theme": folder / "overrides" in map(Path, config.theme.dirs),
        "docs_dir": Path(config.docs_dir) == folder / "docs",
        "use_directory_urls": config.use_directory_urls,
        "repo_url": not config.repo_url,
        "blog": "blog" not in plugins,
    }
    if wrong := [key for key, right in offered.items() if not right]:
        yield from ((key, f"`{key}` {NOT_OFFERED[key]}") for key in wrong)
        return  # most of what follows from it
    if problem := one_line(config.site_name):
        yield "site_name", f"`site_name` {problem}"
    if not ADDRESS.fullmatch(config.site_url or "") or addresses.unreadable(config.site_url):
        fault = f"is {config.site_url}, which is not the address of a site" if config.site_url else "is empty"
        yield "site_url", f"`site_url` {fault}; write one such as https://example.org/notes/, in SITE_URL or here"
    if not re.match("https?://|$", config.edit_uri or ""):
        yield "edit_uri", f"`edit_uri` is {config.edit_uri}, which is not an address; start REPO_URL, or EDIT_URI, with https://"
    named = {"theme": [config.theme.get("favicon"), config.theme.get("logo")], "extra_css": config.extra_css, "": FILES}
    named |= {"extra_javascript": config.extra_javascript, "font": ["https://fonts.googleapis.com/"] * bool(config.theme.get("font"))}
    named["analytics"] = ["https://www.googletagmanager.com/"] * ("'provider': 'google'" in str(config.extra.get("analytics")))
    for key, paths in named.items():
        for path in dict.fromkeys(str(path) for path in paths if path):
            if host := urlsplit(path).netloc:
                if host not in re.split("[/ ]", f"{policy[LOADERS[key]]} {config.site_url}"):
                    fix = "remove it" if key in ("analytics", "font") else "save the file below docs/"
                    fix += f", or allow https://{host}, and all that it loads in turn, in POLICY of hooks/publish/hosts.py"
                    yield key, f"`{key}` loads from {host}, which the pages' Content-Security-Policy forbids; {fix}"
            elif not Path(config.docs_dir, path).is_file():
                yield key, f"docs/{path} is missing, which {key or 'the site'} needs; put it back"
    language = config.theme["language"]
    if not any(Path(folder, f"partials/languages/{language}.html").is_file() for folder in config.theme.dirs):
        yield "language", f"`language` {language} is not known; write a code such as de"
    for key, given in (("extra_css", config.extra_css), ("markdown_extensions", config.markdown_extensions), ("plugins", plugins)):
        if missing := [name for name in NEEDED[key] if name not in given]:
            yield key, f"`{key}` lacks {', '.join(missing)}; add it"


def doubled(root: yaml.Node) -> Iterator[tuple[int, str]]:
    """Yield each key that occurs twice in a mapping; `redirect_faults` reports those of the redirect map."""
    maps = [value for _, key, value in pairs(root) if key.value == "redirect_maps"]
    for first, key in pages.doubled(((mapping, str(key.value)), key) for mapping, key, _ in pairs(root) if mapping not in maps):
        yield key.start_mark.line + 1, f"`{key.value}` is on line {first.start_mark.line + 1} too, and only one takes effect; merge both"


def nav_faults(settings: Path, site: Site) -> Iterator[Fault]:
    """Yield each fault of the nav, which names each of the site's own pages once; conferences come from their folders."""
    navs = [(file.name, node) for file, root in levels(settings) for key, node in root.value if key.value == "nav"]
    entries = [(name, *entry) for name, node in navs[:1] for entry in paths(node)]
    seen: set[str] = set()
    for name, path, line, title in entries or [("mkdocs.yml", "index.md", 1, None)]:
        if kind_of(path) not in ("page", None):
            yield name, line, f"{path} needs no line, since conferences are in the nav by themselves; remove the line"
        elif path in seen:
            yield name, line, f"{path} is in the nav twice; remove one"
        elif path not in site.pages and not re.match(r"\w+:|//", path):
            yield name, line, f"{path} is not a page; correct the entry, or write the page"
        elif title and path in site.pages and title != (shown := site.pages[path].meta.get("title", title)):
            yield name, line, f"the nav shows {path} as “{shown}”, its `title`, not as “{title}”; write `- {path}`, or change its `title`"
        seen.add(path)
    for path in site.pages:
        if kind_of(path) == "page" and path not in seen:
            yield f"docs/{path}", 1, f"is not in the nav; add `  - {path}` below `nav` in mkdocs.yml"


def paths(node: yaml.Node, title: str | None = None) -> Iterator[tuple[str, int, str | None]]:
    """Yield each file in the YAML of a nav with its line, and its title there, in order."""
    if not isinstance(node, yaml.ScalarNode):
        for item in node.value:
            yield from paths(item[1], item[0].value) if isinstance(node, yaml.MappingNode) else paths(item)
    elif node.tag != "tag:yaml.org,2002:null":
        yield node.value, node.start_mark.line + 1, title


def redirect_faults(entries: Sequence[Redirect], pages: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Yield the faults of the redirect map, given the files of pages with their ids."""
    published = {address(file): file for file in pages}
    targets = {entry.path: entry.target.partition("#")[0] for entry in entries}
    lines: dict[str, int] = {}

    def problems(entry: Redirect) -> Iterator[str]:
        source, target, path = entry.source, entry.target, entry.path
        if not SOURCE.fullmatch(source):
            fix = "write a page's file, like posts/old.md, in letters, digits and the signs . _ - /"
            yield f"the source {source!r} is not a path that works on every host; {fix}"
        if path in lines:
            yield f"{source} is on line {lines[path]} too, and only one takes effect; remove one"
        if path in published:
            yield f"{source} would hide the page {published[path]}; remove one of them"
        page, _, anchor = target.partition("#")
        if entry.elsewhere:
            if not ELSEWHERE.fullmatch(target):
                yield f"{source} leads to {target!r}, which is not an address; write https://host/path, percent-encoded"
        elif page in pages:
            if anchor and anchor not in pages[page]:
                yield f"{source} leads to #{anchor}, no heading of {page}; name one of its ids"
        elif address(page) in targets:
            chain = [source]
            while address(chain[-1]) in targets and chain.count(chain[-1]) == 1:
                chain.append(targets[address(chain[-1])])
            circle = chain.count(chain[-1]) > 1
            problem, fix = ("goes round in a circle", "that has the notes now") if circle else ("takes more than one step", "at its end")
            yield f"{source} {problem} ({' → '.join(chain)}); name the page {fix}"
        else:
            yield f"{source} leads to {page}, which is not a page; name a file below docs/, or start with https://"

    for entry in entries:
        yield from (("mkdocs.yml", entry.line, problem) for problem in problems(entry))
        lines.setdefault(entry.path, entry.line)


def gone(promises: Path, pages: Mapping[str, set[str]], entries: Iterable[Redirect]) -> Iterator[Fault]:
    """Yield each URL in a list of permanent ones that is gone, given the files of pages with their ids; of a path, the first line only.

    An id stays on its page, or on the page that a redirect leads to. A redirect to an anchor, or to another site, keeps all ids of its
    source, since it names the new place of their text.
    """
    ids = {address(file): found for file, found in pages.items()}
    kept = {entry.path: ids.get(entry.target_url) for entry in entries} | ids  # None for a target with an anchor, or elsewhere
    reported: set[str] = set()
    for line, url in enumerate(promises.read_text(encoding="utf-8").splitlines() if promises.exists() else (), 1):
        if not url.startswith("/"):
            continue  # a comment
        path, _, anchor = url[1:].partition("#")
        if path not in kept and path not in reported:
            reported.add(path)
            fix = f"add `{path.rstrip('/')}.md: …` to redirect_maps in mkdocs.yml, with the page that has its notes now, or put it back"
            yield "tests/promises.txt", line, f"/{path} is permanent, but has no page any more; {fix}"
        elif anchor and (there := kept.get(path)) is not None and anchor not in there:
            fix = f'write <a id="{anchor}"></a> where its text is now'
            yield "tests/promises.txt", line, f"{url} is permanent, but its page has no such id any more; {fix}"


def empty_the_plugins_map(config: MkDocsConfig) -> None:
    """Take the map away from the redirects plugin: it does not know generated pages, such as days, and fails at a number."""
    if plugin := config.plugins.get("redirects"):
        plugin.config["redirect_maps"] = {}
