"""Rules that a text can't match are not asked, and nobody can tell by what is decided."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trial import policy

from bbs.policy.case import Case
from bbs.policy.explain import explain
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Author, Decision, Submission
from bbs.policy.waking import Waking, needed

WORDS = ["cake", "tea*", '"*un*"', "moon", "sun + moon", "cake + tea + rain", "list sweet"]
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(", ".join)
VALUES = {
    "words": PHRASES.map("[{}]".format), "all_words": PHRASES.map("[{}]".format),
    "length": st.just("{over: 5}"), "kind": st.just("[reply]"), "site": st.just("[board]"),
    "author": st.just("{role: [editor]}"), "patterns": st.just("['n$']"),
}  # fmt: skip
"""Conditions by their key, with what may stand there."""


@st.composite
def maps(draw: st.DrawFn, depth: int = 2) -> str:
    """A map of one to three conditions as a line of YAML."""
    nested = ["any", "all", "not"] if depth else []
    keys = draw(st.lists(st.sampled_from(["words", *VALUES, *nested]), min_size=1, max_size=3, unique=True))
    inner = maps(depth - 1)
    values = {
        **VALUES,
        "not": inner.map("{{{}}}".format),
        "any": st.builds("[{{{}}}, {{{}}}]".format, inner, inner),
    }
    values["all"] = values["any"]
    more = ["in: title", "except: [suncake, moon]"] if "words" in keys or "all_words" in keys else []
    scope = draw(st.sampled_from([[], [], more]))
    return ", ".join([*(f"{key}: {draw(values[key])}" for key in keys), *scope])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    rules = []
    for number in range(draw(st.integers(1, 5))):
        asks = draw(st.sampled_from(["", "", ", matched: r0", ", score: {over: 10}"])) if number else ""
        condition = draw(maps())
        unless = draw(st.sampled_from(["", "unless: {words: [rain]}, "]))
        editing = ["[allow, mask]"] if condition.startswith(("words", "all_words")) else []
        points = [] if asks else ["{score: 20}"]
        then = draw(st.sampled_from(["hold", "flag", "block", "pass", *editing, *points]))
        mode = draw(st.sampled_from(["live", "live", "live", "shadow", "off"]))
        rules.append(f"- {{id: r{number}, if: {{{condition}{asks}}}, {unless}then: {then}, mode: {mode}}}")
    top = draw(st.sampled_from(["", "decide: first\n", "score: {hold: 20}\n", "see_through: tricks\n"]))
    text = f"policy: 1\nid: p\ndefault: allow\n{top}lists: {{sweet: [sugar, honey*]}}\nrules:\n  "
    return load(text + "\n  ".join(rules), file="p.yaml")


class Everything(Waking[Any]):
    """No index: each rule is asked of each text."""

    def awake(self, case: Case) -> Any:
        return self._every


def one_by_one(it: Policy) -> Policy:
    """The same policy judged rule by rule."""
    plain = dataclasses.replace(it)
    object.__setattr__(plain, "waking", Everything(it.rules, it.late))
    return plain


TEXTS = st.lists(
    st.sampled_from(["cake", "teas", "sunny", "moon", "rain", "suncake", "honeyed", "c4ke", "of", "t e a"]),
    max_size=5,
).map(" ".join)
POSTS = st.builds(
    Submission, TEXTS, title=TEXTS, site=st.sampled_from([None, "board"]),
    by=st.sampled_from([Author(), Author(role="editor")]),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies(), st.lists(POSTS, min_size=2, max_size=4))
def test_what_is_decided_and_explained_is_the_same_as_by_asking_every_rule(
    it: Policy, posts: list[Submission]
) -> None:
    slow = one_by_one(it)
    for post in posts:
        assert it.judge(post) == slow.judge(post)
        assert explain(it, post) == explain(slow, post)
        for rule in it.rules:
            assert it.judge(post, without=rule.id) == slow.judge(post, without=rule.id)


def awake(text: str, body: str) -> list[str]:
    it = policy(text)
    return [rule.id for rule in it.waking.awake(it.case(Submission(body)))]


RULES = """
rules:
  - {id: cake, if: {words: [cake, bun]}, then: hold}
  - {id: long, if: {length: {over: 100}}, then: hold}
  - {id: tea, if: {kind: [reply], words: [green + tea]}, then: hold}
  - {id: late, if: {matched: cake}, then: hold}
  - {id: both, if: {any: [{words: [cake]}, {all_words: [tea]}]}, then: hold}
  - {id: off, mode: off, if: {words: [cake]}, then: hold}
"""


def test_a_text_wakes_the_rules_that_need_one_of_its_phrases_and_those_that_need_none() -> None:
    assert awake(RULES, "nothing") == ["long", "late"]
    assert awake(RULES, "a cake") == ["cake", "long", "both", "late"]
    assert awake(RULES, "tea") == ["long", "tea", "both", "late"]


@pytest.mark.parametrize(
    "condition",
    [
        "not: {words: [cake]}",
        "any: [{words: [cake]}, {length: {under: 9}}]",
        "any: [{words: [cake]}, {not: {words: [tea]}}]",
        "matched: other",
        "unknown_words: {known: cake}",
        "length: {under: 9}",
    ],
)
def test_a_rule_that_may_match_without_its_words_is_always_asked(condition: str) -> None:
    it = policy(f"rules: [{{id: other, then: flag}}, {{id: it, if: {{{condition}}}, then: hold}}]\n")
    assert needed(it.rule("it").when) is None
    assert [rule.id for rule in it.waking.awake(it.case(Submission("x")))] == ["other", "it"]


def test_words_after_a_condition_that_could_fail_wake_nobody_since_the_failure_is_told() -> None:
    it = policy("rules: [{id: it, if: {patterns: ['a'], words: [cake]}, then: hold}]\n")
    assert needed(it.rule("it").when) is None


def test_without_rules_that_need_phrases_the_text_is_not_read_at_all() -> None:
    it = policy("rules: [{id: it, if: {length: {over: 3}}, then: hold}]\n")
    case = it.case(Submission("a cake"))
    assert len(it.waking.awake(case)) == 1
    assert "found" not in vars(case)


class Unreadable(Case):
    """A case in which the search fails."""

    @property
    def found(self) -> Any:  # type: ignore[override]
        raise ZeroDivisionError("out of order")


def test_a_text_that_can_not_be_read_wakes_every_rule_so_that_each_fails_and_holds_it() -> None:
    it = policy(RULES)
    case = it.case(Submission("nothing"))
    case.__class__ = Unreadable
    assert len(it.waking.awake(case)) == 6
    decision: Decision = it._decide(case, "")
    assert decision.verdict.word == "hold"
    assert decision.trouble[0] == "cake: ZeroDivisionError: out of order"


def test_a_rule_of_which_another_asks_and_which_is_gone_is_no_reason_to_fail() -> None:
    it = policy(RULES)
    left = dataclasses.replace(it, rules=it.rules[:3])
    assert left.judge(Submission("a cake")).by == "cake"
