"""The engine finds what the most obvious reading of the specification finds."""

from __future__ import annotations

import naive
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from trial import rule

from bbs.policy.rules import Policy
from bbs.policy.submission import Submission

quick = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = ["cake", "tea", "ab", "a", "e", "t", "k", "oo", "aaa", "s", "생일", "생", "일", "축하", "을", "生", "日", "4", "0", "1",
          "3", "@", "$", "!", " ", " ", " ", ", ", ".", "-", "_", "'", "’", "cake's", "\n", "\u200b", "é", "ß", "С", "е", "ｔ", "ﬁ",
          "жук", "K", "T", "🎂", "c a k e", "c.4k", "e\u0301"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
WORDS = st.lists(st.sampled_from(["cake", "tea", "a", "ab", "生日", "생일", "축하", "жук", "cafe", "s", "it", "kk", "i"]),
                 min_size=1, max_size=2).map(" ".join)  # fmt: skip
PHRASES = st.tuples(st.sampled_from(["", "", "*"]), WORDS, st.sampled_from(["", "", "*"])).map("".join)
DEPTHS = st.sampled_from(["plain", "tricks"])


def searching(phrase: str, depth: str) -> Policy:
    return rule(f'{{words: ["{phrase}"]}}', top=f"see_through: {depth}\n")


@quick
@given(TEXTS, PHRASES, DEPTHS)
def test_the_same_phrases_occur(text: str, phrase: str, depth: str) -> None:
    decision = searching(phrase, depth).judge(Submission(text))
    assert (decision.by == "it") is naive.occurs(phrase, text, depth)


@quick
@given(TEXTS, WORDS, DEPTHS)
def test_the_same_characters_are_marked(text: str, phrase: str, depth: str) -> None:
    assume(not any(naive.is_hangul(char) for char in phrase))  # what an ending adds is not marked
    decision = searching(phrase, depth).judge(Submission(text))
    found = {(span.start, span.end) for match in decision.matches for span in match.spans}
    assert found == naive.spans(phrase, text, depth)


@quick
@given(TEXTS, WORDS, WORDS, DEPTHS)
def test_the_same_combinations_occur(text: str, one: str, other: str, depth: str) -> None:
    decision = searching(f"{one} + {other}", depth).judge(Submission(text))
    assert (decision.by == "it") is naive.occurs(f"{one} + {other}", text, depth)
