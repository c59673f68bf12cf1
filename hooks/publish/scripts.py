"""Publish the site's own scripts without their comments and spaces.

Authors' scripts stay as they are: rjsmin reads some code wrongly, such as a regular expression after `=>`.
"""

from collections.abc import Collection
from pathlib import Path

from mkdocs.structure.files import Files
from rjsmin import jsmin


def minify(files: Files, own: Collection[str]) -> None:
    """Minify the scripts among the site's own files, which are given by their paths below docs/."""
    for file in files.javascript_files():
        if file.src_uri in own:
            file.content_string = minified(Path(file.abs_src_path).read_text(encoding="utf-8"))


def minified(script: str) -> str:
    """Return a script minified, or unchanged if it has a template in a template, of which rjsmin would remove spaces."""
    templates = script.split("`")[1::2]
    if any(template.count("{") != template.count("}") for template in templates):
        return script
    return jsmin(script, keep_bang_comments=True)
