"""`chance`: a lot that can be drawn again."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from trial import matched, policy, rule

from bbs.policy.explain import why_not
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission

TEXT = "policy: 1\nid: trial\ndefault: allow\nrules: [{id: lot, if: {chance: 30%}, then: hold}]\n"


def seeded(seed: bytes, text: str = TEXT) -> Policy:
    return load(text, file="trial.yaml", seed=seed)


def drawn(found: Policy, posts: int = 400) -> set[int]:
    """The posts that the rule `lot` matched."""
    return {number for number in range(posts) if found.judge(Submission("x", key=f"post-{number}")).matches}


def test_the_same_post_rule_and_key_always_draw_the_same_lot() -> None:
    assert drawn(seeded(b"class 9b")) == drawn(seeded(b"class 9b"))


def test_another_key_another_post_or_another_rule_draws_another_lot() -> None:
    ours = drawn(seeded(b"class 9b"))
    assert ours != drawn(seeded(b"class 9c"))
    assert 0 < len(ours) < 400
    assert ours != drawn(seeded(b"class 9b", TEXT.replace("id: lot", "id: raffle")))


@pytest.mark.parametrize(
    ("share", "least", "most"), [("30%", 1090, 1310), ("0.5%", 5, 40), ("97.5%", 3850, 3950)]
)
def test_as_many_posts_match_as_the_share_says(share: str, least: int, most: int) -> None:
    assert least < len(drawn(seeded(b"key", TEXT.replace("30%", share)), 4_000)) < most


def test_nought_percent_never_matches_and_a_hundred_always() -> None:
    assert drawn(seeded(b"key", TEXT.replace("30%", "0%"))) == set()
    assert len(drawn(seeded(b"key", TEXT.replace("30%", "100%")))) == 400


def test_it_is_the_keyed_hash_of_post_and_rule_that_decides() -> None:
    mac = hmac.new(b"key", b"lot\0post-1", hashlib.sha256).digest()
    percent = int.from_bytes(mac[:8], "big") / 2**64 * 100
    for share, expected in ((percent + 0.01, True), (percent - 0.01, False)):
        found = seeded(b"key", TEXT.replace("30%", f"{share:.2f}%"))
        assert bool(found.judge(Submission("x", key="post-1")).matches) is expected


def test_the_words_draw_where_a_post_has_no_key() -> None:
    found = rule("{chance: 50%}")
    answers = {found.judge(Submission(f"cake {number}")).by for number in range(30)}
    assert answers == {"it", "default"}
    assert found.judge(Submission("cake")) == found.judge(Submission("cake"))


def test_a_half_of_a_character_draws_too() -> None:
    assert matched("{chance: 100%}", "\ud800")


def test_inside_one_rule_the_lot_is_one() -> None:
    found = rule("{chance: 40%, not: {chance: 40%}}")
    assert {found.judge(Submission(str(number))).by for number in range(100)} == {"default"}


def test_a_lower_share_takes_some_of_those_that_a_higher_one_takes() -> None:
    assert drawn(seeded(b"k", TEXT.replace("30%", "10%"))) < drawn(seeded(b"k", TEXT.replace("30%", "60%")))


def test_lots_are_drawn_in_an_exception_as_well() -> None:
    found = policy("rules: [{id: it, unless: {chance: 100%}, then: block}]\n")
    assert found.judge(Submission("x")).by == "default"


def test_why_not_tells_the_number_that_was_drawn() -> None:
    found = why_not(seeded(b"key", TEXT.replace("30%", "0%")), "lot", Submission("x", key="post-1"))
    mac = hmac.new(b"key", b"lot\0post-1", hashlib.sha256).digest()
    percent = int.from_bytes(mac[:8], "big") / 2**64
    assert (
        found == f"It did not match: `chance`: the lot fell on {percent:.2%}, and it takes those below 0.00%."
    )
