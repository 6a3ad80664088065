"""Explanation, the promised names of a decision line, and errors with line and column."""

from __future__ import annotations

import dataclasses
import json

import pytest
from trial import HEAD, policy, problems, rule

from bbs.document import DocumentError
from bbs.policy.case import Case
from bbs.policy.decision_line import decision_json, explanation_json
from bbs.policy.explain import MOST_SPANS, explain, sentence, what_if, why_not
from bbs.policy.load import load
from bbs.policy.submission import Author, Submission
from bbs.policy.verdicts import combine

TRICKS = "see_through: tricks\n"


# "Held by `gathering`, because ... occur together. Without either word it would have appeared at once."


@pytest.mark.parametrize(
    ("condition", "then", "body", "told"),
    [
        ("{words: [cake]}", "hold", "a Cake", "Held by `it`, because “Cake” occurs. Without “Cake” it would have appeared at once."),
        ("{words: [cake]}", "block", "c4ke", "Refused by `it`, because “c4ke” (digits or signs read as letters) occurs."
         " Without “c4ke” it would have appeared at once."),
        ("{words: [tea]}", "shadow", "t e a", "Shown to its author alone by `it`, because “t e a” (letters spaced out) occurs."
         " Without “t e a” it would have appeared at once."),
        ("{words: [tea]}", "drop", "teeeeа", "Dropped by `it`, because “teeeeа” (look-alike letters, repeated letters) occurs."
         " Without “teeeeа” it would have appeared at once."),
        ("{words: [tea]}", "warn", "t\u200bea", "Asked back by `it`, because “t\u200bea” (invisible characters taken out) occurs."
         " Without “t\u200bea” it would have appeared at once."),
        ("{words: [a + b]}", "hold", "a b", "Held by `it`, because “a” and “b” occur together."
         " Without either word it would have appeared at once."),
        ("{words: [a, b], at_least: 2}", "hold", "a b", "Held by `it`, because “a” and “b” occur."
         " Without either word it would have appeared at once."),
        ("{all_words: [a, b, c]}", "hold", "c b a", "Held by `it`, because “a”, “b” and “c” occur."
         " Without any one of these words it would have appeared at once."),
        ("{words: [a]}", "hold", "a a", "Held by `it`, because “a” occurs. Without this rule it would have appeared at once."),
        ("{kind: reply}", "hold", "x", "Held by `it`, because its conditions hold. Without this rule it would have appeared at once."),
        ("{words: [a]}", "allow", "a", "Appeared at once by `it`, because “a” occurs."),
        ("{words: [a]}", "pass", "a", "Appeared at once by `it`, because “a” occurs. Without “a” it would have appeared at once."),
        ("{words: [a]}", "mask", "a", "Appeared at once by default, because no rule decided. Its text was changed by `it`."),
        ("{words: [a]}", "hold", "b", "Appeared at once by default, because no rule decided."),
    ],
)  # fmt: skip
def test_a_decision_in_one_sentence(condition: str, then: str, body: str, told: str) -> None:
    assert explain(rule(condition, then, top=TRICKS), Submission(body)).sentence == told


def test_a_sentence_for_every_other_way_to_decide() -> None:
    off = policy("mode: off\n").judge(Submission("x"))
    shadow = policy("mode: shadow\nrules: [{id: it, then: hold}]\n").judge(Submission("x"))
    exempt = policy("exempt: {role: student}\nrules: [{id: it, then: hold}]\n").judge(Submission("x"))
    house = rule("{words: [x]}", "hold")
    layered = combine(house.judge(Submission("x")), off, Submission("x"))
    assert sentence(off) == "Appeared at once, because the policy is switched off or only tried out."
    assert sentence(shadow).endswith("Otherwise: Held by `it`, because its conditions hold.")
    assert sentence(exempt).startswith(
        "Appeared at once, because its author is exempt from this policy. Otherwise:"
    )
    assert sentence(layered) == "Held by `house-rules/it`, because “x” occurs."


