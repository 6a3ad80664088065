"""Phrase lists of e2guardian: the same phrases with the same points, and the same texts hit."""

from __future__ import annotations

import pytest

from importing.imported import Imported, imported

WHOLE = '#listcategory: "Fairs"\n< fair ><10>\n<choir><20> # sing\n< market><-5>\n<river>,< boat ><40>\n< tent day ><15>\n'


def score(it: Imported, text: str) -> int:
    from bbs.policy.submission import Submission

    return it.policy.judge(Submission(text)).score


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("the fair", 10), ("FAIR fair!", 10), ("unfair", 0), ("a fairly", 0),
        ("choirs", 20), ("the fair choir", 30), ("marketing", -5), ("supermarket", 0),
        ("a boat on the river", 40), ("rivers", 0), ("boats on rivers", 0), ("riverside boat", 40),
        ("a tent-day", 15), ("tent\nday", 15), ("Tent days", 0),
    ],
)  # fmt: skip
def test_borders_are_where_spaces_stand_and_points_add_up(text: str, points: int) -> None:
    it = imported(WHOLE, "weighted")
    assert (it.form, it.lost, it.policy.title) == ("e2guardian", [], "Fairs")
    assert score(it, text) == points


def test_a_post_is_refused_above_the_limit_and_not_at_it() -> None:
    it = imported("<fair><60>\n<choir><40>\n<river><1>\n", "weighted")
    assert it.gives("fair choir") == "allow default"
    assert it.gives("fair choir river") == "block score"


def test_phrases_without_points_are_forbidden_and_those_of_an_exception_list_open() -> None:
    it = imported("< fair >\n<river>,<boat>\n< choir ><5>\n", "bannedphraselist")
    assert it.gives("the fair") == it.gives("boats on rivers") == "block forbidden-phrases"
    it = imported("< fair >\n", "exceptionphraselist")
    assert it.gives("the fair") == "pass excepted-phrases"


def test_a_rule_is_called_by_its_phrase_and_stands_in_one_line_with_its_origin() -> None:
    it = imported("< fair ><10>\n<Größe>,< day ><5>\n<축제><5>\n", "weighted")
    assert "  - {id: fair, if: {words: [fair]}, then: {score: 10}}  # line 1\n" in it.text
    assert '{id: grosse-and-day, if: {words: ["*grösse* + day"]}, then: {score: 5}}  # line 2' in it.text
    assert [rule.id for rule in it.policy.rules] == ["fair", "grosse-and-day", "line-3"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (".Include</lists/other>", ".Include</lists/other>"),
        ("#time: 1 0 12 0 5 1", "#time: 1 0 12 0 5 1"),
        ("no brackets", "no brackets"),
        ("<!!!><5>", "<!!!><5>"),
        ("<fair><0>", "<fair><0>"),
        ("<" + "x" * 61 + "><5>", "<" + "x" * 59 + "…"),
        ("<a>,<b>,<c>,<d>,<e>,<f>,<g>,<h>,<i><5>", "<a>,<b>,<c>,<d>,<e>,<f>,<g>,<h>,<i><5>"),
        ("<river><5> and more", "and more"),
        ("< choir ><11>", "< choir ><11>"),
    ],
)
def test_what_a_phrase_list_has_beside_phrases_is_named_with_its_line(line: str, what: str) -> None:
    it = imported(f"# a list\n< choir ><10>\n{line}\n", "weighted")
    assert it.lost == [(3, what)]


@pytest.mark.parametrize(
    ("line", "what", "points"),
    [
        ("< fair > <7>", "< fair > <7>", 7),
        ("< fair ><7", "< fair ><7", 7),
        ("< fair ><7%>", "< fair ><7%>", 7),
        ("<fair-day><7>\n< fair ><7>", "<fair-day><7>", 7),
        ("#noconvert\n< fair ><7>", "#noconvert", 7),
        ("< fair ><7>\n< FAIR ><7>", "< FAIR ><7>", 7),
    ],
)
def test_what_is_odd_but_clear_is_taken_over_and_said(line: str, what: str, points: int) -> None:
    it = imported(f"{line}\n<choir><1>\n", "weighted")
    assert (it.lost, [text for _, text in it.noted]) == ([], [what])
    assert score(it, "fair") == points


def test_points_that_are_no_number_leave_the_whole_line_out() -> None:
    it = imported("< fair ><+30>\n< choir ><10>\n", "weighted")
    assert it.lost == [(1, "< fair ><+30>")]
    assert it.gives("the fair") == "allow default"


def test_an_old_encoding_is_read_and_named() -> None:
    old = "< été ><5>\r\n< œuvre ><1>\r\n".encode("cp1252")
    it = imported(old + "< naïve ><6>\r\n".encode(), "weighted")
    assert it.noted == [(1, "< été ><5>"), (2, "< œuvre ><1>")]
    assert score(it, "une œuvre") == 1
    assert score(it, "l'été naïve") == 6
    assert score(it, "un été naïve") == 11
    assert score(it, "un ete naive") == 0


def test_more_phrases_than_rules_are_counted_together_by_their_points() -> None:
    lines = "".join(f"< word{number} ><{10 if number % 2 else -3}>\n" for number in range(1200))
    it = imported(f"{lines}<fair>,<day><40>\n", "weighted")
    assert len(it.policy.rules) <= 500
    assert it.lost == []
    assert [text for _, text in it.noted] == ["word0"]
    assert score(it, "word1 word3 word3 word2 a fair day") == 10 + 10 - 3 + 40
    every = " ".join(f"word{number}" for number in range(1, 60, 2))
    assert score(it, every) == 20 * 10


def test_long_phrases_are_counted_together_too_and_nothing_is_lost() -> None:
    lines = [f"< {'long ' * 10}word{number} ><{number % 40 + 1}>" for number in range(470)]
    it = imported("\n".join(lines), "weighted")
    assert (it.lost, len(it.noted)) == ([], 1)
    every = " - ".join(f"{'long ' * 10}word{number}" for number in range(0, 470, 47))
    assert score(it, every) == sum(number % 40 + 1 for number in range(0, 470, 47))
