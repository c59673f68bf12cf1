"""Build the site like `mkdocs build`, with the same arguments; errors before the first hook are one line, too."""

import logging
import re
import sys
from pathlib import Path

import yaml
from mkdocs.__main__ import cli

from hooks import unforeseen
from hooks.settings import Malformed, levels, places

# What messages of MkDocs about a setting begin with, and the words for it with the fix.
MESSAGES = {
    "Expected type: <class 'str'>": "is not text; put the value in quotes",
    "Required configuration": "has no value; write one",
    "The URL isn't valid": "is not the address of a site; write one such as https://example.org/notes/, in SITE_URL or here",
}


def refuse_without_hooks() -> None:
    """Exit if mkdocs.yml cannot be read, or if its hooks lack the pipeline, without which MkDocs would build."""
    try:
        keys = ((path, *pair) for path, root in levels(Path("mkdocs.yml")) for pair in reversed(root.value))
        path, key, value = next((entry for entry in keys if entry[1].value == "hooks"), ("mkdocs.yml", None, None))
    except Malformed as error:
        sys.exit("ERROR   -  {}:{}: {}".format(*error.args))
    except FileNotFoundError:
        sys.exit("ERROR   -  mkdocs.yml:1: is missing; put it back, or write one with `INHERIT: mkdocs.base.yml` and a `site_name`")
    except (OSError, UnicodeDecodeError):
        return  # MkDocs reports it
    if not key:
        sys.exit("ERROR   -  mkdocs.yml:1: neither has nor inherits `hooks`; write `INHERIT: mkdocs.base.yml`, which has them")
    if not isinstance(value, yaml.SequenceNode) or "hooks/pipeline.py" not in [item.value for item in value.value]:
        place = f"{path}:{key.start_mark.line + 1}"
        sys.exit(f"ERROR   -  {place}: `hooks` lacks hooks/pipeline.py, which is the build; add it, and keep all hooks in one list")


def located(record: logging.LogRecord) -> bool:
    """Give a message of MkDocs about a setting the form of the others."""
    if found := re.match(r"Config value '(.*?)': (.*?)\.?$", record.getMessage()):
        path, line = places(Path("mkdocs.yml")).get(found[1], ("mkdocs.yml", 1))
        problem = next((words for start, words in MESSAGES.items() if found[2].startswith(start)), f"{found[2]}; correct it, or remove it")
        record.msg, record.args = f"{path}:{line}: `{found[1]}`: {problem}", ()
    return True


if __name__ == "__main__":
    refuse_without_hooks()
    logging.getLogger("mkdocs.config").addFilter(located)
    try:
        cli(["build", *sys.argv[1:]])
    except Exception as error:
        sys.exit(f"ERROR   -  {unforeseen.message(error)}")
