"""Names that are dealt."""

from __future__ import annotations

import random
import re

import pytest

from bbs import names
from bbs.store.people import key_of


def dice() -> names.Pick:
    """The same throws in every test, as a class throws them."""
    return random.Random(1).choice  # noqa: S311  # a test's own dice


def test_a_student_is_an_animal_with_a_number() -> None:
    pick = dice()
    for _ in range(200):
        assert re.fullmatch(r"[A-Z][a-z]+-[A-Z][a-z]+(-[A-Z][a-z]+)?", names.student_name(set(), pick))


def test_the_first_professor_is_heron() -> None:
    assert names.professor_name(set()) == "Professor Heron"
    assert names.professor_name({"Professor Heron"}) == "Professor Swallow"


def test_names_never_repeat_however_many_people_there_are() -> None:
    taken: set[str] = set()
    pick = dice()
    students = len(names.ANIMALS) * 99 + 300
    for _ in range(students):
        taken.add(names.student_name(taken, pick))
    for _ in range(300):
        taken.add(names.professor_name(taken))
    assert len({key_of(name) for name in taken}) == students + 300


def test_when_every_name_is_taken_it_is_said() -> None:
    class Everything:
        def __contains__(self, name: object) -> bool:
            return True

    with pytest.raises(LookupError, match="every name is taken"):
        names.professor_name(Everything())


def test_a_ticket_is_three_plain_words() -> None:
    assert re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+", names.return_ticket())


def test_the_words_are_plain_different_and_many_enough_to_be_hard_to_guess() -> None:
    assert all(re.fullmatch(r"[a-z]{4,9}", word) for word in names.TICKET_WORDS)
    assert len(set(names.TICKET_WORDS)) == len(names.TICKET_WORDS)
    assert len(names.TICKET_WORDS) ** 3 > 50_000_000


def test_no_animal_is_a_bird() -> None:
    assert not set(names.ANIMALS) & set(names.BIRDS)


def test_a_class_code_is_two_words_and_a_number() -> None:
    assert re.fullmatch(r"[a-z]+-[a-z]+-[1-9][0-9]", names.class_code())


@pytest.mark.parametrize("typed", ["otter-maple-42", " Otter  Maple 42", "OTTER-maple - 42\n"])
def test_case_and_spaces_make_no_difference(typed: str) -> None:
    assert names.plain(typed) == "otter-maple-42"


ALIKE = {"rn": "m", "vv": "w", "cl": "d", "ii": "u", "l": "i", "1": "i", "0": "o"}
"""Letters that a quick eye takes for others."""


def at_a_glance(name: str) -> str:
    """A name as somebody reads it who does not look closely: signs and doubled letters go, look-alikes are one."""
    seen = re.sub(r"[^a-z]", "", name.casefold())
    for letters, other in ALIKE.items():
        seen = seen.replace(letters, other)
    return re.sub(r"(.)\1", r"\1", seen)


def test_no_two_people_look_the_same_at_a_glance() -> None:
    taken: set[str] = set()
    pick = dice()
    for _ in range(len(names.ANIMALS) * 99):
        taken.add(names.student_name(taken, pick))
    for _ in range(len(names.BIRDS) * 3):
        taken.add(names.professor_name(taken))
    assert all(re.fullmatch(r"[A-Za-z -]+", name) for name in taken)
    assert len({at_a_glance(name) for name in taken}) == len(taken)
