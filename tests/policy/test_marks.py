"""The cutter of texts: every character stays, marked pieces know why they are marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bbs.policy.marks import Label, Labelled, labelled, marked
from bbs.policy.submission import Hit, Match, Span

BIRTHDAY = Label("greetings", "birthday", ("leet",))
DAY = Label("days", "*day*")


def pieces(text: str, *spans: Labelled) -> list[tuple[str, tuple[str, ...]]]:
    return [(piece.text, piece.phrases) for piece in marked(text, spans)]


def test_a_text_without_spans_is_one_plain_piece() -> None:
    assert pieces("Good morning") == [("Good morning", ())]


def test_an_empty_text_has_no_pieces() -> None:
    assert marked("", [Labelled(0, 4, DAY)]) == ()


def test_a_span_in_the_middle_leaves_plain_text_on_both_sides() -> None:
    assert pieces("Happy b1rthday!", Labelled(6, 14, BIRTHDAY)) == [
        ("Happy ", ()),
        ("b1rthday", ("birthday",)),
        ("!", ()),
    ]


def test_a_span_over_the_whole_text_leaves_nothing_plain() -> None:
    assert pieces("day", Labelled(0, 3, DAY)) == [("day", ("*day*",))]


def test_spans_that_touch_stay_two_pieces() -> None:
    assert pieces("daybirthday", Labelled(0, 3, DAY), Labelled(3, 11, BIRTHDAY)) == [
        ("day", ("*day*",)),
        ("birthday", ("birthday",)),
    ]


def test_overlapping_spans_share_the_piece_both_cover() -> None:
    assert pieces("birthday", Labelled(0, 8, BIRTHDAY), Labelled(5, 8, DAY)) == [
        ("birth", ("birthday",)),
        ("day", ("birthday", "*day*")),
    ]


def test_a_label_is_written_once_where_its_span_ends() -> None:
    first, second = marked("birthday", [Labelled(0, 8, BIRTHDAY), Labelled(5, 8, DAY)])
    assert first.ending == ()
    assert set(second.ending) == {BIRTHDAY, DAY}


def test_a_marked_piece_names_its_rules_and_folding_steps() -> None:
    (piece,) = marked("b1rthday", [Labelled(0, 8, BIRTHDAY), Labelled(0, 8, DAY)])
    assert piece.marked
    assert set(piece.rules) == {"greetings", "days"}
    assert piece.steps == ("leet",)


def test_a_label_says_its_folding_steps_in_words() -> None:
    assert BIRTHDAY.in_words == "digits or signs read as letters"
    assert DAY.in_words == ""


def test_spans_outside_the_text_are_cut_to_it() -> None:
    assert pieces("day", Labelled(-4, 2, DAY), Labelled(9, 12, DAY), Labelled(2, 2, DAY)) == [
        ("da", ("*day*",)),
        ("y", ()),
    ]


def test_characters_beyond_the_first_plane_count_as_one() -> None:
    assert pieces("🎂🎂 day", Labelled(3, 6, DAY)) == [("🎂🎂 ", ()), ("day", ("*day*",))]


def test_the_spans_of_matches_are_taken_field_by_field() -> None:
    title = Span("title", 0, 3, "day", "day")
    body = Span("body", 2, 5, "d4y", "day", ("leet",))
    match = Match("days", live=False, hits=(Hit("day", (body, title)),))
    assert labelled([match], "title") == (Labelled(0, 3, Label("days", "day", (), live=False)),)
    assert labelled([match], "body") == (Labelled(2, 5, Label("days", "day", ("leet",), live=False)),)


SPANS = st.lists(
    st.builds(Labelled, st.integers(-2, 30), st.integers(-2, 30), st.sampled_from([BIRTHDAY, DAY])),
    max_size=8,
)


@given(st.text(max_size=24), SPANS)
def test_the_pieces_joined_are_the_text_and_each_character_has_exactly_its_labels(
    text: str, spans: list[Labelled]
) -> None:
    cut = marked(text, spans)
    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text for piece in cut)
    labels = [set(piece.labels) for piece in cut for _ in piece.text]
    assert labels == [
        {span.label for span in spans if span.start <= at < span.end} for at in range(len(text))
    ]
