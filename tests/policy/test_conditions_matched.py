"""`matched` and `score`: rules that ask what the others of their file came to (semantics 6 and 7)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trial import policy, problems

from bbs.policy.explain import explain, why_not
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission, Verdict

WORDS = "abcdef"
PARTS = ", ".join(f"{{id: {word}, if: {{words: [{word}]}}, then: {{tag: {word}}}}}" for word in WORDS)


def asking(expression: str, *, then: str = "block", more: str = "") -> Policy:
    """Rules a to f that each match their own letter, and `it`, which comes first in the file."""
    return policy(f"rules: [{{id: it, if: {{matched: '{expression}'}}, then: {then}{more}}}, {PARTS}]\n")


def matched(decision: Decision) -> list[str]:
    return [match.rule for match in decision.matches]


EXPRESSIONS = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not {one}"),
        inner.map(lambda one: f"({one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS, st.sets(st.sampled_from(WORDS)))
def test_not_binds_before_and_and_and_before_or_as_in_any_language(
    expression: str, present: set[str]
) -> None:
    facts = {word: word in present for word in WORDS}
    expected = eval(expression, {"__builtins__": {}}, facts)  # noqa: S307  # letters and the three words alone
    submission = Submission(" ".join(sorted(present)))
    it = asking(expression)
    assert (it.judge(submission).by == "it") is expected
    assert (why_not(it, "it", submission) == "") is expected


@pytest.mark.parametrize("order", [*itertools.permutations(["a", "both", "none", "top"])])
def test_file_order_never_changes_what_matches(order: tuple[str, ...]) -> None:
    rules = {
        "a": "{id: a, if: {words: [a]}, then: allow}",
        "both": "{id: both, if: {matched: a}, then: hold}",
        "none": "{id: none, if: {matched: a and not both}, then: drop}",
        "top": "{id: top, if: {matched: both and not none}, then: block}",
    }
    it = policy(f"rules: [{', '.join(rules[name] for name in order)}]\n")
    decision = it.judge(Submission("a"))
    assert matched(decision) == [name for name in order if name != "none"]
    assert (decision.verdict, decision.by) == (Verdict.BLOCK, "top")


def test_under_first_the_first_of_the_file_decides_not_the_first_that_was_judged() -> None:
    it = policy(
        "decide: first\nrules: [{id: late, if: {matched: a}, then: hold}, {id: a, if: {words: [a]}, then: block}]\n"
    )
    assert it.judge(Submission("a")).by == "late"


def test_it_may_stand_anywhere_conditions_stand() -> None:
    it = policy(
        f"rules: [{{id: it, if: {{any: [{{matched: a}}, {{not: {{matched: b}}}}]}}, unless: {{matched: c}}, then: hold}}, {PARTS}]\n"
    )
    judged = {text: it.judge(Submission(text)).by for text in ("a b", "b", "d", "a c")}
    assert judged == {"a b": "it", "b": "default", "d": "it", "a c": "default"}


SHADOWED = """
rules:
  - {id: tried, mode: shadow, if: {words: [a]}, then: hold}
  - {id: gone, mode: "off", if: {words: [a]}, then: hold}
  - {id: live, if: {matched: tried}, then: block}
  - {id: watching, mode: shadow, if: {matched: tried and not live}, then: block}
  - {id: after, if: {matched: gone}, then: block}
