"""Watched words of Discourse: every action, stars, regular expressions, and what has no counterpart."""

from __future__ import annotations

import pytest

from bbs.importing import UnusableError
from bbs.policy.submission import Submission
from importing.imported import imported

TABLE = """word,action,replacement,case_sensitive
spam,block,,
HERON,flag,,true
nasty,censor
ask,require_approval
tag me,tag,"lost, found"
ghost,silence
colour,replace,color
rule,link,http://a.test
"""


@pytest.mark.parametrize(
    ("post", "gives"),
    [
        ("Spam!", "block block-words"),
        ("spammer", "allow default"),
        ("please ask", "hold require-approval-words"),
        ("a ghost", "hold silence-words"),
        ("heron", "allow default"),
    ],
)
def test_each_action_has_its_verdict(post: str, gives: str) -> None:
    it = imported(TABLE, "words.csv")
    assert it.form == "discourse"
    assert it.gives(post) == gives


def test_each_action_has_its_effect() -> None:
    judge = imported(TABLE, "words.csv").policy.judge
    assert judge(Submission("A nasty colour")).edited.body == "A ■■■■■ color"
    assert judge(Submission("tag me")).tags == ("lost", "found")
    assert judge(Submission("a heron")).flagged


def test_what_has_no_counterpart_is_named() -> None:
    it = imported(TABLE + "x,explode\ny,replace\n", "words.csv")
    assert it.lost == [(9, "rule"), (10, "explode"), (11, "y")]
    assert it.noted == [(3, "HERON"), (7, "silence")]


@pytest.mark.parametrize(
    ("word", "hits", "misses"),
    [
        ("darn*", "darned", "undarned"),
        ("*darn", "undarn", "darned"),
        ("*darn*", "undarned", "dar n"),
        ("d*rn", "d--rn", "d rn"),
        ("d*rn", "DOORN", "doorns"),
        ("bad phrase", "bad phrase", "bad"),
        ("list price", "list price", "list"),
        ("é*é", "étonné", "e"),
    ],
)
def test_stars_stand_for_any_characters_of_a_word(word: str, hits: str, misses: str) -> None:
    it = imported(f"{word}\nother\n", "forum-watched-words-block.csv")
    assert (it.gives(hits), it.gives(misses)) == ("block block-words", "allow default")
    assert it.gives("other") == "block block-words"


def test_regular_expressions_are_recognised_and_then_all_words_are_such() -> None:
    it = imported("\\bgoo+se\\b\n(?=x)y\nplain\n", "forum-watched-words-require-approval (1).csv")
    assert it.lost == [(2, "(?=x)y")]
    assert it.gives("a Goooose") == it.gives("explain") == "hold require-approval-words"


def test_the_name_of_an_exported_file_says_the_action() -> None:
    it = imported("teh,the\n!!!,x\n", "forum.test-watched-words-replace.csv")
    assert it.policy.judge(Submission("teh end")).edited.body == "the end"
    assert it.lost == [(2, "!!!")]


def test_a_second_column_of_actions_needs_no_heads() -> None:
    it = imported("spam,block\nnasty,censor\n", "x.csv", "discourse")
    assert (it.gives("spam"), [rule.id for rule in it.policy.rules]) == (
        "block block-words",
        ["block-words", "censor-words"],
    )


def test_an_action_of_which_nothing_can_be_used_has_no_rule() -> None:
    it = imported("spam,block\n!!!,flag\n,censor\n", "x.csv", "discourse")
    assert ([rule.id for rule in it.policy.rules], it.lost) == (["block-words"], [(2, "!!!")])


def test_without_any_action_it_is_said_how_to_name_one() -> None:
    with pytest.raises(UnusableError, match="forum-watched-words-block"):
        imported("teh,the\n", "words.csv", "discourse")


@pytest.mark.parametrize("text", [",", ';;\n""\n', "\t,\n"])
def test_a_table_without_a_word_is_none(text: str) -> None:
    with pytest.raises(UnusableError, match="no row of this table has a word in it"):
        imported(text, "forum-watched-words-block.csv", "discourse")
