"""A policy explained beneath the house rules."""

from __future__ import annotations

import pytest

from bbs.policy.explain import Explanation
from bbs.policy.layers import explain_both
from bbs.policy.load import load
from bbs.policy.submission import Submission

HOUSE = load(
    """\
policy: 1
id: house-rules
default: allow
rules:
  - id: rude
    if: {words: [grumble]}
    then: block
  - id: same-name
    if: {words: [zebra]}
    then: flag
""",
    file="house.yaml",
)
POLICY = load(
    """\
policy: 1
id: board
default: hold
rules:
  - id: cake
    if: {words: [cake]}
    then: allow
  - id: same-name
    if: {words: [lantern]}
    then: shadow
""",
    file="board.yaml",
)


def explained(body: str) -> Explanation:
    return explain_both(HOUSE, POLICY, Submission(body))


def without(explanation: Explanation) -> dict[str, str]:
    """The verdict without each rule and without each matched word."""
    rules = {one.rule: one.verdict.word for one in explanation.without_rules}
    return rules | {one.span.text: one.verdict.word for one in explanation.without_spans if one.span}


def test_a_house_rule_decides_whatever_the_policy_allows() -> None:
    found = explained("grumble about the cake")
    assert (found.decision.verdict.word, found.decision.by) == ("block", "house-rules/rude")
    assert "“grumble”" in found.sentence


def test_each_layer_is_left_out_on_its_own() -> None:
    found = without(explained("grumble about the cake"))
    assert found == {"house-rules/rude": "allow", "cake": "block", "grumble": "allow"}


def test_only_the_word_that_is_left_out_stops_counting() -> None:
    assert without(explained("cake and a lantern, cake"))["lantern"] == "allow"
    assert without(explained("a cake, then grumble"))["cake"] == "block"
    assert without(explained("cake"))["cake"] == "hold"
    assert without(explained("one cake and another cake"))["cake"] == "allow"


def test_rules_of_the_same_name_in_both_layers_are_not_mixed_up() -> None:
    found = without(explained("a zebra with a lantern"))
    assert found["same-name"] == "hold"
    assert found["house-rules/same-name"] == "shadow"


@pytest.mark.parametrize("body", ["nothing of note", ""])
def test_the_silent_rules_of_both_layers_are_named(body: str) -> None:
    silent = [rule for rule, _ in explained(body).not_matched]
    assert silent == ["house-rules/rude", "house-rules/same-name", "cake", "same-name"]
