"""The ladder: every rung in order, who asked for it, and which one won."""

from __future__ import annotations

from trial import HEAD, policy, rule

from bbs.policy.ladder import ladder, ladder_in_words
from bbs.policy.rules import Policy
from bbs.policy.submission import Author, Decision, Submission, Verdict
from bbs.policy.verdicts import combine

THREE = """
rules:
  - {id: low, if: {words: [tea]}, then: hold}
  - {id: high, if: {words: [tea]}, then: block}
  - {id: mild, if: {words: [tea]}, then: [allow, flag]}
  - {id: tried, mode: shadow, if: {words: [tea]}, then: drop}
  - {id: marking, if: {words: [tea]}, then: mask}
"""


def standing(decision: Decision) -> dict[str, list[str]]:
    """Who stands on which rung: the winner with a star, who is only tried out in brackets."""
    return {
        rung.verdict.word: [
            f"{one.by}*" if one.won else one.by if one.live else f"({one.by})" for one in rung.candidates
        ]
        for rung in ladder(decision)
        if rung.candidates
    }


def judged(it: Policy, body: str = "tea", **facts: object) -> Decision:
    return it.judge(Submission(body, **facts))  # type: ignore[arg-type]  # facts by name


def test_every_verdict_is_a_rung_mildest_first() -> None:
    rungs = [rung.verdict for rung in ladder(judged(policy()))]
    assert rungs == sorted(Verdict)
    assert [rung.verdict.word for rung in ladder(judged(policy())) if rung.won] == ["allow"]


def test_every_rule_that_asked_for_a_verdict_stands_on_its_rung_and_the_strictest_wins() -> None:
    decision = judged(policy(THREE))
    assert standing(decision) == {"allow": ["mild"], "hold": ["low"], "drop": ["(tried)"], "block": ["high*"]}
    assert ladder_in_words(decision) == "The strictest verdict that was asked for decides."


def test_where_the_first_rule_decides_a_stricter_one_may_stand_above_it() -> None:
    decision = judged(policy("decide: first\n" + THREE))
    assert standing(decision)["hold"] == ["low*"]
    assert ladder_in_words(decision) == (
        "This policy lets the first rule that matched decide, not the strictest."
    )


def test_a_pass_stands_apart_and_says_that_it_beats_all() -> None:
    decision = judged(policy(THREE + "  - {id: free, if: {words: [tea]}, then: pass}\n"))
    assert standing(decision)["pass"] == ["free*"]
    assert ladder_in_words(decision) == "A `pass` was asked for, and it beats every other verdict."


def test_the_default_stands_on_its_rung_where_it_decides() -> None:
    head = HEAD.replace("allow", "hold")
    decision = judged(policy("rules: [{id: it, if: {words: [tea]}, then: flag}]\n", head=head))
    assert standing(decision) == {"hold": ["default*"]}
    assert ladder_in_words(decision) == "Nothing that matched asked for a verdict, so the default decides."


def test_one_rule_alone_has_no_rival() -> None:
    assert ladder_in_words(judged(rule("{words: [tea]}"))) == "Nothing else asked for a verdict."


def test_a_warning_that_was_confirmed_stands_where_it_counts() -> None:
    assert standing(judged(rule("{words: [tea]}", "warn"), confirmed=True)) == {"allow": ["it*"]}


def test_what_would_have_been_decided_is_drawn_where_nothing_was_done() -> None:
    decision = judged(policy("exempt: {role: editor}\n" + THREE), by=Author(role="editor"))
    assert standing(decision)["block"] == ["high*"]
    assert ladder_in_words(decision).startswith("Nothing of this was done.")
    assert standing(judged(policy("mode: shadow\n" + THREE)))["block"] == ["high*"]
    assert standing(judged(policy("mode: off\n" + THREE))) == {"allow": ["mode*"]}


def test_a_house_rule_stands_beside_the_rules_of_the_policy() -> None:
    house, below = judged(rule("{words: [tea]}", "hold")), judged(policy(THREE.replace("block", "allow")))
    decision = combine(house, below, Submission("tea"))
    assert standing(decision)["hold"] == ["house-rules/it*", "low"]


def test_the_decision_line_says_what_each_rule_wanted() -> None:
    from bbs.policy.decision_line import decision_json

    wants = {one["id"]: one["wants"] for one in decision_json(judged(policy(THREE)))["rules"]}
    assert wants == {"low": "hold", "high": "block", "mild": "allow", "tried": "drop", "marking": None}
