"""Codes and passes for sites abroad: once, soon, here, and for one browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bbs.web.passes import MOST_CODES, MOST_PASSES, SECONDS, Passes, Taken, state_of

if TYPE_CHECKING:
    from conftest import FixedClock

HOST, STATE = "news.outside.test", state_of("a nonce")


@pytest.fixture
def passes(clock: FixedClock) -> Passes:
    return Passes(clock)


def dealt(passes: Passes) -> str:
    return passes.issue(HOST, STATE, "token", "/x?y=1")


def test_a_code_becomes_a_pass_for_its_host_and_leads_on(passes: Passes) -> None:
    taken = passes.take(dealt(passes), HOST, STATE)
    assert taken.back == "/x?y=1"
    assert passes.token_of(HOST, taken.key) == "token"


def test_a_pass_is_worth_nothing_on_another_host(passes: Passes) -> None:
    key = passes.take(dealt(passes), HOST, STATE).key
    assert passes.token_of("chat.outside.test", key) == ""
    assert passes.token_of("", key) == ""


def test_a_code_is_taken_once(passes: Passes) -> None:
    code = dealt(passes)
    assert passes.take(code, HOST, STATE).key
    assert passes.take(code, HOST, STATE) == Taken("/")


@pytest.mark.parametrize(
    ("host", "state", "taken"),
    [("chat.outside.test", STATE, Taken("/")), (HOST, state_of("another"), Taken("/x?y=1")), (HOST, "", Taken("/x?y=1"))],
)  # fmt: skip
def test_another_host_or_browser_gets_no_pass_and_spends_the_code(
    passes: Passes, host: str, state: str, taken: Taken
) -> None:
    code = dealt(passes)
    assert passes.take(code, host, state) == taken
    assert not passes.take(code, HOST, STATE).key


def test_a_code_is_good_for_a_minute(passes: Passes, clock: FixedClock) -> None:
    early, late = dealt(passes), dealt(passes)
    clock.advance(seconds=SECONDS)
    assert passes.take(early, HOST, STATE).key
    clock.advance(seconds=1)
    assert passes.take(late, HOST, STATE) == Taken("/")


def test_a_code_that_nobody_dealt_leads_to_the_front_page(passes: Passes) -> None:
    assert passes.take("", HOST, STATE) == passes.take("\udcff" * 100, HOST, STATE) == Taken("/")


def test_the_portal_learns_nothing_with_which_it_could_pretend_to_be_the_browser() -> None:
    assert "a nonce" not in STATE
    assert state_of("a nonce") == STATE != state_of("another")
    assert len(state_of("\udcff")) == len(STATE)


def test_what_is_remembered_is_bounded_and_the_oldest_goes_first(passes: Passes) -> None:
    first, second = dealt(passes), dealt(passes)
    for _ in range(MOST_CODES - 1):
        dealt(passes)
    assert not passes.take(first, HOST, STATE).key
    used, unused = passes.take(second, HOST, STATE).key, passes.take(dealt(passes), HOST, STATE).key
    for number in range(MOST_PASSES - 1):
        if number % 1_000 == 0:
            passes.token_of(HOST, used)
        passes.take(dealt(passes), HOST, STATE)
    assert passes.token_of(HOST, used) == "token"
    assert passes.token_of(HOST, unused) == ""
