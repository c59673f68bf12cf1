"""Read and check a page's notes, in MkDocs' two steps, before and after their conversion; or take them from an earlier build."""

from collections.abc import Callable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from hooks import check, derive, model, render


class Notes:
    """The notes of one page: `shown` is the Markdown to convert, `words` their texts, and `links` their links."""

    def __init__(self, markdown: str, page: Page, config: MkDocsConfig, kept: render.kept.Notes, warnings: Callable[[], int]) -> None:
        self.markdown, self.page, self.kept, self.warnings, self.before = markdown, page, kept, warnings, warnings()
        self.whole = True  # whether `shown` has all of them
        if known := kept.find(markdown, page):
            self.read, self.html = None, known.html
            self.shown, self.words, self.links = known.shown, known.words, [tuple(link) for link in known.links]
            return
        self.read, self.html = (notes := self.as_commonmark()), None
        self.words = [*notes.words()]
        self.shown, faults = check.notes.without_fatal(render.dialect.laid_out(markdown, notes.tokens), notes, config)
        check.report(faults)
        self.whole = not faults
        included = derive.edit_links.included(markdown, page) if self.whole else None
        self.links = [*(check.links.of_file(included, config, notes) if included else check.links.of_notes(notes))]

    def as_commonmark(self) -> check.reading.Notes:
        return check.reading.parse(self.markdown, self.page.file.src_uri, self.page.file.content_string)

    def check(self, html: str, completed: str, content: model.Page) -> None:
        """Report the faults that the HTML of the notes shows, as Markdown made it and completed; keep notes without faults."""
        if html == self.html:
            return  # an earlier build has found none
        notes = self.read or self.as_commonmark()
        if self.whole:
            check.report(check.source.faults(content, notes, html))
        check.report(check.notes.blocked(completed, notes))
        if self.read and self.warnings() == self.before:
            self.kept.keep(self.markdown, self.page, self.shown, html, self.words, self.links)
