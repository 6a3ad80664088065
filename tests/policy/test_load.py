"""A policy file is read whole or not at all; every error says where, what, and what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import HEAD, policy, problems

from bbs.document import DocumentError
from bbs.policy.language import NOT_YET_TOP
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


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("wrds: 1\n", "4:1: `wrds` is not a key of a policy"),
        ("mode: lve\n", "4:7: `lve` is not a mode; did you mean `live`?"),
        ("see_through: trick\n", "4:14: `trick` is not a see_through; did you mean `tricks`?"),
        ("see_through: [case, lookalike]\n", "4:21: `lookalike` is not a folding step; did you mean `lookalikes`?"),
        ("title: [a]\n", "4:8: title must be one piece of text; write title: some text"),
        ("lists: [a]\n", "4:8: `lists` must be a map of names"),
        ("lists: {a b: [c]}\n", "4:9: `a b` can't be the name of a list"),
        ("lists: {a: [list b]}\n", "4:13: there is no list `b`; name it under lists: at the top of the file"),
        ("lists: {a: [x], b: [list a]}\n", "4:21: `list a` stands in a list; name both lists where they are used"),
        ("lists: {a: []}\n", "4:12: the list of phrases is empty"),
        ("lists: {a: {match: word}}\n", "4:12: a list has either `file` or `words`"),
        ("lists: {a: {file: x, words: [y]}}\n", "4:12: a list has either `file` or `words`"),
        ("lists: {a: {words: [x], match: wrd}}\n", "4:32: `wrd` is not a match; did you mean `word`?"),
        ("lists: {a: {file: gone.txt}}\n", "4:19: the list file can't be used: gone.txt: there is no such file"),
        ("lists: {a: {file: [x]}}\n", "4:19: file must be one piece of text"),
        ("rules: {a: b}\n", "4:8: `rules` must be a list; begin each rule with  - id: its-name"),
        ("rules: [x]\n", "4:9: a rule must be a map"),
        ("rules: [{then: hold}]\n", "4:9: this rule has no `id`; give it a short name of its own: id: gathering"),
        ("rules: [{id: a}]\n", "4:9: rule `a` has no `then`; say what it does, as  then: hold"),
        ("rules: [{id: '', then: block}]\n", "4:14: id must be one piece of text; write id: some text"),
        ("rules: [{id: a, then: hold, tell: {pretend: ' '}}]\n", "4:45: pretend must be one piece of text"),
        ("rules: [{id: A b, then: hold}]\n", "4:14: `A b` can't be the id of a rule"),
        ("rules: [{id: default, then: hold}]\n", "4:14: `default` can't be the id of a rule"),
        ("rules: [{id: a, then: hold}, {id: a, then: hold}]\n", "4:35: the id `a` is used by the rule in line 4 too"),
        ("rules: [{id: a, then: hodl}]\n", "4:23: `hodl` is not a verdict or effect; did you mean `hold`?"),
        ("rules: [{id: a, then: []}]\n", "4:23: `then` is empty; say what the rule does, as  then: hold"),
        ("rules: [{id: a, then: [[hold]]}]\n", "4:24: `then` holds a list in a list; write then: [hold, flag]"),
        ("rules: [{id: a, then: [hold, block]}]\n", "4:30: a rule has one verdict; write the strictest, or split it into two rules"),
        ("rules: [{id: a, then: replace}]\n", "4:23: `replace` needs a value; write then: {replace: the other side}"),
        ("rules: [{id: a, then: {hold: 1}}]\n", "4:24: `hold` takes no value; write then: hold, or a list: then: [hold, {tag: x}]"),
        ("rules: [{id: a, then: {flag: 1}}]\n", "4:24: `flag` takes no value; write then: flag, or a list: then: [flag, {tag: x}]"),
        ("rules: [{id: a, then: {tagg: 1}}]\n", "4:24: `tagg` is not a verdict or effect; did you mean `tag`?"),
        ("rules: [{id: a, then: {tag: }}]\n", "4:28: tag must be one piece of text; write tag: some text"),
        ("rules: [{id: a, words: [x], then: hold}]\n", "4:17: `words` is not a key of a rule; put it under `if`"),
        ("rules: [{id: a, iff: {words: [x]}, then: hold}]\n", "4:17: `iff` is not a key of a rule; did you mean `if`?"),
        ("rules: [{id: a, mode: on, then: hold}]\n", "4:23: `on` is not a mode; write one of live, shadow, off"),
        ("rules: [{id: a, then: mask}]\n", "4:17: `mask` needs words to work on, and this rule finds none"),
        ("rules: [{id: a, if: {not: {words: [x]}}, then: cut}]\n", "4:42: `cut` needs words to work on"),
        ("rules: [{id: a, if: {kind: card}, then: [mask]}]\n", "4:35: `mask` needs words to work on"),
        ("exempt: {roles: [x]}\n", "4:10: `roles` is not a key of exempt; did you mean `role`?"),
        ("exempt: {role: [editors]}\n", "4:17: `editors` is not a role; did you mean `editor`?"),
        ("exempt: {not_role: x}\n", "4:20: `x` is not a role; write one of student, professor, reporter, editor, official"),
        ("tests: [{post: {body: x, by: {role: pupil}}, gives: allow}]\n", "4:37: `pupil` is not a role; write one of"),
        ("tests: [{post: {body: x, confirm: perhaps}, gives: allow}]\n", "4:35: confirm must be true or false"),
        ("examples: {fine: [{body: x}]}\n", "4:19: an example under `fine` is a text and nothing more; write a test where"),
        ("rules: [{id: a, then: hold, mute: 10 minutes}]\n", "4:29: `mute` is not a key of a rule; put it under `then`: then: {mute: 10 minutes}"),
        ("exempt: {}\n", "4:9: `exempt` is empty; write exempt: {role: [student]}"),
        ("exempt: editor\n", "4:9: exempt must be a map"),
        ("tests: {post: x}\n", "4:8: `tests` must be a list; begin each test with  - post: the text"),
        ("tests: [x]\n", "4:9: a test must be a map"),
        ("tests: [{gives: allow}]\n", "4:9: this test has no `post`; write post: the text"),
        ("tests: [{post: x}]\n", "4:9: this test expects nothing; add gives: and a verdict"),
        ("tests: [{post: x, gives: alow}]\n", "4:26: `alow` is not a verdict; did you mean `allow`?"),
        ("tests: [{post: x, by_rule: none}]\n", "4:28: `none` is not a rule"),
        ("tests: [{post: {title: x}, gives: hold}]\n", "4:16: this post has no `body`; write post: {body: the text}"),
        ("tests: [{post: {body: x, at: 25:00}, gives: hold}]\n", "4:30: `at` must be a time of day"),
        ("tests: [{post: {body: x, by: me}, gives: hold}]\n", "4:30: by must be a map"),
        ("tests: [{post: {body: x, by: {age: soon}}, gives: hold}]\n", "4:36: age must be a length of time"),
        ("tests: [{post: x, score: high}]\n", "4:26: score must be a whole number; write score: 3"),
        ("examples: {good: [x]}\n", "4:12: `good` is not a key of examples"),
        ("examples: [x]\n", "4:11: examples must be a map"),
    ],
)  # fmt: skip
def test_an_error_says_where_what_and_what_to_write_instead(text: str, problem: str) -> None:
    assert any(found.startswith(problem) for found in problems(text)), problems(text)


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ("{wrds: [x]}", "`wrds` is not a key of `if`; did you mean `words`?"),
        ("{}", "`if` is empty; write a condition, or take the key away"),
        ("[x]", "`if` must be a map"),
        (
            "{words: [x], then: hold}",
            "`then` is not a key of `if`; `then` stands in the rule itself, beside `if`",
        ),
        ("{words: []}", "the list of words is empty"),
        ("{words: {a: b}}", "words must be text or a list of texts"),
        ("{words: [[x]]}", "words must be text or a list of texts"),
        ("{words: ['...']}", "`...` has no word in it"),
        ("{words: ['**']}", "a star stands only at the beginning or the end of a word"),
        ("{words: [b*rth]}", "a star stands only at the beginning or the end of a word"),
        ("{words: ['**birth']}", "a star stands only at the beginning or the end of a word"),
        ("{words: ['*.*']}", "`*.*` has no word in it"),
        ("{words: ['a *']}", "`a *` has no word in it"),
        ("{words: [a + b + c + d + e + f + g + h + i]}", "this combination has 9 parts; 2 to 8 are allowed"),
        ("{words: [a + ]}", "a part of this combination is empty"),
        ("{words: [" + "a" * 61 + "]}", "this phrase has 61 characters; at most 60 are allowed"),
        ("{words: [list gone]}", "there is no list `gone`"),
        ("{words: [list mixd]}", "there is no list `mixd`; did you mean `mixed`?"),
        ("{words: [a + list gone]}", "there is no list `gone`"),
        (
            "{words: [a + list mixed]}",
            "`list mixed` holds combinations, so it can't be a part of one; put its single phrases in a list of their own",
        ),
        ("{words: [x], in: [boddy]}", "`boddy` is not a field; did you mean `body`?"),
        ("{words: [x], at_least: 0}", "at_least is 0; write a number from 1 to 1000"),
        ("{words: [x], at_least: two}", "at_least must be a whole number"),
        ("{words: [x], disguised: maybe}", "disguised must be true or false; write disguised: true"),
        ("{words: [x], except: [a + b]}", "an exception is a phrase, not a combination"),
        ("{kind: card, except: [x]}", "`except` stands in a map without words; put it beside words:"),
        ("{all_words: [x], at_least: 2}", "`at_least` counts the phrases of `words`"),
        ("{shapes: [abc]}", "`abc` has neither # (a digit) nor @ (a letter); use words for it"),
        ("{shapes: ['" + "#" * 61 + "']}", "this shape has 61 characters; write at most 60"),
        ("{looks_like: [phone]}", "`phone` is not a looks_like"),
        ("{links: {}}", "`links` is empty; write links: {more_than: 0} for any link at all"),
        ("{links: 3}", "links must be a map"),
        ("{links: {to: ['http://a.test']}}", "`http://a.test` is not a host name; write only the name"),
        ("{length: {}}", "`length` says neither over nor under; write length: {under: 200}"),
        ("{length: 200}", "length must be a map"),
        ("{author: {}}", "`author` is empty; write author: {role: [student]}"),
        ("{author: student}", "author must be a map"),
        ("{author: {age_under: 10}}", "age_under must be a length of time; write age_under: 10 minutes"),
        ("{author: {age_under: 0 hours}}", "age_under must be a length of time"),
        ("{author: {age_under: [1 hour]}}", "age_under must be a length of time"),
        ("{site: {a: b}}", "site must be text or a list of texts"),
        ("{kind: [cards]}", "`cards` is not a kind; did you mean `card`?"),
        ("{any: []}", "`any` needs a list of maps"),
        ("{not: [{kind: card}]}", "`not` needs one map"),
        ("{any: [{any: [{any: [{any: [{any: [{kind: card}]}]}]}]}]}", "any, all and not nest deeper than 4"),
    ],
)
def test_an_error_in_a_condition_is_found_where_it_stands(condition: str, problem: str) -> None:
    found = problems(f"lists: {{mixed: [x, y + z]}}\nrules: [{{id: a, if: {condition}, then: hold}}]\n")
    assert any(problem in one for one in found), found


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("then: allow, tell: refused", "`tell: refused` makes no sense with allow"),
        ("then: flag, tell: {pretend: Busy}", "`tell: pretend` makes no sense with an edit"),
        ("then: shadow, tell: reason", "a shadowed post looks published, so its author can't be told"),
        ("then: shadow, tell: {pretend: Busy}", "a shadowed post looks published"),
        ("then: warn, tell: nothing", "a warning asks the author, so `tell: nothing` makes no sense"),
        ("then: drop, tell: full", "a dropped post is answered “sent”, so `tell: full` makes no sense"),
        ("then: hold, tell: pretend", "`pretend` needs an excuse; write tell: {pretend: The server is busy}"),
        (
            "then: hold, tell: {pretend: " + "x" * 201 + "}",
            "this excuse is too long; write at most 200 characters",
        ),
        ("then: hold, tell: {pretends: x}", "`pretends` is not a key of tell; did you mean `pretend`?"),
        ("then: hold, tell: nothin", "`nothin` is not a way of telling; did you mean `nothing`?"),
        ("then: hold, tell: [x]", "way of telling must be one word"),
    ],
)
def test_a_telling_that_contradicts_the_verdict_is_an_error(rule: str, problem: str) -> None:
    found = problems(f"rules: [{{id: a, {rule}}}]\n")
    assert any(problem in one for one in found), found


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("", "1:1: "),
        ("- a\n", "1:1: a policy must be a map"),
        ("id: a\ndefault: hold\n", "1:1: `policy` is missing; write it at the top: policy: 1"),
        ("policy: 1\ndefault: hold\n", "1:1: `id` is missing; write it at the top: id: my-policy"),
        ("policy: 1\nid: a\n", "1:1: `default` is missing; write it at the top: default: hold"),
        ("policy: 2\nid: a\ndefault: hold\n", "1:9: this version of the policy language is not known; write policy: 1"),
        ("id: a\npolicy: 1\ndefault: hold\n", "2:1: `policy` does not come first; make policy: 1 the first line"),
        ("policy: 1\nid: My Policy\ndefault: hold\n", "2:5: `My Policy` can't be an id"),
        ("policy: 1\nid: ''\ndefault: hold\n", "2:5: id must be one piece of text"),
        ("policy: 1\nid: a\ndefault: shadow\n", "3:10: `shadow` is not a default"),
        ("policy: 1\nid: a\ndefault: {why: x}\n", "3:10: `default` has no `then`; write default: {then: hold, why: ...}"),
        ("policy: 1\nid: a\ndefault: {then: allow, tell: refused}\n", "3:30: `tell: refused` makes no sense with allow"),
        ("policy: 1\nid: a\ndefault: [hold]\n", "3:10: default must be a map"),
        ("policy: 1\nid: a\nid: b\ndefault: hold\n", "3:1: "),
        ("policy: 1\nid: a\ndefault: hold\nlists: {a: [*day*]}\n", "4:13: "),
    ],
)  # fmt: skip
def test_the_head_of_a_file_is_checked_first(head: str, problem: str) -> None:
    assert any(found.startswith(problem) for found in problems("", head=head)), problems("", head=head)


@pytest.mark.parametrize("word", NOT_YET_TOP)
def test_a_key_that_cannot_be_carried_out_yet_is_refused_in_so_many_words(word: str) -> None:
    (found,) = problems(f"{word}: x\n")
    assert f"`{word}` is a word of the language, but" in found


def test_all_errors_of_a_file_are_reported_at_once() -> None:
    found = problems("mode: x\nrules: [{id: a, if: {words: [b*c]}, then: hodl}, {id: a, then: hold}]\n")
    assert [one.split(":")[0] for one in found] == ["4", "5", "5", "5"]


def test_a_bare_star_hides_no_other_mistake() -> None:
    found = problems(
        "bogus: 1\nrules:\n- {id: a, if: {words: [*day*]}, thn: hold}\n- {id: a, if: {wrds: [&x b]}, then: hold}\n"
    )
    assert [one.partition("; ")[0] for one in found] == [
        "4:1: `bogus` is not a key of a policy",
        "6:3: rule `a` has no `then`",
        "6:24: `*day*` begins with a star, and an unquoted star is an alias in YAML",
        "6:33: `thn` is not a key of a rule",
        "7:8: the id `a` is used by the rule in line 6 too",
        "7:16: `wrds` is not a key of `if`",
        "7:23: `&x` begins with `&`, an anchor in YAML",
    ]


def test_an_error_in_a_list_file_names_that_file_and_line() -> None:
    found = problems("lists: {a: {file: a.txt}}\n", files={"a.txt": b"fine\nb*d\n"})
    assert found == [
        "a.txt:2:1: a star stands only at the beginning or the end of a word, once: birth* or *day"
    ]


def test_an_error_in_a_list_file_is_found_from_where_the_policy_is() -> None:
    with pytest.raises(DocumentError) as caught:
        load(HEAD + "lists: {a: {file: lists/a.txt}}\n", file="class/x.yaml", read=lambda _: b"b*d\n")
    assert str(caught.value).startswith("class/lists/a.txt:1:1: a star")


def test_a_list_file_that_is_not_utf_8_is_refused_with_the_place() -> None:
    (found,) = problems("lists: {a: {file: a.txt}}\n", files={"a.txt": b"fine\n\xff\xfe\n"})
    assert found.startswith("a.txt:2:1: ")


def test_an_empty_list_file_is_an_error() -> None:
    found = problems("lists: {a: {file: a.txt}}\n", files={"a.txt": b"# nothing\n"})
    assert found == ["4:19: the list file a.txt holds no phrase; write one phrase a line"]


def test_without_a_reader_no_list_file_can_be_used() -> None:
    with pytest.raises(DocumentError) as caught:
        load(HEAD + "lists: {a: {file: a.txt}}\n", file="x.yaml")
    assert "no list files can be read here" in str(caught.value)


def test_a_list_with_errors_is_not_reported_as_missing_where_it_is_used() -> None:
    assert len(problems("lists: {a: [b*d]}\nrules: [{id: r, if: {words: [list a]}, then: hold}]\n")) == 1


def test_too_many_rules_and_phrases_are_refused() -> None:
    rules = "".join(f"- {{id: r{n}, then: flag}}\n" for n in range(501))
    assert "there are 501 rules; at most 500 are allowed" in problems("rules:\n" + rules)[0]
    words = "\n".join(f"w{n}" for n in range(100_001)).encode()
    found = problems("lists: {a: {file: a.txt}}\n", files={"a.txt": words})
    assert "the lists hold more than 100,000 phrases together" in found[0]


def test_too_many_phrases_over_lists_and_rules_are_refused() -> None:
    words = "\n".join(f"w{n}" for n in range(100_000)).encode()
    text = "lists: {a: {file: a.txt}}\nrules: [{id: r, if: {words: [list a, other]}, then: hold}]\n"
    assert "the policy holds more than 100,000 phrases" in problems(text, files={"a.txt": words})[0]


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
