"""Add line and fix to MkDocs' warnings about links and the nav, which have neither."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from hooks.check.lines import line_of
from hooks.front_matter import kind_of

# The warnings of MkDocs 1.6.
LINK = re.compile(r"Doc file '(?P<page>.*?)' contains an?(?P<kind>[\w ]*) link '(?P<link>.*?)', (?:but )?(?P<fault>.*)", re.DOTALL)
NO_PAGE = re.compile(r"An? (?:reference|absolute path) to '(?P<page>.*?)' is included in the 'nav' configuration, (?P<fault>.*)")
OMITTED = re.compile(
    r"The following pages exist in the docs directory, but are not included in the \"nav\" configuration:\n(?P<pages>.*)", re.DOTALL
)


class Located(logging.Filter):
    """Rewrites known warnings; `docs` and `config` are the paths of the pages' folder and mkdocs.yml, `shown` shortens a path."""

    def __init__(self, docs: Path, config: Path, shown: Callable[[Path], str]) -> None:
        super().__init__()
        self.docs, self.config, self.shown = docs, config, shown

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if found := LINK.match(message):
            page = self.docs / found["page"]
            place = f"{self.shown(page)}:{line_of(found['link'], page.read_text(encoding='utf-8'))}"
            reworded = f"{place}: the{found['kind']} link '{found['link']}' is wrong, {found['fault'].rstrip('.')}; correct it, or create its target"
        elif found := NO_PAGE.match(message):
            reworded = f"{self.shown(self.config)}:{line_of(found['page'], self.config.read_text(encoding='utf-8'))}: {found['page']} is not a page; correct the entry, or write the page"
        elif found := OMITTED.match(message):
            pages = re.findall(r"  - (.*)", found["pages"])
            pages = [page for page in pages if kind_of(page)]  # for a file that is not where pages live, that is the fault to report
            reworded = "\n".join(
                f"{self.shown(self.docs / page)}:1: is not in the nav; add its line to {self.config.name}" for page in pages
            )
            if not pages:
                return False
        else:
            return True
        record.msg, record.args = reworded, ()
        return True


def name_lines(config: MkDocsConfig) -> None:
    file = Path(config.config_file_path)
    located = Located(Path(config.docs_dir), file, lambda path: path.relative_to(file.parent).as_posix())
    for name in ("mkdocs.structure.pages", "mkdocs.structure.nav"):
        logger = logging.getLogger(name)
        for old in [old for old in logger.filters if type(old).__name__ == Located.__name__]:
            logger.removeFilter(old)  # the filter of the previous build, in a process that builds again
        logger.addFilter(located)
