"""A policy's text, proofread, with the list files it names."""

from __future__ import annotations

import pytest

from bbs.policy.using import NotThereError
from bbs.proof import first_of, from_files, proofread, read_through
from bbs.shipped import read_shipped

LISTED = """\
policy: 1
id: listed
default: allow
lists:
  words: {file: words.txt}
  more: {file: more.txt}
rules:
  - {id: held, if: {words: [list words, list more]}, then: hold}
tests:
  - {post: a lantern, gives: hold}
"""
FILES = {"words.txt": "lantern\n", "more.txt": "kite\n"}


def test_a_text_in_order_has_its_report_and_its_list_files() -> None:
    proof = proofread(LISTED, from_files(FILES))
    assert proof.policy is not None
    assert proof.report is not None
    assert (proof.problems, proof.missing, proof.failing) == ((), (), False)
    assert dict(proof.files) == {"words.txt": b"lantern\n", "more.txt": b"kite\n"}


def test_a_failing_test_is_no_mistake_of_the_text() -> None:
    proof = proofread(LISTED.replace("gives: hold", "gives: block"), from_files(FILES))
    assert (proof.problems, proof.failing) == ((), True)


def test_reading_through_runs_no_tests() -> None:
    proof = read_through(LISTED.replace("gives: hold", "gives: block"), from_files(FILES))
    assert proof.policy is not None
    assert (proof.report, proof.failing) == (None, False)


def test_every_list_file_that_is_not_there_is_named_once() -> None:
    proof = proofread(LISTED.replace("  more:", "  again: {file: more.txt}\n  more:"), from_files({}))
    assert proof.policy is None
    assert proof.missing == ("words.txt", "more.txt")
    assert all("the list file can't be used" in one.problem for one in proof.problems)


def test_a_broken_text_is_shown_as_it_is() -> None:
    proof = proofread(b"policy: 1\nid: caf\xe9\n", from_files({}))
    assert proof.text == "policy: 1\nid: caf\ufffd\n"
    assert len(proof.problems) == 1


def test_the_digest_tells_other_words_and_other_lists_and_not_other_line_ends() -> None:
    digest = proofread(LISTED, from_files(FILES)).digest
    assert proofread(LISTED.replace("\n", "\r\n").encode(), from_files(FILES)).digest == digest
    assert proofread(LISTED + "# more\n", from_files(FILES)).digest != digest
    assert proofread(LISTED, from_files(FILES | {"more.txt": "kites\n"})).digest != digest


def test_list_files_are_looked_for_in_one_place_after_another() -> None:
    read = first_of([from_files({"a": "first"}), from_files({"a": "second", "b": "second"})])
    assert (read("a"), read("b")) == (b"first", b"second")
    with pytest.raises(OSError, match="c was not given along"):
        read("c")


USING = "policy: 1\nid: using\ndefault: allow\nuse: [%s]\n"


def test_used_policies_are_among_the_files_that_were_read() -> None:
    school = "policy: 1\nid: school\ndefault: hold\n"
    assert list(proofread(USING % "school", from_files({"school.yaml": school, "x.yaml": "x"})).files) == [
        "school.yaml"
    ]
    shipped = proofread(USING % "birthday-board", first_of([from_files({}), read_shipped]))
    assert set(shipped.files) == {"shipped:birthday-board.yaml", "shipped:lists/greetings.txt"}
    assert shipped.policy is not None
    again = proofread(
        USING % "birthday-board",
        lambda name: shipped.files[name] if name in shipped.files else read_shipped(""),
    )
    assert again.policy is None  # a file that can't be read is another thing than one that is not there


def test_of_what_is_used_and_missing_only_what_can_be_put_in_is_asked_for() -> None:
    places = first_of([from_files({}), read_shipped])
    found = proofread(USING % "company, birthday-board" + "rules: [{id: it}]\n", places)
    assert found.missing == ("company.yaml",)
    assert "birthday-board" in str(found.problems[0])


def test_places_that_do_not_have_a_policy_name_all_that_they_have() -> None:
    def has(*ids: str):  # type: ignore[no-untyped-def]
        def read(name: str) -> bytes:
            raise NotThereError(name, ids)

        return read

    with pytest.raises(NotThereError) as caught:
        first_of([has("a", "b"), from_files({}), has("b", "c")])("x.yaml")
    assert caught.value.known == ("a", "b", "c")
