"""Guessing: attempts take turns, wrong ones space the next, and the right one always gets its turn."""

from __future__ import annotations

import asyncio

import pytest
from timeless import Timeless

from bbs import patience
from bbs.names import ANIMALS, TICKET_WORDS
from bbs.patience import ALL_CODES, CODES, NAMES, Doorkeeper, Patience, TooMany


@pytest.fixture
def time() -> Timeless:
    return Timeless()


@pytest.fixture
def names(time: Timeless) -> Patience:
    return Patience(NAMES, time.time, time.sleep)


@pytest.fixture
def door(time: Timeless) -> Doorkeeper:
    return Doorkeeper(time.time, time.sleep)


async def attempt(at: Patience, key: str, time: Timeless, *, right: bool = False, who: str = "") -> float:
    """One attempt; when it is answered."""
    async with at.turn(key, who) as turn:
        turn.right = right
    return time.now


async def code(door: Doorkeeper, who: str, time: Timeless, *, right: bool = False) -> float:
    """One class code; when it is answered."""
    await door.code(who, right=right)
    return time.now


def answered(outcomes: list[float | BaseException]) -> list[float]:
    """When those were answered that were not sent away."""
    return [round(one, 3) for one in outcomes if not isinstance(one, BaseException)]


def sent_away(outcomes: list[float | BaseException]) -> int:
    return sum(isinstance(one, TooMany) for one in outcomes)


async def test_wrong_attempts_cost_a_moment_at_first_and_two_seconds_in_the_end(
    names: Patience, time: Timeless
) -> None:
    ends = answered([(await time.all_of(attempt(names, "otter", time)))[0] for _ in range(8)])
    costs = [round(late - early, 3) for early, late in zip([0.0, *ends], ends, strict=False)]
    assert costs == [0.3, 0.3, 0.3, 0.6, 1.2, 2.0, 2.0, 2.0]


async def test_a_right_attempt_costs_nothing(names: Patience, time: Timeless) -> None:
    assert answered(await time.all_of(attempt(names, "otter", time, right=True))) == [0]


async def test_many_attempts_at_once_gain_nothing_over_one_after_another(
    names: Patience, time: Timeless
) -> None:
    outcomes = await time.all_of(*(attempt(names, "otter", time, who=str(n)) for n in range(8)))
    assert answered(outcomes) == [0.3, 0.6, 0.9, 1.5, 2.7, 4.7, 6.7, 8.7]


async def test_an_attempt_is_not_even_looked_at_before_its_turn(names: Patience, time: Timeless) -> None:
    looked: list[float] = []

    async def look() -> None:
        async with names.turn("otter") as turn:
            looked.append(round(time.now, 3))
            turn.right = False

    await time.all_of(*(look() for _ in range(4)))
    assert looked == [0, 0.3, 0.6, 0.9]


async def test_the_right_one_gets_its_turn_among_wrong_ones_and_clears_the_name(
    names: Patience, time: Timeless
) -> None:
    for _ in range(10):
        await time.all_of(attempt(names, "otter", time))
    await time.all_of(*(attempt(names, "otter", time, who="a") for _ in range(5)))
    start = time.now
    (end,) = answered(await time.all_of(attempt(names, "otter", time, right=True, who="b")))
    assert end - start <= NAMES.long
    start = time.now
    (end,) = answered(await time.all_of(attempt(names, "otter", time)))
    assert round(end - start, 3) == NAMES.short


async def test_other_names_are_not_slowed_down(names: Patience, time: Timeless) -> None:
    await time.all_of(*(attempt(names, "otter", time) for _ in range(8)))
    start = time.now
    assert answered(await time.all_of(attempt(names, "heron", time, right=True))) == [round(start, 3)]


async def test_at_most_sixteen_wait_for_one_name_and_one_more_is_told_when_to_come_back(
    names: Patience, time: Timeless
) -> None:
    outcomes = await time.all_of(*(attempt(names, "otter", time, who=str(n)) for n in range(30)))
    assert sent_away(outcomes) == 30 - 1 - 16  # one has its turn at once
    too_many = next(one for one in outcomes if isinstance(one, TooMany))
    assert too_many.seconds == 2


async def test_whoever_tries_from_one_address_leaves_places_for_all_others(
    names: Patience, time: Timeless
) -> None:
    prankster = [attempt(names, "otter", time, who="prankster") for _ in range(100)]
    outcomes = await time.all_of(*prankster, attempt(names, "otter", time, right=True, who="owner"))
    assert not isinstance(outcomes[-1], BaseException)
    assert outcomes[-1] <= NAMES.of_one * NAMES.long
    assert sent_away(outcomes) == 100 - 1 - NAMES.of_one


async def test_an_attempt_that_ended_in_trouble_counts_for_nothing(names: Patience, time: Timeless) -> None:
    for _ in range(5):
        with pytest.raises(OSError, match="the disk"):
            async with names.turn("otter"):
                raise OSError("the disk")
    assert answered(await time.all_of(attempt(names, "otter", time, right=True))) == [0]
    assert len(names) == 0


