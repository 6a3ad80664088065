"""The effect `honour`: words in larger type, of which no character is changed, found again in the text that is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import policy, problems, rule

from bbs.policy.clusters import border
from bbs.policy.decision_line import decision_json
from bbs.policy.effects import ROOM, apply, seen, settle
from bbs.policy.examples import rates
from bbs.policy.explain import sentence
from bbs.policy.past import SOME_DAY
from bbs.policy.plainly import larger_in_words, told_in_words
from bbs.policy.questions import Sent
from bbs.policy.replay import Change, Replay
from bbs.policy.retelling import edits_in_words, retold
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Edit, Honoured, Submission, Text, Verdict
from bbs.policy.verdicts import Viewer, audience, combine, visible_to

NOON = dt.datetime.combine(SOME_DAY, dt.time(12))
HONOUR = "{id: names, if: {words: [heron]}, then: honour}"


def judged(rules: str, body: str, title: str = "", top: str = "") -> Decision:
    return policy(f"{top}rules: [{rules}]\n").judge(Submission(body, title=title))


def larger(text: Text | None) -> str:
    """Body with what is larger in braces."""
    assert text is not None
    done, at = "", 0
    for _, start, end in (one for one in text.honoured if one.field == "body"):
        done += f"{text.body[at:start]}{{{text.body[start:end]}}}"
        at = end
    return done + text.body[at:]


def does(words: str, then: str, name: str) -> str:
    return f"{{id: {name}, if: {{words: [{words}]}}, then: {then}}}"


# "`honour` (set in larger type)": no character changes


@pytest.mark.parametrize(
    ("words", "body", "expected"),
    [
        ("heron", "Dear Heron, dear heron!", "Dear {Heron}, dear {heron}!"),
        ("professor heron", "professor  Heron", "{professor  Heron}"),
        ("hero*", "heroes", "{heroes}"),
        ("a + b", "a x b a", "{a} x {b} {a}"),
        ("생일", "생일을", "{생일}을"),
        ("cafe", "cafe\u0301!", "{cafe\u0301}!"),
        ("'🎂'", "yum🎂🎂", "yum{🎂🎂}"),
        ("'👍'", "👍🏽!", "{👍🏽}!"),
        ("'❤'", "I ❤\ufe0f you", "I {❤\ufe0f} you"),
        ("zebra", "nothing of it", "nothing of it"),
    ],
)
def test_the_words_of_the_hit_are_larger_and_the_text_stays_the_same(
    words: str, body: str, expected: str
) -> None:
    decision = judged(does(words, "honour", "it"), body)
    assert larger(decision.edited) == expected
    assert decision.edited == decision.shown == decision.author_sees
    assert decision.edited.plain == Text("", body)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("e\u0301xe", "{e\u0301}x{e}"), ("\u0301e", "\u0301{e}"), ("e\u0301e", "{e\u0301e}")],
)
def test_larger_type_never_ends_inside_what_is_seen_as_one_character(text: str, expected: str) -> None:
    decision = rule("{patterns: [e]}", "honour").judge(Submission(text))
    assert larger(decision.edited) == expected


def test_marks_that_a_pattern_finds_alone_take_the_letter_they_stand_on() -> None:
    decision = rule("{patterns: ['\\x{301}']}", "honour").judge(Submission("one\u0301 e\u0301x"))
    assert larger(decision.edited) == "on{e\u0301} {e\u0301}x"


def test_the_title_has_places_of_its_own() -> None:
    decision = judged(HONOUR, "a heron", title="Heron")
    assert decision.edited.honoured == (Honoured("title", 0, 5), Honoured("body", 2, 7))
    assert decision.edited.larger == ("Heron", "heron")


def test_places_that_overlap_or_touch_are_one() -> None:
    rules = ", ".join(does(words, "honour", f"r{at}") for at, words in enumerate(("a b", "b c", "'🎂'")))
    assert larger(judged(rules, "a b c🎂🎂").edited) == "{a b c🎂🎂}"


# "An edit in a rule that can have none is an error"


@pytest.mark.parametrize("condition", ["", "if: {board: [friends]}, ", "if: {not: {words: [a]}}, "])
def test_a_rule_without_words_cannot_honour_them(condition: str) -> None:
    (found,) = problems(f"rules: [{{id: a, {condition}then: honour}}]\n")
    assert "`honour` needs words to work on" in found


def test_it_takes_no_value() -> None:
    (found,) = problems("rules: [{id: a, if: {words: [a]}, then: {honour: 2}}]\n")
    assert "`honour` takes no value" in found


# Beside edits that change the text


@pytest.mark.parametrize(
    ("rules", "body", "expected"),
    [
        (f"{HONOUR}, {does('dear', '{replace: beloved}', 'r')}", "dear heron dear", "beloved {heron} beloved"),
        (f"{HONOUR}, {does('dear', 'cut', 'r')}", "dear heron, dear", "{heron},"),
        (f"{HONOUR}, {does('dear', 'cut', 'r')}", "heron dear", "{heron}"),
        (f"{HONOUR}, {{id: r, then: {{append: '!'}}}}", "a heron", "a {heron}!"),
        (does("heron", "[{replace: Heron the Wise}, honour]", "r"), "my heron!", "my {Heron the Wise}!"),
        (does("heron", "[honour, mask]", "r"), "my heron!", "my {■■■■■}!"),
        (does("heron", "[honour, cut]", "r"), "my heron!", "my!"),
        (does("old heron", "honour", "h") + ", " + does("old", "cut", "c"), "my old heron!", "my {heron}!"),
        (does("old heron", "honour", "h") + ", " + does("heron", "cut", "c"), "my old heron!", "my {old}!"),
        (does("old heron", "honour", "h") + ", " + does("heron", "mask", "c"), "old heron", "{old ■■■■■}"),
        (does("heron", "honour", "h") + ", " + does("old heron", "mask", "c"), "old heron", "■■■ ■■■■■"),
        (does("old heron", "honour", "h") + ", " + does("heron flies", "{replace: X}", "c"), "old heron flies", "{old }X"),
        (does("heron flies", "honour", "h") + ", " + does("old heron", "{replace: X}", "c"), "old heron flies", "X{ flies}"),
        (does("a, b", "honour", "h") + ", " + does("a b", "{replace: X}", "c"), "a b", "X"),
        (does("a b, b c", "honour", "h") + ", " + does("c", "{replace: \u0301}", "c"), "a b c", "{a b \u0301}"),
    ],
)  # fmt: skip
def test_what_an_edit_leaves_of_it_stays_larger_and_what_it_puts_there_is_too(
    rules: str, body: str, expected: str
) -> None:
    assert larger(judged(rules, body).edited) == expected


@pytest.mark.parametrize("then", ["[honour, mask]", "[mask, honour]"])
def test_to_honour_keeps_no_other_edit_away(then: str) -> None:
    assert judged(does("heron", then, "r"), "heron").edited == Text("", "■■■■■", (Honoured("body", 0, 5),))


def test_a_cut_takes_the_space_before_it_though_that_was_larger() -> None:
    rules = "{id: h, if: {patterns: ['the ']}, then: honour}, {id: c, if: {words: [end]}, then: cut}"
    assert larger(judged(rules, "at the end").edited) == "at {the}"


def test_what_lies_beyond_the_longest_text_is_not_larger_either() -> None:
    it = rule("{words: [a]}", "[{replace: 'bbbbbbbbbb'}, honour]")
    text = it.judge(Submission("a " * 1000)).edited
    assert len(text.body) == 2 * 2000 + ROOM
    assert text.honoured[-1].end <= len(text.body)
    assert {text.body[start:end] for _, start, end in text.honoured[:-1]} == {"b" * 10}


def test_words_of_which_nothing_is_left_are_in_no_list_of_edits() -> None:
    space = f"{does('old heron', 'honour', 'h')}, {does('old, heron', 'cut', 'c')}"
    assert [edit.action for edit in judged(space, "my old heron").edits] == ["cut", "cut"]
    gone = judged(f"{HONOUR}, {does('heron', 'cut', 'c')}", "a heron")
    assert [edit.action for edit in gone.edits] == ["cut"]
    left = judged(f"{HONOUR}, {does('heron', 'mask', 'c')}", "a heron")
    assert [edit.action for edit in left.edits] == ["honour", "mask"]


@pytest.mark.parametrize(
    "rules",
    [
        f"{HONOUR}, {does('old heron', 'mask', 'c')}",
        f"{HONOUR}, {does('heron flies', 'mask', 'c')}",
        does("heron", "[honour, {replace: ' '}]", "c"),
    ],
)
def test_what_is_hidden_by_a_longer_edit_or_by_white_space_is_gone_too(rules: str) -> None:
    decision = judged(rules, "old heron flies")
    assert [edit.honours for edit in decision.edits] == [False]


def test_thousands_of_hits_in_one_word_are_set_too() -> None:
    decision = rule('{words: ["*a*"]}', "[honour, mask]").judge(Submission("a" * 4000 + " a" * 2000))
    assert decision.edited.larger == ("■" * 4000, "■")


# Any number of spans and edits, against the words of the handbook taken one character at a time


def naive(text: str, edits: Iterable[Edit]) -> list[tuple[str, bool]]:
    """Each character of the text after its edits, and whether it is larger."""
    edits = sorted(edits, key=lambda edit: edit.start)
    large = {at for edit in edits if edit.honours for at in range(edit.start, edit.end)}
    done: list[tuple[str, bool]] = []
    at = 0
    for edit in (edit for edit in edits if not edit.honours):
        done += [(text[one], one in large) for one in range(at, edit.start)]
        taken = range(edit.start, edit.end)
        done += [(char, bool(taken) and large.issuperset(taken)) for char in edit.put]
        at = edit.end
        if edit.action == "cut" and text[at : at + 1] == " ":
            at += 1
        elif edit.action == "cut" and done and done[-1][0] == " ":
            done.pop()
    done += [(text[one], one in large) for one in range(at, len(text))]
    return done[: 2 * len(text) + ROOM]


EDITS = st.builds(
    lambda start, length, action, put: Edit(
        "body",
        start,
        start + length,
        {"cut": "", "honour": "x" * length}.get(action, put),
        action,
        action,
        told=True,
    ),
    st.integers(0, 20),
    st.integers(1, 8),
    st.sampled_from(["honour", "honour", "replace", "cut", "mask"]),
    st.text(alphabet="xy ", max_size=3),
)


@given(st.text(alphabet="ab ", min_size=28, max_size=28), st.lists(EDITS, max_size=9))
def test_the_places_are_those_of_each_character(text: str, many: list[Edit]) -> None:
    kept = settle(many)
    found = apply(Text("", text), kept)
    expected = naive(text, kept)
    assert found.body == "".join(char for char, _ in expected)
    flags = [any(start <= at < end for _, start, end in found.honoured) for at in range(len(found.body))]
    assert flags == [large for _, large in expected]


@given(st.text(max_size=30), st.lists(EDITS, max_size=9))
def test_the_words_are_those_without_honour_and_the_places_are_apart_and_in_order(
    text: str, many: list[Edit]
) -> None:
    kept = [edit for edit in settle(many) if edit.end <= len(text)]
    found = apply(Text("", text), kept)
    assert found.plain == apply(Text("", text), [edit for edit in kept if not edit.honours])
    ends = [at for _, start, end in found.honoured for at in (start, end)]
    assert ends == sorted(set(ends))
    assert all(0 <= at <= len(found.body) for at in ends)
    assert all(border(found.body, at, 1) == at for at in ends)


@given(st.text(alphabet="ab ", min_size=28, max_size=28), st.lists(EDITS, max_size=9))
def test_leaving_out_what_is_gone_changes_nothing_that_is_seen(text: str, many: list[Edit]) -> None:
    kept = settle(many)
    left = seen(kept)
    assert [edit for edit in left if not edit.honours] == [edit for edit in kept if not edit.honours]
    if not any(edit.honours for edit in left):
        assert apply(Text("", text), left).honoured == ()


# Who sees it, and what is told


def test_with_tell_left_out_the_author_sees_it_as_readers_do_and_is_told_nothing() -> None:
    decision = judged(HONOUR, "a heron")
    assert (decision.told, decision.told_text) == ("nothing", "")
    assert larger(decision.author_sees) == larger(decision.shown) == "a {heron}"


def test_with_an_explicit_nothing_the_author_goes_on_seeing_it_plain() -> None:
    decision = judged("{id: names, if: {words: [heron]}, then: honour, tell: nothing}", "a heron")
    assert (larger(decision.shown), larger(decision.author_sees)) == ("a {heron}", "a heron")


def test_each_view_has_the_places_of_its_own_text() -> None:
    quiet = "{id: q, if: {words: [dear]}, then: {replace: beloved}, tell: nothing}"
    decision = judged(f"{HONOUR}, {quiet}", "dear heron")
    assert (larger(decision.shown), larger(decision.author_sees)) == ("beloved {heron}", "dear {heron}")


@pytest.mark.parametrize(
    ("then", "tell", "told"),
    [
        ("honour", "reason", "Some of your words are set in larger type. W."),
        ("[allow, honour]", "reason", "Some of your words are set in larger type. W."),
        ("honour", "full", "Some of your words are set in larger type. W. The words that matched: “Heron”."),
        ("[mask, honour]", "reason", "Some of your words were changed. W."),
        ("[allow, mask, honour]", "reason", "Some of your words were changed. W."),
    ],
)
def test_the_notice_says_which_it_was(then: str, tell: str, told: str) -> None:
    decision = judged(
        f"{{id: it, why: W., if: {{words: [heron]}}, then: {then}, tell: {tell}}}", "Dear Heron"
    )
    assert (decision.told, decision.told_text) == (tell, told)


def test_of_words_that_are_gone_nothing_is_told() -> None:
    told = "{id: names, if: {words: [heron]}, then: honour, tell: reason}"
    assert judged(f"{told}, {does('heron', 'cut', 'c')}", "a heron").told_text == ""


def test_it_is_told_apart_from_a_change_in_the_words_for_the_teacher() -> None:
    decision = judged("{id: it, if: {words: [heron]}, then: honour, tell: reason}", "heron")
    assert told_in_words(decision.verdict, decision.told, decision.told_text) == (
        "that words are set in larger type"
    )
    both = f"{decision.told_text} Some of your words were changed."
    assert told_in_words(decision.verdict, decision.told, both) == "that its words were changed"


def test_what_waits_is_set_larger_once_it_appears() -> None:
    decision = judged(does("heron", "[hold, honour]", "r"), "a heron")
    assert decision.shown is None
    assert larger(decision.edited) == larger(decision.author_sees) == "a {heron}"


@pytest.mark.parametrize(
    ("rules", "top"),
    [
        (f"{HONOUR}, {does('a', 'pass', 'p')}", ""),
        ("{id: names, mode: shadow, if: {words: [heron]}, then: honour}", ""),
        (HONOUR, "mode: shadow\n"),
        (HONOUR, "exempt: {role: student}\n"),
    ],
)
def test_where_nothing_is_done_nothing_is_set_larger(rules: str, top: str) -> None:
    decision = judged(rules, "a heron", top=top)
    assert (decision.edited.honoured, decision.edits) == ((), ())


def test_a_viewer_is_shown_it_as_far_as_they_see_the_text() -> None:
    decision = judged("{id: names, if: {words: [heron]}, then: honour, tell: nothing}", "a heron", "Heron")
    post = _Stored(decision)
    reader, author, teacher = (
        visible_to(post, who) for who in (Viewer("ben"), Viewer("ann"), Viewer(operator=True))
    )
    assert reader is not None
    assert reader.honoured == (Honoured("title", 0, 5), Honoured("body", 2, 7))
    assert author is not None
    assert author.honoured == ()
    assert teacher is not None
    assert teacher.honoured == ()


class _Stored:
    """A post as the board keeps it, by Ann."""

    def __init__(self, decision: Decision) -> None:
        self.author, self.audience = "ann", audience(decision)
        self.original = Text("Heron", "a heron")
        self.shown, self.author_sees = decision.edited, decision.author_sees


# Beneath the house rules


def both(house: str, below: str, body: str) -> Decision:
    post = Submission(body)
    return combine(policy(f"rules: [{house}]\n").judge(post), policy(f"rules: [{below}]\n").judge(post), post)


@pytest.mark.parametrize(
    ("house", "below", "expected"),
    [
        (does("number", "mask", "no-contact"), HONOUR, "{heron}, ■■■■■■ 7"),
        (does("heron", "{replace: bird}", "h"), HONOUR, "{bird}, number 7"),
        (does("heron", "cut", "h"), HONOUR, ", number 7"),
        (HONOUR, does("heron", "cut", "c"), ", number 7"),
        (HONOUR, does("number", "{replace: no.}", "c"), "{heron}, no. 7"),
        (HONOUR, does("heron", "honour", "names"), "{heron}, number 7"),
    ],
)
def test_it_is_worked_out_anew_from_the_edits_of_both_layers(house: str, below: str, expected: str) -> None:
    decision = both(house, below, "heron, number 7")
    assert larger(decision.shown) == larger(decision.author_sees) == expected
    assert any(edit.honours for edit in decision.edits) is ("{" in expected)


# Explained


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (HONOUR, "Appeared at once by default, because no rule decided. Words are set in larger type by `names`."),
        (
            f"{HONOUR}, {does('a', 'mask', 'm')}",
            "Appeared at once by default, because no rule decided. Its text was changed by `m`. "
            "Words are set in larger type by `names`.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_names_the_rules_that_honour(rules: str, said: str) -> None:
    assert sentence(judged(rules, "a heron")) == said


@pytest.mark.parametrize(
    ("then", "tell", "end"),
    [
        ("honour", "nothing", "it appeared at once; you were not told that words were set in larger type."),
        ("honour", "reason", "it appeared at once; you were told that words were set in larger type."),
        ("[honour, mask]", "reason", "it appeared at once; you were told that words were changed and set in larger type."),
    ],
)  # fmt: skip
def test_the_author_is_retold_it(then: str, tell: str, end: str) -> None:
    decision = judged(f"{{id: it, if: {{words: [heron]}}, then: {then}, tell: {tell}}}", "a heron")
    assert retold(decision).endswith(end)
    hidden = "; you went on reading it as you had written it" if tell == "nothing" else ""
    words = edits_in_words(decision, Text("", "a heron"))
    assert words[0] == f"“heron” was set in larger type, by the rule `it`{hidden}"


def test_a_decision_line_says_where_in_each_text() -> None:
    quiet = "{id: q, if: {words: [dear]}, then: {replace: beloved}, tell: nothing}"
    line = decision_json(judged(f"{HONOUR}, {quiet}", "dear heron"))
    assert line["honoured"] == [{"field": "body", "start": 8, "end": 13}]
    assert line["author_sees_honoured"] == [{"field": "body", "start": 5, "end": 10}]
    assert {"rule": "names", "action": "honour", "field": "body", "start": 5, "end": 10, "put": "heron"} in (
        line["edits"]
    )
    held = decision_json(judged(does("heron", "[block, honour]", "r"), "heron"))
    assert (held["honoured"], held["author_sees_honoured"]) == ([], [])


def test_many_words_are_named_in_few() -> None:
    text = Text("", "one two", (Honoured("body", 0, 3), Honoured("body", 4, 7)))
    assert larger_in_words(text) == "“one” and “two”"
    assert larger_in_words(text.plain) == ""


# "Over-blocking = share of `fine` that is not shown at once and unchanged"; replays


def test_an_honoured_example_is_shown_unchanged() -> None:
    it = policy(
        f"rules: [{HONOUR}, {does('cake', '[honour, hold]', 'c')}]\nexamples: {{fine: [a heron, a cake]}}\n"
    )
    assert rates(it).over == ("a cake",)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("flag", "honour", Change.TEXT),
        ("honour", "flag", Change.TEXT),
        ("hold", "[hold, honour]", Change.TEXT),
        ("honour", "[honour, flag]", None),
    ],
)
def test_a_replay_counts_words_in_another_size_as_text_that_readers_get_otherwise(
    old: str, new: str, change: Change | None
) -> None:
    replay = Replay(_one(old), _one(new))
    assert replay.add("1", Sent(Submission("a heron"), None, NOON)) is change


def test_a_replay_notices_when_only_the_author_sees_it_otherwise() -> None:
    replay = Replay(_one("honour"), _one("honour", ", tell: nothing"))
    assert replay.add("1", Sent(Submission("a heron"), None, NOON)) is Change.TOLD


def _one(then: str, more: str = "") -> Policy:
    return policy(f"rules:\n  - {{id: it, if: {{words: [heron]}}, then: {then}{more}}}\n")


def test_it_is_no_verdict() -> None:
    assert judged(HONOUR, "heron").verdict is Verdict.ALLOW
    assert (
        policy(f"rules: [{HONOUR}]\n", head="policy: 1\nid: t\ndefault: hold\n").judge(Submission("heron")).by
        == "default"
    )
