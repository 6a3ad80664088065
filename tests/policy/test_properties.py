"""What holds for every policy and every text: promises of the engine as a whole."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from trial import HEAD

from bbs.document import DocumentError
from bbs.policy.decision_line import decision_json, explanation_json
from bbs.policy.effects import ROOM
from bbs.policy.explain import explain, why_not
from bbs.policy.load import load
from bbs.policy.penalties import Bar
from bbs.policy.rules import Policy
from bbs.policy.submission import Author, Decision, Submission, Verdict
from bbs.policy.verdicts import audience, combine

quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

AWKWARD = (
    "aAbBeEsS tT.,!-_'’+013457@$*\n\u200b\u200d\ufe0f\u0301\u0345\u0338éßıİſйЁςсеоНКا\u064eعשָׁकि\u094dกี่か\u3099ガｶﾞ"
    "生日가각ㄱᄀ\u1161ａＡﬁ⑴Ⓣ½™🎂👍🏽🇰🇷\ud800\U000e0067"
)
LETTERS = "aAbes tсеоéßйς가각ㄱ생일生日กかガعש ि1304@$.'’\u200b\u0301ａﬁ🎂"
TEXTS = st.text(alphabet=AWKWARD, max_size=30) | st.text(max_size=30)
PHRASES = st.text(alphabet=LETTERS, min_size=1, max_size=6).map(str.strip).filter(bool)
STARRED = st.tuples(st.sampled_from(["", "*"]), PHRASES, st.sampled_from(["", "*"])).map("".join)


def quoted(text: str) -> str:
    """The text as a quoted scalar of YAML, every odd character by its number."""
    return (
        '"'
        + "".join(char if char.isalnum() and char.isascii() else f"\\U{ord(char):08x}" for char in text)
        + '"'
    )


def one_rule(phrase: str, see_through: str, then: str = "block", more: str = "") -> Policy:
    """A policy with one rule; texts that are no phrase are not looked at."""
    text = f"{HEAD}see_through: {see_through}\nrules: [{{id: it, if: {{words: [{quoted(phrase)}]{more}}}, then: {then}}}]\n"
    try:
        return load(text, file="x.yaml")
    except DocumentError:
        assume(False)
        raise


def matches(policy: Policy, body: str) -> bool:
    return any(match.rule == "it" for match in policy.judge(Submission(body)).matches)


RULES = {
    "hold": "{id: hold, if: {words: [a, 가, ab*]}, then: hold}",
    "block": "{id: block, if: {words: [s + t, 生日]}, then: [block, flag]}",
    "mask": "{id: mask, if: {words: ['*e*', 'a*'], except: [es]}, then: mask, tell: reason}",
    "cut": "{id: cut, if: {words: [b, 생일, '🎂']}, then: [cut, {append: '!'}]}",
    "swap": "{id: swap, if: {any: [{words: [tea]}, {shapes: ['#@']}]}, unless: {length: {over: 25}}, then: {replace: xx}}",
    "shadow": "{id: shadow, mode: shadow, if: {all_words: [a, t]}, then: [drop, mask]}",
    "pass": "{id: pass, if: {words: [b a s]}, then: pass}",
    "hidden": "{id: hidden, if: {words: [a, s, t], disguised: true}, then: {tag: t}}",
    "night": "{id: night, if: {time: {from: '22:00', to: '06:00', days: [mon, sat]}}, then: {tag: night}}",
    "lot": "{id: lot, if: {chance: 50%}, then: [flag, {tag: lot}]}",
    "loud": "{id: loud, if: {capitals: {over: 50%}}, then: warn}",
    "script": "{id: script, if: {script: [cyrillic, hangul]}, then: {append: '?'}}",
    "pattern": "{id: pattern, if: {patterns: ['[a-e]s+', 't$']}, then: {replace: yy}}",
    "unknown": "{id: unknown, if: {unknown_words: {known: list few, more_than: 1}}, then: {tag: unknown}}",
    "often": "{id: often, if: {posts: {more_than: 2, in: 10 minutes}}, then: drop}",
    "again": "{id: again, if: {words: [a], same_text: {more_than: 1, in: 1 hour}}, then: cut, tell: nothing}",
    "big": "{id: big, if: {words: ['*a*', 가, b a s]}, then: honour}",
    "quiet": "{id: quiet, if: {words: [tea, '🎂', '*t*']}, then: honour, tell: nothing}",
    "late": "{id: late, if: {words: [t, tea]}, then: {delay: 8 hours}}",
    "slowed": "{id: slowed, if: {words: [s, 가]}, then: {slow: 2 per 5 minutes}}",
    "muted": "{id: muted, if: {words: [e, '*b*']}, then: [warn, {mute: 10 minutes}]}",
    "wave": "{id: wave, if: {burst: {of: tea, authors: 3, in: 1 day}}, then: shadow}",
}
TOP = "see_through: tricks\nexempt: {role: editor}\nlists: {few: [a, s, tea]}\n"
SHUFFLED = random.Random(1)  # noqa: S311  # the same orders every time, so that each is loaded once


def orders(names: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some orders of these rules, the alphabet's and its reverse among them."""
    known = sorted(names)
    drawn = [tuple(SHUFFLED.sample(known, len(known))) for _ in range(20)]
    return st.sampled_from([tuple(known), tuple(reversed(known)), *drawn])


