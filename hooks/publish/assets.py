"""Make one stylesheet from the theme's and ours, without rules that no page or script can use; and minify our scripts.

Lightning CSS removes the rules of names (classes, ids, variables) that it is given as unused. For elements and
attributes that no page has, an unused class takes their place in the selectors first.
"""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, relpath
from urllib.parse import urlsplit

import lightningcss
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from rjsmin import jsmin

from hooks.addresses import LOADED
from hooks.markup import Tag

# The oldest supported browsers (github.com/browserslist/browserslist#query-composition): Lightning CSS writes nothing
# newer. The versions are fixed, since "last 2 years" would give another stylesheet next month for the same sources.
BROWSERS = ["safari >= 16.4", "ios_saf >= 16.4", "firefox >= 140", "chrome >= 131", "edge >= 131"]

STYLES = "assets/styles.css"

# Any word in a script may be a class or id; shorter ones are minified variables.
WORD = re.compile(r"[\w-]{3,}")
# The theme's script creates elements for these features only if a page, or `extra` in mkdocs.yml, uses them.
FEATURE = re.compile(r"(?:<|--)?(?:md-)?(admonition|annotat|footnote|giscus|iframe|mermaid|rtl|source|status|tabbed|table|version|video)")
# Words in the scripts that name no class or element which the scripts create; our script draws the results of the search.
NOT_CREATED = {"details", "end", "failure", "inline", "keys", "md-tag-icon", "note", "result", "success", "summary", "tip"}
NOT_CREATED |= {f"md-search-result__{part}" for part in ("article", "icon", "more", "terms")}

# main.html's inline script, which is not searched for words, gives every page this class.
ALWAYS = {"js"}

# The parts of a stylesheet.
LETTER = "[\U00020000-\U0002a6df]"  # rare characters, each the placeholder of a string or an escape
CODED = re.compile(rf"""/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\\(?:[\da-fA-F]{{1,6}}\s?|.)|{LETTER}""", re.DOTALL)
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
SELECTORS = re.compile(r"(?<=[{}])[^{}@;]+(?=\{)")
ELEMENT = re.compile(r"(?<![\w.#:\[=\"'*-])(?!(?:from|to|n|odd|even)\b)[a-z][a-z0-9]*(?![\w(=-])")
ATTRIBUTE = re.compile(r"\[([\w-]+)=[\"']?([\w-]+)[\"']?\]", re.ASCII)
PARENTHESES = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
SELECTOR = re.compile(rf"(?:[^,()]|{PARENTHESES})+")
ARGUMENTS = re.compile(rf":(?:not|is|where|has){PARENTHESES}")
SET = re.compile(r"(--[\w-]+)\s*:")
DOUBLE = re.compile(r"-webkit-(mask-image:[^;}]*);(?=\1)")
GOT = re.compile(r"var\(\s*(--[\w-]+)")


def linked(html: str, site_url: str) -> tuple[str, list[str]]:
    """Return a page with one link in place of its links to the site's stylesheets, and the paths of those."""
    link = rf'<link rel="stylesheet" href="((?:\.\./)*|{re.escape(urlsplit(site_url).path)})(?!\w+:|/)([^"]+)">\n?'
    first, home, *rest = re.split(link, html)
    return f'{first}    <link rel="stylesheet" href="{home}{STYLES}">\n' + "".join(rest[1::3]), rest[::3]


def write_stylesheet(config: MkDocsConfig, sheets: Iterable[str], used: set[str]) -> None:
    """Write the stylesheet of all pages, which have the names `used`, in place of their sheets."""
    site = Path(config.site_dir)
    css = "".join(moved((site / sheet).read_text(encoding="utf-8"), sheet) for sheet in sheets)
    own = [site / str(script) for script in config.extra_javascript if not urlsplit(str(script)).netloc]
    scripts = [*site.glob("assets/javascripts/bundle.*.js"), *site.glob("assets/*.js"), *site.glob("assets/search/*.js")]
    words = words_of(scripts) - NOT_CREATED | words_of(own)
    features = {feature[1] for name in (*used, *config.extra) if (feature := FEATURE.match(name))}
    words = {word for word in words if not (feature := FEATURE.match(word)) or feature[1] in features}
    (site / STYLES).write_text(trimmed(css, used, words), encoding="utf-8")
    for sheet in sheets:
        (site / sheet).unlink()


