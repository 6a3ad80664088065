"""`unknown_words`: only a permitted vocabulary passes."""

from __future__ import annotations

import pytest
from trial import hits, matched, policy, rule

from bbs.policy.explain import explain, why_not
from bbs.policy.submission import Submission

TOP = "lists: {allowed: [happy birthday, hello, to, you, choir*, 생일, 축하, 生日, '0*', '1*']}\n"
ONLY = "{unknown_words: {known: list allowed}}"


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("Hello to you", []),
        ("HELLO, to you!", []),
        ("Hello to them, you rogue", ["them", "rogue"]),
        ("happy hello", ["happy"]),  # the phrase is permitted, not its words
        ("Happy -- birthday", []),
        ("choirs and choirmaster", ["and"]),
        ("you's", []),
        ("them's", ["them"]),
        ("생일을 축하해", []),
        ("우리 생일", ["우리"]),
        ("生日快乐", ["快", "乐"]),
        ("hello 🎂", ["🎂"]),
        ("hello 👍🏽 to", ["👍", "🏽"]),
        ("hello 10 20", ["20"]),
        ("Hellö to you", []),
        ("", []),
        ("?!...", []),
    ],
)
def test_every_word_that_no_permitted_phrase_covers_is_a_hit(body: str, unknown: list[str]) -> None:
    assert hits(ONLY, body, top=TOP) == unknown


@pytest.mark.parametrize("body", ["h3llo", "hеllо", "hellooo", "h e l l o", "hel\u200blo"])
def test_a_permitted_word_in_disguise_is_known_as_far_as_the_policy_sees_through(body: str) -> None:
    assert not matched(ONLY, body, top=f"see_through: tricks\n{TOP}")
    assert matched(ONLY, body, top=f"see_through: exact\n{TOP}")


def test_more_than_so_many_must_be_unknown() -> None:
    condition = "{unknown_words: {known: list allowed, more_than: 2}}"
    assert not matched(condition, "hello dear old you", top=TOP)
    assert hits(condition, "hello dear old old you", top=TOP) == ["dear", "old", "old"]


def test_known_may_be_written_out() -> None:
    assert hits('{unknown_words: {known: [cake, "*berr*"]}}', "cake with blueberries") == ["with"]


def test_title_and_body_count_unless_in_says_where() -> None:
    found = rule(ONLY, then="mask", top=TOP).judge(Submission("hello rogue", title="dear you"))
    assert (found.edited.title, found.edited.body) == ("■■■■ you", "hello ■■■■■")
    assert not matched("{unknown_words: {known: hello}, in: [title]}", "hello rogue", title="hello", top=TOP)


def test_a_final_s_goes_with_its_word() -> None:
    assert (
        rule(ONLY, then="mask", top=TOP).judge(Submission("hello dog's you")).edited.body == "hello ■■■■■ you"
    )


def test_exceptions_excuse_unknown_words_inside_them() -> None:
    condition = "{unknown_words: {known: list allowed}, except: [dear old]}"
    assert not matched(condition, "hello dear old you", top=TOP)
    assert hits(condition, "hello old you", top=TOP) == ["old"]


@pytest.mark.parametrize(
    ("condition", "body", "reason"),
    [
        (ONLY, "hello", "every word is known"),
        (
            "{unknown_words: {known: hello, more_than: 1}}",
            "hello you",
            "1 word is unknown, and it asks for more than 1",
        ),
        (
            "{unknown_words: {known: hello, more_than: 2}}",
            "dear you",
            "2 words are unknown, and it asks for more than 2",
        ),
        (
            "{unknown_words: {known: hello}, except: [dear old]}",
            "dear old",
            "“dear” lies inside the exception “dear old”",
        ),
    ],
)
def test_it_says_why_it_did_not_match(condition: str, body: str, reason: str) -> None:
    found = why_not(rule(condition, top=TOP), "it", Submission(body))
    assert found == f"It did not match: `unknown_words`: {reason}."


def test_without_a_word_that_another_rule_found_no_word_becomes_unknown() -> None:
    found = policy(
        """
        rules:
          - {id: only, if: {unknown_words: {known: happy birthday}}, then: hold}
          - {id: cheer, if: {words: birthday}, then: flag}
        """
    )
    (one,) = explain(found, Submission("happy birthday")).without_spans
    assert one.verdict.word == "allow"
    (two,) = explain(found, Submission("happy birthday rogue")).without_spans[1:]
    assert two.verdict.word == "allow"
