"""A long run of spoilt policies: what loading one costs at most, in time and in memory. On request:

    CLOSEDNET_FUZZ_MINUTES=5 .venv/bin/pytest -o addopts= -s tests/bench/test_loading.py

2 s of one core and 50 MB for 64 KiB are the most that may be needed. What needs more than half of that is printed and kept in
a file, and so is any exception that is no DocumentError.
"""

from __future__ import annotations

import contextlib
import os
import time
import traceback
import tracemalloc
from pathlib import Path

import pytest
from policy.mutilated import USED, seeds, spoilt

from bbs.document import DocumentError
from bbs.policy.load import load

MOST_SECONDS, MOST_MB = 2.0, 50.0
MINUTES = float(os.environ.get("CLOSEDNET_FUZZ_MINUTES", "0"))


def read(name: str) -> bytes:
    if name.startswith("lists/"):
        return b"happy birthday\ncake*\n"
    if name in USED:
        return USED[name]
    raise FileNotFoundError(f"{name}: there is no such file")


def seconds(data: bytes) -> float:
    """Seconds of processor time that loading takes; raises what is no DocumentError."""
    begun = time.process_time()
    with contextlib.suppress(DocumentError):
        load(data, file="p.yaml", read=read)
    return time.process_time() - begun


def megabytes(data: bytes) -> float:
    """The most memory at a time while loading."""
    tracemalloc.start()
    try:
        seconds(data)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not MINUTES, reason="set CLOSEDNET_FUZZ_MINUTES to say how long")
def test_loading_anything_stays_within_its_bounds(tmp_path: Path) -> None:
    begun, count, slowest, largest, wrong = time.monotonic(), 0, 0.0, 0.0, 0
    for data in spoilt(int(begun), seeds()):
        try:
            took = seconds(data)
            memory = megabytes(data) if len(data) > 10_000 or took > 0.05 else 0.0
        except Exception:  # noqa: BLE001  # any at all is what is looked for
            traceback.print_exc()
            took = memory = float("inf")
        slowest, largest, count = max(slowest, took), max(largest, memory), count + 1
        if took > MOST_SECONDS / 2 or memory > MOST_MB / 2:
            kept = tmp_path / f"{count}.yaml"
            kept.write_bytes(data)
            print(f"{took:.2f} s, {memory:.0f} MB: {kept}")  # noqa: T201  # the report
            wrong += took > MOST_SECONDS or memory > MOST_MB
        if time.monotonic() - begun > MINUTES * 60:
            break
    print(f"{count} texts; at most {slowest:.2f} s and {largest:.0f} MB; beyond the bounds: {wrong}")  # noqa: T201
    assert wrong == 0
