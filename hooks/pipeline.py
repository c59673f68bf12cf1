"""The build, step by step: MkDocs calls these functions in this order, and each runs its steps as listed.

    check    report what authors got wrong, each fault as `path:line: problem; fix`
    derive   what follows from the talks: previous and next, dates, the notes on a day's page
    render   the HTML of a page
    publish  the files beside the pages; last of all, the new site replaces the old one

No step needs a priority: MkDocs runs hooks after plugins, so search, tags, rss and redirects come before each of these.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

sys.path.insert(0, str(Path(__file__).parents[1]))  # MkDocs loads this file by its path, and forgets the path afterwards

from hooks import serving
from hooks.check import files as source_files
from hooks.check import front_matter, messages, nav, notes, redirects
from hooks.derive import contents, dates, day_notes, edit_links, neighbours, own_nav, titles
from hooks.publish import cards, feed, policy, redirect_pages, redirect_rules, search_index, stylesheet, swap, talks_json
from hooks.publish import markdown as markdown_notes
from hooks.render import external_links, glossary, prompts, structured_data, theme_fixes


def on_startup(*, command: str, dirty: bool) -> None:
    swap.count_warnings()
    policy.note_command(command)


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable) -> None:
    serving.choose_port(server)
    serving.keep_last_good(server)


def on_config(config: MkDocsConfig) -> None:
    for step in (messages.name_lines, swap.build_beside, redirects.take_numbers_as_text, glossary.load):
        step(config)


def on_pre_build(*, config: MkDocsConfig) -> None:
    for step in (cards.start, stylesheet.reset, policy.reset):
        step()


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    source_files.refuse_unreadable(files)
    front_matter.report(files, config)


def on_nav(navigation: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    nav.report(navigation, config)
    for step in (neighbours.link, own_nav.remember, talks_json.collect):
        step(navigation)


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    edit_links.redirect_to_snippet(markdown, page)
    return notes.report_source(markdown, page, config)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    return notes.report_html(glossary.focusable(prompts.mark(html)), page)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:  # all notes are HTML now; no page is in its template yet
    titles.as_html(files)
    dates.set_dates(files)
    contents.name_days(files)
    day_notes.gather(env, config, files)
    search_index.collect(files)
    redirects.report(config, files)
    swap.stop_if_faulty(config, files)  # every check has run; nothing is written above this line
    markdown_notes.write(env, config, files)


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    context = own_nav.narrow(context, page, nav)
    context = structured_data.describe(context, page, config, nav)
    return cards.draw(context, page, config)


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    output = policy.add_to_page(output, page)  # first, while notes and template can be told apart
    output = theme_fixes.fixed(external_links.linked(output, config))
    return stylesheet.note_page(output, page)  # last, since it reads the page as it will be written


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    output = policy.add_to_template(output, template_name)
    output = theme_fixes.fixed(external_links.linked(output, config))
    return stylesheet.note_template(output, template_name, config)


def on_post_build(*, config: MkDocsConfig) -> None:
    for step in (redirect_pages.write, redirect_rules.write, talks_json.write, search_index.finish, feed.finish):
        step(config)
    cards.finish()
    stylesheet.write(config)
    policy.write_headers(config)  # adds to the redirect pages and rules
    swap.swap_in(config)


def on_build_error(*, error: Exception) -> None:
    cards.stop()
    swap.explain(error)
