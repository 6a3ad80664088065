"""A re-run over a board of 100,000 posts of which a policy decides most anew: how long looking and changing take.

Beside it somebody posts all the while: how long they wait at most is how long the writer is held. And how much memory
the difference takes.

Run with: pytest -o addopts= -s tests/bench/test_running_again.py
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from functools import partial
from pathlib import Path

from big_board import big_board

from bbs.desk import Draft
from bbs.proof import kept_file
from bbs.services import Services, open_services
from bbs.settings import Settings
from bbs.store import TEACHER
from bbs.store.checking import check_now
from bbs.store.opening import DATABASE

POSTS = 100_000
STRICT = """\
policy: 1
id: strict
default: hold
rules:
  - {id: songs, if: {words: [the choir, a song, a poem]}, then: allow}
"""


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def waits(services: Services, until: asyncio.Event) -> list[float]:
    """How many milliseconds one post after the other takes."""
    author = (await services.roster.join("bench")).person
    took = []
    while not until.is_set():
        begun = time.perf_counter()
        await services.desk.submit(Draft("thread", "Hello to all", title="Hello", board="friends"), author)
        took.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.02)
    return sorted(took)


async def stalls(until: asyncio.Event) -> list[float]:
    """How many milliseconds the loop comes back too late."""
    late = []
    while not until.is_set():
        begun = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - begun - 0.005) * 1000)
    return sorted(late)


def test_a_re_run_over_a_hundred_thousand_posts(tmp_path: Path) -> None:
    big_board(tmp_path, posts=POSTS)
    asyncio.run(_measured(tmp_path))
    assert check_now(tmp_path / DATABASE).problem == ""


async def _measured(folder: Path) -> None:
    settings = Settings(data=folder, class_code="bench", open_browser=False, flood=0)
    async with open_services(settings) as services:
        await services.rulebook.publish(STRICT, None, TEACHER)
        before, begun = megabytes(), time.perf_counter()
        found = await services.rerun.look(kept_file("strict", STRICT, {}))
        say(f"looked at {found.posts:,} posts", time.perf_counter() - begun, before)
        over, begun = asyncio.Event(), time.perf_counter()
        beside = [asyncio.create_task(one(over)) for one in (partial(waits, services), stalls)]
        run = await (await services.rerun.change(found.mark))
        say(f"changed {run.changed:,} posts", time.perf_counter() - begun, before)
        over.set()
        assert (run.changed, run.skipped) == (found.moves, 0)
        for name, all_of in zip(
            ("a post beside it", "the loop late"), await asyncio.gather(*beside), strict=True
        ):
            middle, nearly_all = all_of[len(all_of) // 2], all_of[len(all_of) * 99 // 100]
            said = f"{middle:.1f} ms, 99 of 100 {nearly_all:.1f} ms, longest {all_of[-1]:.1f} ms"
            sys.stdout.write(f"{name}: median {said}\n")


def say(what: str, seconds: float, before: float) -> None:
    sys.stdout.write(f"\n{what} in {seconds:.0f} s, {megabytes() - before:.0f} MB more memory\n")