"""


def test_a_rule_that_is_tried_out_is_seen_by_such_rules_alone_and_one_that_is_off_by_none() -> None:
    it = policy(SHADOWED)
    assert matched(it.judge(Submission("a"))) == ["tried", "watching"]
    assert (
        why_not(it, "live", Submission("a"))
        == "It did not match: `matched`: `tried` is only tried out, and a live rule doesn't see it."
    )
    assert why_not(it, "after", Submission("a")) == "It did not match: `matched`: `gone` did not match."


@pytest.mark.parametrize(
    ("expression", "text", "why"),
    [
        ("a and b", "a", "`b` did not match"),
        ("a and b", "b", "`a` did not match"),
        ("a and not (b or c)", "a c", "`c` matched"),
        ("a or b or c", "", "`a` did not match and `b` did not match and `c` did not match"),
        ("not (a and b)", "a b", "`a` matched and `b` matched"),
        ("a and not not b", "a", "`b` did not match"),
    ],
)
def test_why_not_says_which_part_failed(expression: str, text: str, why: str) -> None:
    assert why_not(asking(expression), "it", Submission(text)) == f"It did not match: `matched`: {why}."


def test_without_a_rule_that_it_depends_on_it_does_not_match() -> None:
    it = asking("a and not b")
    assert it.judge(Submission("a"), without="a").by == "default"
    assert it.judge(Submission("a b"), without="b").by == "it"
    found = explain(it, Submission("a"))
    assert {one.rule: one.verdict for one in found.without_rules} == {"it": Verdict.ALLOW, "a": Verdict.ALLOW}
    assert [(one.span.text, one.verdict) for one in found.without_spans if one.span] == [("a", Verdict.ALLOW)]


def test_it_gives_no_hits_so_an_edit_has_nothing_to_work_on() -> None:
    found = problems("rules: [{id: a, then: allow}, {id: it, if: {matched: a}, then: mask}]\n")
    assert found == [
        "4:58: `mask` needs words to work on, and this rule finds none; let its `if` look for something: words, looks_like, shapes or patterns",
    ]
    assert asking("a").judge(Submission("a")).matches[0].hits == ()


CASES = [
    ("watsh", 0, "there is no rule `watsh`; did you mean `watch`?"),
    ("watch and zzzzz", 10, "there is no rule `zzzzz`; write the id of a rule of this file"),
    ("watch choir", 6, "`and` or `or` is missing before `choir`"),
    ("watch and", 9, "the id of a rule is missing here"),
    ("watch or and choir", 9, "the id of a rule is missing here"),
    ("()", 1, "the id of a rule is missing here"),
    ("not", 3, "the id of a rule is missing here"),
    ("watch)", 5, "this `)` closes nothing"),
    ("watch and (choir", 10, "this `(` is never closed"),
    ("(watch choir)", 7, "`and`, `or` or `)` is missing before `choir`"),
    ("(" * 21 + "watch" + ")" * 21, 21, "this nests deeper than 20"),
    ("not " * 21 + "watch", 84, "this nests deeper than 20"),
    ("watch or " * 111 + "watch", 0, "this is longer than 1,000 characters"),
]


@pytest.mark.parametrize(("expression", "at", "problem"), CASES)
@pytest.mark.parametrize("quote", ["", "'"])
def test_what_makes_no_sense_is_reported_at_its_column(
    expression: str, at: int, problem: str, quote: str
) -> None:
    rules = (
        "rules:\n- {id: watch, then: flag}\n- {id: choir, then: flag}\n- {id: it, then: hold, if: {matched: "
    )
    found = problems(f"{rules}{quote}{expression}{quote}}}}}\n")
    assert len(found) == 1
    place = f"7:{len('- {id: it, then: hold, if: {matched: ') + len(quote) + at + 1}: "
    assert found[0].startswith(place + problem)


def test_what_is_just_within_its_bounds_is_read() -> None:
    for expression in ("(" * 20 + "a" + ")" * 20, "not " * 20 + "a", ("a or " * 200).removesuffix(" or ")):
        assert asking(expression).judge(Submission("a")).by == "it"


def test_an_expression_over_several_lines_is_reported_where_it_begins() -> None:
    found = problems("rules:\n- id: it\n  then: hold\n  if:\n    matched: |\n      it\n      and zzz\n")
    assert found[0].startswith("5:3: rules ask for each other in a circle: `it` asks for `it`")
    assert found[1].startswith("8:14: there is no rule `zzz`")


def test_an_expression_is_one_text() -> None:
    assert problems("rules: [{id: it, if: {matched: [it]}, then: hold}]\n")[0].startswith(
        "4:32: `matched` must be one piece of text"
    )


def circle(**needs: str) -> list[str]:
    rules = (f"- {{id: {one}, if: {{matched: {needed}}}, then: hold}}\n" for one, needed in needs.items())
    return problems(f"rules:\n- {{id: plain, then: flag}}\n{''.join(rules)}")


REMEDY = "; take one of these ids out of a `matched`"


def test_a_circle_is_an_error_at_its_first_rule_in_the_file_and_names_all_of_it() -> None:
    said = "rules ask for each other in a circle: "
    assert circle(a="a") == [f"6:3: {said}`a` asks for `a`{REMEDY}"]
    assert circle(z="plain", c="a", a="not b or plain", b="c and z") == [
        f"7:3: {said}`c` asks for `a`, which asks for `b`, which asks for `c`{REMEDY}"
    ]
    assert circle(a="b", b="a", c="d and a", d="c") == [
        f"6:3: {said}`a` asks for `b`, which asks for `a`{REMEDY}",
        f"8:3: {said}`c` asks for `d`, which asks for `c`{REMEDY}",
    ]


def test_a_long_chain_is_judged_one_after_the_other() -> None:
    chain = ", ".join(f"{{id: r{n}, if: {{matched: r{n + 1}}}, then: hold}}" for n in range(499))
    it = policy(f"rules: [{chain}, {{id: r499, if: {{words: [a]}}, then: flag}}]\n")
    assert len(it.judge(Submission("a")).matches) == 500
    assert it.judge(Submission("b")).matches == ()


SCORING = """
score: {hold: 100}
rules:
  - {id: over, if: {score: {over: 50}}, then: block}
  - {id: ten, if: {words: [ten]}, then: {score: 10}}
  - {id: fifty, if: {words: [fifty]}, then: {score: 50}}
  - {id: less, if: {words: [less]}, then: {score: -10}}
  - {id: tried, mode: shadow, if: {words: [tried]}, then: {score: 70}}
  - {id: both, if: {matched: over and ten}, then: drop}
