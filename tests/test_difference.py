"""How two texts differ, as people read it."""

from __future__ import annotations

from bbs import difference as module
from bbs.difference import as_text, difference, plain

OLD = "".join(f"line {number}\n" for number in range(1, 21))


def signs(old: str, new: str) -> list[str]:
    found = difference("a.yaml", old, new)
    assert found is not None
    return [line.sign + line.text for line in found.lines]


def test_the_same_text_has_no_difference() -> None:
    assert difference("a.yaml", OLD, OLD) is None
    assert difference("a.yaml", "", "") is None


def test_what_editors_add_unseen_is_no_difference() -> None:
    assert plain("\ufeffone\r\ntwo\r\n") == "one\ntwo\n"
    assert difference("a.yaml", OLD, "\ufeff" + OLD.replace("\n", "\r\n")) is None


def test_a_changed_line_is_taken_out_and_added_with_three_lines_around() -> None:
    assert signs(OLD, OLD.replace("line 10\n", "line ten\n")) == [
        "@line 7",
        " line 7", " line 8", " line 9", "-line 10", "+line ten", " line 11", " line 12", " line 13",
    ]  # fmt: skip


def test_changes_far_apart_stand_apart_each_with_its_place() -> None:
    found = signs(OLD, OLD.replace("line 2\n", "").replace("line 19\n", "line 19\nline 19a\n"))
    assert [line for line in found if line[0] in "@+-"] == ["@line 1", "-line 2", "@line 16", "+line 19a"]


def test_a_missing_end_of_the_last_line_is_no_difference() -> None:
    assert difference("a.yaml", "one\n", "one") is None
    assert signs("one\n", "one\n\n") == ["@line 1", " one", "+"]


def test_a_whole_new_file_is_added_and_a_lost_one_taken_out() -> None:
    assert signs("", "one\ntwo\n") == ["@line 1", "+one", "+two"]
    assert signs("one\ntwo\n", "") == ["@line 1", "-one", "-two"]


def test_what_is_too_long_is_cut_and_says_how_much_is_left_out(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_SHOWN", 5)
    found = difference("a.yaml", "", OLD)
    assert found is not None
    assert (len(found.lines), found.left_out) == (5, 16)
    assert as_text(found).endswith("+line 4\n... and 16 more lines\n")


def test_very_long_texts_are_not_compared_line_by_line(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_COMPARED", 10)
    found = signs(OLD, OLD + "one more\n")
    assert (found.count("-line 5"), found.count("+line 5"), found.count("+one more")) == (1, 1, 1)


def test_as_plain_text_every_line_has_its_sign() -> None:
    found = difference("a.yaml", "one\ntwo", "one\n2")
    assert found is not None
    assert as_text(found) == "--- a.yaml\n+++ a.yaml\n@line 1\n one\n-two\n+2\n"
