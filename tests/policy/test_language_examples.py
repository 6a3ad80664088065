"""Every example that describes a word of the language can be written where that word stands."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bbs.policy.actions import ACTIONS
from bbs.policy.conditions import CONDITIONS, NESTS, SCOPE
from bbs.policy.examples import run_tests
from bbs.policy.language import EXAMPLES, FOLDED, RULE, TEST, TOP
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.steps import STEPS
from bbs.policy.submission import Submission
from bbs.shipped import read_shipped

RULED = {"id": "y", "if": {"words": ["z"]}, "then": "hold"}
TESTED = {"post": "a", "gives": "hold"}
NEEDING = ("posts", "same_text", "burst", "unknown_words")
"""Maps whose keys do not stand alone."""


def as_words(text: str) -> Any:
    """YAML with every scalar as text, as the loader reads it."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506  # it makes nothing but texts, lists and maps


def policy(**top: Any) -> Policy:
    """A policy with these keys at the top, written out and read as any other."""
    whole = {"policy": 1, "id": "x", "default": "hold"} | top
    return load(
        yaml.safe_dump(whole, sort_keys=False, allow_unicode=True), file="example.yaml", read=read_shipped
    )


def ruled(**keys: Any) -> Policy:
    return policy(lists={"greeting": ["a"]}, rules=[RULED | keys])


def on_trial(**keys: Any) -> Policy:
    return policy(rules=[{"id": "selling", "then": "flag"}], tests=[TESTED | keys])


def written(name: str, given: dict[str, Any]) -> Policy:
    """The policy in which an example of the map `name` stands in its place."""
    match name:
        case "top":
            return policy(**given)
        case "rule":
            return ruled(**given)
        case "test":
            return on_trial(**given)
        case "default":
            return policy(default={"then": "hold"} | given)
        case "score" | "examples":
            return policy(**{name: given})
        case "list":
            return policy(lists={"places": given if "match" not in given else {"words": ["a"]} | given})
        case "post" if "ago" in given:
            return on_trial(after=[{"body": "a"} | given])
        case "post":
            return on_trial(post={"body": "a"} | given)
        case "by":
            return on_trial(post={"body": "a", "by": given})
    return ruled(**{"if": {"score" if name == "over" else name: given}})


@pytest.mark.parametrize(
    ("name", "example"), [(name, example) for name, keys in EXAMPLES.items() for example in keys.values()]
)
def test_the_example_of_a_key_can_be_written_where_the_key_stands(name: str, example: str) -> None:
    beside = {} if name not in NEEDING else as_words("\n".join(EXAMPLES[name].values()))
    assert written(name, beside | as_words(example))


def test_the_example_of_a_key_is_one_of_that_key() -> None:
    for keys in EXAMPLES.values():
        assert [example.partition(":")[0] for example in keys.values()] == [*keys]
    assert [set(EXAMPLES[name]) for name in ("top", "rule", "test")] == [set(TOP), set(RULE), set(TEST)]


@pytest.mark.parametrize(
    "example", [one.example for one in CONDITIONS.values()] + [text for _, text in NESTS.values()]
)
def test_the_example_of_a_condition_can_be_written_in_a_rule(example: str) -> None:
    others = [{"id": name, "then": "flag"} for name in ("watch", "charity", "choir")]
    rule = RULED | {"if": as_words(example)}
    assert policy(lists={"greeting": ["a"]}, rules=[*others, rule])


@pytest.mark.parametrize("example", [text for _, text in SCOPE.values()])
def test_the_example_of_how_to_look_can_be_written_beside_words(example: str) -> None:
    assert ruled(**{"if": {"words": ["z", "a"]} | as_words(example)})


@pytest.mark.parametrize("example", [one.example for one in ACTIONS.values()])
def test_the_example_of_an_effect_can_be_written_in_a_rule(example: str) -> None:
    assert ruled(**as_words(example))


def test_the_example_of_a_folding_step_needs_that_step_alone() -> None:
    assert [*FOLDED] == [*STEPS]
    for step, text in FOLDED.items():
        for through in STEPS:
            found = policy(
                see_through=[through], rules=[{"id": "y", "if": {"words": ["birthday"]}, "then": "flag"}]
            )
            assert bool(found.judge(Submission(body=text)).matches) == (through == step), (step, through)
    assert not [one for one in run_tests(policy(tests=[TESTED])) if not one.passed]
