"""What was done and what was told are two things: the table of the policy language, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from trial import policy

from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission, Text, Verdict
from bbs.policy.verdicts import Answer, Audience, Viewer, answer, audience, combine, visible_to

BUSY = "{pretend: The server is busy}"


def decide(then: str, tell: str = "", body: str = "a cake") -> Decision:
    told = f", tell: {tell}" if tell else ""
    text = f"rules: [{{id: it, why: No cake., if: {{words: [cake]}}, then: {then}{told}}}]\n"
    return policy(text).judge(Submission(body))


@pytest.mark.parametrize(
    ("verdict", "tell", "answered", "seen_by"),
    [
        ("allow", "", Answer.APPEARS, Audience.EVERYONE),
        ("allow", "nothing", Answer.APPEARS, Audience.EVERYONE),
        ("pass", "", Answer.APPEARS, Audience.EVERYONE),
        ("warn", "", Answer.CONFIRM, Audience.NOBODY),
        ("warn", "full", Answer.CONFIRM, Audience.NOBODY),
        ("hold", "", Answer.WAITS, Audience.WAITING),
        ("hold", "nothing", Answer.APPEARS, Audience.AUTHOR),
        ("hold", "refused", Answer.WAITS, Audience.WAITING),
        ("hold", "reason", Answer.WAITS, Audience.WAITING),
        ("hold", "full", Answer.WAITS, Audience.WAITING),
        ("hold", BUSY, Answer.FAILED, Audience.NOBODY),
        ("shadow", "", Answer.APPEARS, Audience.AUTHOR),
        ("shadow", "nothing", Answer.APPEARS, Audience.AUTHOR),
        ("drop", "", Answer.APPEARS, Audience.NOBODY),
        ("drop", BUSY, Answer.FAILED, Audience.NOBODY),
        ("block", "", Answer.REFUSED, Audience.NOBODY),
        ("block", "nothing", Answer.APPEARS, Audience.NOBODY),
        ("block", "refused", Answer.REFUSED, Audience.NOBODY),
        ("block", "reason", Answer.REFUSED, Audience.NOBODY),
        ("block", "full", Answer.REFUSED, Audience.NOBODY),
        ("block", BUSY, Answer.FAILED, Audience.NOBODY),
    ],
)
def test_each_cell_of_the_table(verdict: str, tell: str, answered: Answer, seen_by: Audience) -> None:
    decision = decide(verdict, tell)
    assert (answer(decision), audience(decision)) == (answered, seen_by)
    assert (decision.shown is not None) == (seen_by is Audience.EVERYONE)
    assert (decision.author_sees is not None) == (seen_by is not Audience.NOBODY)


@pytest.mark.parametrize(
    ("then", "tell", "told", "text"),
    [
        ("hold", "", "reason", "Your post waits until an editor has read it. No cake."),
        ("hold", "refused", "refused", "Your post waits until an editor has read it."),
        ("block", "reason", "reason", "Your post was not accepted. No cake."),
        ("block", "full", "full", "Your post was not accepted. No cake. The words that matched: “cake”."),
        ("block", "nothing", "nothing", ""),
        ("block", BUSY, "pretend", "The server is busy"),
        ("mask", "", "nothing", ""),
        ("mask", "reason", "reason", "Some of your words were changed. No cake."),
        ("mask", "full", "full", "Some of your words were changed. No cake. The words that matched: “cake”."),
        ("[allow, mask]", "reason", "reason", "Some of your words were changed. No cake."),
        (
            "[allow, mask]",
            "full",
            "full",
            "Some of your words were changed. No cake. The words that matched: “cake”.",
        ),
        ("[allow, mask]", "nothing", "nothing", ""),
        ("[allow, mask]", "", "nothing", ""),
        ("[allow, {append: '!'}]", "reason", "reason", "Some of your words were changed. No cake."),
        ("[pass, mask]", "reason", "reason", "No cake."),
        ("[hold, mask]", "reason", "reason", "Your post waits until an editor has read it. No cake."),
        ("[allow, flag]", "reason", "reason", "No cake."),
        ("allow", "reason", "reason", "No cake."),
    ],
)
def test_the_words_that_are_told(then: str, tell: str, told: str, text: str) -> None:
    decision = decide(then, tell)
    assert (decision.told, decision.told_text) == (told, text)


@pytest.mark.parametrize(
    ("then", "tell", "kind", "text"),
    [
        ("block", "refused", "search", "Your search was not accepted."),
        ("hold", "reason", "search", "Your search waits until an editor has read it. No cake."),
        ("{delay: 2 hours}", "refused", "search", "Your search will be answered later."),
        (
            "{delay: 2 hours}",
            "reason",
            "search",
            "Your search will be answered 2 hours after you sent it. No cake.",
        ),
        ("block", "reason", "request", "Your request was not accepted. No cake."),
        ("hold", "refused", "request", "Your request waits until an editor has read it."),
        ("{delay: 2 hours}", "refused", "request", "Your request will be passed on later."),
        ("{delay: 2 hours}", "refused", "card", "Your post will appear later."),
        ("block", "refused", "bulletin", "Your post was not accepted."),
    ],
)
def test_a_search_and_a_request_are_called_what_they_are(then: str, tell: str, kind: str, text: str) -> None:
    it = policy(f"rules: [{{id: it, why: No cake., if: {{words: [cake]}}, then: {then}, tell: {tell}}}]\n")
    assert it.judge(Submission("a cake", kind=kind)).told_text == text


def test_with_tell_left_out_the_author_sees_the_edited_text() -> None:
    assert decide("mask").author_sees == Text("", "a ■■■■")


def test_with_an_explicit_nothing_the_author_goes_on_seeing_their_own_words() -> None:
    decision = decide("mask", "nothing")
    assert (decision.author_sees, decision.shown) == (Text("", "a cake"), Text("", "a ■■■■"))


def test_a_notice_of_an_edit_reaches_the_author_where_the_post_seems_to_appear() -> None:
    it = policy("""
    rules:
      - {id: m, why: Masked., if: {words: [x]}, then: mask, tell: reason}
      - {id: s, if: {words: [secret]}, then: shadow}
      - {id: b, why: No., if: {words: [bad]}, then: block}
    """)
    shadowed, refused = it.judge(Submission("x secret")), it.judge(Submission("x bad"))
    assert (shadowed.told, shadowed.told_text) == ("nothing", "Some of your words were changed. Masked.")
    assert answer(shadowed) is Answer.APPEARS
    assert refused.told_text == "Your post was not accepted. No."


def test_no_notice_is_given_of_an_edit_that_was_not_carried_out() -> None:
    it = policy("""
    rules:
      - {id: long, if: {words: [hot cake]}, then: mask}
      - {id: short, why: Masked., if: {words: [cake]}, then: mask, tell: reason}
    """)
    assert it.judge(Submission("hot cake")).told_text == ""


@dataclass
class Stored:
    """A stored post with three different texts."""

    audience: Audience
    author: str = "otter"
    original: Text = Text("", "original")
    shown: Text = Text("", "shown")
    author_sees: Text | None = Text("", "own")


@pytest.mark.parametrize(
    ("who", "author", "reader", "nobody"),
    [
        (Audience.EVERYONE, ("own", ""), ("shown", ""), ("shown", "")),
        (Audience.AUTHOR, ("own", ""), None, None),
        (Audience.WAITING, ("own", "waiting"), None, None),
        (Audience.REFUSED, ("own", "refused"), None, None),
        (Audience.NOBODY, None, None, None),
    ],
)
def test_one_function_decides_who_sees_what(
    who: Audience,
    author: tuple[str, str] | None,
    reader: tuple[str, str] | None,
    nobody: tuple[str, str] | None,
) -> None:
    def seen(viewer: Viewer) -> tuple[str, str] | None:
        view = visible_to(Stored(who), viewer)
        return (view.body, view.note) if view else None

    assert seen(Viewer("otter")) == author
    assert seen(Viewer("heron")) == reader
    assert seen(Viewer(None)) == nobody
    assert seen(Viewer(operator=True)) == ("original", who.value)


def test_an_author_without_a_view_of_their_own_sees_what_readers_see() -> None:
    view = visible_to(Stored(Audience.EVERYONE, author_sees=None), Viewer("otter"))
    assert view is not None
    assert view.body == "shown"


HOUSE = policy("""
rules:
  - {id: slur, why: House rule., if: {words: [slur]}, then: block}
  - {id: number, why: Hidden., if: {shapes: ["####"]}, then: mask, tell: reason}
