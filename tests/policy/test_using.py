"""A policy that uses others: their files come through the same door, every part knows its file, and all is bounded."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from trial import HEAD, policy

from bbs.document import MAX_BYTES, DocumentError
from bbs.policy.load import load
from bbs.policy.submission import Submission
from bbs.policy.using import MOST_USED, NotThereError

SCHOOL = """\
policy: 1
id: school
default: hold
lists:
  places: {file: lists/places.txt}
rules:
  - {id: meeting, if: {words: [list places]}, then: hold}
"""
PLACES = {"lists/places.txt": b"square\n"}


def named(name: str, rest: str = "") -> bytes:
    return f"policy: 1\nid: {name}\ndefault: hold\n{rest}".encode()


def faults(text: str, files: Mapping[str, bytes], file: str = "trial.yaml") -> list[str]:
    """Every problem as it is told, with the name of its file."""

    def read(name: str) -> bytes:
        if name in files:
            return files[name]
        raise NotThereError(f"{name}: there is no such file", ["school-words", "trial", "club"])

    with pytest.raises(DocumentError) as caught:
        load(HEAD + text, file=file, read=read)
    return [str(problem) for problem in caught.value.problems]


def test_a_rule_knows_the_file_and_line_in_which_it_stands() -> None:
    files = {"school.yaml": SCHOOL.encode(), **PLACES}
    one = policy("use: [school]\nrules: [{id: own, then: flag}]\n", files=files)
    assert [(rule.id, rule.mark.file, rule.mark.line) for rule in one.rules] == [
        ("meeting", "school.yaml", 7),
        ("own", "", 5),
    ]


def test_what_was_read_is_kept_by_name_so_that_the_policy_can_be_read_again_from_it_alone() -> None:
    files = {
        "shipped:school.yaml": SCHOOL.encode(),
        "shipped:lists/places.txt": b"square\n",
        "other.txt": b"x\n",
    }
    one = policy("use: [school]\n", files=files)
    assert dict(one.files) == {name: files[name] for name in files if name != "other.txt"}
    again = policy("use: [school]\n", files=one.files)
    assert again.judge(Submission("the square")).by == "meeting"


def test_a_list_file_of_a_list_that_is_overridden_is_not_even_read() -> None:
    one = policy("use: [school]\nlists: {places: [park]}\n", files={"school.yaml": SCHOOL.encode()})
    assert list(one.files) == ["school.yaml"]
    assert one.judge(Submission("the park")).by == "meeting"


def test_mistakes_in_a_used_file_are_told_with_its_name_line_and_column_after_those_of_this_file() -> None:
    broken = SCHOOL.replace("then: hold", "then: hodl").replace("words:", "wrds:")
    files = {"school.yaml": broken.encode(), "lists/places.txt": b"b*d\n"}
    found = faults("use: [school]\nrules: [{id: it}]\n", files)
    assert [one.partition(": ")[0] for one in found] == [
        "trial.yaml:5:9",
        "lists/places.txt:1:1",
        "school.yaml:7:24",
        "school.yaml:7:52",
    ]


def test_the_used_file_is_named_as_it_is_found_from_where_the_policy_lies() -> None:
    (found,) = faults("use: [school]\n", {"school.yaml": b"policy: 1\nid: school\n"}, file="mine/trial.yaml")
    assert found.startswith("mine/school.yaml:1:1: `default` is missing")
    (found,) = faults(
        "use: [school]\n", {"shipped:school.yaml": b"policy: 1\nid: school\n"}, file="mine/trial.yaml"
    )
    assert found.startswith("shipped:school.yaml:1:1: `default` is missing")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "school.yaml:1:1: the file is empty"),
        (b"\xff", "school.yaml:1:1: "),
        (b"policy: [", "school.yaml:1:10: "),
        (b"- a\n", "school.yaml:1:1: a policy must be a map"),
        (b"x" * (MAX_BYTES + 1), "school.yaml:1:1: the file has 65,537 bytes; at most 65,536 are read"),
        (named("school", "title: &b c\n"), "school.yaml:4:8: "),
        (named("school", "rulse: []\n"), "school.yaml:4:1: `rulse` is not a key of a policy; did you mean `rules`?"),
        (named("school", "rules: {a: b}\n"), "school.yaml:4:8: `rules` must be a list"),
        (named("school", "lists: [a]\n"), "school.yaml:4:8: `lists` must be a map of names"),
        (named("school", "rules: [{id: a, if: {matched: nobody}, then: hold}]\n"), "school.yaml:4:31: there is no rule `nobody`"),
        (named("school", "rules: [{then: hold}, {then: hold}]\n"), "school.yaml:4:9: this rule has no `id`"),
    ],
)  # fmt: skip
def test_whatever_lies_there_is_a_policy_or_its_mistakes_are_told_at_their_place(
    data: bytes, problem: str
) -> None:
    assert faults("use: [school]\n", {"school.yaml": data})[0].startswith(problem)


def test_rules_without_an_id_in_two_files_are_two_mistakes() -> None:
    files = {"school.yaml": named("school", "rules: [{then: hold}]\n")}
    found = faults("use: [school]\nrules: [{then: hold}]\n", files)
    assert [one.partition(": ")[0] for one in found] == ["trial.yaml:5:9", "school.yaml:4:9"]


def test_one_that_is_not_there_is_told_with_those_that_are() -> None:
    (near,) = faults("use: [schol-words]\n", {})
    assert near == (
        "trial.yaml:4:7: there is no policy `schol-words` to use: there is no schol-words.yaml beside this file, and "
        "none of this id is shipped; did you mean `school-words`?"
    )
    (far,) = faults("use: [xyz]\n", {})
    assert far.endswith("; there are club, school-words")
    many = {"school.yaml": named("school", "use: [xyz]\n")}
    assert faults("use: [school]\n", many)[0].startswith("school.yaml:4:7: there is no policy `xyz` to use")


def test_a_shipped_policy_is_not_told_to_look_beside_itself() -> None:
    (found,) = faults("use: [school]\n", {"shipped:school.yaml": named("school", "use: [xyz]\n")})
    assert found.startswith(
        "shipped:school.yaml:4:7: there is no policy `xyz` to use: none of this id is shipped"
    )


def test_of_very_many_policies_some_are_named() -> None:
    def read(name: str) -> bytes:
        raise NotThereError(name, [f"p{number:03}" for number in range(100)])

    with pytest.raises(DocumentError, match=r"there are p000, p001, .*, p029 and 70 more$"):
        load(f"{HEAD}use: [xyz]\n", file="trial.yaml", read=read)


def test_where_nothing_else_is_known_the_file_is_asked_for() -> None:
    with pytest.raises(DocumentError, match="put the file there, or take the name out of `use`"):
        policy("use: [school]\n")


def test_a_file_that_is_there_and_cannot_be_read_is_not_looked_for_elsewhere() -> None:
    def read(name: str) -> bytes:
        if name == "school.yaml":
            raise OSError("school.yaml: this file may not be read")
        return named("school")

    with pytest.raises(
        DocumentError, match=r"4:7: the policy `school` can't be used: school\.yaml: this file may not"
    ):
        load(f"{HEAD}use: [school]\n", file="trial.yaml", read=read)


def test_a_policy_that_is_read_from_nowhere_can_use_no_other() -> None:
    with pytest.raises(DocumentError, match="no other files can be read here"):
        load(f"{HEAD}use: [school]\n", file="trial.yaml")


@pytest.mark.parametrize("value", ["[]", "{a: b}", "[[school]]", '""', "[school, {a: b}]"])
def test_use_is_an_id_or_a_list_of_ids(value: str) -> None:
    assert all(
        one.startswith("trial.yaml:4:") for one in faults(f"use: {value}\n", {"school.yaml": named("school")})
    )


def test_one_that_is_named_twice_is_taken_once() -> None:
    files = {"school.yaml": SCHOOL.encode(), **PLACES}
    assert [rule.id for rule in policy("use: [school, school]\n", files=files).rules] == ["meeting"]


def test_a_shipped_policy_that_is_reached_from_here_and_from_another_shipped_one_is_taken_once() -> None:
    files = {
        "shipped:a.yaml": named("a", "use: [b]\nrules: [{id: it, then: drop}]\n"),
        "shipped:b.yaml": named("b", "rules: [{id: it, then: hold}]\n"),
    }
    assert policy("use: [a, b]\n", files=files).judge(Submission("x")).verdict.word == "drop"


def test_an_own_policy_may_use_the_shipped_one_that_uses_the_shipped_one_of_its_own_name() -> None:
    files = {
        "shipped:a.yaml": named("a", "use: [trial]\n"),
        "shipped:trial.yaml": named("trial", "rules: [{id: it, then: drop}]\n"),
    }
    assert policy("use: [a]\n", files=files).judge(Submission("x")).by == "it"


def test_twenty_policies_may_be_used_and_no_more_whether_they_are_there_or_not() -> None:
    names = [f"p{number}" for number in range(MOST_USED + 1)]
    files = {f"{name}.yaml": named(name, f"rules: [{{id: {name}, then: flag}}]\n") for name in names}
    fine = policy(f"use: [{', '.join(names[:MOST_USED])}]\n", files=files)
    assert len(fine.rules) == MOST_USED
    (found,) = faults(f"use: [{', '.join(names)}]\n", files)
    assert "more than 20 policies are used, those that they use themselves included" in found
    asked: list[str] = []

    def read(name: str) -> bytes:
        asked.append(name)
        raise NotThereError(name)

    with pytest.raises(DocumentError) as caught:
        load(f"{HEAD}use: [{', '.join(f'q{n}' for n in range(5_000))}]\n", file="trial.yaml", read=read)
    assert len(caught.value.problems) == MOST_USED + 1
    assert len(asked) == 2 * MOST_USED


def test_a_long_chain_ends_where_too_many_are_used() -> None:
    files = {f"p{n}.yaml": named(f"p{n}", f"use: [p{n + 1}]\n") for n in range(100)}
    (found,) = faults("use: [p0]\n", files)
    assert found.startswith("p19.yaml:4:7: more than 20 policies are used")


def test_rules_phrases_and_patterns_are_counted_over_all_files() -> None:
    rules = "rules:\n" + "".join(f"- {{id: a{n}, then: flag}}\n" for n in range(300))
    files = {"school.yaml": named("school", rules)}
    (found,) = faults("use: [school]\n" + rules.replace("id: a", "id: b"), files)
    assert found.startswith("trial.yaml:6:1: there are 600 rules; at most 500 are allowed")
    files = {f"{one}.yaml": named(one, f"lists: {{{one}: {{file: {one}.txt}}}}\n") for one in ("a", "b")} | {
        f"{one}.txt": "".join(f"{one}{n}\n" for n in range(50_001)).encode() for one in ("a", "b")
    }
    (found,) = faults("use: [a, b]\n", files)
    assert found.startswith("trial.yaml:1:1: the lists hold more than 100,000 phrases together")
    many = "rules: [{id: %s, if: {patterns: [" + ", ".join(f"a{n}" for n in range(6)) + "]}, then: hold}]\n"
    assert "10" in faults("use: [a]\n" + many % "x", {"a.yaml": named("a", many % "y")})[0]


@pytest.mark.parametrize("name", ["shipped:school.yaml", "shipped:lists/places.txt"])
def test_a_list_file_of_the_program_is_no_list_file_of_a_policy_beside_it(name: str) -> None:
    (found,) = faults(f"lists: {{a: {{file: '{name}'}}}}\n", {name: b"square\n"})
    assert (
        found == f"trial.yaml:4:19: {name}: this leaves the policy's folder; put the file beside the policy"
    )


def test_rules_of_several_files_that_ask_for_each_other_in_a_circle_are_told_at_the_first_of_them() -> None:
    files = {"school.yaml": named("school", "\n\nrules:\n  - {id: one, if: {matched: two}, then: hold}\n")}
    (found,) = faults("use: [school]\nrules: [{id: two, if: {matched: one}, then: hold}]\n", files)
    assert found.startswith(
        "school.yaml:7:5: rules ask for each other in a circle: `one` asks for `two`, which asks for `one`"
    )
