"""Check mkdocs.yml before the build: MkDocs silently takes the last of two equal keys, and ignores missing files."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from mkdocs.config.defaults import MkDocsConfig

from hooks.settings import levels

# The files that templates and hooks load from docs/, and the settings that they need.
FILES = ("index.md", "talks.schema.json", "assets/site.css", "assets/404.js", "assets/start.js")
FILES += tuple(f"assets/search/{name}.js" for name in ("index", "passages", "rank", "stemmer", "when", "words", "worker"))
EXTENSIONS = ("abbr", "attr_list", "footnotes", "md_in_html", "sane_lists", "tables", "toc")
EXTENSIONS += tuple(f"pymdownx.{name}" for name in ("betterem", "highlight", "magiclink", "saneheaders", "snippets", "superfences"))
EXTENSIONS += ("pymdownx.emoji", "pymdownx.tasklist", "pymdownx.tilde")
PLUGINS = ("search", "tags")


def faults(config: MkDocsConfig) -> Iterator[tuple[str, int, str]]:
    """Yield each fault as (mkdocs.yml or the file that it inherits, line, problem with its fix)."""
    places: dict[str, tuple[str, int]] = {}
    for path, root in levels(Path(config.config_file_path)):
        for key, _ in root.value:
            places.setdefault(key.value, (path.name, key.start_mark.line + 1))
        yield from ((path.name, *fault) for fault in doubled(root))
    for key, problem in problems(config):
        yield *places.get(key, (Path(config.config_file_path).name, 1)), problem


def problems(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """Yield each fault of the settings as (key, problem with its fix)."""
    if problem := address(config.site_url):
        yield "site_url", problem
    docs = Path(config.docs_dir)
    named = {"theme": [config.theme.get("favicon"), config.theme.get("logo")], "extra_css": list(config.extra_css)}
    for key, paths in (named | {"": FILES}).items():
        for path in dict.fromkeys(str(path) for path in paths if path):
            if "//" not in path and not (docs / path).is_file():
                yield key, f"docs/{path} is missing, which {key or 'the site'} needs; put it back"
    for sheet in ("assets/site.css", "assets/print.css"):
        if sheet not in config.extra_css:
            yield "extra_css", f"`extra_css` lacks {sheet}; add it"
    for key, needed, given in (
        ("markdown_extensions", EXTENSIONS, config.markdown_extensions),
        ("plugins", PLUGINS, [name.removeprefix("material/") for name in config.plugins]),
    ):
        if missing := [name for name in needed if name not in given]:
            yield key, f"`{key}` lacks {', '.join(missing)}; add it"
    if unset := [name for name in ("toc", "pymdownx.snippets") if name not in config.mdx_configs]:
        yield "markdown_extensions", f"`markdown_extensions` lacks the settings of {', '.join(unset)}; put them back"
    features = config.theme.get("features") or []
    if not isinstance(features, list):
        yield "theme", "`features` is not a list; write each as `- name`"
    elif unknown := unknown_features(config):
        yield "theme", f"`features` has {', '.join(unknown)}, which the theme does not know; correct or remove it"


def doubled(node: yaml.Node, path: str = "") -> Iterator[tuple[int, str]]:
    """Yield each key that occurs twice; redirects.py reports those of the redirect map."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from doubled(item, path)
    elif isinstance(node, yaml.MappingNode) and path != "redirect_maps":
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if first := seen.get(str(key.value)):
                yield line, f"`{key.value}` is on line {first} too, and only one takes effect; merge both"
            seen[str(key.value)] = line
            yield from doubled(value, str(key.value))


def address(site_url: str | None) -> str | None:
    """Return the problem of the site's own address, with its fix."""
    fix = "write one such as https://example.org/notes/, in SITE_URL or here"
    try:
        parts = urlsplit(site_url or "")
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"`site_url` is {site_url}, which is not an address ({error}); {fix}"
    if not site_url:
        return f"`site_url` is empty; {fix}"
    if (
        parts.scheme not in ("http", "https")
        or not host
        or "//" in parts.path
        or parts.query
        or parts.fragment
        or set(site_url) & set(" \"'<>{}\\^`|$")
    ):
        return f"`site_url` is {site_url}, which is not the address of a site; {fix}"
    return None


def unknown_features(config: MkDocsConfig) -> list[str]:
    """Return the features of mkdocs.yml that occur neither in the theme's templates nor in its script."""
    patterns = ("*.html", "[!.]*/**/*.html", "assets/javascripts/bundle*.js")  # not the folder .icons, which has thousands of files
    files = (path for folder in config.theme.dirs for pattern in patterns for path in Path(folder).glob(pattern))
    theme = "".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    return sorted({str(feature) for feature in config.theme["features"] if str(feature) not in theme})
