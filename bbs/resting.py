"""The search for cyclic garbage rests while something large is loaded, and leaves it alone afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

LARGE = 20_000
"""So many new objects are worth to be left alone: a policy of as many phrases."""


class _Collector:
    """The collector is one for the whole process, and several threads may load."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loading = 0
        self._was_on = False

    def rest(self) -> None:
        with self._lock:
            if not self._loading:
                self._was_on = gc.isenabled()
                gc.disable()
            self._loading += 1

    def go_on(self) -> None:
        with self._lock:
            self._loading -= 1
            if not self._loading and self._was_on:
                if gc.get_count()[0] > LARGE:
                    gc.freeze()
                gc.enable()


_COLLECTOR = _Collector()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """For a load, in any thread; loads may overlap.

    A policy of 100,000 phrases is as many objects, none of them garbage. To look at them all holds up the whole
    interpreter for 200 ms, several times while they are made and now and then ever after. So nobody looks
    meanwhile, and what is there at the end is left alone. Once nobody uses a policy any more it goes all the same, as
    it holds no circle; a circle of something else that was on its way at that moment may stay.
    """
    _COLLECTOR.rest()
    try:
        yield
    finally:
        _COLLECTOR.go_on()
