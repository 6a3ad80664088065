"""Verdicts, telling and semantics 6 to 14: what is done with a post, and what its author is told."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from trial import policy, problems, verdict

from bbs.policy.case import Case
from bbs.policy.examples import load_bearing, rates, run_tests
from bbs.policy.rules import Policy
from bbs.policy.submission import Author, Decision, Submission, Text
from bbs.policy.verdicts import Answer, Audience, answer, audience, combine

EXCUSE = "{pretend: The server is busy}"
TELLS = ("", "nothing", "refused", "reason", "full", EXCUSE)
ORDER = ("allow", "warn", "hold", "shadow", "drop", "block")


def told_rule(then: str, tell: str) -> str:
    says = f", tell: {tell}" if tell else ""
    return f"rules: [{{id: it, why: No cake., if: {{words: [cake]}}, then: {then}{says}}}]\n"


# "What the author is told": the table, row by row; None is "error"

TABLE = {
    #          left out     nothing      refused      reason       full         pretend
    "allow":  ("appears",   "appears",   None,        "appears",   "appears",   None),
    "pass":   ("appears",   "appears",   None,        "appears",   "appears",   None),
    "mask":   ("appears",   "appears",   None,        "appears",   "appears",   None),
    "warn":   ("confirm",   None,        "confirm",   "confirm",   "confirm",   None),
    "hold":   ("waits",     "appears",   "waits",     "waits",     "waits",     "failed"),
    "shadow": ("appears",   "appears",   None,        None,        None,        None),
    "drop":   ("appears",   "appears",   None,        None,        None,        "failed"),
    "block":  ("refused",   "appears",   "refused",   "refused",   "refused",   "failed"),
}  # fmt: skip
SEEN_BY_ITS_AUTHOR = {("hold", "waits"), ("hold", "appears"), ("shadow", "appears")}


@pytest.mark.parametrize(
    ("then", "tell", "expected"),
    [(then, tell, cell) for then, row in TABLE.items() for tell, cell in zip(TELLS, row, strict=True)],
)
def test_each_cell_of_what_the_author_is_told(then: str, tell: str, expected: str | None) -> None:
    if expected is None:
        assert any(
            "makes no sense" in one or "can't be told" in one for one in problems(told_rule(then, tell))
        )
        return
    decision = policy(told_rule(then, tell)).judge(Submission("a cake"))
    assert answer(decision) is Answer(expected)
    appears = then in {"allow", "pass", "mask"}
    assert (decision.shown is not None) is appears
    assert (decision.author_sees is not None) is (appears or (then, expected) in SEEN_BY_ITS_AUTHOR)
    assert (audience(decision) is Audience.WAITING) is (expected == "waits")


@pytest.mark.parametrize(
    ("then", "tell", "told", "words"),
    [
        ("warn", "", "reason", "Please read this before you send it. No cake."),
        ("hold", "", "reason", "Your post waits until an editor has read it. No cake."),
        ("block", "", "reason", "Your post was not accepted. No cake."),
        ("shadow", "", "nothing", ""),
        ("drop", "", "nothing", ""),
        ("allow", "", "nothing", ""),
        ("pass", "", "nothing", ""),
        ("block", "refused", "refused", "Your post was not accepted."),
        ("block", "nothing", "nothing", ""),
        ("drop", EXCUSE, "pretend", "The server is busy"),
        (
            "warn",
            "full",
            "full",
            "Please read this before you send it. No cake. The words that matched: “cake”.",
        ),
        ("mask", "reason", "reason", "Some of your words were changed. No cake."),
        ("mask", "nothing", "nothing", ""),
    ],
)
def test_left_out_it_is_reason_for_warn_hold_and_block_and_nothing_for_the_rest(
    then: str, tell: str, told: str, words: str
) -> None:
    decision = policy(told_rule(then, tell)).judge(Submission("a cake"))
    assert (decision.told, decision.told_text) == (told, words)


# "Verdicts, mildest to strictest"; "strictest: a pass wins, else the strictest, ties to the first in the file"


@pytest.mark.parametrize(("milder", "stricter"), list(pairwise(ORDER)))
def test_the_stricter_verdict_decides_in_either_order(milder: str, stricter: str) -> None:
    for first, second in ((milder, stricter), (stricter, milder)):
        it = policy(f"rules: [{{id: a, then: {first}}}, {{id: b, then: {second}}}]\n")
        assert it.judge(Submission("x")).verdict.word == stricter


@pytest.mark.parametrize("other", ORDER)
def test_pass_beats_every_other_verdict_and_ties_go_to_the_first(other: str) -> None:
    it = policy(f"rules: [{{id: a, then: {other}}}, {{id: p, then: pass}}, {{id: q, then: pass}}]\n")
    assert verdict(it.judge(Submission("x"))) == ("pass", "p")
    twice = policy(f"rules: [{{id: a, then: {other}}}, {{id: b, then: {other}}}]\n")
    assert verdict(twice.judge(Submission("x"))) == (other, "a")


@pytest.mark.parametrize("first", [*ORDER, "pass"])
@pytest.mark.parametrize("second", ["allow", "block", "pass"])
def test_decide_first_takes_the_first_matched_live_rule_with_a_verdict(first: str, second: str) -> None:
    it = policy(
        f"decide: first\nrules: [{{id: s, mode: shadow, then: block}}, {{id: t, then: flag}}, "
        f"{{id: n, if: {{words: [never]}}, then: block}}, {{id: a, then: {first}}}, {{id: b, then: {second}}}]\n"
    )
    assert verdict(it.judge(Submission("x"))) == (first, "a")


# "Nothing decided: `default`, which may be a map"; "default and score are told like a rule's verdict"


@pytest.mark.parametrize(
    ("default", "word", "told", "words"),
    [
        ("allow", "allow", "nothing", ""),
        ("hold", "hold", "reason", "Your post waits until an editor has read it."),
        ("block", "block", "reason", "Your post was not accepted."),
        (
            "{then: hold, why: Read first.}",
            "hold",
            "reason",
            "Your post waits until an editor has read it. Read first.",
        ),
        ("{then: hold, tell: nothing}", "hold", "nothing", ""),
        ("{then: block, why: No., tell: refused}", "block", "refused", "Your post was not accepted."),
        ("{then: block, tell: {pretend: Busy}}", "block", "pretend", "Busy"),
        ("{then: allow, why: Fine., tell: reason}", "allow", "reason", "Fine."),
    ],
)
def test_the_default_decides_where_no_rule_does(default: str, word: str, told: str, words: str) -> None:
    head = f"policy: 1\nid: trial\ndefault: {default}\n"
    decision = policy("rules: [{id: f, then: flag}]\n", head=head).judge(Submission("x"))
    assert (verdict(decision), decision.told, decision.told_text) == ((word, "default"), told, words)
    assert decision.flagged


# "Effects add up over matched live rules whatever the verdict; after a deciding pass only flag and tag remain"


@pytest.mark.parametrize(
    ("decides", "edited", "flagged", "tags"),
    [
        ("allow", "a ■ c!", True, ("t", "u")),
        ("hold", "a ■ c!", True, ("t", "u")),
        ("block", "a ■ c!", True, ("t", "u")),
        ("pass", "a b c", True, ("t", "u")),
        ("flag", "a ■ c!", True, ("t", "u")),
    ],
)
def test_effects_add_up_whatever_decides(
    decides: str, edited: str, flagged: bool, tags: tuple[str, ...]
) -> None:
    it = policy(f"""
    rules:
      - {{id: d, then: {decides}}}
      - {{id: m, if: {{words: [b]}}, then: [mask, flag, {{tag: t}}]}}
      - {{id: n, then: [{{append: "!"}}, {{tag: u}}, {{tag: t}}]}}
      - {{id: s, mode: shadow, then: [{{append: "?"}}, {{tag: v}}]}}
      - {{id: o, mode: off, then: [{{append: "?"}}, {{tag: w}}]}}
    """)
    decision = it.judge(Submission("a b c"))
    assert (decision.edited.body, decision.flagged, decision.tags) == (edited, flagged, tags)
    assert [(match.rule, match.live) for match in decision.matches] == [
        ("d", True), ("m", True), ("n", True), ("s", False),
    ]  # fmt: skip


# "A file in `mode: shadow` or `off` allows everything, by `mode`."; "Exempt authors are evaluated and logged"


@pytest.mark.parametrize(
    ("top", "by", "would"),
    [
        ("mode: live\n", "it", None),
        ("mode: shadow\n", "mode", ("block", "it")),
        ("mode: off\n", "mode", None),
        ("exempt: {role: student}\n", "exempt", ("block", "it")),
        ("exempt: {not_role: student}\n", "it", None),
        ("exempt: {role: student, tier: elite}\n", "it", None),
        ("exempt: {named: [Otter]}\n", "exempt", ("block", "it")),
        ("mode: off\nexempt: {role: student}\n", "mode", None),
    ],
)
def test_modes_and_exempt_authors(top: str, by: str, would: tuple[str, str] | None) -> None:
    it = policy(top + "rules: [{id: it, if: {words: [cake]}, then: [block, mask, flag, {tag: t}]}]\n")
    decision = it.judge(Submission("cake", by=Author(name="Otter")))
    assert decision.by == by
    assert (verdict(decision.would) if decision.would else None) == would
    if by != "it":
        assert (decision.shown, decision.author_sees) == (Text("", "cake"), Text("", "cake"))
        assert (decision.told_text, decision.flagged, decision.tags, decision.edits) == ("", False, (), ())


# "warn: asked once; confirmed, it is judged anew with warn counted as allow"


@pytest.mark.parametrize(
    ("body", "confirmed", "expected"),
    [
        ("rain", False, ("warn", "w")),
        ("rain", True, ("allow", "w")),
        ("rain lake", False, ("hold", "h")),
        ("rain lake", True, ("hold", "h")),
        ("rain sun", True, ("pass", "p")),
        ("other", True, ("allow", "default")),
    ],
)
def test_a_confirmed_warning_counts_as_allow(body: str, confirmed: bool, expected: tuple[str, str]) -> None:
    it = policy("""
    rules:
      - {id: w, if: {words: [rain]}, then: warn}
      - {id: h, if: {words: [lake]}, then: hold}
      - {id: p, if: {words: [sun]}, then: pass}
    """)
    decision = it.judge(Submission(body, confirmed=confirmed))
    assert verdict(decision) == expected
    assert (decision.shown is not None) is (expected[0] in {"allow", "pass"})


# "A rule that fails while running means `default` if that is hold or block, else `hold`, and the operator sees why."


class Failing:
    word, gives_hits = "", False

    def judge(self, case: Case) -> None:
        raise ZeroDivisionError("out of order")


def failing(text: str, default: str = "allow") -> Policy:
    it = policy(text, head=f"policy: 1\nid: trial\ndefault: {default}\n")
    broken = [dataclasses.replace(r, when=Failing()) if r.id == "broken" else r for r in it.rules]  # type: ignore[arg-type]
    return dataclasses.replace(it, rules=tuple(broken))


@pytest.mark.parametrize(
    ("others", "default", "expected"),
    [
        ("", "allow", ("hold", "default")), ("", "hold", ("hold", "default")), ("", "block", ("block", "default")),
        ("{id: a, then: allow}", "allow", ("hold", "default")), ("{id: a, then: pass}", "allow", ("hold", "default")),
        ("{id: a, then: shadow}", "allow", ("shadow", "a")), ("{id: a, then: block}", "hold", ("block", "a")),
    ],
)  # fmt: skip
def test_a_rule_that_fails_never_lets_a_post_through(
    others: str, default: str, expected: tuple[str, str]
) -> None:
    decision = failing(f"rules: [{{id: broken, then: allow}}, {others}]\n", default).judge(Submission("x"))
    assert verdict(decision) == expected
    assert decision.trouble == ("broken: ZeroDivisionError: out of order",)
    assert decision.shown is None


# "House rules are a policy of their own, judged first and apart; nothing of the policy in force lifts them."

HOUSE = policy("""
rules:
  - {id: slur, why: House., if: {words: [slur]}, then: block}
  - {id: wait, if: {words: [wait]}, then: hold, tell: nothing}
  - {id: hush, if: {words: [hush]}, then: mask, tell: full}
  - {id: mark, if: {words: [mark]}, then: [flag, {tag: house}]}
