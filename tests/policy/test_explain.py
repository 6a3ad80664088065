"""Every decision can be explained: in one sentence, by what-ifs, and by why the other rules kept silent."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from trial import policy

from bbs.policy.decision_line import decision_json, explanation_json
from bbs.policy.explain import explain, sentence, why_not
from bbs.policy.submission import Author, Submission, Verdict

BOARD = policy(
    """
    see_through: tricks
    exempt: {role: [editor]}
    rules:
      - {id: greeting, if: {words: [happy birthday]}, then: allow}
      - {id: gathering, why: Read first., if: {words: [meet* + square]}, unless: {words: [choir]}, then: hold}
      - {id: many, if: {words: [a1, b2, c3, d4, e5]}, then: block}
      - {id: southland, if: {words: [southland]}, then: {replace: there}}
      - {id: long, if: {length: {over: 60}}, then: drop}
    """
)


def why(body: str, role: str = "student") -> str:
    return explain(BOARD, Submission(body, by=Author(role=role))).sentence


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("mееt me at the square",
         "Held by `gathering`, because “mееt” (look-alike letters) and “square” occur together."
         " Without either word it would have appeared at once."),
        ("Happy birthday", "Appeared at once by `greeting`, because “Happy birthday” occurs."),
        ("hello", "Appeared at once by default, because no rule decided."),
        ("southland", "Appeared at once by default, because no rule decided. Its text was changed by `southland`."),
        ("a1", "Refused by `many`, because “a1” occurs. Without “a1” it would have appeared at once."),
        ("a1 b2", "Refused by `many`, because “a1” and “b2” occur. Without this rule it would have appeared at once."),
        ("a1 b2 c3 d4 e5", "Refused by `many`, because “a1”, “b2”, “c3”, “d4” and 1 more occur."
         " Without this rule it would have appeared at once."),
        ("x" * 61, "Dropped by `long`, because its conditions hold. Without this rule it would have appeared at once."),
        ("meet, m e e t: square", "Held by `gathering`, because “meet” and “square” occur together."
         " Without “square” it would have appeared at once."),
    ],
)  # fmt: skip
def test_a_decision_in_one_sentence(body: str, told: str) -> None:
    assert why(body) == told


def test_three_words_that_each_make_the_difference() -> None:
    it = policy("rules: [{id: r, if: {words: [a + b + c]}, then: hold}]\n")
    assert explain(it, Submission("a b c")).sentence.endswith(
        "Without any one of these words it would have appeared at once."
    )


def test_a_combination_of_one_word_with_itself_occurs() -> None:
    it = policy("rules: [{id: r, if: {words: [a* + a]}, then: hold}]\n")
    assert sentence(it.judge(Submission("a"))) == "Held by `r`, because “a” occurs."


def test_exempt_authors_and_modes_say_what_would_have_happened() -> None:
    assert why("a1", "editor") == (
        "Appeared at once, because its author is exempt from this policy. Otherwise: Refused by `many`, because “a1” occurs."
        " Without “a1” it would have appeared at once."
    )
    off = policy("mode: off\n").judge(Submission("x"))
    assert sentence(off) == "Appeared at once, because the policy is switched off or only tried out."


def test_a_rule_that_failed_is_named() -> None:
    decision = dataclasses.replace(
        BOARD.judge(Submission("x")), trouble=("greeting: RuntimeError: out of order",)
    )
    assert sentence(decision).endswith(
        "because a rule failed while it ran: greeting: RuntimeError: out of order."
    )


def test_without_each_rule_and_each_span_what_would_have_been_decided() -> None:
    found = explain(BOARD, Submission("happy birthday, meet at the square"))
    assert [(one.rule, one.verdict) for one in found.without_rules] == [
        ("greeting", Verdict.HOLD),
        ("gathering", Verdict.ALLOW),
    ]
    assert [(one.span.text, one.verdict) for one in found.without_spans if one.span] == [
        ("happy birthday", Verdict.HOLD),
        ("meet", Verdict.ALLOW),
        ("square", Verdict.ALLOW),
    ]


def test_at_most_fifty_spans_are_asked_about() -> None:
    assert len(explain(BOARD, Submission("a1 " * 80)).without_spans) == 50


RULES = policy(
    """
    lists: {places: [square, gate]}
    rules:
      - {id: part, if: {words: [meet + list places]}, then: hold}
      - {id: excused, if: {words: [show], except: [muppet show]}, then: hold}
      - {id: unlessed, if: {words: [cake]}, unless: {words: [choir]}, then: hold}
      - {id: count, if: {words: [cake, bun], at_least: 2}, then: hold}
      - {id: disguised, if: {words: [cake], disguised: true}, then: hold}
      - {id: apart, if: {words: [cake + choir], disguised: true}, then: hold}
      - {id: every, if: {all_words: [cake, lamp]}, then: hold}
      - {id: shape, if: {shapes: ["###"]}, then: hold}
      - {id: looks, if: {looks_like: [email, telephone]}, then: hold}
      - {id: link, if: {links: {more_than: 1}}, then: hold}
      - {id: away, if: {links: {not_to: [bright.test]}}, then: hold}
      - {id: role, if: {author: {role: [editor]}}, then: hold}
      - {id: notrole, if: {author: {not_role: [student]}}, then: hold}
      - {id: tier, if: {author: {tier: [elite]}}, then: hold}
      - {id: named, if: {author: {named: [Heron]}}, then: hold}
      - {id: age, if: {author: {age_under: 1 hour}}, then: hold}
      - {id: posts, if: {author: {posts_under: 1}}, then: hold}
      - {id: site, if: {site: [board]}, then: hold}
      - {id: board, if: {board: [friends]}, then: hold}
      - {id: kind, if: {kind: [card]}, then: hold}
      - {id: length, if: {length: {over: 99}}, then: hold}
      - {id: any, if: {any: [{kind: card}, {kind: page}]}, then: hold}
      - {id: all, if: {all: [{kind: reply}, {words: [lamp]}]}, then: hold}
      - {id: not, if: {not: {words: [cake]}}, then: hold}
      - {id: matches, if: {words: [cake]}, then: flag}
    """
)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("part", "`words`: of “meet + list places” the part “list places” is missing"),
        ("excused", "`words`: “show” lies inside the exception “muppet show”"),
        ("unlessed", "what stands under `unless` is true"),
        ("count", "`words`: only 1 of the 2 different phrases it asks for occurs"),
        ("disguised", "`words`: its phrases occur, but none of them in disguise"),
        ("apart", "`words`: its phrases occur, but none of them in disguise"),
        ("every", "`all_words`: “lamp” is missing"),
        ("shape", "`shapes`: no text of its shapes occurs"),
        ("looks", "`looks_like`: nothing looks like email or telephone"),
        ("link", "`links`: 1 of 1 links count here, and it asks for more than 1"),
        ("away", "`links`: 0 of 1 links count here"),
        ("role", "`author`: the author's role is student"),
        ("notrole", "`author`: the author's role is student"),
        ("tier", "`author`: the author's tier is intranet"),
        ("named", "`author`: the author is somebody else"),
        ("age", "`author`: it is not known when the author joined"),
        ("posts", "`author`: it is not known how much the author wrote"),
        ("site", "`site`: the site is not known"),
        ("board", "`board`: the board is not known"),
        ("kind", "`kind`: its kind is reply"),
        ("length", "`length`: title and body have "),
        ("any", "`any`: none of its maps is true; the first: `kind`: its kind is reply"),
        ("all", "`all`: `words`: none of its phrases occurs"),
        ("not", "`not`: what it rules out is there"),
    ],
)
def test_why_a_rule_did_not_match(rule: str, told: str) -> None:
    submission = Submission("meet at the muppet show with cake and choir, http://a.bright.test")
    assert why_not(RULES, rule, submission).startswith(f"It did not match: {told}")


def test_why_not_of_facts_that_are_known_and_of_a_rule_that_matched() -> None:
    submission = Submission("x", by=Author(age=dt.timedelta(hours=2), posts=5), site="press")
    assert "the author joined earlier" in why_not(RULES, "age", submission)
    assert "the author wrote 5 posts before" in why_not(RULES, "posts", submission)
    assert "the site is press" in why_not(RULES, "site", submission)
    assert "there is no link" in why_not(RULES, "link", submission)
    assert why_not(RULES, "matches", Submission("cake")) == ""


def test_an_explanation_lists_every_rule_that_kept_silent() -> None:
    silent = dict(explain(RULES, Submission("cake")).not_matched)
    assert set(silent) == {rule.id for rule in RULES.rules} - {"matches", "unlessed"}


def test_a_decision_line_has_the_promised_names_and_is_json() -> None:
    submission = Submission("b1g meet at the southland square", title="T")
    line = json.loads(json.dumps(explanation_json(explain(BOARD, submission))))
    assert set(line) >= {
        "verdict", "by", "shown", "told", "told_text", "score", "tags", "author_sees", "edits", "sum", "sentence", "rules", "without",
    }  # fmt: skip
    assert line["without"]["rules"] == {"gathering": "allow", "southland": "hold"}
    assert line["without"]["spans"][0] == {
        "field": "body", "start": 4, "end": 8, "text": "meet", "phrase": "meet*", "steps": [], "verdict": "allow",
    }  # fmt: skip
    assert line["edits"] == [
        {"rule": "southland", "action": "replace", "field": "body", "start": 16, "end": 25, "put": "there"}
    ]
    assert (line["shown"], line["author_sees"]) == (None, "b1g meet at the there square")


def test_a_decision_line_tells_excused_hits_and_what_would_have_been() -> None:
    it = policy(
        "exempt: {role: [editor]}\nrules: [{id: r, if: {words: [show], except: [muppet show]}, then: hold}]\n"
    )
    line = decision_json(it.judge(Submission("show the muppet show", by=Author(role="editor"))))
    assert line["rules"][0]["excused"] == [{"phrase": "show", "text": "show", "exception": "muppet show"}]
    assert (line["by"], line["would"]["verdict"], line["shown"]) == ("exempt", "hold", "show the muppet show")


@pytest.mark.parametrize(
    "body", ["happy birthday, meet at the square", "h4ppy birthday http://a.bright.test", ""]
)
def test_what_is_asked_of_a_case_that_was_read_before_is_what_a_new_one_answers(body: str) -> None:
    submission = Submission(body, title="At the square")
    case = BOARD.case(submission)
    spans = {span for match in BOARD.judge(submission).matches for span in match.spans}
    for gone in (None, *spans):
        keep = None if gone is None else (lambda span, gone=gone: span != gone)
        for without in ("", *(rule.id for rule in BOARD.rules)):
            again = BOARD.judge(submission, without=without, keep=keep, case=case)
            assert again == BOARD.judge(submission, without=without, keep=keep)
