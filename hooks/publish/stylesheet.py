"""Make one stylesheet of the theme's and ours, without what no page and no script of the site can use, and one for print.

Lightning CSS does it: told which classes, ids and variables are unused, it leaves their rules out.
Elements and attributes that no page has are given to it as an unused class.
"""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lightningcss
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

# The oldest browsers that the site is made for (github.com/browserslist/browserslist#query-composition): Lightning CSS writes
# nothing that one of them does not know. Numbers, since "last 2 years" would make another site of the same notes next month.
BROWSERS = ["safari >= 16.4", "ios_saf >= 16.4", "firefox >= 140", "chrome >= 131", "edge >= 131"]

STYLES, PRINT = "assets/styles.css", "assets/print.css"
LINK = re.compile(r'[ \t]*<link rel="stylesheet" href="(?!\w+:|//)([^"]+)">\n?')

# In a page: <name, attribute=value, and the names in class and id.
VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
TAG = re.compile(rf"""<([a-z][a-z0-9]*)((?:\s+[^\s=>/"']+(?:{VALUE})?)*)""")
GIVEN = re.compile(rf"""([^\s=>/"']+){VALUE}""")
# In a script, any word may be a name; shorter ones are its variables.
WORD = re.compile(r"[\w-]{3,}")
# But what the theme's script makes for these features is needed only where a page, or `extra` in mkdocs.yml, has them.
FEATURE = re.compile(r"<?(?:md-)?(admonition|annotat|footnote|giscus|iframe|mermaid|rtl|source|status|tabbed|table|version|video)")

# Given to every page by the inline script of main.html, whose words are not looked at.
ALWAYS = {"js"}

# In a stylesheet.
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
SELECTORS = re.compile(r"(?<=[{}])[^{}@;]+(?=\{)")
ELEMENT = re.compile(r"(?<![\w.#:\[=\"'*-])(?!(?:from|to|n|odd|even)\b)[a-z][a-z0-9]*(?![\w(=-])")
ATTRIBUTE = re.compile(r"\[([\w-]+)=[\"']?([\w-]+)[\"']?\]")
SET = re.compile(r"(--[\w-]+)\s*:")
GOT = re.compile(r"var\(\s*(--[\w-]+)")
PRINTED = re.compile(r"@media print\{((?:[^{}]|\{[^{}]*\})*)\}")

sheets: list[str] = []
used: set[str] = set()


def reset() -> None:
    sheets.clear()
    used.clear()


def note_page(output: str, page: Page) -> str:
    return linked(output, "/" + page.url, "/")


def note_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    base = urlsplit(config.site_url or "").path or "/"
    return linked(output, base, base) if template_name.endswith(".html") else output


def linked(output: str, url: str, base: str) -> str:
    """Return the page at `url`, both below `base`, with its stylesheets' links made one, after noting them and what it has."""
    used.update(names_in(output))
    first, *rest = LINK.split(output)
    for link in rest[::2]:
        path = urljoin(url, link).removeprefix(base)
        if path not in sheets:
            sheets.append(path)
    home = rest[0].removesuffix(sheets[0])
    return first + f'    <link rel="stylesheet" href="{home}{STYLES}">\n' + "".join(rest[1::2])


def names_in(html: str) -> set[str]:
    """Return what a stylesheet can tell a page's elements by: `<p`, `dir=ltr`, and each class and id."""
    return set().union(*(names_of(tag, attributes) for tag, attributes, *_ in TAG.findall(html)))


@lru_cache(4096)  # most of a page is as in the one before
def names_of(tag: str, attributes: str) -> set[str]:
    found = {f"<{tag}"}
    for name, *values in GIVEN.findall(attributes):
        value = "".join(values)
        if name in ("class", "id"):
            found.update(value.split())
        elif len(value) < 30:  # addresses and sentences are no stylesheet's business
            found.add(f"{name}={value}")
    return found


def write(config: MkDocsConfig) -> None:
    site = Path(config.site_dir)
    css = "".join((site / sheet).read_text(encoding="utf-8") for sheet in sheets)
    words: set[str] = set()
    own = [site / str(script) for script in config.extra_javascript if not urlsplit(str(script)).netloc]
    for script in (*site.glob("assets/javascripts/bundle.*.js"), *site.glob("assets/*.js"), *site.glob("assets/search/*.js"), *own):
        words.update(WORD.findall(script.read_text(encoding="utf-8")))
    features = {feature[1] for name in (*used, *config.extra) if (feature := FEATURE.match(name))}
    words = {word for word in words if not (feature := FEATURE.match(word)) or feature[1] in features}
    css = trimmed(css, used, words)
    (site / STYLES).write_text(PRINTED.sub("", css), encoding="utf-8")
    own = (site / PRINT).read_text(encoding="utf-8")
    (site / PRINT).write_text(
        "".join(PRINTED.findall(css)) + lightningcss.process_stylesheet(own, browsers_list=BROWSERS), encoding="utf-8"
    )
    for sheet in sheets:
        (site / sheet).unlink()


def trimmed(css: str, used: set[str], words: set[str]) -> str:
    """Return a stylesheet, minified, without what neither pages have (`used`) nor scripts may make (`words`)."""

    def attribute(found: re.Match[str]) -> str:
        name, value = found.groups()
        return found[0] if f"{name}={value}" in used or {name, value} <= words else ".unused"

    def element(found: re.Match[str]) -> str:
        return found[0] if f"<{found[0]}" in used or found[0] in words else ".unused"

    css = COMMENT.sub("", css)  # their words look like elements
    css = SELECTORS.sub(lambda found: ELEMENT.sub(element, ATTRIBUTE.sub(attribute, found[0])), "}" + css)[1:]
    # A script puts some names together, from a beginning that ends in two hyphens.
    begun = tuple(word for word in words if word.endswith("--"))
    unused = {name for name in set(NAME.findall(css)) - used - words - ALWAYS if not name.startswith(begun)}
    while True:
        css = lightningcss.process_stylesheet(css, unused_symbols=unused, browsers_list=BROWSERS)
        idle = set(SET.findall(css)) - set(GOT.findall(css)) - words - unused
        if not idle:
            return css
        unused |= idle  # and so may be what only they got
