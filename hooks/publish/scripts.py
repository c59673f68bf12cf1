"""Publish scripts without their comments and spaces; comments that begin with /*! stay, since they are licences."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from rjsmin import jsmin


def minify(files: Files, config: MkDocsConfig) -> None:
    for file in files.javascript_files():
        if file.src_dir == config.docs_dir:  # the theme's are minified already
            file.content_string = minified(Path(file.abs_src_path).read_text(encoding="utf-8"))


def minified(script: str) -> str:
    """Return a script minified, or unchanged if it has a template in a template, of which rjsmin would remove spaces."""
    templates = script.split("`")[1::2]
    if any(template.count("{") != template.count("}") for template in templates):
        return script
    return jsmin(script, keep_bang_comments=True)
