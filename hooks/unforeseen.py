"""Report an unexpected error of a build in one line: the step, the page, the error; `make build DEBUG=1` prints the traceback."""

import logging
import os
import re
import traceback
from pathlib import Path

from mkdocs.exceptions import Abort, BuildError

ROOT = Path(__file__).parents[1]


class Failed(logging.Filter):
    """Remember the page of a failed build, in place of MkDocs' message, which says less about the error than this one."""

    def __init__(self) -> None:
        super().__init__()
        self.page: str | None = None
        logging.getLogger("mkdocs.commands.build").addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        found = re.match(r"Error (?:reading|building) page '(.*?)': ", record.getMessage())
        self.page = found[1] if found else self.page
        return not found

    def explain(self, error: Exception) -> None:
        """Report an error that no step has foreseen."""
        if not isinstance(error, (Abort, BuildError)):
            raise Abort(message(error, self.page))


def message(error: BaseException, page: str | None = None) -> str:
    """Return `path:line: problem; fix` for an error; print its traceback if DEBUG is set."""
    if os.environ.get("DEBUG"):
        traceback.print_exception(error)
    frames = list(traceback.walk_tb(error.__traceback__))
    if isinstance(error, UnicodeDecodeError):
        held = (value for frame, _ in reversed(frames) for name in ("filename", "self", "path") if (value := frame.f_locals.get(name)))
        if file := next((value for value in held if isinstance(value, (str, Path))), None):
            return "{}:{}: {}".format(shown(file), *not_utf8(error))
    path, line, step = "mkdocs.yml", 1, "the build"
    for frame, number in frames:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(ROOT) and not {".venv", "tools"} & {*file.parts} and file.is_file():
            path, line, step = shown(file), number, f"the step {frame.f_code.co_name}"
    if isinstance(source := getattr(error, "filename", None), (str, Path)):  # of a template or a hook that cannot be read as one
        path, line = shown(source), getattr(error, "lineno", None) or 1
    where = f" on docs/{page}" if page else ""
    text = re.sub(r" in search paths: .*", "", " ".join(str(error).split()))[:300] or "no more is known"
    return f"{path}:{line}: {step} failed{where} ({type(error).__name__}: {text}); correct that, or see more with make build DEBUG=1"


def not_utf8(error: UnicodeDecodeError) -> tuple[int, str]:
    """Return the line of a file, and its problem with the fix."""
    return error.object.count(b"\n", 0, error.start) + 1, f"is not UTF-8 ({error.reason}); save the file as UTF-8"


def shown(path: str | Path) -> str:
    path = re.sub(r".*\.new/", f"{ROOT}/docs/", str(path))  # copied from there
    return os.path.relpath(path, ROOT) if Path(path).is_relative_to(ROOT) else path
