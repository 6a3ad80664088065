"""Many submissions under two policies: which group each one falls into, and what is kept of them."""

from __future__ import annotations

import datetime as dt
import gc
import itertools
import pickle
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import policy

from bbs.policy.past import SOME_DAY
from bbs.policy.questions import Sent
from bbs.policy.replay import MOST_EXAMPLES, Change, Replay
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission, Text, Verdict

NOTHING = "{id: nothing, if: {words: [zebra]}, then: block}"


def one_rule(then: str, more: str = "") -> Policy:
    return policy(f"rules:\n  - {{id: it, if: {{words: [cake]}}, then: {then}{more}}}\n")


def sent(body: str, author: str | None = None, minute: int = 0, **facts: object) -> Sent:
    at = dt.datetime.combine(SOME_DAY, dt.time(12)) + dt.timedelta(minutes=minute)
    return Sent(Submission(body, **facts), author, at)  # type: ignore[arg-type]  # facts by name


ALLOW, HOLD, QUIET = one_rule("allow"), one_rule("hold"), one_rule("hold", ", tell: nothing")


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (ALLOW, HOLD, Change.HIDDEN),
        (ALLOW, one_rule("warn"), Change.HIDDEN),
        (HOLD, ALLOW, Change.SHOWN),
        (one_rule("drop"), one_rule("pass"), Change.SHOWN),
        (ALLOW, one_rule("mask"), Change.TEXT),
        (HOLD, one_rule("[hold, mask]"), Change.TEXT),
        (one_rule("{replace: bun}"), one_rule("{replace: pie}"), Change.TEXT),
        (ALLOW, one_rule("mask", ", tell: nothing"), Change.TEXT),
        (one_rule("mask"), one_rule("mask", ", tell: nothing"), Change.TOLD),
        (HOLD, QUIET, Change.TOLD),
        (HOLD, one_rule("hold", ", why: An editor reads it."), Change.TOLD),
        (HOLD, one_rule("block"), Change.TOLD),
        (one_rule("shadow"), one_rule("drop"), Change.TOLD),
        (one_rule("block", ", tell: {pretend: No paper.}"), one_rule("block", ", tell: {pretend: No ink.}"), Change.TOLD),
        (QUIET, one_rule("shadow"), Change.DECIDED),
        (one_rule("block", ", tell: nothing"), one_rule("drop"), Change.DECIDED),
        (ALLOW, one_rule("pass"), None),
        (ALLOW, policy(), None),
        (HOLD, policy("rules:\n  - {id: other, if: {words: [cake]}, then: [hold, flag, {tag: x}]}\n"), None),
        (HOLD, HOLD, None),
    ],
)  # fmt: skip
def test_each_submission_falls_into_the_first_group_that_fits(
    old: Policy, new: Policy, change: Change | None
) -> None:
    replay = Replay(old, new)
    assert replay.add("1", sent("a cake")) is change
    assert replay.add("2", sent("good morning")) is None
    assert (replay.submissions, replay.unchanged) == (2, 1 if change else 2)
    assert {one: group.count for one, group in replay.groups.items() if group.count} == (
        {change: 1} if change else {}
    )


def test_an_example_says_what_both_policies_make_of_it() -> None:
    replay = Replay(one_rule("mask"), HOLD)
    replay.add("line 7", sent("a cake", title="Hello"))
    (example,) = replay.groups[Change.HIDDEN].examples
    assert (example.name, example.text) == ("line 7", Text("Hello", "a cake"))
    assert (example.old.verdict, example.old.by, example.old.shown) == (
        Verdict.ALLOW, "default", Text("Hello", "a ■■■■"),
    )  # fmt: skip
    assert (example.new.verdict, example.new.by, example.new.shown, example.new.told) == (
        Verdict.HOLD, "it", None, "reason",
    )  # fmt: skip
    assert example.new.author_sees == Text("Hello", "a cake")
    assert example.new.told_text.startswith("Your post waits")


def test_the_moves_between_verdicts_are_counted_mildest_first() -> None:
    rules = "rules: [{id: a, if: {words: [cake]}, then: hold}, {id: b, if: {words: [tea]}, then: block}]\n"
    replay = Replay(policy(), policy(rules))
    for number, body in enumerate(("tea", "a cake", "cake", "milk")):
        replay.add(str(number), sent(body))
    assert replay.moves == ((Verdict.ALLOW, Verdict.HOLD, 2), (Verdict.ALLOW, Verdict.BLOCK, 1))


def test_each_policy_counts_anew_what_was_sent_under_it() -> None:
    counting = policy("rules: [{id: often, if: {posts: {more_than: 2, in: 10 minutes}}, then: hold}]\n")
    replay = Replay(policy(), counting)
    changes = [replay.add(str(n), sent("hello", "ann" if n % 2 else "ben", minute=n)) for n in range(8)]
    assert [n for n, change in enumerate(changes) if change is Change.HIDDEN] == [4, 5, 6, 7]


