"""What may be a password, and what is said about one that may not."""

from __future__ import annotations

import pytest

from bbs.drafts import DraftError
from bbs.passwords import LONGEST, SHORTEST, usable

NAME, CODE = "Otter-Nineteen", "otter-maple-42"


@pytest.mark.parametrize(
    "password",
    [
        "x" * SHORTEST,
        "x" * LONGEST,
        "a word and a word",
        "пароль-ключ",
        " blanks at both ends ",
        "🦦🦦🦦🦦🦦🦦🦦🦦",
    ],
)
def test_whatever_has_eight_to_two_hundred_characters_may_be_a_password(password: str) -> None:
    assert usable(password, NAME, CODE) == password


def test_it_is_kept_as_one_and_the_same_however_a_keyboard_composes_it() -> None:
    composed, parted = "Caf\u00e9 au lait", "Cafe\u0301 au lait"
    assert composed != parted
    assert usable(composed, NAME, CODE) == usable(parted, NAME, CODE)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "at least 8"),
        ("short", "This is too short. Take at least 8 characters."),
        ("x" * 201, "This is too long. Take at most 200 characters."),
        ("\ufdfa" * 20, "at most 200"),
        (" " * 12, "Blanks alone"),
        ("a\x00bcdefghij", "U\\+0000 can't be used"),
        (NAME, "your name"),
        ("OTTER nineteen", "your name"),
        (CODE, "class code"),
        (" Otter Maple 42", "class code"),
    ],
)
def test_what_may_not_is_refused_with_what_is_wrong(password: str, says: str) -> None:
    with pytest.raises(DraftError, match=says) as refused:
        usable(password, NAME, CODE)
    assert refused.value.field == "password"
