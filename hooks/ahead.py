"""Use the other cores: copies of this process make the last pages and put them into .cache, while the build makes the first ones.

The build takes the results that it finds there, makes all others itself, and never waits. So no page is missing, whatever happens to a
copy, and only the build reports faults.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.util import Finalize
from typing import Any

from hooks.cache import Cache

PR_SET_PDEATHSIG = 1  # of linux/prctl.h: a process gets this signal when its parent ends, in whatever way
MANY = 20  # items for a process; of fewer, the build makes most itself before the process has begun


def make(cache: Cache, items: Sequence[Any], made: Callable[[Any], bool], nice: int = 0) -> None:
    """Fill a cache in other processes: they call `made` with each item, the last first, until it returns True: the cache has it."""
    if not cache.folder or sys.platform != "linux" or threading.active_count() > 1:
        return  # a copy of the process might crash on another system, or wait for a thread that it does not have
    count = min(len(os.sched_getaffinity(0)) - 1, len(items) // MANY)
    for number in range(1, count + 1):
        with suppress(OSError):  # too many processes, or open files
            process = multiprocessing.get_context("fork").Process(target=work, args=(items[-number::-count], made, nice), daemon=True)
            process.start()
            Finalize(None, process.kill, exitpriority=1)  # else Python would wait for a process that is stopped


def work(items: Sequence[Any], made: Callable[[Any], bool], nice: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.nice(nice)
    null = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(null, output)
    if os.getppid() == multiprocessing.parent_process().pid:
        any(map(made, items))