# "the counterfactuals: the verdict without each matched rule, and without each matched span (at most 50)"


def test_the_verdict_without_each_rule_and_each_span() -> None:
    it = policy("""
    rules:
      - {id: low, if: {words: [cake]}, then: hold}
      - {id: high, if: {words: [cake + bun]}, then: block}
      - {id: mark, if: {words: [bun]}, then: mask}
      - {id: tried, mode: shadow, if: {words: [tea]}, then: drop}
    """)
    found = explain(it, Submission("cake tea bun", title="Bun"))
    assert {one.rule: one.verdict.word for one in found.without_rules} == {
        "low": "block", "high": "hold", "mark": "block", "tried": "block",
    }  # fmt: skip
    assert [(one.span.field, one.span.start, one.verdict.word) for one in found.without_spans if one.span] == [
        ("title", 0, "block"), ("body", 0, "allow"), ("body", 5, "block"), ("body", 9, "block"),
    ]  # fmt: skip


@pytest.mark.parametrize(("times", "asked"), [(3, 3), (50, 50), (90, MOST_SPANS)])
def test_at_most_fifty_spans_are_asked_about(times: int, asked: int) -> None:
    assert len(explain(rule("{words: [a]}"), Submission("a " * times)).without_spans) == asked


def test_a_shape_taken_away_is_gone_as_a_word_is() -> None:
    it = policy('rules: [{id: a, if: {shapes: ["##-##"]}, then: hold}]\n')
    assert [one.verdict.word for one in explain(it, Submission("call 12-34")).without_spans] == ["allow"]
    assert [one.verdict.word for one in explain(it, Submission("12-34 56-78")).without_spans] == [
        "hold",
        "hold",
    ]


def test_a_span_taken_away_is_gone_for_every_phrase_that_used_its_letters() -> None:
    it = policy(
        "rules: [{id: a, if: {words: [cake]}, then: hold}, {id: b, if: {words: ['*ak*', hot cake]}, then: block}]\n"
    )
    verdicts = {one.verdict.word for one in explain(it, Submission("hot cake")).without_spans}
    assert verdicts == {"allow"}


# "why a rule did not match (the first condition that failed, the part that was missing, the exception that excused it)"


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("{words: [tea]}", "`words`: none of its phrases occurs"),
        ("{words: [meet + tea]}", "`words`: of “meet + tea” the part “tea” is missing"),
        (
            "{words: [tea + meet + milk]}",
            "`words`: of “tea + meet + milk” the parts “tea” and “milk” are missing",
        ),
        (
            "{words: [meet + list drinks]}",
            "`words`: of “meet + list drinks” the part “list drinks” is missing",
        ),
        (
            "{words: [meet + square], except: [square dance]}",
            "`words`: “square” lies inside the exception “square dance”",
        ),
        (
            "{words: [square], except: [square dance]}",
            "`words`: “square” lies inside the exception “square dance”",
        ),
        (
            "{words: [meet, tea], at_least: 2}",
            "`words`: only 1 of the 2 different phrases it asks for occurs",
        ),
        ("{words: [meet], disguised: true}", "`words`: its phrases occur, but none of them in disguise"),
        ("{all_words: [meet, tea]}", "`all_words`: “tea” is missing"),
        ("{all_words: [meet, a + tea]}", "`all_words`: “a + tea” is missing"),
        (
            "{all_words: [meet, square], except: [square dance]}",
            "`all_words`: “square” lies inside the exception “square dance”",
        ),
        ("{all_words: [meet], disguised: true}", "`all_words`: “meet” occurs, but not in disguise"),
        ('{shapes: ["@@@@#"]}', "`shapes`: no text of its shapes occurs"),
        ('{shapes: ["##"], except: [room 12]}', "`shapes`: “12” lies inside the exception “room 12”"),
        ('{shapes: ["##"], disguised: true}', "`shapes`: its shapes occur, but none of them in disguise"),
        (
            '{shapes: ["##", "@#"], at_least: 2}',
            "`shapes`: only 1 of the 2 different shapes it asks for occurs",
        ),
        ("{looks_like: [email]}", "`looks_like`: nothing looks like email"),
        ("{links: {to: [a.test]}}", "`links`: there is no link"),
        ("{kind: card, words: [tea]}", "`kind`: its kind is reply"),
        ("{words: [tea], kind: card}", "`words`: none of its phrases occurs"),
        (
            "{words: [meet], not: {words: [dance]}}",
            "`not`: what it rules out is there: `words`: “dance” occurs",
        ),
        ("{all: [{words: [meet]}, {kind: card}]}", "`all`: `kind`: its kind is reply"),
        (
            "{any: [{words: [tea]}, {kind: card}]}",
            "`any`: none of its maps is true; the first: `words`: none of its phrases occurs",
        ),
        ("{author: {role: editor}}", "`author`: the author's role is student"),
        ("{author: {age_under: 1 day}}", "`author`: it is not known when the author joined"),
        ("{length: {over: 900}}", "`length`: title and body have 35 characters"),
    ],
)
def test_why_a_rule_did_not_match(condition: str, why: str) -> None:
    it = rule(condition, "hold", top="lists: {drinks: [tea, milk]}\n")
    body = "meet in room 12 at the square dance"
    assert why_not(it, "it", Submission(body)) == f"It did not match: {why}."
    assert dict(explain(it, Submission(body)).not_matched) == {"it": f"It did not match: {why}."}


