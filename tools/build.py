"""Build the site like `mkdocs build`, with the same arguments; errors before the first hook are one line, too."""

import sys
from pathlib import Path

import yaml
from mkdocs.__main__ import cli

from hooks import unforeseen


def refuse_without_hooks() -> None:
    """Refuse a mkdocs.yml without the pipeline, or with a second list of hooks, since MkDocs would build without it."""
    name, hooks, place = "mkdocs.yml", None, "mkdocs.yml:1"
    while name and hooks is None:
        try:
            root = yaml.compose(Path(name).read_text(encoding="utf-8"), yaml.SafeLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            return  # MkDocs reports it
        parent = None
        for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
            if key.value == "INHERIT":
                parent = value.value
            elif key.value == "hooks":
                place, hooks = (
                    f"{name}:{key.start_mark.line + 1}",
                    [item.value for item in value.value] if isinstance(value, yaml.SequenceNode) else [],
                )
        name = parent
    if "hooks/pipeline.py" not in (hooks or []):
        sys.exit(f"ERROR   -  {place}: `hooks` lacks hooks/pipeline.py, which is the build; add it, in one list")


if __name__ == "__main__":
    refuse_without_hooks()
    try:
        cli(["build", *sys.argv[1:]])
    except Exception as error:
        sys.exit(f"ERROR   -  {unforeseen.message(error)}")