async def test_whoever_goes_away_while_waiting_holds_nobody_up(names: Patience, time: Timeless) -> None:
    going = [asyncio.ensure_future(attempt(names, "otter", time, who=str(n))) for n in range(6)]
    await time.settle()
    for one in going:
        one.cancel()
    await time.settle()
    assert answered(await time.all_of(attempt(names, "otter", time, right=True))) == [0.3]


async def test_going_away_does_not_make_the_next_guess_come_sooner(names: Patience, time: Timeless) -> None:
    looked: list[float] = []

    async def guess() -> None:
        async with names.turn("otter") as turn:
            looked.append(round(time.now, 3))
            turn.right = False

    for _ in range(6):
        going = asyncio.ensure_future(guess())
        await time.pass_by(0.01)
        going.cancel()
    await time.settle()
    assert len(looked) == 1


async def test_wrong_attempts_are_forgotten_after_some_minutes(names: Patience, time: Timeless) -> None:
    for _ in range(10):
        await time.all_of(attempt(names, "otter", time))
    await time.pass_by(NAMES.forget)
    start = time.now
    (end,) = answered(await time.all_of(attempt(names, "otter", time)))
    assert round(end - start, 3) == NAMES.short


async def test_only_so_many_names_are_remembered(
    names: Patience, time: Timeless, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MOST_KEYS", 50)
    for number in range(300):
        await time.all_of(attempt(names, f"name {number}", time))
        await time.all_of(attempt(names, f"good {number}", time, right=True))
    assert len(names) <= 51
    await time.pass_by(NAMES.forget)
    for _ in range(100):
        await time.all_of(attempt(names, "otter", time, right=True))
    assert len(names) <= 1


async def test_a_class_behind_one_address_is_in_within_its_minute_in_spite_of_some_slips(
    door: Doorkeeper, time: Timeless
) -> None:
    async def pupil(number: int) -> float:
        await time.sleep(number * 2)
        if number % 6 == 2:
            await door.code("school", right=False)
        before = time.now
        await door.code("school", right=True)
        return time.now - before

    waits = answered(await time.all_of(*(pupil(number) for number in range(30))))
    assert len(waits) == 30
    assert max(waits) <= CODES.short


async def test_thirty_right_codes_at_once_wait_for_nothing(door: Doorkeeper, time: Timeless) -> None:
    assert set(answered(await time.all_of(*(code(door, "school", time, right=True) for _ in range(30))))) == {
        0
    }


async def test_a_right_code_is_next_behind_the_very_address_that_guesses(
    door: Doorkeeper, time: Timeless
) -> None:
    guesses = [code(door, "school", time) for _ in range(60)]
    outcomes = await time.all_of(*guesses, code(door, "school", time, right=True))
    assert not isinstance(outcomes[-1], BaseException)
    assert outcomes[-1] <= CODES.short + ALL_CODES.short
    assert answered(outcomes)[59] > 100


async def test_a_right_code_among_guesses_is_not_told_before_its_turn(
    door: Doorkeeper, time: Timeless
) -> None:
    for _ in range(8):
        await time.all_of(code(door, "guesser", time))
    start = time.now
    await time.all_of(code(door, "guesser", time), code(door, "guesser", time, right=True))
    assert time.now - start >= CODES.long


async def test_all_codes_from_one_address_would_take_months(door: Doorkeeper, time: Timeless) -> None:
    while time.now < 3600:
        await time.all_of(*(code(door, "guesser", time) for _ in range(20)))
    tried = 0
    start = time.now
    for _ in range(5):
        tried += len(answered(await time.all_of(*(code(door, "guesser", time) for _ in range(50)))))
    every_code = len(ANIMALS) * len(TICKET_WORDS) * 90
    assert every_code / (tried / (time.now - start)) > 60 * 24 * 3600


async def test_a_pause_gains_a_guesser_less_than_going_on(door: Doorkeeper, time: Timeless) -> None:
    start, tried = time.now, 0
    for _ in range(10):
        tried += len(answered(await time.all_of(*(code(door, "guesser", time) for _ in range(6)))))
        await time.pass_by(CODES.forget)
    assert tried / (time.now - start) < 1 / CODES.long


async def test_guessing_from_many_addresses_is_slow_too_and_holds_nobody_up_for_long(
    door: Doorkeeper, time: Timeless
) -> None:
    guesses = [code(door, f"address {n}", time) for n in range(200)]
    ours = code(door, "pupil", time, right=True)
    outcomes = await time.all_of(*guesses[:20], ours, *guesses[20:])
    assert not isinstance(outcomes[20], BaseException)
    assert outcomes[20] <= 3
    assert len(answered(outcomes)) <= ALL_CODES.waiting + 1
    assert max(answered(outcomes)) <= 1 + ALL_CODES.waiting * ALL_CODES.short
    assert len(answered(outcomes)) / max(answered(outcomes)) <= 11


async def test_addresses_are_forgotten_soon(door: Doorkeeper, time: Timeless) -> None:
    for number in range(20):
        await time.all_of(code(door, f"address {number}", time))
    await time.pass_by(CODES.forget)
    for _ in range(10):
        await time.all_of(code(door, "pupil", time, right=True))
    assert len(door._codes) <= 1