def test_why_not_of_unless_of_a_rule_switched_off_and_of_one_that_matched() -> None:
    it = policy("""
    rules:
      - {id: excused, if: {words: [a]}, unless: {words: [b]}, then: hold}
      - {id: sleeping, mode: off, then: hold}
      - {id: matched, if: {words: [a]}, then: hold}
    """)
    assert (
        why_not(it, "excused", Submission("a b"))
        == "It did not match: what stands under `unless` is true: `words`: “b” occurs."
    )
    assert why_not(it, "sleeping", Submission("a b")) == "It did not match: it is switched off."
    assert why_not(it, "matched", Submission("a b")) == ""
    with pytest.raises(KeyError):
        why_not(it, "nowhere", Submission("a b"))


@pytest.mark.parametrize(
    ("unless", "why"),
    [
        ("{words: [choir practice]}", "`words`: “ch0ir practice” (digits or signs read as letters) occurs"),
        ("{words: [choir, friday]}", "`words`: “ch0ir” (digits or signs read as letters) and “friday” occur"),
        ("{kind: reply}", "`kind` is true"),
        ("{words: [friday], kind: reply}", "`words`: “friday” occurs; `kind` is true"),
        ("{any: [{kind: card}, {words: [friday]}]}", "`any`: `words`: “friday” occurs"),
        ("{all: [{kind: reply}, {words: [friday]}]}", "`all`: `kind` is true; `words`: “friday” occurs"),
        (
            "{not: {words: [tea]}}",
            "`not`: what it rules out is not there: `words`: none of its phrases occurs",
        ),
    ],
)
def test_what_stands_under_unless_is_named_with_its_words(unless: str, why: str) -> None:
    it = rule("{words: [meet]}", "hold", top=TRICKS, more=f"unless: {unless}")
    told = why_not(it, "it", Submission("meet at ch0ir practice on friday"))
    assert told == f"It did not match: what stands under `unless` is true: {why}."


def test_a_phrase_in_a_field_where_nobody_looks_is_said_to_be_there() -> None:
    it = rule("{words: [meet], in: [title]}")
    assert why_not(it, "it", Submission("meet")) == (
        "It did not match: `words`: its phrases occur only where it does not look."
    )


# What would have changed it, in sentences


