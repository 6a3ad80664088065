"""News as it happens."""

from __future__ import annotations

import asyncio

from bbs.feed import ROOM, Event, Feed


def _event(number: int) -> Event:
    return Event("submitted", f"post-{number}", number)


async def test_every_watcher_hears_what_is_told_in_order() -> None:
    feed = Feed()
    async with feed.watch() as one, feed.watch() as two:
        for number in (1, 2, 3):
            feed.tell(_event(number))
        for watch in (one, two):
            assert [(await watch.next()) for _ in range(3)] == [_event(1), _event(2), _event(3)]


async def test_a_watcher_hears_nothing_from_before_it_watched() -> None:
    feed = Feed()
    feed.tell(_event(1))
    async with feed.watch() as watch:
        feed.tell(_event(2))
        assert await watch.next() == _event(2)


async def test_a_watcher_that_waits_is_woken() -> None:
    feed = Feed()
    async with feed.watch() as watch:
        waiting = asyncio.create_task(watch.next())
        await asyncio.sleep(0)
        feed.tell(_event(1))
        assert await waiting == _event(1)


async def test_a_watcher_that_does_not_keep_up_is_let_go_and_harms_nobody() -> None:
    feed = Feed()
    async with feed.watch() as slow, feed.watch() as quick:
        for number in range(ROOM + 1):
            feed.tell(_event(number))
            assert await quick.next() == _event(number)
        assert slow.dropped
        assert [event async for event in slow] == []
        assert not quick.dropped
        assert feed.watchers == 1


async def test_closing_ends_every_stream_at_once() -> None:
    feed = Feed()
    async with feed.watch() as idle, feed.watch() as behind:
        feed.tell(_event(1))
        assert await idle.next() == _event(1)
        waiting = asyncio.create_task(idle.next())
        await asyncio.sleep(0)
        feed.close()
        async with asyncio.timeout(1):
            assert await waiting is None
            assert await behind.next() is None


async def test_a_closed_feed_can_still_be_told_and_watched_without_waiting() -> None:
    feed = Feed()
    feed.close()
    feed.tell(_event(1))
    async with feed.watch() as watch, asyncio.timeout(1):
        assert [event async for event in watch] == []


async def test_who_stops_watching_is_forgotten() -> None:
    feed = Feed()
    async with feed.watch():
        assert feed.watchers == 1
    assert feed.watchers == 0
