"""A crowd of browsers in a process of its own: so many connections, each asking again as soon as it is answered.

It speaks HTTP by hand, because a client that did more would be the slowest part of what is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Load:
    """What came of a crowd."""

    answers: int
    seconds: float
    wrong: int
    """Answers with another status than the first one's, and connections that broke."""
    milliseconds: list[float]
    """How long answers took, sorted."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def quantile(self, part: float) -> float:
        """The milliseconds within which this part of the answers came."""
        return self.milliseconds[min(len(self.milliseconds) - 1, int(len(self.milliseconds) * part))]


def crowd(port: int, requests: list[bytes], seconds: float, folder: Path) -> Load:
    """One connection a request, each sent again and again for so long."""
    file = folder / "requests.json"
    file.write_text(json.dumps([one.decode("latin-1") for one in requests]))
    command = [sys.executable, __file__, str(port), str(file), str(seconds)]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # this very file
    return Load(**json.loads(ran.stdout))


async def _connection(port: int, request: bytes, until: float, took: list[float], wrong: list[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    try:
        while (begun := time.perf_counter()) < until:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            await reader.readexactly(length)
            took.append((time.perf_counter() - begun) * 1000)
            if not head.startswith(b"HTTP/1.1 20"):
                wrong.append(head)
    except (OSError, asyncio.IncompleteReadError) as error:
        wrong.append(str(error).encode())
    finally:
        writer.close()


async def _main(port: int, requests: list[bytes], seconds: float) -> None:
    took: list[float] = []
    wrong: list[bytes] = []
    begun = time.perf_counter()
    until = begun + seconds
    await asyncio.gather(*(_connection(port, request, until, took, wrong) for request in requests))
    load = {"answers": len(took), "seconds": time.perf_counter() - begun, "wrong": len(wrong)}
    os.write(1, json.dumps(load | {"milliseconds": sorted(took)}).encode())
    if wrong:
        sys.stderr.write(f"{wrong[0][:300]!r}\n")


if __name__ == "__main__":
    texts = json.loads(Path(sys.argv[2]).read_text())
    asyncio.run(_main(int(sys.argv[1]), [one.encode("latin-1") for one in texts], float(sys.argv[3])))
