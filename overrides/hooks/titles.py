"""Write titles into pages as the texts that they are: theme and templates print them as HTML, whatever they hold.

From here on the title of a page or section is HTML; `page.meta["title"]` is the text.
"""

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files


@event_priority(200)  # before what derives from titles
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    for file in files.documentation_pages():
        if page := file.page:
            page.title = escape(page.meta.get("title", page.title))
            for section in page.ancestors:
                section.title = escape(section.title)  # what is escaped stays as it is
