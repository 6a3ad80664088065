"""The server gives up the network: from then on it answers those who come, and can call nobody itself.

Where the system allows, the process leaves the machine's network for one that is empty (a network namespace of
Linux). Sockets that listen already stay where they were made. That holds for every thread, for every program that
this one starts, and for libraries in C. Elsewhere Python itself refuses every call outwards, every look-up of a name
and every start of another program; that holds for all Python code, not for a library in C that would call past it.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import threading
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # CLONE_NEWUSER and CLONE_NEWNET of sched.h
_OUTWARDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOKING_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_STARTING = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"}


class Way(StrEnum):
    """How a process is kept from calling out."""

    LEFT = "the process has left the machine's network"
    REFUSED = "the program refuses every call outwards"


class Secluded(PermissionError):  # noqa: N818  # says what has happened
    """Somebody tried to call out, look up a name or start a program in a process that has given up the network."""


def withdraw() -> Way:
    """Give up the network for good; to be called once the sockets listen, and before a second thread begins."""
    if leave():
        return Way.LEFT
    refuse()
    return Way.REFUSED


def leave() -> bool:
    """Leave the machine's network, where the system lets this process."""
    if sys.platform != "linux" or threading.active_count() > 1:  # another thread would stay behind
        return False
    user, group = os.geteuid(), os.getegid()
    if user == 0:  # not into a user namespace: there, root may not read the files of others any more
        return _unshare(_NEW_NET)
    if not _unshare(_NEW_USER | _NEW_NET):
        return False
    with suppress(OSError):  # who we are stays the same; files are judged by the old numbers even without
        Path("/proc/self/setgroups").write_bytes(b"deny")
        Path("/proc/self/uid_map").write_bytes(b"%d %d 1" % (user, user))
        Path("/proc/self/gid_map").write_bytes(b"%d %d 1" % (group, group))
    return True


def refuse() -> None:
    """Let Python refuse every call outwards, every look-up of a name and every other program, for good."""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _LOOKING_UP:
            raise Secluded(f"this program looks up no names ({event})")
        if event in _STARTING:
            raise Secluded(f"this program starts no other, which could call out ({event})")
        if event in _OUTWARDS and getattr(arguments[0], "family", None) != _UNIX:
            raise Secluded(f"this program calls nobody ({event})")

    sys.addaudithook(watch)


_UNIX = getattr(socket, "AF_UNIX", None)
"""Sockets between programs of one machine, which lead nowhere else; Windows has none."""


def _unshare(what: int) -> bool:
    try:
        return bool(ctypes.CDLL(None, use_errno=True).unshare(what) == 0)
    except (AttributeError, OSError):  # a C library without it
        return False
