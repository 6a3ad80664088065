"""A decision told to its author: what matched which rule, what was done therefore, what they were told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from every_verdict import CASES, POLICY, Case

from bbs.policy.load import load
from bbs.policy.retelling import disguises_in_words, edits_in_words, others_in_words, retold, rule_in_words
from bbs.policy.rules import Policy
from bbs.policy.submission import Author, Decision, Submission, Text
from bbs.policy.verdicts import combine

HEAD = "policy: 1\nid: here\ndefault: allow\n"
REUNION = "{id: gathering, if: {words: [reunion]}, then: hold, tell: nothing}"


def policy(rules: str, head: str = HEAD) -> Policy:
    return load(f"{head}rules: [{rules}]\n", file="here.yaml")


def told(rules: str, body: str, head: str = HEAD, **more: object) -> str:
    decision = policy(rules, head).judge(Submission(body, **more))  # type: ignore[arg-type]  # facts by name
    return retold(decision, confirmed=bool(more.get("confirmed")))


def test_the_sentence_names_words_rule_consequence_and_what_was_told() -> None:
    assert told(REUNION, "Our reunion is at noon") == (
        "“reunion” matched the rule `gathering`, so an editor had to read it before anybody else could; "
        "you were told nothing, and to you it looked published."
    )


SENTENCES = {
    "warnxrefused": "you had to confirm it before it could appear; you were asked whether to send it all the same.",
    "holdxreason": "an editor had to read it before anybody else could; you were told that it waited for an editor and why.",
    "holdxfull": "an editor had to read it before anybody else could; you were told that it waited for an editor and why, with the words that matched.",
    "holdxpretend": "an editor had to read it before anybody else could; you were given an excuse that was not true.",
    "shadowxnothing": "nobody but you could see it; you were told nothing, and to you it looked published.",
    "dropxnothing": "it was thrown away; you were told that it was sent.",
    "blockxnothing": "it was refused; you were told that it was sent.",
    "blockxrefused": "it was refused; you were told that it was refused.",
    "blockxpretend": "it was refused; you were given an excuse that was not true.",
}


@pytest.mark.parametrize("word", SENTENCES)
def test_each_verdict_and_way_of_telling_is_said_in_plain_words(word: str) -> None:
    decision = load(POLICY, file="p.yaml").judge(Submission(word))
    assert retold(decision) == f"“{word}” matched the rule `{word}`, so {SENTENCES[word]}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
def test_no_way_of_telling_is_left_without_its_words(case: Case) -> None:
    decision = load(POLICY, file="p.yaml").judge(Submission(case.word))
    sentence = retold(decision)
    assert "something" not in sentence
    assert sentence.count(";") == 1
    assert ("not true" in sentence) is (case.tell == "pretend")


def test_what_no_rule_decided_is_said_to_follow_the_default() -> None:
    assert told("", "Hello") == "No rule decided, so the policy's default counted: it appeared at once."
    held = told("", "Hello", "policy: 1\nid: here\ndefault: hold\n")
    assert held.startswith("No rule decided, so the policy's default counted: an editor had to read it")


def test_a_rule_that_matched_by_facts_names_no_word() -> None:
    rule = "{id: new-here, if: {author: {posts_under: 2}}, then: hold}"
    assert told(rule, "Hello", by=Author(posts=0)).startswith(
        "It fell under the rule `new-here`, so an editor"
    )


def test_a_long_list_of_words_is_cut_short() -> None:
    rule = "{id: many, if: {words: [a, b, c, d, e, f]}, then: hold}"
    assert told(rule, "a b c d e f a").startswith("“a”, “b”, “c”, “d” and 2 more matched the rule `many`")


def test_a_confirmed_warning_is_said_to_have_been_confirmed() -> None:
    rule = "{id: asked, if: {words: [rain]}, then: warn}"
    assert told(rule, "rain", confirmed=True) == (
        "“rain” matched the rule `asked`, and you confirmed your words, so it appeared at once."
    )


@pytest.mark.parametrize(
    ("head", "begins"),
    [
        (HEAD + "mode: shadow\n", "The policy was switched off or only tried out, so it appeared at once"),
        (HEAD + "exempt: {role: [student]}\n", "You are exempt from this policy, so it appeared at once"),
    ],
)
def test_a_policy_that_does_not_count_is_said_not_to_count(head: str, begins: str) -> None:
    assert told(REUNION, "Our reunion", head).startswith(begins)


def test_house_rules_are_named_as_such() -> None:
    house = load(
        "policy: 1\nid: house\ndefault: allow\nrules: [{id: no-numbers, if: {words: ['112']}, then: block}]\n",
        file="h.yaml",
    )
    submission = Submission("call 112 for the reunion")
    both = combine(house.judge(submission), policy(REUNION).judge(submission), submission)
    assert retold(both).startswith("“112” matched the house rule `no-numbers`, so it was refused")
    assert others_in_words(both) == ("“reunion” matched the rule `gathering`",)
    assert rule_in_words("house-rules/no-numbers") == "the house rule `no-numbers`"


def test_a_rule_that_is_only_tried_out_is_said_to_be() -> None:
    tried = policy("{id: tried, mode: shadow, if: {words: [tea]}, then: block}").judge(Submission("tea"))
    assert others_in_words(tried) == ("“tea” matched the rule `tried`, which is only tried out",)


def test_a_disguise_is_named_with_what_saw_through_it() -> None:
    rule = "{id: gathering, if: {words: [square]}, then: hold}"
    decision = policy(rule, HEAD + "see_through: tricks\n").judge(
        Submission("at the squ4re and the Square, SQU4RE")
    )
    assert disguises_in_words(decision) == (
        "“squ4re” was read as “square”: digits or signs read as letters",
        "“SQU4RE” was read as “square”: capital letters, digits or signs read as letters",
    )


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("{replace: the other side}", "“southland” was replaced by “the other side”, by the rule `edit`"),
        ("{replace: ''}", "“southland” was replaced by nothing, by the rule `edit`"),
        ("mask", "“southland” was hidden behind “■■■■■■■■■”, by the rule `edit`"),
        ("cut", "“southland” was cut out, by the rule `edit`"),
        ("{append: (read)}", "“(read)” was added, by the rule `edit`"),
    ],
)
def test_each_change_of_the_text_is_said_in_words(then: str, words: str) -> None:
    text = Text("", "to southland")
    for tell, end in (("", ""), (", tell: nothing", "; you went on reading your own words")):
        decision = edited(f"{{id: edit, if: {{words: [southland]}}, then: {then}{tell}}}")
        (sentence,) = edits_in_words(decision, text)
        assert sentence.replace("“ (read)”", "“(read)”") == words + end


def test_what_a_rule_does_to_the_same_word_is_said_once() -> None:
    decision = policy("{id: it, if: {words: [a]}, then: mask}").judge(Submission("a b a A"))
    assert edits_in_words(decision, Text("", "a b a A")) == (
        "“a” was hidden behind “■”, by the rule `it`",
        "“A” was hidden behind “■”, by the rule `it`",
    )


def edited(rule: str) -> Decision:
    return policy(rule).judge(Submission("to southland"))


def test_an_edit_of_which_nothing_was_told_is_said_to_have_been_kept_quiet() -> None:
    quiet = "{id: edit, if: {words: [southland]}, then: cut, tell: nothing}"
    assert retold(edited(quiet)).endswith("it appeared at once; you were not told that words were changed.")
    plain = "{id: edit, why: Say it so., if: {words: [southland]}, then: cut, tell: reason}"
    assert retold(edited(plain)).endswith("it appeared at once; you were told that words were changed.")


def test_a_rule_that_changed_the_text_is_named_once_with_its_change() -> None:
    assert others_in_words(edited("{id: edit, if: {words: [southland]}, then: cut}")) == ()


def test_a_rule_that_failed_and_a_score_that_was_reached_are_named_as_the_cause() -> None:
    plain = policy("{id: h, if: {words: [cake]}, then: hold}").judge(Submission("Hello"))
    failed = replace(plain, trouble=("h: ZeroDivisionError",))
    assert retold(failed).startswith("A rule failed while it ran, so to be safe")
    scored = replace(plain, by="score", score=60)
    assert retold(scored).startswith("What was found adds up to 60 points, so")
