"""Somebody who listens to the news and writes it down."""

from __future__ import annotations

from bbs.feed import Event, Feed


def heard(feed: Feed) -> list[Event]:
    """Everything that is told from now on, in order."""
    events: list[Event] = []
    feed.hear(events.append)
    return events
