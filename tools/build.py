"""Build the site like `mkdocs build`, with the same arguments; errors before the first hook are one line, too."""

import logging
import re
import sys
from pathlib import Path

import yaml
from mkdocs.__main__ import cli

from hooks import unforeseen
from hooks.settings import fault_of_yaml, levels, places


def refuse_without_hooks() -> None:
    """Refuse a mkdocs.yml without the pipeline, or with a second list of hooks, since MkDocs would build without it."""
    try:
        keys = ((path, *pair) for path, root in levels(Path("mkdocs.yml")) for pair in reversed(root.value))
        path, key, value = next((entry for entry in keys if entry[1].value == "hooks"), ("mkdocs.yml", None, None))
    except yaml.MarkedYAMLError as error:
        file = error.problem_mark.name
        line, problem = fault_of_yaml(Path(file).read_text(encoding="utf-8"), error)
        sys.exit(f"ERROR   -  {file}:{line + 1}: {problem}")
    except yaml.reader.ReaderError as error:
        line = Path(error.name).read_bytes()[: error.position].count(b"\n") + 1
        sys.exit(f"ERROR   -  {error.name}:{line}: the settings hold a control character; remove it")
    except FileNotFoundError as error:
        sys.exit(f"ERROR   -  {error.filename}:1: is missing; put it back, or correct INHERIT in mkdocs.yml")
    except (OSError, UnicodeDecodeError):
        return  # MkDocs reports it
    if not isinstance(value, yaml.SequenceNode) or "hooks/pipeline.py" not in [item.value for item in value.value]:
        place = f"{path}:{key.start_mark.line + 1 if key else 1}"
        sys.exit(f"ERROR   -  {place}: `hooks` lacks hooks/pipeline.py, which is the build; add it, in one list")


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