ORDERS = orders(RULES)


@lru_cache(maxsize=200)
def built(names: tuple[str, ...], top: str = TOP) -> Policy:
    return load(f"{HEAD}{top}rules: [{', '.join(RULES[name] for name in names)}]\n", file="x.yaml")


ALL = built(tuple(sorted(RULES)))
AGAIN = built.__wrapped__(tuple(sorted(RULES)))
PLAIN = built(tuple(sorted(set(RULES) - {"big", "quiet"})))
ALONE = {name: built((name,)) for name in RULES}
STANDING = Bar("trial", "muted", "mute", dt.timedelta(minutes=3))
COUNTED = st.fixed_dictionaries({}, optional={one.words: st.integers(1, 4) for one in ALL.questions})
SUBMISSIONS = st.builds(
    Submission, TEXTS, title=TEXTS, by=st.builds(Author, role=st.sampled_from(["student", "editor"])), confirmed=st.booleans(),
    at=st.none() | st.times(), date=st.none() | st.dates(), key=st.sampled_from(["p1", "p2"]), counters=COUNTED,
    bars=st.sampled_from([(), (), (STANDING,), (replace(STANDING, policy="other"),)]),
)  # fmt: skip


# "For every submission": judging is total, deterministic and changes nothing


@quick
@given(SUBMISSIONS)
def test_judging_is_total_and_deterministic_and_never_changes_its_input(submission: Submission) -> None:
    before = dataclasses.replace(submission)
    decision = ALL.judge(submission)
    assert decision.trouble == ()
    assert submission == before
    assert AGAIN.judge(before) == decision


@quick
@given(SUBMISSIONS)
def test_every_decision_can_be_explained_and_every_silent_rule_says_why(submission: Submission) -> None:
    found = explain(ALL, submission)
    matched = {match.rule for match in found.decision.matches}
    assert {rule for rule, _ in found.not_matched} == set(RULES) - matched
    assert all(why.startswith("It did not match: ") and why.endswith(".") for _, why in found.not_matched)
    assert all(why_not(ALL, rule, submission) == "" for rule in matched)
    assert explanation_json(found)["sum"] == decision_json(found.decision)["sum"] == []


@quick
@given(SUBMISSIONS)
def test_who_sees_a_post_follows_from_the_verdict_and_what_was_told(submission: Submission) -> None:
    decision = ALL.judge(submission)
    assert (decision.shown is not None) == (decision.verdict <= Verdict.ALLOW)
    assert (decision.author_sees is None) == (audience(decision).value == "nobody")
    assert (decision.told_text == "") or decision.told != "nothing" or decision.edits


# "`honour` (set in larger type)" changes no character, whatever else is done


