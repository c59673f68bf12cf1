"""Write titles into pages as the texts that they are: theme and templates print them as HTML, whatever they hold.

From here on the title of a page or section is HTML; `page.meta["title"]` is the text.
"""

from markupsafe import escape
from mkdocs.structure.files import Files


def as_html(files: Files) -> None:
    for file in files.documentation_pages():
        if page := file.page:
            page.title = escape(page.meta.get("title", page.title))
            for section in page.ancestors:
                section.title = escape(section.title)  # what is escaped stays as it is
