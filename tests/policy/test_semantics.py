"""Rules that are off, unknown or fail while they run (policy language, semantics 6 and 14)."""

from __future__ import annotations

import dataclasses

import pytest
from trial import policy, verdict

from bbs.policy.case import Case
from bbs.policy.explain import why_not
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission


def test_a_rule_in_mode_off_never_matches() -> None:
    it = policy("rules: [{id: m, mode: off, then: block}]\n")
    assert it.judge(Submission("x")).matches == ()
    assert why_not(it, "m", Submission("x")) == "It did not match: it is switched off."


class _Failing:
    word, gives_hits = "", False

    def judge(self, case: Case) -> None:
        raise RuntimeError("out of order")


def _with_a_failing_rule(default: str) -> Policy:
    it = policy("rules: [{id: m, then: allow}]\n", head=f"policy: 1\nid: trial\ndefault: {default}\n")
    failing = dataclasses.replace(it.rules[0], when=_Failing())  # type: ignore[arg-type]  # a rule that breaks
    return dataclasses.replace(it, rules=(failing,))


@pytest.mark.parametrize(("default", "expected"), [("allow", "hold"), ("hold", "hold"), ("block", "block")])
def test_a_rule_that_fails_means_the_default_if_strict_and_else_hold(default: str, expected: str) -> None:
    decision = _with_a_failing_rule(default).judge(Submission("x"))
    assert decision.verdict.word == expected
    assert decision.trouble == ("m: RuntimeError: out of order",)


def test_a_rule_that_fails_never_softens_what_another_rule_decided() -> None:
    it = _with_a_failing_rule("allow")
    more = policy("rules: [{id: b, then: block}, {id: p, then: pass}]\n").rules
    assert verdict(dataclasses.replace(it, rules=it.rules + more).judge(Submission("x"))) == ("block", "b")


def test_a_rule_that_fails_while_it_is_only_tried_out_holds_nothing() -> None:
    it = _with_a_failing_rule("allow")
    tried = dataclasses.replace(it, rules=(dataclasses.replace(it.rules[0], mode="shadow"),))
    decision = tried.judge(Submission("x"))
    assert (verdict(decision), len(decision.trouble)) == (("allow", "default"), 1)


def test_an_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        policy().rule("nowhere")


@pytest.mark.parametrize("top", ["mode: off", "mode: shadow", "exempt: {role: [student]}"])
def test_where_nothing_is_done_there_is_no_reason_and_nothing_is_told(top: str) -> None:
    it = policy(f"{top}\nrules: [{{id: a, why: Because., then: block}}]\n")
    decision = it.judge(Submission("x"))
    assert (decision.verdict.word, decision.why, decision.told, decision.told_text) == (
        "allow", "", "nothing", "",
    )  # fmt: skip