@quick
@given(SUBMISSIONS)
def test_what_is_honoured_is_the_same_text_with_places_in_it(submission: Submission) -> None:
    decision, plain = ALL.judge(submission), PLAIN.judge(submission)
    assert decision.edited.plain == plain.edited
    assert (decision.shown and decision.shown.plain) == plain.shown
    for text in (decision.edited, decision.shown, decision.author_sees):
        for field, start, end in text.honoured if text else ():
            assert text is not None
            assert 0 <= start < end <= len(text.title if field == "title" else text.body)
    changed = any(edit.action not in {"honour", "append"} for edit in decision.edits)
    if not changed and decision.weighed is decision:
        written = {edit.put for edit in decision.edits if edit.honours}
        assert all(any(words in larger for larger in decision.edited.larger) for words in written)


# "file order never changes what matches"; "a rule that does not match changes nothing"


@quick
@given(SUBMISSIONS, ORDERS)
def test_file_order_never_changes_what_matches_nor_the_strictest_verdict(
    submission: Submission, order: tuple[str, ...]
) -> None:
    one, other = ALL.judge(submission), built(order).judge(submission)
    assert {match.rule: match for match in one.matches} == {match.rule: match for match in other.matches}
    assert (one.verdict, one.flagged, set(one.tags)) == (other.verdict, other.flagged, set(other.tags))


@quick
@given(SUBMISSIONS, ORDERS, st.integers(0, len(RULES)))
def test_a_rule_that_does_not_match_changes_nothing(
    submission: Submission, order: tuple[str, ...], at: int
) -> None:
    plain = built(order)
    matched = {match.rule for match in plain.judge(submission).matches}
    silent = tuple(name for name in order if name not in matched)
    without = built(tuple(name for name in order if name in matched))
    assert without.judge(submission) == plain.judge(submission)
    for name in silent[:at]:
        assert plain.judge(submission, without=name) == plain.judge(submission)


ASKING = {
    "few": "{id: few, if: {words: [a, tea, 가]}, then: [{score: 30}, flag]}",
    "fewer": "{id: fewer, if: {words: [b, t]}, then: {score: -20}}",
    "sum": "{id: sum, if: {score: {over: 5}}, then: {tag: sum}}",
    "mix": "{id: mix, if: {matched: hold or sum and not (cut or shadow)}, then: warn}",
    "watch": "{id: watch, mode: shadow, if: {matched: shadow or mix}, unless: {matched: few}, then: drop}",
}
ASKED = RULES | ASKING
ANY_ORDER = orders(ASKED)


@lru_cache(maxsize=200)
def asking(names: tuple[str, ...]) -> Policy:
    return load(
        f"{HEAD}{TOP}score: {{flag: 5, hold: 30}}\nrules: [{', '.join(map(ASKED.get, names))}]\n",
        file="x.yaml",
    )


ASKING_ALL = asking(tuple(sorted(ASKED)))


@quick
@given(SUBMISSIONS, ANY_ORDER, st.sampled_from(["", *sorted(ASKED)]))
def test_nor_does_it_where_rules_ask_for_each_other_and_for_their_points(
    submission: Submission, order: tuple[str, ...], without: str
) -> None:
    one, other = (
        ASKING_ALL.judge(submission, without=without),
        asking(order).judge(submission, without=without),
    )
    assert {match.rule: match for match in one.matches} == {match.rule: match for match in other.matches}
    assert (one.verdict, one.flagged, one.score) == (other.verdict, other.flagged, other.score)
    assert [match.rule for match in other.weighed.matches] == [
        rule for rule in order if rule in {m.rule for m in one.matches}
    ]
    assert one.weighed.score == sum(points for _, points in one.weighed.sum)
    assert other.trouble == ()


# 4 and 6: "no rule sees another's effects"; a rule in mode shadow does nothing


@quick
@given(SUBMISSIONS)
def test_each_rule_matches_alone_as_it_matches_among_others(submission: Submission) -> None:
    together = {match.rule: match for match in ALL.judge(submission).matches}
    for name in RULES:
        alone = ALONE[name].judge(submission).matches
        assert alone == ((together[name],) if name in together else ())


@quick
@given(SUBMISSIONS)
def test_a_rule_that_is_only_tried_out_changes_nothing_but_the_record(submission: Submission) -> None:
    names = tuple(name for name in sorted(RULES) if name != "shadow")
    one, other = ALL.judge(submission), built(names).judge(submission)
    assert (one.verdict, one.by, one.edited, one.told_text, one.edits) == (
        other.verdict, other.by, other.edited, other.told_text, other.edits,
    )  # fmt: skip


