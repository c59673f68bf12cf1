"""Let the other cores make the last pages, while the build makes the first: in copies of this process, which fill .cache.

The build takes what it finds there, makes all else itself, and waits for nobody. So whatever becomes of a copy, no page is missing,
and the build alone reports faults.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from hooks.cache import Cache

MANY = 20  # of fewer items, the build makes most itself before a copy has begun


def make(cache: Cache, items: Sequence[Any], made: Callable[[Any], bool], nice: int = 0) -> None:
    """Fill a cache in other processes, from the last item on, until `made`, which makes one, returns that it was there already."""
    if not cache.folder or len(items) < MANY or sys.platform != "linux" or threading.active_count() > 1:
        return  # a copy of the process might crash on another system, or wait for a thread that it does not have
    cores = len(os.sched_getaffinity(0))
    for number in range(1, cores):
        with suppress(OSError):  # too many processes, or open files
            arguments = items[-number :: 1 - cores], made, nice
            multiprocessing.get_context("fork").Process(target=work, args=arguments, daemon=True).start()


def work(items: Sequence[Any], made: Callable[[Any], bool], nice: int) -> None:
    end_with_parent()
    os.nice(nice)
    null = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(null, output)
    any(map(made, items))


def end_with_parent() -> None:
    """End this process when the process of the build ends, in whatever way; leave Ctrl-C to that one."""

    def wait() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=wait, daemon=True).start()


def stop() -> None:
    """End the other processes."""
    for process in (children := multiprocessing.active_children()):
        process.kill()
    for process in children:
        process.join(5)