def test_every_rule_and_word_that_made_the_difference_has_a_sentence() -> None:
    it = policy("""
    rules:
      - {id: low, if: {words: [cake]}, then: hold}
      - {id: high, if: {words: [cake + bun]}, then: block}
      - {id: mark, if: {words: [bun, tea]}, then: mask}
    """)
    assert what_if(explain(it, Submission("cake tea bun"))) == (
        "Without the rule `high` it would have been held.",
        "Without “cake” it would have appeared at once.",
        "Without “bun” it would have been held.",
    )
    assert what_if(explain(it, Submission("tea"))) == ()


def test_where_nothing_was_done_it_is_about_what_would_have_been() -> None:
    rules = "rules: [{id: it, if: {words: [cake]}, then: hold}]\n"
    for top, by in (("mode: shadow\n", "mode"), ("exempt: {role: student}\n", "exempt")):
        found = explain(policy(top + rules), Submission("a cake"))
        assert (found.decision.by, found.decision.verdict.word) == (by, "allow")
        assert found.sentence.endswith("Without “cake” it would have appeared at once.")
        assert what_if(found)[0] == "Without the rule `it` it would have appeared at once."


def test_of_very_many_words_those_of_the_deciding_rule_are_asked_about() -> None:
    it = policy("""
    rules:
      - {id: many, if: {words: [tea]}, then: hold}
      - {id: one, if: {words: [cake]}, then: block}
    """)
    asked = explain(it, Submission("tea " * 60 + "cake")).without_spans
    assert len(asked) == MOST_SPANS
    assert [(one.span.text, one.verdict.word) for one in asked if one.span][-1] == ("cake", "hold")


class Failing:
    word, gives_hits = "", False

    def judge(self, case: Case) -> None:
        raise ZeroDivisionError("out of order")


def test_a_rule_that_fails_is_explained_and_hides_no_other() -> None:
    it = policy("rules: [{id: broken, then: allow}, {id: b, if: {words: [x]}, then: block}]\n")
    failing = dataclasses.replace(it.rules[0], when=Failing())  # type: ignore[arg-type]  # a rule that breaks
    it = dataclasses.replace(it, rules=(failing, *it.rules[1:]))
    found = explain(it, Submission("x"))
    assert found.sentence.startswith("Refused by `b`, because “x” occurs.")
    assert dict(found.not_matched)["broken"] == "It failed while it ran: ZeroDivisionError: out of order."
    assert sentence(it.judge(Submission("y"))) == (
        "Held, because a rule failed while it ran: broken: ZeroDivisionError: out of order."
    )


# The decision line, a promise to scripts: its names and their kinds

PROMISED = {
    "verdict": str, "by": str, "shown": str, "told": str, "told_text": str, "score": int, "tags": list,
    "author_sees": str, "edits": list, "sum": list, "sentence": str, "rules": list, "without": dict,
}  # fmt: skip


def test_a_decision_line_has_the_promised_names() -> None:
    it = rule("{words: [birthday, show], except: [muppet show]}", "[allow, mask, {tag: t}]", top=TRICKS)
    line = explanation_json(explain(it, Submission("a b1rthday, the muppet show", title="T")))
    assert json.loads(json.dumps(line)) == line
    assert {name: type(line[name]) for name in PROMISED} == PROMISED
    assert (line["verdict"], line["by"], line["tags"]) == ("allow", "it", ["t"])
    (matched,) = line["rules"]
    assert (matched["id"], matched["live"]) == ("it", True)
    assert matched["spans"] == [
        {"field": "body", "start": 2, "end": 10, "text": "b1rthday", "phrase": "birthday", "steps": ["leet"]}
    ]
    assert matched["excused"] == [{"phrase": "show", "text": "show", "exception": "muppet show"}]
    assert line["without"] == {
        "rules": {"it": "allow"},
        "spans": [{**matched["spans"][0], "verdict": "allow"}],
    }
    assert line["shown"] == line["author_sees"] == "a ■■■■■■■■, the muppet show"


