"""Characters that are taken, and spans that lie inside others, as comparing each with each would say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from trial import policy, rule

from bbs.policy.covering import Covers, Taken
from bbs.policy.explain import explain
from bbs.policy.submission import Span, Submission

PLACES = st.tuples(st.sampled_from(["title", "body"]), st.integers(0, 90), st.integers(1, 70))
SPANS = st.builds(
    lambda place, phrase, wider: Span(
        place[0], place[1], place[1] + place[2], "", phrase, (), (max(0, place[1] - wider), place[1] + place[2])
    ),
    PLACES, st.sampled_from("abc"), st.integers(0, 40),
)  # fmt: skip


@given(st.lists(PLACES, max_size=6), PLACES)
def test_what_touches_one_taken_character_touches_what_is_taken(
    many: list[tuple[str, int, int]], one: tuple[str, int, int]
) -> None:
    taken = Taken()
    for field, start, size in many:
        taken.take(field, start, start + size)
    characters = {(field, at) for field, start, size in many for at in range(start, start + size)}
    field, start, size = one
    expected = any((field, at) in characters for at in range(start, start + size))
    assert taken.touches(field, start, start + size) == expected


@given(st.lists(SPANS, min_size=1, max_size=8), SPANS)
def test_a_span_lies_inside_the_first_phrase_whose_word_reaches_around_it(
    many: list[Span], one: Span
) -> None:
    around = [
        cover.phrase
        for cover in many
        if cover.field == one.field and cover.word[0] <= one.start and one.end <= cover.word[1]
    ]
    assert Covers(many).over(one) == min(around, default=None)


def test_an_exception_inside_a_long_word_excuses_only_what_lies_in_its_own_place() -> None:
    it = rule('{words: ["*a"], except: [aba]}')
    body = "aba " * 50 + "bba"
    (match,) = it.judge(Submission(body)).matches
    assert [span.start for span in match.spans] == [202]
    assert len(match.excused) == 50


def test_a_rule_that_is_left_out_changes_what_depends_on_it_and_nothing_else() -> None:
    it = policy(
        """
        rules:
          - {id: a, if: {words: [cake]}, then: flag}
          - {id: b, if: {words: [tea]}, then: hold}
          - {id: c, if: {matched: a and b}, then: block}
        """
    )
    found = explain(it, Submission("cake and tea"))
    without = {one.rule: one.verdict.word for one in found.without_rules}
    assert without == {"a": "hold", "b": "allow", "c": "hold"}