def test_a_text_that_is_asked_about_does_not_count_under_the_policy_that_asks() -> None:
    counting = "rules: [{id: often, if: {posts: {more_than: 1, in: 1 hour}}, then: hold}%s]\n"
    asking = policy(counting % ", {id: sure, if: {words: [rain]}, then: warn}")
    replay = Replay(policy(counting % ""), asking)
    assert replay.add("1", sent("rain", "ann")) is Change.HIDDEN
    assert replay.add("2", sent("sun", "ann", minute=1)) is Change.SHOWN


def test_of_each_group_the_first_few_are_kept() -> None:
    replay = Replay(ALLOW, HOLD)
    for number in range(3 * MOST_EXAMPLES):
        replay.add(str(number), sent("cake"))
    group = replay.groups[Change.HIDDEN]
    assert group.count == 3 * MOST_EXAMPLES
    assert [example.name for example in group.examples] == [str(n) for n in range(MOST_EXAMPLES)]


@given(st.lists(st.sampled_from(["cake", "tea", "milk", "CAKE"]), max_size=70), st.integers(1, 9))
def test_parts_that_are_put_together_in_order_make_the_same_as_one_walk(bodies: list[str], size: int) -> None:
    rules = (
        "rules: [{id: a, if: {words: [cake]}, then: [hold, mask]}, {id: b, if: {words: [tea]}, then: mask}]\n"
    )
    old, new = policy(), policy(rules)
    whole, together = Replay(old, new), Replay(old, new)
    for start in range(0, len(bodies), size):
        part = Replay(old, new)
        for number, body in enumerate(bodies[start : start + size], start):
            whole.add(str(number), sent(body))
            part.add(str(number), sent(body))
        together.take(pickle.loads(pickle.dumps(part.tally)))  # noqa: S301  # our own, as between processes
    assert together.tally == whole.tally
    assert (together.moves, together.unchanged) == (whole.moves, whole.unchanged)


def test_memory_does_not_grow_with_the_number_of_submissions() -> None:
    counting = policy("rules: [{id: often, if: {posts: {more_than: 5, in: 1 minute}}, then: hold}]\n")
    replay = Replay(ALLOW, counting)

    def run(numbers: range) -> int:
        for number in numbers:
            replay.add("x", sent(f"a cake {number} " + "long " * 20, f"author {number}", number))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    run(range(200))
    tracemalloc.start()
    after = [run(range(start, start + 600)) for start in (200, 800, 1400, 2000)]
    tracemalloc.stop()
    # what is kept of each submission grows every time; a table of the interpreter that is made larger does so once
    assert min(later - before for before, later in itertools.pairwise(after)) < 10_000


@given(st.lists(st.sampled_from(["cake", "tea", "a cake and tea", "milk", "CAKE"]), max_size=12))
def test_every_submission_is_counted_once_and_nothing_changes_between_equal_policies(
    bodies: list[str],
) -> None:
    text = (
        "rules: [{id: a, if: {words: [cake]}, then: [hold, mask]}, {id: b, if: {words: [tea]}, then: mask}]\n"
    )
    same, other = Replay(policy(text), policy(text)), Replay(policy(), policy(text))
    for number, body in enumerate(bodies):
        assert same.add(str(number), sent(body)) is None
        other.add(str(number), sent(body))
    assert same.unchanged == len(bodies)
    assert other.unchanged + sum(group.count for group in other.groups.values()) == len(bodies)
    back = Replay(policy(text), policy())
    for number, body in enumerate(bodies):
        back.add(str(number), sent(body))
    assert back.groups[Change.SHOWN].count == other.groups[Change.HIDDEN].count
    assert back.groups[Change.TEXT].count == other.groups[Change.TEXT].count


@pytest.mark.parametrize("ways", [("plain", "tricks"), ("tricks", "plain"), ("tricks", "tricks")])
def test_a_text_is_read_by_each_policy_in_its_own_way(ways: tuple[str, str]) -> None:
    old, new = (
        policy(f"see_through: {way}\nrules:\n  - {{id: it, if: {{words: [cake]}}, then: block}}\n")
        for way in ways
    )
    replay = Replay(old, new)
    for name, body in (("disguised", "no c4ke here"), ("open", "no cake here"), ("neither", "no tea here")):
        replay.add(name, sent(body))
    hidden, shown = (ways == ("plain", "tricks"), ways == ("tricks", "plain"))
    assert (replay.groups[Change.HIDDEN].count, replay.groups[Change.SHOWN].count) == (hidden, shown)
    assert replay.submissions == 3
