"""The build, step by step: MkDocs calls these methods in this order, and each runs its steps as listed.

    check    report what authors got wrong, each fault as `path:line: problem; fix`
    derive   what follows from the talks: nav, previous and next, dates, the notes on a day's page
    render   the HTML of a page
    publish  the files beside the pages; last of all, the new site replaces the old one

No step needs a priority: MkDocs runs hooks after plugins, so search, tags and redirects come before each of these.
"""

import logging
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

sys.path.insert(0, str(Path(__file__).parents[1]))  # MkDocs imports this file by its path, which it then removes from sys.path

from hooks import check, load, model, unforeseen
from hooks import redirects as redirect_map
from hooks.check import config as settings
from hooks.check import files as source_files
from hooks.check import links, notes, reading, source
from hooks.check import nav as nav_entries
from hooks.check import pages as page_faults
from hooks.check import redirects as redirect_faults
from hooks.derive import contents, dates, day_notes, edit_links, meta, related
from hooks.derive import nav as derived_nav
from hooks.publish import feed, redirect_pages, redirect_rules, search_index, talks_json
from hooks.publish import markdown as markdown_notes
from hooks.publish.cards import Cards
from hooks.publish.policy import Policy
from hooks.publish.stylesheet import Stylesheet
from hooks.publish.swap import Swap
from hooks.render import dialect, escaping, structured_data, tags
from hooks.render import notes as rendered_notes


class Pipeline:
    """One object for the process; `on_config` renews what the steps of a build share."""

    swap: Swap
    site: model.Site
    policy: Policy
    stylesheet: Stylesheet
    cards: Cards | None = None
    links: list[links.Link]  # of all pages so far
    notes: reading.Notes  # of the page that is being rendered,
    whole: bool  # and whether they are rendered as they are

    def on_startup(self, *, command: str, dirty: bool) -> None:
        os.umask(0o022)  # the web server, which runs as another user, reads the site
        self.swap = Swap()
        self.failed = unforeseen.Failed()

    def on_config(self, config: MkDocsConfig) -> None:
        for step in (self.swap.begin, source_files.refuse_links, redirect_faults.empty_the_plugins_map):
            step(config)
        check.report(settings.faults(config), folder="")
        self.swap.stop_if_faulty()  # what follows from a wrong configuration would only hide it
        dialect.prepare(config)
        self.links = []
        self.policy, self.stylesheet = Policy(), Stylesheet()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        source_files.refuse_unreadable(files)
        check.report(source_files.unseen(files))
        self.site = load.read({file.src_uri: file.content_string for file in files.documentation_pages()})
        check.report(page_faults.faults(self.site))
        check.report(page_faults.notices(self.site), level=logging.INFO)
        text = Path(config.config_file_path).read_text(encoding="utf-8")
        self.site.redirects = redirect_map.read(text)
        check.report(nav_entries.faults(config.nav, text, self.site), folder="")
        derived_nav.add_pages(files, config, self.site)
        derived_nav.add_conferences(config, self.site)
        config.mdx_configs["abbr"] = {"glossary": self.site.glossary}

    def on_nav(self, navigation: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        derived_nav.link_neighbours(navigation, self.site)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        meta.complete(page, self.site.pages[page.file.src_uri], self.site)
        self.notes = reading.parse(markdown, page.file.src_uri, page.file.content_string)
        laid_out = dialect.laid_out(markdown, self.notes.tokens)
        shown, faults = notes.without_fatal(laid_out, self.notes, config)
        check.report(faults)
        self.whole = not faults
        if self.whole and (file := edit_links.included(markdown, page)):
            self.links += links.of_notes(reading.parse(Path(config.docs_dir, file).read_text(encoding="utf-8"), page.file.src_uri), file)
        else:
            self.links += links.of_notes(self.notes, page.file.src_uri)
        return shown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        if self.whole:
            check.report(source.faults(self.site.pages[page.file.src_uri], self.notes, html))
        escaping.mark_contents(page.toc)
        html = rendered_notes.completed(html)
        check.report(notes.blocked(html, self.notes))
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All notes are HTML now, and no page has been put into its template yet."""
        escaping.turn_on(env, config, files)
        dates.set_dates(files, self.site)
        contents.name_days(files, self.site)
        day_notes.gather(env, config, files, self.site)
        ids = {file.src_uri: file.page.present_anchor_ids for file in files.documentation_pages()}
        check.report(redirect_faults.faults(self.site.redirects, ids), folder="")
        check.report(links.faults(self.links, config, files, self.site))
        self.swap.stop_if_faulty()  # every check has run; nothing is written above this line
        markdown_notes.write(env, config, files, self.site)
        feed.write(env, config, files, self.site)
        self.cards = Cards(Path(config.site_dir), config.site_name)

    def on_template_context(self, context: TemplateContext, *, template_name: str, config: MkDocsConfig) -> TemplateContext:
        context["site"] = self.site
        return context

    def on_page_context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        escaping.mark_notes(page)
        content = self.site.pages[page.file.src_uri]
        context["nav"] = derived_nav.own(nav, page)
        context["structured_data"] = structured_data.describe(content, self.site, config)
        context["card"] = self.cards.add(content)
        if isinstance(content, model.Day):
            context["new_talk"] = edit_links.new_talk(config.edit_uri, content.url.rstrip("/"))
        elif isinstance(content, model.Conference) and not content.days:
            context["new_talk"] = edit_links.new_talk(config.edit_uri, f"{content.url}day-1")
        if isinstance(content, model.Talk):
            context.update(related.context(content, self.site))
        elif isinstance(content, model.Conference) or page.is_homepage:
            context["counts"] = related.counts([content] if isinstance(content, model.Conference) else self.site.conferences)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        output = self.policy.add(output, page.content)  # first, while the notes can still be distinguished from the template
        output = tags.fixed(output, config.site_url)
        return self.stylesheet.link(output, f"/{page.url}")  # last, since it reads the page as it is written

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        if not template_name.endswith(".html"):
            return output
        base = urlsplit(config.site_url).path
        return self.stylesheet.link(tags.fixed(self.policy.add(output), config.site_url), base, base)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        redirect_pages.write(config, self.site.redirects, self.policy.add)
        redirect_rules.write(config, self.site.redirects)
        talks_json.write(config, self.site)
        search_index.write(config, self.site)
        self.cards.finish()
        self.stylesheet.write(config)
        self.policy.write_headers(config)  # appends to the rules
        self.swap.swap_in(config)
        check.report_gaps(self.site)

    def on_build_error(self, *, error: Exception) -> None:
        if self.cards:
            self.cards.cancel()
        self.swap.explain(error)
        if not isinstance(error, (Abort, BuildError)):
            raise Abort(unforeseen.message(error, self.failed.page))


pipeline = Pipeline()
on_startup, on_config, on_files, on_nav = (
    pipeline.on_startup, pipeline.on_config, pipeline.on_files, pipeline.on_nav
)  # fmt: skip
on_page_markdown, on_page_content, on_env, on_page_context, on_post_page = (
    pipeline.on_page_markdown, pipeline.on_page_content, pipeline.on_env, pipeline.on_page_context, pipeline.on_post_page
)  # fmt: skip
on_template_context, on_post_template, on_post_build, on_build_error = (
    pipeline.on_template_context, pipeline.on_post_template, pipeline.on_post_build, pipeline.on_build_error
)  # fmt: skip
