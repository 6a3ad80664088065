"""A policy file is read whole or not at all; every error says where, what, and what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import HEAD, policy, problems

from bbs.document import DocumentError
from bbs.policy.load import load
from bbs.policy.submission import Submission, Verdict

SPECIFICATION = """\
policy: 1
id: birthday-board
title: The campus birthday board
about: Greetings appear at once; anything else waits for an editor.
source: the practice it models, with author, title, year
mode: live
default: hold
decide: strictest
see_through: tricks
public: ids
exempt: {role: [editor]}

lists:
  greeting: [happy birthday, many happy returns, 생일 축하]
  places:   {file: lists/places.txt, match: word}

rules:
  - id: greetings-pass
    why: Greetings may be posted at once.
    if: {words: [list greeting], length: {under: 200}}
    then: allow
  - id: gathering
    why: Calls to meet are read by an editor first.
    if: {words: [meet* + square, gather* + friday]}
    unless: {words: [choir practice]}
    then: shadow
    tell: nothing
  - id: right-words
    if: {words: [southland]}
    then: [{replace: the other side}, flag]

tests:
  - post: Happy birthday, Professor Heron!
    gives: allow
    by_rule: greetings-pass
  - post: {body: Happy b1rthday! Let's meet at the square, by: {role: student}}
    gives: shadow
    hits: gathering

examples:
  fine:     [Many happy returns to my classmate, Happy birthday! The choir sings at noon]
  unwanted: [Happy birthday! Gather on Friday]
"""


def read(name: str) -> bytes:
    assert name == "lists/places.txt"
    return "square\n광장\n".encode()


def test_the_example_of_the_specification_loads_and_passes_its_tests() -> None:
    from bbs.policy.examples import rates, run_tests

    it = load(SPECIFICATION, file="birthday-board.yaml", read=read)
    assert [outcome.differences for outcome in run_tests(it)] == [(), ()]
    assert (it.id, it.mode, it.strategy, it.public) == ("birthday-board", "live", "strictest", "ids")
    assert (rates(it).over, rates(it).under) == ((), ())


def test_what_is_left_out_has_its_usual_value() -> None:
    it = policy()
    assert (it.mode, it.strategy, it.public, it.folder.names) == (
        "live", "strictest", "ids", ("case", "width", "accents", "invisible"),
    )  # fmt: skip


def test_every_prefix_of_a_policy_loads_or_gives_errors_and_nothing_else() -> None:
    for end in range(0, len(SPECIFICATION), 7):
        try:
            load(SPECIFICATION[:end], file="x.yaml", read=read)
        except DocumentError as error:
            assert error.problems


def test_all_errors_of_a_file_are_reported_at_once() -> None:
    found = problems("mode: x\nrules: [{id: a, if: {words: [b*c]}, then: hodl}, {id: a, then: hold}]\n")
    assert [one.split(":")[0] for one in found] == ["4", "5", "5", "5"]


def test_a_bare_star_hides_no_other_mistake() -> None:
    found = problems(
        "bogus: 1\nrules:\n- {id: a, if: {words: [*day*]}, thn: hold}\n- {id: a, if: {wrds: [&x b]}, then: hold}\n"
    )
    assert [one.partition("; ")[0] for one in found] == [
        "4:1: `bogus` is not a key of a policy",
        "6:3: this rule has no `then`",
        "6:24: `*day*` begins with a star, and an unquoted star is an alias in YAML",
        "6:33: `thn` is not a key of a rule",
        "7:8: the id `a` is used by the rule on line 6 too",
        "7:16: `wrds` is not a key of `if`",
        "7:23: `&x` begins with `&`, an anchor in YAML",
    ]


def test_an_error_in_a_list_file_is_found_from_where_the_policy_is() -> None:
    with pytest.raises(DocumentError) as caught:
        load(HEAD + "lists: {a: {file: lists/a.txt}}\n", file="class/x.yaml", read=lambda _: b"b*d\n")
    assert str(caught.value).startswith("class/lists/a.txt:1:1: a star")


def test_a_list_file_that_is_not_utf_8_is_refused_with_the_place() -> None:
    (found,) = problems("lists: {a: {file: a.txt}}\n", files={"a.txt": b"fine\n\xff\xfe\n"})
    assert found.startswith("a.txt:2:1: ")


def test_without_a_reader_no_list_file_can_be_used() -> None:
    with pytest.raises(DocumentError) as caught:
        load(HEAD + "lists: {a: {file: a.txt}}\n", file="x.yaml")
    assert "no other files can be read here" in str(caught.value)


def test_a_list_with_errors_is_not_reported_as_missing_where_it_is_used() -> None:
    assert len(problems("lists: {a: [b*d]}\nrules: [{id: r, if: {words: [list a]}, then: hold}]\n")) == 1


def test_a_test_may_try_a_post_without_a_word() -> None:
    (test,) = policy('tests: [{post: "", gives: allow}]\n').tests
    assert (test.submission.body, test.gives) == ("", Verdict.ALLOW)


def test_a_test_may_give_every_fact_of_a_post() -> None:
    it = policy("""
    tests:
      - post: {title: T, body: B, kind: card, site: s, board: b, at: "9:05", by: {role: editor, tier: t, name: n, age: 2 days, posts: 3}}
        gives: allow
        by_rule: default
        shown: B
        told: nothing
        score: 0
        hits: []
      - {post: x, shown: null}
    """.replace("        hits: []\n", ""))  # fmt: skip
    submission = it.tests[0].submission
    assert (submission.title, submission.kind, submission.site, submission.board) == ("T", "card", "s", "b")
    assert (str(submission.at), submission.by.role, submission.by.posts) == ("09:05:00", "editor", 3)
    assert submission.by.age is not None
    assert submission.by.age.days == 2
    assert it.tests[1].shown_to_nobody


def test_values_stay_text_so_that_a_word_list_means_what_it_says() -> None:
    it = policy("rules: [{id: r, if: {words: [no, on, 22:30, 012]}, then: block}]\n")
    for word in ("no", "on", "22:30", "012"):
        assert it.judge(Submission(word)).verdict is Verdict.BLOCK


@given(st.text(alphabet="policy:1\n -[]{}idefaultrswhn*&!|>\"'#,?%@`\t\0", max_size=60))
def test_any_text_loads_or_gives_document_errors_and_nothing_else(text: str) -> None:
    for candidate in (text, HEAD + text, HEAD + "rules:\n- id: a\n  then: hold\n  " + text):
        try:
            load(candidate, file="x.yaml")
        except DocumentError as error:
            assert error.problems
