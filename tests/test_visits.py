"""Noting visits: repeats are counted, batches are written, nobody waits, and whoever is erased is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bbs import visits as module
from bbs.feed import Event, Feed
from bbs.store import Store, StoreError
from bbs.store.visits import Noted, Visit, VisitFile, Wanted
from bbs.visits import Visits

if TYPE_CHECKING:
    from conftest import FixedClock

USUAL = Noted(
    "ann", "intranet", "A", "GET", "board.bright.test", "/", "opened", "", "", "opens", "network.yaml", 18, "It opens.", ""
)  # fmt: skip


@pytest.fixture
def feed() -> Feed:
    return Feed()


@pytest.fixture
async def record(tmp_path: Path, store: Store, clock: FixedClock, feed: Feed) -> AsyncIterator[Visits]:
    opened = await Visits.open(store.folder, store, clock, feed)
    yield opened
    await opened.close()


async def rows(record: Visits) -> list[tuple[str, int]]:
    await record.flush()
    return [(one.noted.path, one.many) for one in await record.page(Wanted())]


async def test_what_is_noted_is_there_after_the_next_batch_and_not_before(record: Visits) -> None:
    record.note(USUAL)
    assert await record.page(Wanted()) == []
    assert await rows(record) == [("/", 1)]


async def test_one_click_that_comes_as_ten_requests_is_one_visit_counted(record: Visits) -> None:
    for _ in range(8):
        record.note(USUAL)
    assert await rows(record) == [("/", 8)]
    record.note(USUAL)
    record.note(USUAL)
    assert await rows(record) == [("/", 10)]


async def test_repeats_are_counted_within_ten_seconds_of_the_first_and_then_stand_anew(
    record: Visits, clock: FixedClock
) -> None:
    record.note(USUAL)
    clock.advance(seconds=9.9)
    record.note(USUAL)
    clock.advance(seconds=0.2)
    record.note(USUAL)
    record.note(USUAL)
    assert await rows(record) == [("/", 2), ("/", 2)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person", "ben"),
        ("lane", "C"),
        ("method", "POST"),
        ("host", "x.test"),
        ("path", "/x"),
        ("verdict", "refused"),
    ],
)
async def test_what_differs_in_anything_is_a_visit_of_its_own(
    record: Visits, column: str, value: str
) -> None:
    record.note(USUAL)
    record.note(USUAL._replace(**{column: value}))
    record.note(USUAL)
    assert [many for _, many in await rows(record)] == [1, 2]


async def test_a_clock_that_is_set_back_loses_no_visit(record: Visits, clock: FixedClock) -> None:
    record.note(USUAL)
    clock.advance(hours=-1)
    record.note(USUAL)
    assert len(await rows(record)) == 2


async def test_when_more_comes_than_can_be_written_it_is_counted_and_repeats_still_are(
    record: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    for number in range(5):
        record.note(USUAL._replace(path=f"/{number}"))
    record.note(USUAL._replace(path="/0"))
    assert record.lost == 2
    assert await rows(record) == [("/2", 1), ("/1", 1), ("/0", 2)]
    record.note(USUAL._replace(path="/5"))
    assert (await rows(record))[0] == ("/5", 1)


async def test_memory_holds_only_what_may_still_be_repeated(
    record: Visits, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_RECENT", 4)
    for number in range(10):
        record.note(USUAL._replace(path=f"/{number}"))
    await record.flush()
    assert len(record._recent) == 4
    clock.advance(seconds=11)
    record.note(USUAL)
    await record.flush()
    assert len(record._recent) == 1
    assert len(record._waiting) == 0


async def test_a_disk_that_fails_loses_a_batch_says_so_and_goes_on(
    record: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = VisitFile.put

    def full(_file: VisitFile, _visits: Sequence[Visit], _now: int) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(VisitFile, "put", full)
    record.note(USUAL)
    with pytest.raises(StoreError):
        await record.flush()
    assert record.lost == 1
    monkeypatch.setattr(VisitFile, "put", put)
    record.note(USUAL._replace(path="/later"))
    assert await rows(record) == [("/later", 1)]


async def test_it_writes_by_itself_and_tells_of_a_failing_disk_once(
    record: Visits, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.01)
    written = asyncio.Event()
    working = asyncio.create_task(record.keep_writing())

    async def heard(_batch: Sequence[Visit]) -> None:
        written.set()

    record.hear(heard)
    record.note(USUAL)
    await asyncio.wait_for(written.wait(), 5)

    tried = 0

    def full(_file: VisitFile, _visits: Sequence[Visit], _now: int) -> None:
        nonlocal tried
        tried += 1
        raise StoreError("the disk is full")

    monkeypatch.setattr(VisitFile, "put", full)
    while tried < 3:
        record.note(USUAL._replace(path=f"/{tried}"))
        await asyncio.sleep(0.01)
    working.cancel()
    assert caplog.text.count("the disk is full") == 1


async def test_whoever_listens_hears_of_new_visits_and_of_repeats(record: Visits) -> None:
    batches: list[list[tuple[str, int]]] = []

    async def heard(batch: Sequence[Visit]) -> None:
        batches.append([(one.noted.path, one.many) for one in batch])

    record.hear(heard)
    record.note(USUAL)
    await record.flush()
    await record.flush()
    record.note(USUAL)
    record.note(USUAL._replace(path="/x"))
    await record.flush()
    assert batches == [[("/", 1)], [("/", 2), ("/x", 1)]]


async def test_whoever_is_erased_is_gone_written_waiting_or_still_to_come(
    record: Visits, feed: Feed, store: Store
) -> None:
    record.note(USUAL)
    await record.flush()
    record.note(USUAL)
    record.note(USUAL._replace(path="/waiting"))
    feed.tell(Event("erased", "ann", 1))
    record.note(USUAL._replace(path="/late"))
    record.note(USUAL._replace(person="ben", path="/ben"))
    await record.flush()
    found = {one.noted.path: one.noted.person for one in await record.page(Wanted())}
    assert found == {"/": "", "/waiting": "", "/late": "", "/ben": "ben"}
    kept = b"".join(one.read_bytes() for one in store.folder.glob("closednet.visits*"))
    assert b"annintranet" not in kept
    assert b"benintranet" in kept


async def test_closing_writes_the_last_of_them_and_the_next_start_goes_on(
    tmp_path: Path, store: Store, clock: FixedClock, feed: Feed
) -> None:
    first = await Visits.open(store.folder, store, clock, feed)
    first.note(USUAL)
    await first.close()
    again = await Visits.open(store.folder, store, clock, feed)
    again.note(USUAL)
    await again.flush()
    assert [one.id for one in await again.page(Wanted())] == [2, 1]
    await again.close()
