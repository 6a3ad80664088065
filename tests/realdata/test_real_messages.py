"""Real greetings, fortunes and Korean posts, written over HTTP through real policies and read back by everybody."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import aiohttp
import pytest
from cli.started import started

from realdata.board_of_wishes import Closednet, post_all, read_back

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the real data (shared/data beside the project) is not here"
    ),
]

CODE, TEACHER = "otter-maple-42", "a-token-for-the-teacher-only"
TEXTS = (("messages/birthday-wishes/wishes.jsonl", "message", 134),
         ("threads/fortunes/fortunes.jsonl.gz", "text", 500),
         ("threads/nsmc-korean-reviews/reviews.jsonl.gz", "text", 1000))  # fmt: skip


def texts() -> list[str]:
    found = []
    for name, key, most in TEXTS:
        file = DATA / name
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        found += [json.loads(line)[key] for line in raw.decode().splitlines()[:most]]
    return found


LOADS = (
    ("birthday-board", slice(None), {"allow": 125, "hold": 1400}),
    ("review-first", slice(1, None, 3), {"allow": 530, "hold": 1}),
)
"""A policy, which texts are sent, and how many verdicts of each kind there are at least."""


async def test_every_text_is_judged_kept_and_seen_by_whom_it_should_be(tmp_path: Path) -> None:
    every = texts()
    assert len(every) == 1634
    environment = {"BBS_CLASS_CODE": CODE, "BBS_CONSOLE_TOKEN": TEACHER}
    bbs = str(Path(sys.executable).with_name("bbs"))
    with started([bbs], folder=tmp_path, **environment) as server:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            net = Closednet(session, server.board, server.console, TEACHER)
            people = [await net.join(CODE) for _ in range(6)]
            reader = await net.join(CODE)
            for policy, some, least in LOADS:
                await net.publish(policy)
                written = await post_all(net, people, every[some])
                found = await read_back(net, written, reader)
                print(policy, dict(found.verdicts), dict(found.deciding))  # noqa: T201  # shown with -s: what it did
                assert len(written) == len(every[some])
                assert (found.wrong, found.unexplained) == ([], [])
                for verdict, count in least.items():
                    assert found.verdicts[verdict] >= count, dict(found.verdicts)
