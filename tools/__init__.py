"""The commands of the Makefile, a module each. An unexpected error of one ends in one line, without its traceback."""

import os
import sys
import traceback
from pathlib import Path
from types import TracebackType


def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an error that no tool expects as `path:line: problem; fix`, or with DEBUG its traceback."""
    if os.environ.get("DEBUG"):
        sys.__excepthook__(kind, error, trace)
        return
    if kind is KeyboardInterrupt:
        return
    here = Path(__file__).parent
    frames = [frame for frame in traceback.extract_tb(trace) if Path(frame.filename).parent == here]
    place = f"tools/{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "tools:1"
    words = " ".join(str(error).split())[:300] or "no more is known"
    print(f"{place}: failed ({kind.__name__}: {words}); correct that, or see more with DEBUG=1", file=sys.stderr)


sys.excepthook = end  # here, since Python imports this before each `python -m tools.…`
