"""Report an unexpected error of a build in one line: the step, the page, the error; `make build DEBUG=1` prints the traceback."""

import logging
import os
import re
import traceback
from pathlib import Path

from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
# MkDocs' own message about such an error, which is dropped, since it says less.
OTHER = re.compile(r"Error (reading|building) page '.*?': ")
logging.getLogger("mkdocs.commands.build").addFilter(lambda record: not OTHER.match(record.getMessage()))


def message(error: BaseException) -> str:
    """Return `path:line: problem; fix` for an error; print its traceback if DEBUG is set."""
    if os.environ.get("DEBUG"):
        traceback.print_exception(error)
    frames = list(traceback.walk_tb(error.__traceback__))
    pages = [page for frame, _ in frames if isinstance(page := frame.f_locals.get("page"), Page)]
    page = f"docs/{pages[-1].file.src_uri}" if pages else ""
    if isinstance(error, UnicodeDecodeError):
        held = (frame.f_locals.get(name) for frame, _ in reversed(frames) for name in ("filename", "self", "path"))
        files = (getattr(value, "abs_src_path", value) for value in held)
        if file := next((file for file in files if isinstance(file, (str, Path))), None):
            line = error.object.count(b"\n", 0, error.start) + 1
            return f"{shown(file)}:{line}: is not UTF-8 ({error.reason}); save the file as UTF-8"
    path, line, step = page or "mkdocs.yml", 1, "the build"
    for frame, number in frames:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(ROOT) and not {".venv", "tools"} & {*file.parts} and file.is_file():
            path, line, step = shown(file), number, f"the step {frame.f_code.co_name}"
    if isinstance(source := getattr(error, "filename", None), (str, Path)):  # a template or a hook with a fault of syntax
        path, line = shown(source), getattr(error, "lineno", None) or 1
    where = f" on {page}" if page else ""
    text = " ".join(str(error).split())[:300] or "no more is known"
    return f"{path}:{line}: {step} failed{where} ({type(error).__name__}: {text}); correct that, or see more with make build DEBUG=1"


def shown(path: str | Path) -> str:
    path = re.sub(r".*\.new/", f"{ROOT}/docs/", str(path))  # a build reads stylesheets and scripts from their copies in site.new/
    return os.path.relpath(path, ROOT) if Path(path).is_relative_to(ROOT) else path
