"""Refuse elements in notes that the site's CSP (policy.py) would block, since readers would see nothing of them.

Snippets too, which include a file or vanish. The alignment of table columns, which is a style, becomes a class of
site.css.
"""

import logging
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from pymdownx.snippets import SnippetPreprocessor

from hooks.check.lines import line_of
from hooks.front_matter import split

log = logging.getLogger("mkdocs.hooks.notes")

ADDRESS = re.compile(r"(?:\w+:)?//\[[^\s)<>\"']*")  # an address with a numeric host
ALIGNED = re.compile(r'(?<=<t[dh]) style="text-align: (left|center|right);"')
VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
TAG = re.compile(rf"""<([a-z]+)((?:[\s/]+[^\s=>/"']+(?:{VALUE})?)*)""", re.IGNORECASE)
GIVEN = re.compile(rf"""([^\s=>/"']+){VALUE}""")
ELEMENTS = {
    "script": "a script; put it into extra_javascript in mkdocs.yml",
    "style": "a style; put it into docs/assets/site.css",
    **dict.fromkeys(("link", "meta", "base"), "an element of a page's head; leave it out"),
    **dict.fromkeys(("iframe", "frame", "object", "embed"), "another page in a frame; link to it"),
}


def report_source(markdown: str, page: Page, config: MkDocsConfig) -> str:
    allowed = [f'--8<-- "{path}"' for path in config.mdx_configs["pymdownx.snippets"]["base_path"]]
    front, notes = split(page.file.content_string)
    for number, line in enumerate(notes.splitlines(), front.count("\n") + 1):
        snippet = SnippetPreprocessor.RE_ALL_SNIPPETS.match(line) or SnippetPreprocessor.RE_SNIPPET_SECTION.match(line)
        for address in ADDRESS.findall(line):
            try:
                urlsplit(address)
            except ValueError as error:
                log.warning("docs/%s:%d: %s is not an address (%s); correct it", page.file.src_uri, number, address, error)
                markdown = markdown.replace(address, "")  # MkDocs would end in a traceback
        if snippet and not snippet["escape"] and line not in allowed:
            log.warning(
                "docs/%s:%d: includes a file, which notes may not; to show the marks, write `;` before them", page.file.src_uri, number
            )
            # Without this, the build would end here, before it reports other faults.
            markdown = markdown.replace(line, f";{line.lstrip()}")
    return markdown


def report_html(html: str, page: Page) -> str:
    html = ALIGNED.sub(r' class="\1"', html)
    for text, fault in blocked(html):
        log.warning("docs/%s:%d: holds %s", page.file.src_uri, line_of(text, page.file.content_string), fault)
    return html


def blocked(html: str) -> Iterator[tuple[str, str]]:
    """Yield elements in notes that the CSP blocks, as (its beginning in the source, problem; fix)."""
    for element, attributes, *_ in TAG.findall(html):
        if fault := ELEMENTS.get(element.lower()):
            yield f"<{element}", fault
        for name, *values in GIVEN.findall(attributes):
            value = "".join(values).strip().lower()
            if name.lower() == "style":
                yield f"{name}=", "a style; give a class, and style it in docs/assets/site.css"
            elif name.lower().startswith("on"):
                yield f"{name}=", "a script in an attribute; leave it out"
            elif value.startswith("javascript:"):
                yield "".join(values), "a script as an address; leave it out"
            elif value.startswith("file:"):
                yield "".join(values), "a file of one machine; put a copy into docs/, and link to that"
            elif value.startswith(("http:", "https:", "//")):
                loads = ("src", "srcset", "poster", "data", *(("href", "xlink:href") if element.lower() in ("image", "use") else ()))
                if name.lower() in loads:
                    yield "".join(values), "a file from another site; put a copy into docs/"
                elif name.lower() in ("action", "formaction"):
                    yield "".join(values), "a form that another site answers; link to it"
