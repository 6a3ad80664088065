"""A decision laid out for the page."""

from __future__ import annotations

from bbs.policy.submission import Decision, Edit, Hit, Match, Span, Text, Verdict
from bbs.traces import trace_of

ORIGINAL = Text("A day", "Happy b1rthday, southland")
SPAN = Span("body", 6, 14, "b1rthday", "birthday", ("leet",))
PLACE = Span("body", 16, 25, "southland", "southland")


def decision(**more: object) -> Decision:
    facts = {
        "verdict": Verdict.HOLD,
        "by": "greetings",
        "why": "An editor reads greetings.",
        "edited": ORIGINAL,
        "shown": None,
        "author_sees": ORIGINAL,
        "told": "reason",
        "told_text": "",
    }
    return Decision(**(facts | more))  # type: ignore[arg-type]  # facts of one decision, by name


def test_spans_are_counted_as_people_count_and_steps_said_in_words() -> None:
    match = Match("greetings", live=True, hits=(Hit("birthday", (SPAN,)),))
    (rule,) = trace_of(decision(matches=(match,)), ORIGINAL, "").rules
    (found,) = rule.found
    assert (found.start, found.end, found.text) == (7, 14, "b1rthday")
    assert found.steps == "digits or signs read as letters"


def test_the_house_rules_are_told_apart_from_the_policy_s() -> None:
    matches = (Match("house-rules/no-contact-data", live=True), Match("tried", live=False))
    house, tried = trace_of(decision(matches=matches), ORIGINAL, "").rules
    assert (house.id, house.house, house.live) == ("no-contact-data", True, True)
    assert (tried.id, tried.house, tried.live) == ("tried", False, False)


def test_each_kind_of_edit_is_said_in_words() -> None:
    edits = (
        Edit("body", 16, 25, "the other side", "replace", "right-words", told=True),
        Edit("body", 6, 14, "■■■■■■■■", "mask", "hide", told=False),
        Edit("title", 0, 2, "", "cut", "short", told=True),
        Edit("body", 25, 25, " (read by an editor)", "append", "note", told=True),
        Edit("body", 0, 5, "Happy", "honour", "names", told=True),
        Edit("body", 0, 5, "Happy", "honour", "quiet", told=False),
        Edit("body", 0, 5, "Happy", "honour", "names", told=True),
    )
    assert trace_of(decision(edits=edits), ORIGINAL, "").edits == (
        "“southland” replaced: “the other side”, by right-words",
        "“b1rthday” masked: “■■■■■■■■”, by hide; its author goes on seeing their own words",
        "“A ” cut out, by short",
        "added: “ (read by an editor)”, by note",
        "“Happy” set in larger type, by names",
        "“Happy” set in larger type, by quiet; its author goes on seeing it as they wrote it",
    )


def test_the_score_is_drawn_with_its_addition_and_not_at_all_where_nothing_was_counted() -> None:
    trace = trace_of(decision(score=50, sum=(("lantern", 60), ("lessons", -10))), ORIGINAL, "")
    assert trace.scale is not None
    assert trace.scale.addition == "60 (lantern) - 10 (lessons) = 50"
    assert trace_of(decision(), ORIGINAL, "").scale is None


def test_what_would_have_been_done_otherwise_is_named() -> None:
    trace = trace_of(decision(by="exempt", would=decision(verdict=Verdict.BLOCK, by="cake")), ORIGINAL, "")
    assert trace.would == "block, by cake"
