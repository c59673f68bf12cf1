"""Run a command, by default the tests, and print its wall time and the processor time of all processes that it started.

Browsers, servers and builds count: on Linux, a process whose parent has ended becomes a child of this one, which
waits for it.
"""

import ctypes
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
start = time.monotonic()
status = subprocess.run(sys.argv[1:] or [sys.executable, "-m", "pytest"]).returncode
wall = time.monotonic() - start
with suppress(ChildProcessError):
    while True:
        os.wait()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{wall:.0f} s of wall time, {used.ru_utime + used.ru_stime:.0f} s of processor time on {os.cpu_count()} cores")
sys.exit(status)
