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
        self.read: check.reading.Notes | None = None
        self.known = known = kept.find(markdown, page)
        if known:
            self.shown, self.words, self.links = known.shown, known.words, [tuple(link) for link in known.links]
            return
        self.read = notes = self.as_commonmark()
        self.words = [*notes.words()]
        self.shown, faults = check.notes.without_fatal(render.dialect.laid_out(markdown, notes.tokens), notes, config)
        check.report(faults)
        self.whole = not faults
        included = derive.edit_links.included(markdown, page) if self.whole else None
        self.links = [*(check.links.of_file(included, config, notes) if included else check.links.of_notes(notes))]

    def as_commonmark(self) -> check.reading.Notes:
        return check.reading.parse(self.markdown, self.page.file.src_uri, self.page.file.content_string)

    def completed(self, html: str, content: model.Page) -> str:
        """Return the HTML of the notes, given as Markdown made it, completed; report the faults that it shows, and keep it without any."""
        if self.known and html == self.known.html:
            return self.known.completed  # an earlier build has found no fault
        completed, notes = render.notes.completed(html), self.read or self.as_commonmark()
        if self.whole:
            check.report(check.source.faults(content, notes, html))
        check.report(check.notes.blocked(completed, notes))
        if self.read and self.warnings() == self.before:
            self.kept.keep(self.markdown, self.page, self.shown, html, completed, self.words, self.links)
        return completed