# 9: what stands against an author refuses all but a pass, and nothing of another policy does


@quick
@given(SUBMISSIONS)
def test_a_penalty_refuses_every_text_that_no_pass_lets_through_and_lays_nothing_new(
    submission: Submission,
) -> None:
    free, barred = (ALL.judge(replace(submission, bars=bars)) for bars in ((), (STANDING,)))
    foreign = ALL.judge(replace(submission, bars=(replace(STANDING, policy="other"),)))
    assert foreign == free
    if free.verdict is Verdict.PASS or free.by == "exempt":
        assert (barred.verdict, barred.by, barred.shown) == (free.verdict, free.by, free.shown)
    else:
        assert (barred.verdict, barred.by, barred.told) == (Verdict.BLOCK, "mute", "refused")
        assert barred.penalties == ()
    assert (barred.flagged, barred.tags, barred.matches) == (free.flagged, free.tags, free.matches)


# 10: "Rewriting is computed on original spans"; spans cut out the text they claim


@quick
@given(SUBMISSIONS)
def test_spans_cut_out_the_text_they_claim_inside_the_word_that_an_edit_takes(submission: Submission) -> None:
    for match in ALL.judge(submission).matches:
        for span in (*match.spans, *(one.span for one in match.excused)):
            assert submission.text(span.field)[span.start : span.end] == span.text != ""
            assert span.word[0] <= span.start < span.end <= span.word[1] <= len(submission.text(span.field))
            assert set(span.steps) <= set(ALL.folder.names)


def kept_pieces(decision: Decision, field: str, text: str) -> list[str]:
    edits = [edit for edit in decision.edits if edit.field == field]
    borders = [0, *(place for edit in edits for place in (edit.start, edit.end)), len(text)]
    return [text[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True)]


@quick
@given(SUBMISSIONS)
def test_rewriting_never_touches_text_outside_its_spans(submission: Submission) -> None:
    decision = ALL.judge(submission)
    for field, edited in (("title", decision.edited.title), ("body", decision.edited.body)):
        text, at = submission.text(field), 0
        for piece in kept_pieces(decision, field, text):
            bare = piece.strip(" ")  # a cut takes one space beside it
            found = edited.find(bare, at)
            assert found >= 0, (field, piece, edited)
            at = found + len(bare)
        assert len(edited) <= 2 * len(text) + ROOM


@quick
@given(TEXTS, PHRASES)
def test_mask_keeps_every_other_character_in_its_place(body: str, phrase: str) -> None:
    decision = one_rule(phrase, "tricks", "mask").judge(Submission(f"{body} {phrase}"))
    covered = {at for edit in decision.edits for at in range(edit.start, edit.end)}
    original = f"{body} {phrase}"
    assert len(decision.edited.body) == len(original)
    for at, (before, after) in enumerate(zip(original, decision.edited.body, strict=True)):
        assert after == (before if at not in covered or before.isspace() else "■")


@quick
@given(TEXTS, PHRASES)
def test_after_a_mask_a_second_look_finds_nothing_that_was_marked(body: str, phrase: str) -> None:
    assume(not any(char.isspace() or char == "■" for char in phrase))
    it = one_rule(phrase, "plain", "mask")
    edited = it.judge(Submission(body)).edited.body
    for match in it.judge(Submission(edited)).matches:
        for span in match.spans:
            assert (
                body[span.start : span.end] == span.text
            )  # only where the first look saw another cut of the text


# 2: "A phrase hits if it occurs in the plain reading or in the fully folded one"


@quick
@given(TEXTS, STARRED)
def test_what_hits_under_exact_hits_under_plain_and_under_tricks(body: str, phrase: str) -> None:
    text = f"{body} {phrase.strip('*')}"
    exact, plain, tricks = (matches(one_rule(phrase, depth), text) for depth in ("exact", "plain", "tricks"))
    assert exact <= plain <= tricks