"""


@pytest.mark.parametrize(
    ("text", "by", "score"),
    [
        ("fifty", "default", 50),
        ("fifty ten", "over", 60),
        ("ten fifty less", "default", 50),
        ("tried", "default", 0),
        ("tried fifty ten", "over", 60),
    ],
)
def test_score_over_asks_for_the_total_of_all_live_rules_wherever_it_stands(
    text: str, by: str, score: int
) -> None:
    decision = policy(SCORING).judge(Submission(text))
    assert (decision.by, decision.score) == (by, score)


def test_why_not_says_how_many_points_there_are_and_matched_may_ask_for_it() -> None:
    it = policy(SCORING)
    assert (
        why_not(it, "over", Submission("fifty")) == "It did not match: `score`: the score is 50, not over 50."
    )
    assert matched(it.judge(Submission("ten fifty"))) == ["over", "ten", "fifty", "both"]
    assert it.judge(Submission("ten fifty"), without="ten").by == "default"


@pytest.mark.parametrize("condition", ["{matched: a}", "{score: {over: 3}}", "{any: [{not: {matched: a}}]}"])
@pytest.mark.parametrize("key", ["if", "unless"])
def test_a_rule_that_asks_for_others_gives_no_points(condition: str, key: str) -> None:
    text = f"rules:\n- {{id: a, then: flag}}\n- {{id: it, {key}: {condition}, then: [hold, {{score: 3}}]}}\n"
    (found,) = problems(text)
    assert found.startswith("6:")
    assert "a rule that asks for `matched` or `score` gives no points" in found


@pytest.mark.parametrize("written", ["3", "{}", "{above: 3}", "{over: many}"])
def test_score_needs_a_number_to_be_over(written: str) -> None:
    assert problems(f"rules: [{{id: it, if: {{score: {written}}}, then: hold}}]\n")


def test_a_negative_border_may_be_written() -> None:
    it = policy(
        "rules: [{id: it, if: {score: {over: -5}}, then: hold}, {id: m, if: {words: [m]}, then: {score: -5}}]\n"
    )
    assert [it.judge(Submission(text)).by for text in ("", "m")] == ["it", "default"]
