"""The build, step by step: MkDocs calls these methods in this order, each after those of its plugins, so no step needs a priority.

check    report what authors got wrong, each fault as `path:line: problem; fix`
derive   what follows from the talks: nav, previous and next, dates, the notes on a day's page
render   the HTML of a page
publish  the files beside the pages; last of all, the new site replaces the old one
"""

import gc
import sys
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

sys.path.insert(0, str(Path(__file__).parents[1]))  # MkDocs imports this file by its path, which it then removes from sys.path

from hooks import check, derive, load, render, settings
from hooks.cache import Cache, prune
from hooks.notes import Notes
from hooks.pages import Pages
from hooks.publish import assets, cards, hosts, search_index, swap, talks


class Pipeline:
    """One object for the process; each build renews what its steps share."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        gc.set_threshold(50_000)  # a build makes few cycles, whose collection would take one thirtieth of its time
        self.swap = swap.Swap()

    def on_config(self, config: MkDocsConfig) -> None:
        self.swap.begin(config)
        self.settings = Path(config.config_file_path)
        check.report(check.files.wrong_links(config))
        check.config.empty_the_plugins_map(config)
        check.report(check.config.faults(config, hosts.POLICY), folder="")
        check.report(check.files.wrong_sheets(config))
        self.swap.stop_if_faulty()  # what follows from a wrong configuration would only hide it
        render.dialect.prepare(config)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        check.report(load.compose(files, config))
        check.report(check.files.faults_of_files(files, config))
        self.site = load.read({file.src_uri: file.content_string for file in files.documentation_pages()})
        check.report(check.pages.faults(self.site))
        self.site.redirects = settings.redirects(self.settings.read_text(encoding="utf-8"))
        check.report(check.config.nav_faults(self.settings, self.site), folder="")
        derive.nav.add_conferences(files, config, self.site)
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
        render.templates.mark_contents(page.toc)
        return self.notes.completed(html, page, self.site.pages[page.file.src_uri])

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All notes are HTML now, and no page has been put into its template yet."""
        own = render.templates.prepare(env, config, Cache(config, "templates"))
        render.templates.escape_values(env, config, files)
        env.globals["site"] = self.site  # for llms.txt
        derive.day_notes.gather(env, config, files, self.site)
        ids = {file.src_uri: file.page.present_anchor_ids for file in files.documentation_pages()}
        check.report(check.config.redirect_faults(self.site.redirects, ids), folder="")
        check.report(check.config.gone(self.settings.with_name("tests") / "promises.txt", ids, self.site.redirects), folder="")
        check.report(check.links.faults(self.notes.links, config, files, self.site))
        self.swap.stop_if_faulty()  # every check has run; nothing is written above this line
        talks.write_markdown(env, config, files, self.site)
        talks.write_feeds(env, config, files, self.site)
        self.pages = Pages(Cache(config, "pages"), env, config, files, own)
        self.pages.make_ahead(config, files, self.nav)

    def on_page_context(self, context: dict[str, object], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, object]:
        page.content = Markup(page.content)  # no step changes it any more
        content = self.site.pages[page.file.src_uri]
        context["card"] = cards.path_of(content.path)
        if self.pages.known(page, context):
            return context  # its template is not rendered
        context["nav"] = derive.nav.own(nav, page)
        context["structured_data"] = render.structured_data.describe(content, self.site, config)
        context.update(derive.meta.context(content, self.site, config.edit_uri))
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


pipeline = Pipeline()
globals().update({name: getattr(pipeline, name) for name in dir(pipeline) if name.startswith("on_")})  # MkDocs calls no methods
