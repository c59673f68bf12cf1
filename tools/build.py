"""Build the site like `mkdocs build`, with the same arguments; errors before the first hook are one line, too."""

import logging
import re
import sys
from pathlib import Path

import yaml
from mkdocs.__main__ import cli

from hooks import unforeseen
from hooks.settings import Malformed, levels, places


def refuse_without_hooks() -> None:
    """Exit if mkdocs.yml cannot be read, or if its hooks lack the pipeline, without which MkDocs would build."""
    try:
        keys = ((path, *pair) for path, root in levels(Path("mkdocs.yml")) for pair in reversed(root.value))
        path, key, value = next((entry for entry in keys if entry[1].value == "hooks"), ("mkdocs.yml", None, None))
    except Malformed as error:
        sys.exit("ERROR   -  {}:{}: {}".format(*error.args))
    except (OSError, UnicodeDecodeError):
        return  # MkDocs reports it
    if not isinstance(value, yaml.SequenceNode) or "hooks/pipeline.py" not in [item.value for item in value.value]:
        place = f"{path}:{key.start_mark.line + 1 if key else 1}"
        sys.exit(f"ERROR   -  {place}: `hooks` lacks hooks/pipeline.py, which is the build; add it, and keep all hooks in one list")


def located(record: logging.LogRecord) -> bool:
    """Give a message of MkDocs about a setting the form of the others."""
    if found := re.match(r"Config value '(.*?)': (.*?)\.?$", record.getMessage()):
        path, line = places(Path("mkdocs.yml")).get(found[1], ("mkdocs.yml", 1))
        record.msg, record.args = f"{path}:{line}: `{found[1]}`: {found[2]}; correct it, or remove it", ()
    return True


if __name__ == "__main__":
    refuse_without_hooks()
    logging.getLogger("mkdocs.config").addFilter(located)
    try:
        cli(["build", *sys.argv[1:]])
    except Exception as error:
        sys.exit(f"ERROR   -  {unforeseen.message(error)}")