def moved(css: str, sheet: str) -> str:
    """Return a stylesheet, given with its path, with its relative addresses as they are from STYLES."""

    def address(found: re.Match[str]) -> str:
        relative = not re.match(r"[\w+.-]+:|/", found[3])
        return f"{found[1]}{found[2]}{relpath(join(dirname(sheet), found[3]), dirname(STYLES)) if relative else found[3]}"

    return LOADED.sub(address, css)


def words_of(scripts: Iterable[Path]) -> set[str]:
    return {word for script in scripts for word in WORD.findall(script.read_text(encoding="utf-8"))}


@lru_cache(4096)  # most tags of a page also occur on the page before
def names_of(tag: Tag) -> frozenset[str]:
    """Return the names by which selectors can match a tag: `<p`, `dir=ltr`, classes and ids."""
    found = {f"<{tag.name}"}
    for name, value in tag.attributes.items():
        if name in ("class", "id"):
            found.update(value.split())
        elif value and len(value) < 30:  # no selector matches longer values, such as addresses and sentences
            found.add(f"{name}={value}")
    return frozenset(found)


def trimmed(css: str, used: set[str], words: set[str]) -> str:
    """Return a stylesheet, minified, without rules for names that are neither in the pages (`used`) nor in scripts (`words`)."""

    def attribute(found: re.Match[str]) -> str:
        name, value = found.groups()
        return found[0] if f"{name}={value}" in used or {name, value} <= words else ".unused"

    def element(found: re.Match[str]) -> str:
        return found[0] if f"<{found[0]}" in used or found[0] in words else ".unused"

    def selectors(found: re.Match[str]) -> str:
        """Keep the selectors of a list that can match; Lightning CSS drops a list only as a whole."""
        each = SELECTOR.findall(found[0])
        if ",".join(each) != found[0]:  # parentheses do not match, or are nested deeper
            return found[0]
        kept = [one for one in each if unused.isdisjoint(NAME.findall(ARGUMENTS.sub("", one)))]
        return ",".join(kept) or ".unused"

    def code(found: re.Match[str]) -> str:
        """Replace a string or an escape, which may look like a selector, by one letter; and remove a comment."""
        if found[0].startswith("/*"):
            return ""
        if WORD.fullmatch(found[0][1:-1]):
            return found[0]
        coded.append(found[0])
        return chr(0x1FFFF + len(coded))

    coded: list[str] = []
    css = CODED.sub(code, css)
    css = SELECTORS.sub(lambda found: ELEMENT.sub(element, ATTRIBUTE.sub(attribute, found[0])), "}" + css)[1:]
    # Scripts build some names from a prefix that ends in two hyphens.
    begun = tuple(word for word in words if word.endswith("--"))
    unused = {"unused"} | {name for name in set(NAME.findall(css)) - used - words - ALWAYS if name.isascii() and not name.startswith(begun)}
    css = SELECTORS.sub(selectors, "}" + css)[1:]
    css = re.sub(LETTER, lambda found: coded[ord(found[0]) - 0x20000], css)
    while True:
        css = lightningcss.process_stylesheet(css, unused_symbols=unused, browsers_list=BROWSERS)
        idle = set(SET.findall(css)) - set(GOT.findall(css)) - words - unused
        if not idle:
            return DOUBLE.sub("", css)
        unused |= idle  # then variables that only these used are unused, too


def minify(files: Files, own: Collection[str]) -> None:
    """Minify the scripts among the site's own files, given by their paths below docs/; rjsmin might read those of authors wrongly."""
    for file in files.javascript_files():
        if file.src_uri in own:
            file.content_string = minified(Path(file.abs_src_path).read_text(encoding="utf-8"))


def minified(script: str) -> str:
    """Return a script minified, or unchanged if it has a template in a template, of which rjsmin would remove spaces."""
    templates = script.split("`")[1::2]
    if any(template.count("{") != template.count("}") for template in templates):
        return script
    return jsmin(script, keep_bang_comments=True)
