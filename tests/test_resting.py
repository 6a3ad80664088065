"""A large policy is loaded without the collector of garbage, which leaves it alone afterwards."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.proof import from_files, read_through
from bbs.resting import LARGE, collector_at_rest

TEXT = "policy: 1\nid: many\ndefault: allow\nlists: {words: {file: words}}\n"
TEXT += "rules: [{id: any, if: {words: [list words]}, then: hold}]\n"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    assert gc.isenabled()


def listed(phrases: int) -> dict[str, str]:
    return {"words": "\n".join(f"word{n}" for n in range(phrases))}


def loaded(phrases: int) -> Policy:
    policy = read_through(TEXT, from_files(listed(phrases))).policy
    assert policy is not None
    return policy


def test_a_large_policy_is_never_looked_at_and_a_small_one_like_everything_else() -> None:
    gc.unfreeze()
    loaded(10)
    assert gc.get_freeze_count() == 0
    policy = loaded(2 * LARGE)
    assert gc.get_freeze_count() > 2 * LARGE
    assert len(policy.files) == 1


def test_a_large_policy_goes_when_nobody_uses_it_any_more() -> None:
    policy = loaded(2 * LARGE)
    matcher = weakref.ref(policy.matcher)
    gc.disable()
    try:
        del policy
        assert matcher() is None
    finally:
        gc.enable()


def test_while_several_load_at_a_time_nobody_looks_for_garbage_until_the_last_is_done() -> None:
    both, seen = Barrier(2), []

    def load_one(last: bool) -> None:
        with collector_at_rest():
            both.wait(5)
            load(TEXT, file="p.yaml", read=lambda _: b"tea")
            if last:
                other.join(5)
                seen.append(gc.isenabled())

    other = Thread(target=load_one, args=(False,))
    other.start()
    load_one(last=True)
    assert (seen, gc.isenabled()) == ([False], True)


def test_where_the_collector_was_off_before_it_stays_off() -> None:
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_error_in_the_file_leaves_the_collector_on() -> None:
    assert read_through("policy: 1\n", from_files({})).problems
    assert gc.isenabled()