""")


def both(rules: str, body: str) -> Decision:
    submission = Submission(body)
    return combine(HOUSE.judge(submission), policy(rules).judge(submission), submission)


@pytest.mark.parametrize(
    ("rules", "body", "expected"),
    [
        ("", "fine", ("allow", "default")),
        ("", "slur", ("block", "house-rules/slur")),
        ("rules: [{id: p, then: pass}]\n", "slur", ("block", "house-rules/slur")),
        ("rules: [{id: p, then: pass}]\n", "fine", ("pass", "p")),
        ("rules: [{id: b, then: block}]\n", "slur", ("block", "house-rules/slur")),
        ("rules: [{id: b, then: block}]\n", "wait", ("block", "b")),
        ("rules: [{id: h, then: hold}]\n", "wait", ("hold", "house-rules/wait")),
        ("rules: [{id: w, then: warn}]\n", "wait", ("hold", "house-rules/wait")),
        ("mode: off\n", "slur", ("block", "house-rules/slur")),
        ("mode: shadow\nrules: [{id: p, then: pass}]\n", "slur", ("block", "house-rules/slur")),
        ("exempt: {role: student}\n", "slur", ("block", "house-rules/slur")),
        ("exempt: {role: student}\n", "fine", ("allow", "exempt")),
    ],
)
def test_nothing_of_the_policy_in_force_lifts_the_house_rules(
    rules: str, body: str, expected: tuple[str, str]
) -> None:
    assert verdict(both(rules, body)) == expected


@pytest.mark.parametrize(
    ("rules", "body", "shown", "told"),
    [
        ("", "a hush", "a ■■■■", "full"),
        ("exempt: {role: student}\n", "a hush", "a ■■■■", "full"),
        ("rules: [{id: p, then: pass}]\n", "a hush", "a ■■■■", "full"),
        ("rules: [{id: r, if: {words: [a hush]}, then: {replace: X}}]\n", "a hush", "a ■■■■", "full"),
        (
            "rules: [{id: r, if: {words: [a]}, then: {replace: X}, tell: reason}]\n",
            "a hush",
            "X ■■■■",
            "full",
        ),
        ("rules: [{id: r, if: {words: [a]}, then: {replace: X}, tell: reason}]\n", "a b", "X b", "reason"),
        ("rules: [{id: r, then: {append: '!'}}]\n", "a hush", "a ■■■■!", "full"),
        ("rules: [{id: b, then: block}]\n", "a hush", None, "reason"),
    ],
)
def test_the_house_rules_edit_first_and_every_notice_is_given(
    rules: str, body: str, shown: str | None, told: str
) -> None:
    decision = both(rules, body)
    assert (decision.shown.body if decision.shown else None, decision.told) == (shown, told)
    assert ("“hush”" in decision.told_text) is (told == "full")


def test_both_layers_are_recorded() -> None:
    decision = both("rules: [{id: t, if: {words: [mark]}, then: {tag: ours}}]\n", "mark")
    assert (decision.flagged, decision.tags) == (True, ("house", "ours"))
    assert [match.rule for match in decision.matches] == ["house-rules/mark", "t"]


# "tell: an edit with reason or full: appears, with a notice of the edit"


@pytest.mark.parametrize(
    ("rules", "body", "told", "words"),
    [
        ("{id: m, why: W., if: {words: [x]}, then: mask, tell: reason}", "x", "reason", "Some of your words were changed. W."),
        ("{id: a, then: allow}, {id: m, why: W., if: {words: [x]}, then: [allow, mask], tell: reason}", "x", "reason",
         "Some of your words were changed. W."),
        ("{id: m, why: W., if: {words: [x]}, then: mask, tell: full}, {id: n, why: V., if: {words: [y]}, then: cut, tell: reason}",
         "x y", "full", "Some of your words were changed. W. The words that matched: “x”. Some of your words were changed. V."),
        ("{id: p, then: pass}, {id: m, why: W., if: {words: [x]}, then: mask, tell: reason}", "x", "nothing", ""),
        ("{id: b, then: drop}, {id: m, why: W., if: {words: [x]}, then: mask, tell: reason}", "x", "nothing",
         "Some of your words were changed. W."),
        ("{id: b, then: drop}, {id: m, why: W., if: {words: [x]}, then: [hold, mask]}", "x", "nothing", ""),
        ("{id: h, then: hold, tell: refused}, {id: m, if: {words: [x]}, then: mask, tell: full}", "x", "refused",
         "Your post waits until an editor has read it."),
        ("{id: m, mode: shadow, if: {words: [x]}, then: mask, tell: full}", "x", "nothing", ""),
    ],
)  # fmt: skip
def test_notices_of_edits(rules: str, body: str, told: str, words: str) -> None:
    decision = policy(f"rules: [{rules}]\n").judge(Submission(body))
    assert (decision.told, decision.told_text) == (told, words)


# 17: "tests run on every load"; "a rule whose absence no test notices is listed"; 18: over- and under-blocking


@pytest.mark.parametrize(
    ("test", "passes"),
    [
        ("{post: a cake, gives: block}", True), ("{post: a cake, gives: hold}", False),
        ("{post: a cake, by_rule: cake}", True), ("{post: tea, by_rule: default}", True), ("{post: tea, by_rule: cake}", False),
        ("{post: a bun, shown: a ■■■}", True), ("{post: a bun, shown: a bun}", False),
        ("{post: a cake, shown: null}", True), ("{post: a cake, shown: 'null'}", False), ("{post: 'null', shown: 'null'}", True),
        ("{post: a cake, told: reason}", True), ("{post: a cake, told: Your post was not accepted.}", True),
        ("{post: a cake, told: nothing}", False), ("{post: a cake, score: 0}", True), ("{post: a bun, score: 1}", False),
        ("{post: a bun cake, hits: [cake, bun]}", True), ("{post: a bun cake, hits: cake}", True), ("{post: a bun, hits: cake}", False),
        ("{post: {title: cake, body: x}, gives: block}", True), ("{post: {body: cake, by: {role: editor}}, by_rule: exempt}", True),
        ("{post: {body: card, kind: card}, hits: card}", True), ("{post: {body: card, kind: reply}, hits: card}", False),
        ("{post: {body: x, site: s, board: b, by: {tier: t, name: n, age: 1 minute, posts: 0}}, hits: facts}", True),
        ("{post: {body: x, site: s, board: b, by: {tier: t, name: n, age: 1 hour, posts: 0}}, hits: facts}", False),
    ],
)  # fmt: skip
def test_a_test_in_a_file_holds_what_it_names(test: str, passes: bool) -> None:
    it = policy(f"""
    exempt: {{role: editor}}
    rules:
      - {{id: cake, if: {{words: [cake]}}, then: block}}
      - {{id: bun, if: {{words: [bun]}}, then: mask}}
      - {{id: card, if: {{kind: card}}, then: flag}}
      - {{id: facts, if: {{site: s, board: b, author: {{tier: t, named: n, age_under: 1 hour, posts_under: 1}}}}, then: flag}}
    tests: [{test}]
    """)
    assert [outcome.passed for outcome in run_tests(it)] == [passes]


@pytest.mark.parametrize(
    ("tests", "listed"),
    [
        ("", ["cake", "bun", "also"]),
        ("{post: cake, gives: block}", ["cake", "bun", "also"]),
        ("{post: cake, by_rule: cake}", ["bun", "also"]),
        ("{post: bun, shown: ■■■}", ["cake", "also"]),
        ("{post: cake, gives: hold}", ["cake", "bun", "also"]),
        ("{post: tea, gives: hold}", ["cake", "bun", "also"]),
        ("{post: cake, by_rule: cake, hits: also}, {post: bun, hits: bun}", []),
    ],
)
def test_a_rule_whose_absence_no_test_notices_is_listed(tests: str, listed: list[str]) -> None:
    rules = "rules: [{id: cake, if: {words: [cake]}, then: block}, {id: bun, if: {words: [bun]}, then: mask}, {id: also, if: {words: [cake]}, then: block}]\n"
    found = load_bearing(policy(rules + f"tests: [{tests}]\n"))
    assert found == listed


@pytest.mark.parametrize(
    ("then", "shown_at_once_and_unchanged"),
    [("allow", True), ("pass", True), ("flag", True), ("mask", False), ("{append: x}", False), ("warn", False),
     ("hold", False), ("shadow", False), ("drop", False), ("block", False)],
)  # fmt: skip
def test_over_and_under_blocking_count_what_is_shown_at_once_and_unchanged(
    then: str, shown_at_once_and_unchanged: bool
) -> None:
    it = policy(
        f"rules: [{{id: it, if: {{words: [cake]}}, then: {then}}}]\nexamples: {{fine: [cake], unwanted: [cake, tea]}}\n"
    )
    counted = rates(it)
    assert counted.over_blocking == (0.0 if shown_at_once_and_unchanged else 1.0)
    assert counted.under_blocking == (1.0 if shown_at_once_and_unchanged else 0.5)
