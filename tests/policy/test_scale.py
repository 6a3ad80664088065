"""The score as a bar: where it ends, which thresholds it passes, and how it came about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from trial import policy, rule

from bbs.policy.decision_line import decision_json
from bbs.policy.explain import sentence
from bbs.policy.ladder import ladder, ladder_in_words
from bbs.policy.scale import Scale, addition, scale, scored
from bbs.policy.submission import Author, Decision, Submission, Verdict
from bbs.policy.verdicts import combine

PLAIN = policy().judge(Submission("x"))
THRESHOLDS = (("block", 100), ("hold", 60), ("flag", 40))


def decision(*parts: tuple[str, int], by: str = "score", verdict: Verdict = Verdict.HOLD) -> Decision:
    score = sum(points for _, points in parts)
    return replace(PLAIN, verdict=verdict, by=by, score=score, sum=parts, thresholds=THRESHOLDS)


def drawn(*parts: tuple[str, int]) -> Scale:
    found = scale(decision(*parts))
    assert found is not None
    return found


def test_where_nothing_was_counted_nothing_is_drawn() -> None:
    assert scale(PLAIN) is None
    assert scale(replace(PLAIN, thresholds=THRESHOLDS)) is None
    assert (addition(PLAIN), scored(PLAIN)) == ("", None)


def test_the_thresholds_stand_on_the_ground_fewest_points_first() -> None:
    found = drawn(("lantern", 80), ("lessons", -10))
    assert [(one.word, one.points, one.reached) for one in found.thresholds] == [
        ("flag", 40, True), ("hold", 60, True), ("block", 100, False),
    ]  # fmt: skip
    assert found.bar == (0, pytest.approx(70 / 1.1, abs=0.01))
    places = [found.at(one.points) for one in found.thresholds]
    assert places == sorted(places)
    assert places[-1] < 100
    assert (
        found.in_words == "70 points; `flag` from 40 on; `hold` from 60 on; `block` from 100 on, not reached"
    )


def test_a_threshold_is_reached_by_exactly_its_points() -> None:
    assert [one.reached for one in drawn(("a", 60)).thresholds] == [True, True, False]
    assert [one.reached for one in drawn(("a", 59)).thresholds] == [True, False, False]


def test_a_score_below_nothing_reaches_to_the_left() -> None:
    found = drawn(("lessons", -50))
    start, end = found.bar
    assert 0 < start < end == found.at(0)
    assert (found.addition, found.total) == ("-50 (lessons) = -50", -50)


def test_a_score_of_nothing_and_no_thresholds_can_be_drawn() -> None:
    found = scale(replace(PLAIN, score=0, sum=(("a", 5), ("b", -5))))
    assert found is not None
    assert (found.bar, found.addition, found.in_words) == ((0, 0), "5 (a) - 5 (b) = 0", "0 points")


def test_the_strictest_verdict_that_is_reached_stands_on_the_ladder() -> None:
    assert [scored(decision(("a", n))) for n in (39, 60, 100)] == [None, Verdict.HOLD, Verdict.BLOCK]
    beaten = decision(("a", 60), by="cake", verdict=Verdict.BLOCK)
    standing = {rung.verdict: [one.by for one in rung.candidates] for rung in ladder(beaten)}
    assert (standing[Verdict.HOLD], standing[Verdict.BLOCK]) == (["score"], ["cake"])
    assert ladder_in_words(beaten) == "The strictest verdict that was asked for decides."
    won = decision(("a", 60))
    assert [(rung.verdict, rung.candidates[0].by) for rung in ladder(won) if rung.won] == [
        (Verdict.HOLD, "score")
    ]
    assert ladder_in_words(won) == "Nothing else asked for a verdict."
    first = decision(("a", 60), by="free", verdict=Verdict.ALLOW)
    assert ladder_in_words(first).startswith("This policy lets the first rule")


def test_a_sentence_says_the_addition_where_the_score_decided() -> None:
    assert (
        sentence(decision(("gathering", 40), ("days", 20)))
        == "Held by its score: 40 (gathering) + 20 (days) = 60, and 60 holds."
    )


def test_of_an_exempt_author_the_score_that_would_have_counted_is_drawn() -> None:
    exempt = policy("exempt: {role: editor}\n").judge(Submission("x", by=Author(role="editor")))
    found = scale(replace(exempt, would=decision(("a", 60))))
    assert found is not None
    assert found.total == 60


def test_the_thresholds_are_in_the_decision_line_and_outlive_the_house_rules() -> None:
    both = combine(rule("{words: [zebra]}").judge(Submission("x")), decision(("a", 60)), Submission("x"))
    assert decision_json(both)["thresholds"] == [["block", 100], ["hold", 60], ["flag", 40]]
