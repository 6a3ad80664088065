"""News as it happens."""

from __future__ import annotations

import logging

import pytest
from heard import heard

from bbs.feed import Event, Feed


def _event(number: int) -> Event:
    return Event("submitted", f"post-{number}", number)


def test_everybody_who_listens_hears_what_is_told_in_order() -> None:
    feed = Feed()
    one, two = heard(feed), heard(feed)
    for number in (1, 2, 3):
        feed.tell(_event(number))
    assert one == two == [_event(1), _event(2), _event(3)]


def test_nobody_hears_of_what_was_before_they_listened() -> None:
    feed = Feed()
    feed.tell(_event(1))
    late = heard(feed)
    feed.tell(_event(2))
    assert late == [_event(2)]


def test_they_have_heard_it_when_telling_is_over() -> None:
    feed = Feed()
    news = heard(feed)
    feed.tell(_event(1))
    assert news == [_event(1)]


def test_one_who_fails_harms_nobody_and_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    feed = Feed()

    def fails(event: Event) -> None:
        raise ZeroDivisionError

    feed.hear(fails)
    news = heard(feed)
    with caplog.at_level(logging.ERROR, logger="bbs"):
        feed.tell(_event(1))
    assert news == [_event(1)]
    assert "news of submitted" in caplog.text
