"""The commands of the Makefile, a module each, and what several share. An unexpected error of a command ends in one line, without its traceback."""

import atexit
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType


def report_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an error that no tool expects as `path:line: problem; fix`, or with DEBUG its traceback."""
    if kind in (KeyboardInterrupt, BrokenPipeError):  # Ctrl-C, and `| head`
        return
    here = Path(__file__).parent
    frames = [frame for frame in traceback.extract_tb(trace) if Path(frame.filename).parent == here]
    if not frames or os.environ.get("DEBUG", "") not in ("", "0"):
        sys.__excepthook__(kind, error, trace)
        return
    place = f"tools/{Path(frames[-1].filename).name}:{frames[-1].lineno}"
    words = " ".join(str(error).split())[:300] or "no more is known"
    print(f"{place}: failed ({kind.__name__}: {words}); correct that, or see more with DEBUG=1", file=sys.stderr)


def write_rest() -> None:
    """Write the rest of the output, if its reader has not ended."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if sys.argv[:1] == ["-m"]:  # Python imports this first for `python -m tools.…`, and names the module only afterwards
    sys.excepthook = report_unexpected
    atexit.register(write_rest)
