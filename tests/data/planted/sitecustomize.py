"""Change the date, and cut off the network: every Python process of a build starts with this if its folder is in PYTHONPATH."""

import os
import sys
from pathlib import Path

import time_machine

time_machine.travel("2031-02-03T04:05:06Z").start()


def refuse(event, arguments):
    local = event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], (bytes, str))  # a Unix socket: forkserver's
    if not local and event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        with Path(os.environ["REQUESTED"]).open("a") as file:
            file.write(f"{event} {arguments}\n")
        raise OSError(f"the network is cut off: {arguments}")


sys.addaudithook(refuse)
