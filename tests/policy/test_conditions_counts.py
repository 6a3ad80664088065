"""Conditions on what was sent before: `posts`, `same_text`, `burst`. The answers come with the submission."""

from __future__ import annotations

import pytest
from trial import policy, problems, rule

from bbs.policy.explain import why_not
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission

POSTS = "{posts: {more_than: 3, in: 10 minutes}}"
SAME = "{same_text: {more_than: 1, in: 1 hour}}"
BURST = "{burst: {of: lantern, authors: 5, in: 10 minutes}}"
TRICKS = "see_through: tricks\n"


def asked(it: Policy, body: str = "A lantern", *, answer: int | None = None) -> Submission:
    """A submission with the same answer to all that the policy asks of it."""
    submission = Submission(body)
    answers = {} if answer is None else {one.words: answer for one in it.asks(submission)}
    return Submission(body, counters=answers)


def judged(condition: str, answer: int | None, then: str = "block", body: str = "A lantern") -> Decision:
    it = rule(condition, then)
    return it.judge(asked(it, body, answer=answer))


@pytest.mark.parametrize(
    ("condition", "answer", "expected"),
    [
        (POSTS, 3, False),
        (POSTS, 4, True),
        (SAME, 1, False),
        (SAME, 2, True),
        (BURST, 4, False),
        (BURST, 5, True),
    ],
)
def test_the_number_that_is_written_is_the_border(condition: str, answer: int, expected: bool) -> None:
    assert (judged(condition, answer).by == "it") is expected


@pytest.mark.parametrize("condition", [POSTS, SAME, BURST])
def test_what_nobody_counted_makes_the_condition_false(condition: str) -> None:
    assert judged(condition, None).by == "default"


@pytest.mark.parametrize(
    ("condition", "answer", "body", "why"),
    [
        (POSTS, None, "x", "it is not known how many texts the author sent in 10 minutes"),
        (POSTS, 1, "x", "the author sent one text in 10 minutes, this one included"),
        (POSTS, 3, "x", "the author sent 3 texts in 10 minutes, this one included"),
        (SAME, None, "x", "it is not known how often the author sent this text in 1 hour"),
        (SAME, 1, "x", "the author sent this text once in 1 hour, this one included"),
        (BURST, None, "x", "none of its phrases occurs"),
        (BURST, None, "lantern", "it is not known how many authors used “lantern” in 10 minutes"),
        (BURST, 1, "lantern", "only one author used “lantern” in 10 minutes"),
        (BURST, 4, "lantern", "only 4 authors used “lantern” in 10 minutes"),
    ],
)
def test_it_says_why_it_was_false(condition: str, answer: int | None, body: str, why: str) -> None:
    it = rule(condition)
    word = condition[1 : condition.index(":")]
    assert why_not(it, "it", asked(it, body, answer=answer)) == f"It did not match: `{word}`: {why}."


@pytest.mark.parametrize(("answer", "often"), [(2, "twice"), (3, "3 times")])
def test_a_text_sent_less_often_than_asked_is_told_in_words(answer: int, often: str) -> None:
    it = rule("{same_text: {more_than: 3, in: 2 days}}")
    assert f"sent this text {often} in 2 days, this one included" in why_not(
        it, "it", asked(it, answer=answer)
    )


def test_a_burst_gives_hits_where_its_phrase_stands_and_an_edit_works_on_them() -> None:
    it = rule("{burst: {of: lantern* + river, authors: 2, in: 1 hour}}", "mask", top=TRICKS)
    decision = it.judge(asked(it, "The r1ver and two lanterns", answer=2))
    assert [span.text for span in decision.matches[0].spans] == ["r1ver", "lantern"]
    assert decision.edited.body == "The ■■■■■ and two ■■■■■■■■"


def test_rates_give_no_hits_so_an_edit_alone_on_them_is_an_error() -> None:
    (found,) = problems("rules: [{id: a, if: {posts: {more_than: 3, in: 1 hour}}, then: mask}]\n")
    assert "`mask` needs words to work on" in found


def test_a_burst_may_be_of_a_list() -> None:
    it = rule("{burst: {of: list lights, authors: 2, in: 1 hour}}", top="lists: {lights: [lamp, candle]}\n")
    assert it.judge(asked(it, "A candle", answer=2)).by == "it"
    assert it.asks(Submission("A lantern")) == ()


def test_a_policy_asks_of_a_text_only_what_matters_for_it() -> None:
    it = policy(f"""
    rules:
      - {{id: a, if: {POSTS}, then: hold}}
      - {{id: b, if: {BURST}, then: hold}}
      - {{id: c, if: {{not: {POSTS}, burst: {{of: LANTERN, authors: 2, in: 600 seconds}}}}, then: flag}}
    """)
    meaning = it.questions[1].meaning
    assert [one.words for one in it.questions] == [
        "posts in 10 minutes",
        f"burst of lantern ({meaning}) in 10 minutes",
        f"burst of LANTERN ({meaning}) in 10 minutes",
    ]
    assert [one.words for one in it.asks(Submission("x"))] == ["posts in 10 minutes"]
    assert len(it.asks(Submission("A lantern"))) == 3


@pytest.mark.parametrize("mode", ["off", "live"])
def test_a_policy_that_is_switched_off_or_counts_nothing_asks_nothing(mode: str) -> None:
    condition = POSTS if mode == "off" else "{words: [lantern]}"
    assert rule(condition, top=f"mode: {mode}\n").asks(Submission("A lantern")) == ()


def meanings(first: str, second: str, *, top: str = "", other_top: str = "") -> bool:
    """Whether two bursts count the same phrase."""
    its = [
        rule(f"{{burst: {{of: {of}, authors: 2, in: 1 hour}}}}", top=f"lists: {{l: [lamp, red + blue]}}\n{t}")
        for of, t in ((first, top), (second, other_top or top))
    ]
    return its[0].questions[0].meaning == its[1].questions[0].meaning


def test_phrases_that_find_the_same_are_counted_together_and_others_apart() -> None:
    assert meanings("lantern", "LÁNTERN")
    assert meanings("list l", "list l")
    assert not meanings("lantern", "lantern*")
    assert not meanings("lantern", '"*lantern*"')
    assert not meanings("a + b", "a + c")
    assert not meanings("lantern", "lantern", top="see_through: plain\n", other_top=TRICKS)


def test_a_week_is_the_longest_window() -> None:
    (question,) = rule("{posts: {more_than: 3, in: 1 week}}").questions
    assert question.words == "posts in 7 days"


def test_a_policy_counts_twenty_different_things_at_most() -> None:
    many = [
        f"- {{id: r{n}, if: {{posts: {{more_than: 3, in: {n} minutes}}}}, then: hold}}" for n in range(1, 22)
    ]
    assert len(policy("rules:\n" + "\n".join(many[:20]) + "\n").questions) == 20
    (found,) = problems("rules:\n" + "\n".join(many) + "\n")
    assert "1:1: the policy counts more than 20 different things" in found
