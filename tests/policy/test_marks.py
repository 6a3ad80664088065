"""The drawn text: every character stays, no word is broken, and each mark has a note that says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import policy, rule

from bbs.policy.marks import Picture, Segment, picture
from bbs.policy.submission import Author, Decision, Excused, Hit, Match, Span, Submission, Text, Verdict

TRICKS = "see_through: tricks\n"


def draw(text: str, *matches: Match, title: str = "") -> Picture:
    """A text with these matches."""
    words = Text(title, text)
    return picture(
        Decision(Verdict.HOLD, "days", "", words, None, words, "nothing", "", matches=matches), words
    )


def match(*spans: Span, rule: str = "days", live: bool = True, excused: tuple[Excused, ...] = ()) -> Match:
    return Match(rule, live, tuple(Hit(span.phrase, (span,)) for span in spans), excused)


def span(text: str, start: int, end: int, phrase: str, *steps: str, field: str = "body") -> Span:
    return Span(field, start, end, text[start:end], phrase, steps)


def pieces(segments: tuple[Segment, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(piece.text, tuple(note.phrase for note in piece.notes)) for piece in segments]


def as_read(segments: tuple[Segment, ...]) -> str:
    """The text as a page shows it: marks in brackets, numbers in braces."""
    shown = (
        (f"[{piece.text}]" if piece.marked else piece.text)
        + "".join(f"{{{number}}}" for number in piece.numbers)
        for piece in segments
    )
    return "".join(shown)


def judged(it: object, body: str, title: str = "", **facts: object) -> Picture:
    submission = Submission(body, title, **facts)  # type: ignore[arg-type]  # facts by name
    return picture(it.judge(submission), Text(title, body))  # type: ignore[attr-defined]  # a policy


def test_a_text_in_which_nothing_was_found_is_one_plain_piece() -> None:
    found = draw("Good morning")
    assert (pieces(found.body), found.title, found.notes) == ([("Good morning", ())], (), ())


def test_a_mark_has_its_note_and_the_number_stands_behind_it() -> None:
    found = judged(rule("{words: [birthday]}", "hold", top=TRICKS), "Happy b1rthday!")
    assert as_read(found.body) == "Happy [b1rthday]{1}!"
    (note,) = found.notes
    assert (note.number, note.phrase, note.texts, note.rules) == (1, "birthday", ("b1rthday",), ("it",))
    assert note.in_words == "digits or signs read as letters"
    assert note.short == "birthday (digits or signs read as letters)"
    assert (note.places, note.exception, note.live, note.decided) == (1, "", True, True)


def test_a_number_never_stands_inside_a_word() -> None:
    it = rule('{words: ["*birth*", "*day"]}', "hold")
    assert as_read(judged(it, "Happy birthday all").body) == "Happy [birth][day]{1}{2} all"
    assert as_read(judged(rule('{words: ["*irth*"]}'), "a birthday's end").body) == "a b[irth]day's{1} end"


def test_where_no_spaces_stand_between_words_the_number_follows_the_mark() -> None:
    assert as_read(judged(rule("{words: [誕生日]}"), "お誕生日おめでとう").body) == "お[誕生日]{1}おめでとう"


def test_overlapping_marks_share_the_piece_that_both_cover_and_it_is_drawn_twice() -> None:
    found = judged(rule('{words: [birthday, "*day"]}', "hold"), "birthday")
    assert pieces(found.body) == [("birth", ("birthday",)), ("day", ("birthday", "*day"))]
    assert [piece.look for piece in found.body] == ["", "twice"]
    assert found.body[1].tooltip == "birthday; *day"
    assert found.body[0].numbers == ()
    assert found.body[1].numbers == (1, 2)


def test_marks_that_touch_stay_two() -> None:
    text = "daybirthday"
    found = draw(text, match(span(text, 0, 3, "day"), span(text, 3, 11, "birthday")))
    assert pieces(found.body) == [("day", ("day",)), ("birthday", ("birthday",))]


def test_all_places_of_a_phrase_share_one_note_and_every_disguise_has_its_own() -> None:
    found = judged(rule("{words: [square]}", top=TRICKS), "square Square square 5quare", title="Square")
    assert as_read(found.title) == "[Square]{1}"
    assert as_read(found.body) == "[square]{2} [Square]{1} [square]{2} [5quare]{3}"
    assert [(note.phrase, note.steps, note.places) for note in found.notes] == [
        ("square", ("case",), 2),
        ("square", (), 2),
        ("square", ("leet",), 1),
    ]


def test_a_note_names_every_rule_and_every_spelling() -> None:
    it = policy("""
    see_through: tricks
    rules:
      - {id: a, if: {words: [tea]}, then: hold}
      - {id: b, mode: shadow, if: {words: [tea]}, then: block}
      - {id: c, mode: shadow, if: {words: [milk]}, then: block}
    """)
    tea, milk = judged(it, "t3a te4 milk").notes
    assert (tea.rules, tea.texts, tea.live, tea.decided) == (("a", "b"), ("t3a", "te4"), True, True)
    assert (milk.rules, milk.live, milk.decided) == (("c",), False, False)


def test_what_an_exception_covers_is_marked_in_another_way_and_its_note_names_the_exception() -> None:
    found = judged(rule("{words: [show], except: [muppet show]}", "hold"), "a show, the muppet show")
    assert as_read(found.body) == "a [show]{1}, the muppet [show]{2}"
    assert [piece.look for piece in found.body if piece.marked] == ["", "excused"]
    assert [note.exception for note in found.notes] == ["", "muppet show"]
    assert found.notes[1].short == "show, passed over inside muppet show"


def test_a_rule_that_is_only_tried_out_draws_a_mark_of_its_own() -> None:
    it = policy("rules: [{id: a, mode: shadow, if: {words: [tea]}, then: hold}]\n")
    assert [piece.look for piece in judged(it, "tea").body] == ["tried"]


def test_of_an_exempt_author_the_rule_that_would_have_decided_is_named() -> None:
    it = policy("exempt: {role: editor}\nrules: [{id: a, if: {words: [tea]}, then: hold}]\n")
    (note,) = judged(it, "tea", by=Author(role="editor")).notes
    assert note.decided


@pytest.mark.parametrize(
    ("text", "start", "end", "read"),
    [
        ("a 👨\u200d👩 b", 2, 3, "a [👨\u200d👩]{1} b"),
        ("a 👨\u200d👩 b", 4, 5, "a [👨\u200d👩]{1} b"),
        ("a 👍🏽 b", 2, 3, "a [👍🏽]{1} b"),
        ("a ❤\ufe0f b", 2, 3, "a [❤\ufe0f]{1} b"),
        ("cafe\u0301", 0, 4, "[cafe\u0301]{1}"),
        ("e\u0301cole", 0, 1, "[e\u0301]cole{1}"),
        ("e\u0301cole", 1, 2, "[e\u0301]cole{1}"),
        ("cafe\u0301s", 4, 6, "caf[e\u0301s]{1}"),
    ],
)  # fmt: skip
def test_no_mark_cuts_what_is_seen_as_one_character(text: str, start: int, end: int, read: str) -> None:
    assert as_read(draw(text, match(span(text, start, end, "x"))).body) == read


def test_a_long_text_with_two_hundred_hits_has_as_few_notes_as_phrases() -> None:
    found = judged(rule("{words: [tea]}"), "tea and milk, " * 300)
    assert len(found.notes) == 1
    assert found.notes[0].places == 200
    assert sum(piece.marked for piece in found.body) == 200


SPANS = st.lists(
    st.tuples(st.integers(0, 24), st.integers(0, 24), st.sampled_from(["birthday", "*day"])), max_size=8
)


@given(st.text(max_size=24), SPANS)
def test_the_pieces_joined_are_the_text_and_every_mark_covers_its_characters(
    text: str, places: list[tuple[int, int, str]]
) -> None:
    inside = [place for place in places if place[0] < place[1] <= len(text)]
    found = draw(text, match(*(span(text, *place) for place in inside)))
    assert "".join(piece.text for piece in found.body) == text
    assert all(piece.text for piece in found.body)
    covered = [{note.phrase for note in piece.notes} for piece in found.body for _ in piece.text]
    for start, end, phrase in inside:
        assert all(phrase in covered[at] for at in range(start, end))
    written = {number for piece in found.body for number in piece.numbers}
    assert written == {note.number for note in found.notes}