@pytest.mark.parametrize(
    ("then", "shown", "author_sees", "told"),
    [
        ("allow", "x", "x", "nothing"),
        ("hold", None, "x", "reason"),
        ("shadow", None, "x", "nothing"),
        ("drop", None, None, "nothing"),
        ("block", None, None, "reason"),
        ("warn", None, None, "reason"),
    ],
)
def test_shown_is_null_for_what_readers_do_not_get(
    then: str, shown: str | None, author_sees: str | None, told: str
) -> None:
    line = decision_json(rule("{words: [x]}", then).judge(Submission("x", title="t")))
    assert (line["shown"], line["author_sees"], line["told"]) == (shown, author_sees, told)
    assert (line["score"], line["sum"], "without" in line) == (0, [], False)


def test_offsets_of_a_line_count_code_points() -> None:
    (matched,) = decision_json(rule("{words: [cake]}").judge(Submission("👨\u200d👩 각 cake")))["rules"]
    assert [(span["start"], span["end"]) for span in matched["spans"]] == [(6, 10)]


def test_what_would_have_been_is_in_the_line_of_an_exempt_author() -> None:
    it = policy("exempt: {role: editor}\nrules: [{id: it, if: {words: [x]}, then: block}]\n")
    line = decision_json(it.judge(Submission("x", by=Author(role="editor"))))
    assert (line["verdict"], line["by"], line["shown"], line["would"]["verdict"]) == (
        "allow",
        "exempt",
        "x",
        "block",
    )


# "YAML that does not bite": every scalar stays text, and what YAML would swallow is an error with its place


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "null", "true", "22:30", "012", "1e3", "0x10", "1_000", "2026-11-23"]
)
def test_every_scalar_stays_text(word: str) -> None:
    it = policy(f"rules: [{{id: it, if: {{words: [{word}]}}, then: block}}]\n")
    assert [span.text for span in it.judge(Submission(f"say {word} now")).matches[0].spans] == [word]


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("rules:\n  - id: a\n    then: hold\n    then: block\n", "7:5", "then"),
        ("rules:\n  - id: a\n    iff: {words: [x]}\n    then: hold\n", "6:5", "`if`"),
        ("rules:\n  - id: a\n    if: {wrds: [x]}\n    then: hold\n", "6:10", "did you mean `words`"),
        ("rules:\n  - id: a\n    if: {words: [*day]}\n    then: hold\n", "6:18", "quote"),
        ("rules: &all\n  - {id: a, then: hold}\n", "4:8", "anchor"),
        ("title: !!str x\n", "4:8", "tag"),
        ("title: [a\n", "4:8", "not closed"),
        ("rules:\n\t- id: a\n", "5:1", "tab"),
        ("lists:\n  a: [ok, b*d]\n", "5:11", "star"),
        ("tests:\n  - post: x\n    gives: alow\n", "6:12", "did you mean `allow`"),
        ("rules:\n  - id: a\n    if: {words: [생일, '*']}\n    then: hold\n", "6:22", "no word"),
    ],
)  # fmt: skip
def test_every_error_carries_line_and_column(text: str, place: str, word: str) -> None:
    found = problems(text)
    assert any(one.startswith(place + ":") and word in one for one in found), found


def test_all_errors_of_a_file_are_reported_at_once_in_order_of_the_file() -> None:
    found = problems(
        "mode: lve\nlists: {a: [b*d]}\nrules: [{id: r, if: {words: [list gone]}, then: hodl}]\ntests: [{gives: x}]\n"
    )
    assert [one.split(":")[0] for one in found] == ["4", "5", "6", "6", "7"]


@pytest.mark.parametrize("missing", ["policy", "id", "default"])
def test_what_is_required_at_the_top_is_asked_for(missing: str) -> None:
    head = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(missing + ":"))
    with pytest.raises(DocumentError, match=f"`{missing}` is missing"):
        load(head, file="x.yaml")
