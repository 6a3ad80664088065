"""Whatever is read, the policy that is written loads; what can't stand in it is left out with the loader's words."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bbs.document import DocumentError, Mark
from bbs.importing import FORMATS, Rule, Taken, TooLongError, UnusableError, fitted, read
from bbs.importing.taken import Said
from bbs.importing.writing import slug
from bbs.policy.load import load
from bbs.policy.submission import Submission
from importing.imported import imported

HERE = Mark(1, 1)
SIGNS = st.text("<>,#*+~|^/\\\"'()[]{}:-!%&@ \n\tab1é八*", max_size=30)
PIECES = st.sampled_from(
    [
        "<a><5>",
        "||a.test^",
        "0.0.0.0 b.test",
        "body: x\naction: remove",
        "---",
        "word,action",
        "x,block",
        'reject: ["a"]',
    ]
)


@given(st.lists(SIGNS | PIECES, max_size=5).map("\n".join), st.sampled_from(sorted(FORMATS)))
@example(",", "discourse")
def test_nothing_that_is_written_fails_to_load(text: str, form: str) -> None:
    data = f"config :pleroma, :mrf_keyword, {text}" if form == "pleroma" else text
    try:
        imported(data, "watched-words-block.csv", form)
    except UnusableError:
        assert form == "pleroma" or not re.sub(r'[\s,;"]', "", text) or "\\0" in text


def test_a_rule_that_the_loader_refuses_is_left_out_with_its_words() -> None:
    taken = Taken("t", rules=[
        Rule(Mark(3, 1), "good", {"if": {"words": ["a"]}, "then": "hold"}),
        Rule(Mark(5, 1), "bad", {"why": "x", "if": {"words": ["list nowhere"]}, "then": "hold"}),
        Rule(Mark(9, 1), "worse", {"then": "explode"}),
    ])  # fmt: skip
    made = fitted(taken, "x", "y")
    assert [(one.mark.line, one.what) for one in made.left] == [
        (5, "the rule `bad`"),
        (9, "the rule `worse`"),
    ]
    assert "there is no list `nowhere`" in made.left[0].why
    assert made.rules == 1


def test_what_no_rule_is_to_blame_for_is_not_hidden() -> None:
    taken = Taken("t", top={"see_through": "nothing"}, rules=[Rule(HERE, "a", {"then": "hold"})])
    with pytest.raises(DocumentError, match="nothing"):
        fitted(taken, "x", "y")


def test_more_rules_than_a_policy_may_have_are_left_out_from_the_end() -> None:
    rules = [Rule(Mark(n, 1), f"r{n}", {"if": {"words": [f"w{n}"]}, "then": "hold"}) for n in range(1, 511)]
    made = fitted(Taken("t", rules=rules), "x", "y")
    assert (made.rules, len(made.left), made.left[0].mark.line) == (500, 10, 501)


def test_rules_that_make_a_file_too_long_are_left_out_from_the_end() -> None:
    rules = [
        Rule(
            HERE,
            f"r{n}",
            {"if": {"words": [f"{n}{'x' * 50}" for _ in range(1)]}, "then": {"append": "y" * 600}},
        )
        for n in range(200)
    ]
    made = fitted(Taken("t", rules=rules), "x", "y")
    assert 80 < made.rules < 110
    assert len(made.text.encode()) <= 64 * 1024
    assert {one.why for one in made.left} == {"a policy file has at most 64 KiB"}


def test_more_phrases_than_a_policy_may_look_for_are_left_out_from_one_on() -> None:
    taken = Taken("t", lists={"some": ["a"], "many": [f"w{n}" for n in range(100_001)]})
    made = fitted(taken, "x", "y")
    assert [one.what for one in made.left] == ["`w99999`"]
    assert made.left[0].why.endswith("this one and the 1 after it")
    assert made.files["lists/x-many.txt"].count("\n") == 99_999


def test_very_many_phrases_of_a_rule_become_a_list_with_its_name() -> None:
    many: list[Said] = [f"w{n}" for n in range(61)]
    both: Said = {"any": [{"words": [*many]}, {"words": [*many], "in": "title"}]}
    made = fitted(Taken("t", rules=[Rule(HERE, "Too many!", {"if": both, "then": "hold"})]), "x", "y")
    assert "{any: [{words: [list too-many]}, {words: [list too-many-2], in: title}]}" in made.text
    assert load(made.text, file="x").judge(Submission("w60")).by == "too-many"
    few: Said = {"words": many[:60]}
    assert (
        "list"
        not in fitted(Taken("t", rules=[Rule(HERE, "few", {"if": few, "then": "hold"})]), "x", "y").text
    )


def test_a_long_list_needs_a_place_for_its_file() -> None:
    taken = Taken("t", lists={"long": [f"word{n}" for n in range(5000)]})
    with pytest.raises(TooLongError):
        fitted(taken, "x", "y", with_files=False)


def test_long_values_are_written_over_several_lines_and_read_back() -> None:
    sentence = "A long sentence goes on and on, and " * 6 + "ends."
    condition = {
        "any": [{"words": [f"word number {n}" for n in range(30)], "in": "title"}, {"words": ["a: b", "#c"]}]
    }
    rule = Rule(
        HERE, "long", {"why": sentence, "note": f"two  spaces {sentence}", "if": condition, "then": "hold"}
    )
    made = fitted(Taken("A title", sentence, rules=[rule]), "x", "y")
    policy = load(made.text, file="x")
    assert (policy.about, policy.rules[0].why, policy.rules[0].note) == (
        sentence,
        sentence,
        f"two  spaces {sentence}",
    )
    assert all(len(line) <= 120 for line in made.text.splitlines() if "two  spaces" not in line)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("No shouting!", "no-shouting"),
        ("Größe & Straße", "grosse-strasse"),
        ("생일", ""),
        ("it's", "its"),
        ("x" * 50, "x" * 40),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
    ],
)
def test_a_name_becomes_an_id(text: str, name: str) -> None:
    assert slug(text) == name


def test_ids_are_unique_and_never_those_that_decide_beside_rules() -> None:
    rules = [
        Rule(Mark(n, 1), name, {"if": {"words": ["a"]}, "then": "hold"})
        for n, name in enumerate(("a", "a", "default", "생일"), 1)
    ]
    ids = [rule.id for rule in load(fitted(Taken("t", rules=rules), "x", "y").text, file="x").rules]
    assert ids == ["a", "a-2", "default-2", "line-4"]


@pytest.mark.parametrize("data", [b"", b" \n", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableError, match="empty"):
        read(data, "x.txt")


@pytest.mark.parametrize("data", [b"\x89PNG\0\0", b"\xff\xfea"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableError, match=r"no text file|UTF-16"):
        read(data, "x.txt")


def test_utf_16_is_read_and_what_nobody_sees_is_taken_away() -> None:
    it = imported("cake\r\nri\x07ver\r\n".encode("utf-16"))
    assert it.gives("the river") == "hold listed-words"
    assert it.noted == [(2, "U+0007")]


def test_an_unknown_form_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnusableError, match=r"did you mean `discourse`\? automoderator, discourse"):
        read(b"x", "x", "discurse")
    with pytest.raises(UnusableError, match="write one of automoderator"):
        read(b"x", "x", "zzz")