@quick
@given(TEXTS, PHRASES)
def test_a_phrase_finds_itself_between_spaces_at_every_depth(body: str, phrase: str) -> None:
    for depth in ("exact", "plain", "tricks", "[leet, spread]", "[stretch, lookalikes]"):
        assert matches(one_rule(phrase, depth), f"{body} {phrase} {body}") or unicodedata.combining(phrase[0])


@quick
@given(TEXTS, PHRASES)
def test_composed_and_decomposed_texts_are_alike_under_plain(body: str, phrase: str) -> None:
    assume("\ud800" not in body and "\u0345" not in body + phrase)
    it = one_rule(phrase, "plain")
    nfc, nfd = (unicodedata.normalize(form, f"{body} {phrase}") for form in ("NFC", "NFD"))
    assert matches(it, nfc) == matches(it, nfd)


@quick
@given(TEXTS, PHRASES, st.sampled_from(["exact", "plain", "tricks"]))
def test_a_bare_word_hits_no_more_than_its_starred_forms(body: str, phrase: str, depth: str) -> None:
    assume("'" not in phrase and "’" not in phrase)
    text = f"{body} {phrase}x"
    if matches(one_rule(phrase, depth), text):
        assert matches(one_rule(phrase + "*", depth), text) or any("가" <= char <= "ㆎ" for char in phrase)


@quick
@given(TEXTS, PHRASES)
def test_disguised_hits_are_hits_and_each_needed_a_disguise(body: str, phrase: str) -> None:
    every, hidden = (one_rule(phrase, "tricks", more=more) for more in ("", ", disguised: true"))
    spans = {span for match in every.judge(Submission(body)).matches for span in match.spans}
    found = {span for match in hidden.judge(Submission(body)).matches for span in match.spans}
    disguises = {"invisible", "lookalikes", "leet", "stretch", "spread"}
    assert found == {span for span in spans if disguises & set(span.steps)}


@quick
@given(TEXTS, PHRASES, PHRASES)
def test_an_exception_only_takes_hits_away(body: str, phrase: str, exception: str) -> None:
    plain = one_rule(phrase, "tricks")
    excused = one_rule(phrase, "tricks", more=f", except: [{quoted(exception)}]")
    text = f"{body} {phrase} {exception}"
    spans = {span for match in plain.judge(Submission(text)).matches for span in match.spans}
    left = {span for match in excused.judge(Submission(text)).matches for span in match.spans}
    assert left <= spans


# 12: "nothing of the policy in force lifts" the house rules

HOUSE = load(
    HEAD
    + "rules: [{id: h, if: {words: [e]}, then: hold}, {id: m, if: {words: ['*t*']}, then: mask, tell: full}]\n",
    file="house.yaml",
)


@quick
@given(SUBMISSIONS)
def test_the_house_rules_are_never_softened(submission: Submission) -> None:
    house, own = HOUSE.judge(submission), ALL.judge(submission)
    both = combine(house, own, submission)
    assert both.verdict == (
        house.verdict if house.verdict > Verdict.ALLOW and house.verdict >= own.verdict else own.verdict
    )
    assert [edit for edit in both.edits if edit.rule.startswith("house-rules/")] == [
        edit for edit in both.edits if edit.rule == "house-rules/m"
    ]
    assert {(edit.field, edit.start, edit.end) for edit in house.edits} <= {
        (edit.field, edit.start, edit.end) for edit in both.edits
    }
    assert house.told_text in both.told_text or both.verdict > Verdict.ALLOW


# "Every error carries file:line:column"


@quick
@given(
    st.lists(
        st.sampled_from(
            [
                *RULES.values(),
                "x",
                "{id: a}",
                "{id: b, then: hodl}",
                "{then: hold}",
                "{id: c, if: {words: ['']}, then: hold}",
            ]
        ),
        max_size=4,
    )
)
def test_a_file_loads_or_every_error_has_a_place_in_it(rules: list[str]) -> None:
    text = f"{HEAD}rules: [{', '.join(rules)}]\n"
    try:
        load(text, file="x.yaml")
    except DocumentError as error:
        places = [(problem.mark.line, problem.mark.column) for problem in error.problems]
        assert all(1 <= line <= 5 and column >= 1 for line, column in places)
        assert all(str(problem).startswith("x.yaml:") for problem in error.problems)
