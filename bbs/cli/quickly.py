"""Loading a large part of the program in less time."""

from __future__ import annotations

import gc
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quickly() -> Iterator[None]:
    """Import without what takes time and serves nobody here.

    Nothing of what is loaded can be garbage yet. And aiohttp reads every certificate of the machine when it is
    loaded, for calls to others; this program makes none.
    """
    known = ssl.create_default_context
    ssl.create_default_context = _without_certificates
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        ssl.create_default_context = known


def _without_certificates(*_: Any, **__: Any) -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
