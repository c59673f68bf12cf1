"""Make one stylesheet of the theme's and ours, without what no page and no script of the site can use.

Lightning CSS does it: told which classes, ids and variables are unused, it leaves their rules out.
"""

import re
from pathlib import Path

import lightningcss
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

STYLES = "assets/styles.css"
LINK = re.compile(r'[ \t]*<link rel="stylesheet" href="(?!\w+:|//)([^"]+)">\n?')
NAMES_IN_HTML = re.compile(r'\b(?:class|id)="([^"]*)"')
NAMES_IN_CSS = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
NAMES_IN_SCRIPT = re.compile(r"[\w-]{3,}")  # shorter ones are its variables
SET = re.compile(r"(--[\w-]+)\s*:")
GOT = re.compile(r"var\(\s*(--[\w-]+)")
# What the theme's script names for features that start in a page; one that has them names them, too.
IN_PAGE = re.compile(r"(md-)?(admonition|annotation|footnote|giscus|mermaid|source|status|tabbed|version)")

sheets: list[str] = []
names: set[str] = set()


def on_pre_build(*, config: MkDocsConfig) -> None:
    sheets.clear()
    names.clear()


@event_priority(-50)  # after whatever else adds to a page
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    return linked(output, page.url)


@event_priority(-50)
def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    return linked(output, "") if template_name.endswith(".html") else output


def linked(output: str, url: str) -> str:
    """Return a page with its stylesheets' links made one, after noting them and the names that it uses."""
    for value in NAMES_IN_HTML.findall(output):
        names.update(value.split())
    links = LINK.findall(output)
    for link in links:
        path = link[link.index("assets/") :]
        if path not in sheets:
            sheets.append(path)
    base = links[0].removesuffix(sheets[0])
    first, *others = LINK.split(output)[::2]
    return first + f'    <link rel="stylesheet" href="{base}{STYLES}">\n' + "".join(others)


def on_post_build(*, config: MkDocsConfig) -> None:
    site = Path(config.site_dir)
    css = "".join((site / sheet).read_text(encoding="utf-8") for sheet in sheets)
    made: set[str] = set()
    for script in (*site.glob("assets/javascripts/bundle.*.js"), *site.glob("assets/*.js"), *site.glob("assets/search/*.js")):
        made.update(NAMES_IN_SCRIPT.findall(script.read_text(encoding="utf-8")))
    made = {name for name in made if not IN_PAGE.match(name)}
    (site / STYLES).write_text(trimmed(css, names | made), encoding="utf-8")
    for sheet in sheets:
        (site / sheet).unlink()


def trimmed(css: str, used: set[str]) -> str:
    """Return a stylesheet, minified, without the rules for names that are not in `used` and the variables that nothing gets."""
    unused = set(NAMES_IN_CSS.findall(css)) - used
    while True:
        css = lightningcss.process_stylesheet(css, unused_symbols=unused)
        idle = set(SET.findall(css)) - set(GOT.findall(css)) - used - unused
        if not idle:
            return css
        unused |= idle  # and so may be what only they got