""")
RULES = policy("""
exempt: {role: [editor]}
rules:
  - {id: held, if: {words: [held]}, then: hold}
  - {id: quiet, if: {words: [quiet]}, then: shadow}
  - {id: refused, why: Policy., if: {words: [refused]}, then: block}
  - {id: free, if: {words: [free]}, then: pass}
  - {id: swap, if: {words: [call 1234]}, then: {replace: CALL}}
  - {id: tagged, if: {words: [tagged]}, then: [flag, {tag: t}]}
""")


def both(body: str, house: Policy = HOUSE) -> Decision:
    submission = Submission(body)
    return combine(house.judge(submission), RULES.judge(submission), submission)


@pytest.mark.parametrize(
    ("body", "verdict", "by"),
    [
        ("nothing", "allow", "default"),
        ("held", "hold", "held"),
        ("slur", "block", "house-rules/slur"),
        ("slur held", "block", "house-rules/slur"),
        ("slur refused", "block", "house-rules/slur"),
        ("slur free", "block", "house-rules/slur"),
        ("refused", "block", "refused"),
        ("free", "pass", "free"),
    ],
)
def test_nothing_of_the_policy_in_force_lifts_the_house_rules(body: str, verdict: str, by: str) -> None:
    decision = both(body)
    assert (decision.verdict.word, decision.by) == (verdict, by)


def test_the_house_rules_edit_first_and_win_every_overlap() -> None:
    decision = both("please call 1234")
    assert decision.edited.body == "please call ■■■■"
    assert [edit.rule for edit in decision.edits] == ["house-rules/number"]


def test_a_notice_of_the_house_rules_reaches_the_author_of_an_appearing_post() -> None:
    assert (both("1234").told, both("1234").told_text) == (
        "reason",
        "Some of your words were changed. Hidden.",
    )
    quiet = both("quiet 1234")
    assert (quiet.verdict, quiet.told, quiet.told_text) == (
        Verdict.SHADOW, "nothing", "Some of your words were changed. Hidden.",
    )  # fmt: skip
    assert both("held 1234").told_text == "Your post waits until an editor has read it."


def test_what_both_layers_matched_and_marked_is_kept() -> None:
    decision = both("tagged slur")
    assert [match.rule for match in decision.matches] == ["house-rules/slur", "tagged"]
    assert (decision.flagged, decision.tags) == (True, ("t",))
