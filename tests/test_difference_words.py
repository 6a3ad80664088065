"""What differs between a page and its copy, word by word: nothing that was cut or added is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.difference import ADDED, EQUAL, TAKEN_OUT
from bbs.difference_words import MOST_COMPARED, wording

OLD = "The harvest was small. Half of it was lost to the frost.\n\nNobody says so."


@pytest.mark.parametrize(
    ("new", "pieces", "counted"),
    [
        (
            "The harvest was small.\n\nNobody says so.",
            [
                (EQUAL, "The harvest was small.\n\n"),
                (TAKEN_OUT, "Half of it was lost to the frost.\n\n"),
                (EQUAL, "Nobody says so."),
            ],
            (8, 0),
        ),
        (
            OLD.replace("small", "large"),
            [(EQUAL, "The harvest was "), (TAKEN_OUT, "small. "), (ADDED, "large. ")],
            (1, 1),
        ),
        ("", [(TAKEN_OUT, OLD)], (15, 0)),
        (OLD, [(EQUAL, OLD)], (0, 0)),
    ],
)
def test_each_word_is_kept_cut_or_added(
    new: str, pieces: list[tuple[str, str]], counted: tuple[int, int]
) -> None:
    found = wording(OLD, new)
    assert [tuple(piece) for piece in found.pieces][: len(pieces)] == pieces
    assert (found.cut, found.added) == counted
    assert found.words == 15


def test_lines_that_are_broken_otherwise_are_no_difference() -> None:
    assert wording(OLD, OLD.replace(" ", "\r\n")).same
    assert not wording(OLD, OLD + " Really.").same
    assert not wording(OLD, OLD.removesuffix("so.")).same


def test_of_very_long_texts_all_between_beginning_and_end_is_said_to_differ() -> None:
    long = " ".join(f"word{number}" for number in range(MOST_COMPARED + 10))
    found = wording(f"First {long} last", f"First {long.replace('word', 'other')} last")
    assert (found.cut, found.added) == (MOST_COMPARED + 10,) * 2
    assert [piece.sign for piece in found.pieces] == [EQUAL, TAKEN_OUT, ADDED, EQUAL]


WORDS = st.lists(st.sampled_from(["the", "bridge", "harvest", "is", "small"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_off_the_difference(old: str, new: str) -> None:
    found = wording(old, new)

    def without(sign: str) -> list[str]:
        return "".join(piece.text + " " for piece in found.pieces if piece.sign != sign).split()

    assert without(ADDED) == old.split()
    assert without(TAKEN_OUT) == new.split()
    assert found.cut - found.added == len(old.split()) - len(new.split())
