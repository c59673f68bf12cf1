"""The build, step by step: MkDocs calls these methods in this order, and each runs its steps as listed.

    check    report what authors got wrong, each fault as `path:line: problem; fix`
    derive   what follows from the talks: nav, previous and next, dates, the notes on a day's page
    render   the HTML of a page
    publish  the files beside the pages; last of all, the new site replaces the old one

No step needs a priority: MkDocs runs hooks after plugins, so search, tags and redirects come before each of these.
"""

import gc
import logging
import os
import sys
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

sys.path.insert(0, str(Path(__file__).parents[1]))  # MkDocs imports this file by its path, which it then removes from sys.path

from hooks import check, derive, load, render, settings, unforeseen
from hooks.cache import Cache, prune
from hooks.notes import Notes
from hooks.pages import Pages
from hooks.publish import assets, cards, hosts, search_index, swap, talks


class Pipeline:
    """One object for the process; each build renews what its steps share."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        gc.set_threshold(50_000)  # a build makes few cycles, whose collection would take one thirtieth of its time
        os.umask(0o022)  # the web server, which runs as another user, reads the site
        self.swap = swap.Swap()
        self.failed = unforeseen.Failed()

    def on_config(self, config: MkDocsConfig) -> None:
        self.swap.begin(config)
        check.report(check.files.wrong_links(config))
        check.config.empty_the_plugins_map(config)
        check.report(check.config.faults(config), folder="")
        check.report(check.files.wrong_sheets(config))
        self.swap.stop_if_faulty()  # what follows from a wrong configuration would only hide it
        render.dialect.prepare(config)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        check.report(check.files.unseen(files))
        self.site = load.read({file.src_uri: file.content_string for file in files.documentation_pages()})
        check.report(check.pages.faults(self.site))
        check.report(check.pages.notices(self.site), level=logging.INFO)
        self.site.redirects = settings.redirects(Path(config.config_file_path).read_text(encoding="utf-8"))
        check.report(check.config.nav_faults(config.config_file_path, self.site), folder="")
        derive.nav.add_pages(files, config, self.site)
        derive.nav.add_conferences(config, self.site)
        config.mdx_configs["abbr"] = {"glossary": self.site.glossary}
        assets.minify(files, check.config.FILES)
        self.cards = cards.Cards(self.site, config.site_name, Cache(config, "cards"))
        self.notes = Notes(Cache(config, "notes"), config, files, self.swap.count)

    def on_nav(self, navigation: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        self.nav = navigation
        derive.nav.link_neighbours(navigation, self.site)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        made = self.notes.read(markdown, page)
        derive.meta.complete(page, self.site.pages[page.file.src_uri], self.site, made.words)
        return made.shown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        completed = self.notes.completed(html, page, self.site.pages[page.file.src_uri])
        render.templates.mark_contents(page.toc)
        return completed

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All notes are HTML now, and no page has been put into its template yet."""
        own = render.templates.prepare(env, config, Cache(config, "templates"))
        render.templates.escape_values(env, config, files)
        derive.day_notes.name_days(files, self.site)
        derive.day_notes.gather(env, config, files, self.site)
        ids = {file.src_uri: file.page.present_anchor_ids for file in files.documentation_pages()}
        check.report(check.config.redirect_faults(self.site.redirects, ids), folder="")
        check.report(
            check.config.gone(Path(config.config_file_path).with_name("tests") / "promises.txt", ids, self.site.redirects), folder=""
        )
        check.report(check.links.faults(self.notes.links, config, files, self.site))
        self.swap.stop_if_faulty()  # every check has run; nothing is written above this line
        talks.write_markdown(env, config, files, self.site)
        talks.write_feeds(env, config, files, self.site)
        self.pages = Pages(Cache(config, "pages"), env, config, files, own, self.swap.count)
        self.pages.make_ahead(config, files, self.nav)

    def on_template_context(self, context: TemplateContext, *, template_name: str, config: MkDocsConfig) -> TemplateContext:
        context["site"] = self.site
        return context

    def on_page_context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        render.templates.mark_notes(page)
        content = self.site.pages[page.file.src_uri]
        context["card"] = cards.path_of(content.path)
        if self.pages.known(page, context):
            return context  # its template is not rendered
        context["nav"] = derive.nav.own(nav, page)
        context["new_talk"] = derive.meta.new_talk(config.edit_uri, content)
        context["structured_data"] = render.structured_data.describe(content, self.site, config)
        context.update(derive.meta.context(content, self.site))
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        return self.pages.finish_page(output, page)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        return self.pages.finish_template(output) if template_name.endswith(".html") else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        hosts.write(config, self.site.redirects, self.pages.hashes)
        talks.write_json(config, self.site)
        search_index.write(config, self.site)
        self.cards.write(Path(config.site_dir))
        assets.write_stylesheet(config, self.pages.sheets, self.pages.used)
        self.swap.swap_in(config)
        prune(config)
        check.report_gaps(self.site)

    def on_build_error(self, *, error: Exception) -> None:
        self.swap.explain(error)
        self.failed.explain(error)


pipeline = Pipeline()
# MkDocs calls functions of this module.
globals().update({name: getattr(pipeline, name) for name in dir(pipeline) if name.startswith("on_")})
