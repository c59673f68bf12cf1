"""Check mkdocs.yml before the build: MkDocs silently takes the last of two equal keys, and ignores missing files."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig

from hooks import addresses
from hooks.check import pages
from hooks.front_matter import kind_of
from hooks.model import Fault, Site
from hooks.settings import levels, pairs

# The files that templates and hooks load from docs/, and the settings that they need.
FILES = ("index.md", "talks.schema.json", "assets/site.css", "assets/404.js", "assets/start.js")
FILES += tuple(f"assets/search/{name}.js" for name in ("index", "passages", "rank", "stemmer", "when", "words", "worker"))
PYMDOWNX = ("betterem", "highlight", "magiclink", "saneheaders", "snippets", "superfences", "emoji", "tasklist", "tilde")
NEEDED = {
    "extra_css": ("assets/site.css", "assets/print.css"),
    "markdown_extensions": (
        *("abbr", "attr_list", "footnotes", "md_in_html", "sane_lists", "tables", "toc"),
        *(f"pymdownx.{name}" for name in PYMDOWNX),
    ),
    "plugins": ("search", "tags"),
}
# Of a site: without query and anchor, double slashes, and signs that an address or a host's configuration would have to quote.
ADDRESS = re.compile(r"""https?://(?![/:@])(?![^/]*@(?:[/:]|$))(?!.*//)[^?#\s"'<>{}\\^`|$]+""", re.IGNORECASE)


def faults(config: MkDocsConfig) -> Iterator[Fault]:
    """Yield each fault of the settings as (mkdocs.yml or the file that it inherits, line, problem with its fix)."""
    places: dict[str, tuple[str, int]] = {}
    for path, root in levels(Path(config.config_file_path)):
        for key, _ in root.value:
            places.setdefault(key.value, (path.name, key.start_mark.line + 1))
        yield from ((path.name, *fault) for fault in doubled(root))
    for key, problem in problems(config):
        yield *places.get(key, (Path(config.config_file_path).name, 1)), problem


def problems(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """Yield each fault of the settings as (key, problem with its fix)."""
    if not ADDRESS.fullmatch(config.site_url or "") or addresses.unreadable(config.site_url):
        fault = f"is {config.site_url}, which is not the address of a site" if config.site_url else "is empty"
        yield "site_url", f"`site_url` {fault}; write one such as https://example.org/notes/, in SITE_URL or here"
    named = {"theme": [config.theme.get("favicon"), config.theme.get("logo")], "extra_css": config.extra_css, "": FILES}
    for key, paths in named.items():
        for path in dict.fromkeys(str(path) for path in paths if path):
            if "//" not in path and not Path(config.docs_dir, path).is_file():
                yield key, f"docs/{path} is missing, which {key or 'the site'} needs; put it back"
    plugins = [name.removeprefix("material/") for name in config.plugins]
    for key, given in (("extra_css", config.extra_css), ("markdown_extensions", config.markdown_extensions), ("plugins", plugins)):
        if missing := [name for name in NEEDED[key] if name not in given]:
            yield key, f"`{key}` lacks {', '.join(missing)}; add it"
    if unset := [name for name in ("toc", "pymdownx.snippets") if name not in config.mdx_configs]:
        yield "markdown_extensions", f"`markdown_extensions` lacks the settings of {', '.join(unset)}; put them back"
    if not isinstance(config.theme.get("features") or [], list):
        yield "theme", "`features` is not a list; write each as `- name`"
    elif unknown := unknown_features(config):
        yield "theme", f"`features` has {', '.join(unknown)}, which the theme does not know; correct or remove it"


def doubled(root: yaml.Node) -> Iterator[tuple[int, str]]:
    """Yield each key that occurs twice in a mapping; redirects.py reports those of the redirect map."""
    maps = [value for _, key, value in pairs(root) if key.value == "redirect_maps"]
    for first, key in pages.doubled(((mapping, str(key.value)), key) for mapping, key, _ in pairs(root) if mapping not in maps):
        yield key.start_mark.line + 1, f"`{key.value}` is on line {first.start_mark.line + 1} too, and only one takes effect; merge both"


def unknown_features(config: MkDocsConfig) -> list[str]:
    """Return the features of mkdocs.yml that occur neither in the theme's templates nor in its script."""
    patterns = ("*.html", "[!.]*/**/*.html", "assets/javascripts/bundle*.js")  # not the folder .icons, which has thousands of files
    files = (path for folder in config.theme.dirs for pattern in patterns for path in Path(folder).glob(pattern))
    theme = "".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    return sorted({str(feature) for feature in config.theme["features"] if str(feature) not in theme})


def nav_faults(config_file: str, site: Site) -> Iterator[Fault]:
    """Yield each fault of the nav, which names each of the site's own pages once; conferences come from their folders."""
    navs = [(file.name, node) for file, root in levels(Path(config_file)) for key, node in root.value if key.value == "nav"]
    entries = [(name, *entry) for name, node in navs[:1] for entry in paths(node)]
    seen: set[str] = set()
    for name, path, line in entries or [("mkdocs.yml", "index.md", 1)]:
        if kind_of(path) not in ("page", None):
            yield name, line, f"{path} is in the nav already, from its folder; remove this line"
        elif path in seen:
            yield name, line, f"{path} is in the nav twice; remove one"
        elif path not in site.pages and not re.match(r"\w+:|//", path):
            yield name, line, f"{path} is not a page; correct the entry, or write the page"
        seen.add(path)
    for path in site.pages:
        if kind_of(path) == "page" and path not in seen:
            yield f"docs/{path}", 1, "is not in the nav; add its line to mkdocs.yml"


def paths(node: yaml.Node) -> Iterator[tuple[str, int]]:
    """Yield each file in the YAML of a nav with its line, in order."""
    if not isinstance(node, yaml.ScalarNode):
        for item in node.value:
            yield from paths(item[1] if isinstance(node, yaml.MappingNode) else item)
    elif node.tag != "tag:yaml.org,2002:null":
        yield node.value, node.start_mark.line + 1
