"""End a strict build that has found a fault in the pages before anything is derived from them.

MkDocs itself counts warnings to the end, and would go on with facts that are missing. By now front
matter, nav, links and redirects have all been told of.
"""

import logging

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler

warnings = CountHandler()


def on_startup(*, command: str, dirty: bool) -> None:
    warnings.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(warnings)


def on_pre_build(*, config: MkDocsConfig) -> None:
    warnings.counts.clear()


@event_priority(-150)  # after redirect_map.py
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    found = sum(count for _, count in warnings.get_counts())
    if config.strict and found:
        raise Abort(f"Aborted with {found} warnings in strict mode!")
