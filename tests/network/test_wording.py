"""A network calls its boards and its people as it likes, and a mistake in that is told with its line."""

from __future__ import annotations

import pytest

from bbs.document import DocumentError
from bbs.network.wording import BOARDS, BoardWords
from bbs.pack import read_network
from bbs.pack_places import shipped_packs
from bbs.places import PLACES
from network.sample import SAMPLE, small_net

WORDS = """\
boards:
  friends: {title: The yard, about: "What you like."}
  notices: {about: What teachers want all to know.}
roles: {student: pupil, professor: teacher}
"""


def told(words: str) -> list[str]:
    with pytest.raises(DocumentError) as found:
        small_net(SAMPLE + words)
    lines = SAMPLE.count("\n")
    return [f"{one.mark.line - lines}: {one.problem}; {one.remedy}" for one in found.value.problems]


def test_boards_and_roles_have_the_words_of_the_file() -> None:
    net = small_net(SAMPLE + WORDS)
    assert net.boards == {
        "friends": BoardWords("The yard", "What you like."),
        "notices": BoardWords("", "What teachers want all to know."),
    }
    assert net.roles == {"student": "pupil", "professor": "teacher"}
    assert (small_net().boards, small_net().roles) == ({}, {})


def test_the_boards_that_a_file_may_name_are_those_that_there_are() -> None:
    assert [place.id for place in PLACES] == [*BOARDS]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("boards: [friends]\n", "1: boards must be a map; write keys with a colon: friends: ..."),
        ("boards: {friend: {}}\n", "1: `friend` is not a key of boards; did you mean `friends`?"),
        ("boards: {friends: The yard}\n", "1: a board must be a map; write keys with a colon: title: ..."),
        (
            "boards:\n  friends: {name: x}\n",
            "2: `name` is not a key of a board; the keys are title, about",
        ),
        (
            "boards: {friends: {about: [x]}}\n",
            "1: `about` must be one piece of text; write `about: some text`",
        ),
        ("roles: {students: pupil}\n", "1: `students` is not a key of roles; did you mean `student`?"),
        (
            "roles: {student: [pupil]}\n",
            "1: `student` must be one piece of text; write `student: some text`",
        ),
        (
            "roles:\n  student:\n",
            "2: `student` has no value; write something after the colon, or leave the key out",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(words: str, problem: str) -> None:
    assert problem in told(words)


@pytest.mark.parametrize("pack", shipped_packs())
def test_no_pack_but_bright_net_speaks_of_its_choir_or_its_professors(pack: str) -> None:
    net = read_network(pack)
    said = " ".join([*net.roles.values(), *(f"{one.title} {one.about}" for one in net.boards.values())])
    assert ("choir" in said, "professors" in said) == (
        (True, True) if pack == "bright-net" else (False, False)
    )
    assert all(site.about for site in net.sites.values() if site.kind != "portal"), (
        "a card says what is there"
    )
