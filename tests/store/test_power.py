"""What was acknowledged is on disk, whenever the process is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import bbs
from bbs.store import Store

CYCLES = int(os.environ.get("BBS_KILL_CYCLES", "5"))

_WRITING = """
import asyncio, datetime as dt, sys
from pathlib import Path
from bbs.store import Store, audit

async def main():
    store = await Store.open(Path(sys.argv[1]))
    async def one(name):
        async def job(tx):
            return await audit.append(
                tx, at=dt.datetime.now(dt.UTC), actor="a", action="submit", subject=name)
        row = await store.write(job)
        print(name, row.seq, flush=True)
    round = 0
    while True:
        round += 1
        await asyncio.gather(*(one(f"{sys.argv[2]}-{round}-{n}") for n in range(8)))

asyncio.run(main())
"""


async def _acknowledged_until_killed(folder: Path, name: str, lines: int) -> list[str]:
    project = Path(bbs.__file__).parent.parent
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITING, str(folder), name, stdout=asyncio.subprocess.PIPE, cwd=project
    )
    assert child.stdout is not None
    heard = [await child.stdout.readline() for _ in range(lines)]
    child.send_signal(signal.SIGKILL)
    rest = await child.stdout.read()
    await child.wait()
    whole = [line for line in b"".join([*heard, rest]).split(b"\n")[:-1] if line]
    return [line.decode().split()[0] for line in whole]


async def test_every_acknowledged_row_survives_a_killed_server(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for cycle in range(CYCLES):
        acknowledged |= set(await _acknowledged_until_killed(tmp_path, str(cycle), lines=20 + 37 * cycle))
        store = await Store.open(tmp_path)
        found = {row["subject"] for row in await store.fetch_all("SELECT subject FROM audit")}
        fault = await store.verify()
        await store.close()
        assert acknowledged <= found
        assert fault is None
    assert len(acknowledged) >= 20 * CYCLES
