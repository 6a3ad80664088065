"""How many connections this process may hold open: systems give a program 256 to 1,024 files unless it asks."""

from __future__ import annotations

import sys

RESERVE = 128
"""Files kept for everything that is no connection: database, lists, listening sockets, the program itself."""


def room_for(wanted: int) -> int:
    """How many of so many connections there is room for, after asking the system for room for all of them."""
    if sys.platform == "win32":  # sockets are no files there, and have no such limit
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    needed = wanted + RESERVE
    if soft != unlimited and soft < needed:
        soft = needed if hard == unlimited else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == unlimited else max(1, min(wanted, soft - RESERVE))
