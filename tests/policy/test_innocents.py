"""What phrases cost in innocent words, and where those phrases stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from trial import policy

from bbs.document import Mark
from bbs.policy.innocents import Cost, costs
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.written_in import places

WORDS = ("class", "glass", "ass", "assess", "button", "NIGHT", "nights", "knight", "the 50s", "tea")


def cost(text: str, rules: list[str] | None = None) -> list[tuple[str, str, list[str], list[str], list[str]]]:
    found = costs(policy(text), WORDS, rules)
    return [(one.rule, one.phrase, one.inside, one.misread, one.itself) for one in found]


def test_each_phrase_of_each_rule_has_its_words_the_dearest_first() -> None:
    text = """
    rules:
      - {id: one, if: {words: [night, "*ass*"]}, then: block}
      - {id: two, if: {words: [night*, cake]}, then: hold}
    """
    assert cost(text) == [
        ("one", "*ass*", ["class", "glass", "assess"], [], ["ass"]),
        ("two", "night*", ["nights"], [], ["NIGHT"]),
        ("one", "night", [], [], ["NIGHT"]),
    ]


def test_only_some_rules_may_be_asked() -> None:
    text = "rules: [{id: one, if: {words: [tea]}, then: block}, {id: two, if: {words: [tea]}, then: hold}]\n"
    assert [one[0] for one in cost(text)] == ["one", "two"]
    assert [one[0] for one in cost(text, ["two"])] == ["two"]


def test_a_word_that_holds_the_phrase_twice_counts_once_and_so_does_a_word_that_stands_twice() -> None:
    found = costs(policy("rules: [{id: it, if: {words: ['*s*']}, then: block}]\n"), ("assess", "assess"))
    assert found == [Cost("it", "*s*", inside=["assess"])]


def test_words_are_told_apart_that_are_hit_only_by_undoing_a_disguise_nobody_put_on() -> None:
    text = "see_through: tricks\nrules: [{id: it, if: {words: [sos]}, then: block}]\n"
    assert cost(text) == [("it", "sos", ["the 50s"], ["the 50s"], [])]


def test_a_possessive_is_still_the_word_itself() -> None:
    it = policy("rules: [{id: it, if: {words: [night, '*ass*']}, then: block}]\n")
    found = {
        one.phrase: one for one in costs(it, ("night's", "night’s", "Night'S", "ass's", "asses", "nights"))
    }
    assert found["night"].itself == ["night's", "night’s", "Night'S"]
    assert (found["*ass*"].itself, found["*ass*"].inside) == (["ass's"], ["asses"])


def test_exceptions_and_unless_take_words_away_as_they_do_for_posts() -> None:
    text = (
        "rules: [{id: it, if: {words: ['*ass*'], except: [class]}, unless: {words: [glass]}, then: block}]\n"
    )
    assert cost(text) == [("it", "*ass*", ["assess"], [], ["ass"])]


def test_a_combination_costs_what_holds_all_its_parts() -> None:
    found = costs(
        policy("rules: [{id: it, if: {words: [tea + cake]}, then: block}]\n"), ("tea", "tea cake", "teacake")
    )
    assert found == [Cost("it", "tea + cake", inside=["tea cake"])]


def test_rules_without_phrases_cost_by_what_they_find() -> None:
    found = costs(policy("rules: [{id: it, if: {patterns: ['^n.g']}, then: block}]\n"), WORDS)
    assert [(one.phrase, one.inside) for one in found] == [("^n.g", ["nights"])]


# Where a phrase stands

NESTED = """\
policy: 1
id: nested
default: allow
lists:
  bad: [cake, "*tart*", tea + bun]
  more: {words: [soup, cake], match: prefix}
  far: {file: lists/far.txt}
  one: stew
rules:
  - id: it
    if:
      any:
        - words: [list bad, list far]
          except: [cheese cake]
        - all: [{all_words: milk}]
      not: {words: [list more]}
  - id: empty
    then: hold
""".replace("list more]}\n", "list more]}\n    then: block\n")


def nested() -> Policy:
    return load(NESTED, file="dir/nested.yaml", read=lambda _: b"# far\n  roast\nbake*\n")


def test_every_phrase_of_a_rule_is_known_by_its_place_whichever_list_it_comes_from() -> None:
    it = nested()
    assert places(it, it.rule("it"), "dir/nested.yaml") == {
        "cake": Mark(5, 9, "dir/nested.yaml"),
        "*tart*": Mark(5, 15, "dir/nested.yaml"),
        "tea + bun": Mark(5, 25, "dir/nested.yaml"),
        "roast": Mark(2, 3, "dir/lists/far.txt"),
        "bake*": Mark(3, 1, "dir/lists/far.txt"),
        "milk": Mark(15, 29, "dir/nested.yaml"),
    }


def test_a_rule_without_words_has_none() -> None:
    it = nested()
    assert places(it, it.rule("empty"), "nested.yaml") == {}


@pytest.mark.parametrize(("entry", "source", "column"), [("list one", "stew", 8), ("list more", "soup", 18)])
def test_a_list_may_be_one_word_or_a_map(entry: str, source: str, column: int) -> None:
    it = load(NESTED.replace("milk", entry), file="nested.yaml", read=lambda _: b"roast\n")
    found = places(it, it.rule("it"), "nested.yaml")[source]
    assert (found.column, found.file) == (column, "nested.yaml")


def test_phrases_of_a_used_policy_stand_in_its_own_file() -> None:
    used = b"policy: 1\nid: used\ndefault: hold\nlists: {far: {file: far.txt}}\nrules: [{id: theirs, if: {words: [ham, list far]}, then: hold}]\n"
    files = {"used.yaml": used, "far.txt": b"egg\n"}
    it = policy("use: used\nrules: [{id: ours, if: {words: [list far]}, then: block}]\n", files=files)
    assert places(it, it.rule("theirs"), "trial.yaml") == {
        "ham": Mark(5, 35, "used.yaml"),
        "egg": Mark(1, 1, "far.txt"),
    }
    assert places(it, it.rule("ours"), "trial.yaml") == {"egg": Mark(1, 1, "far.txt")}


def test_the_lists_of_a_shipped_policy_that_is_used_are_shipped_files() -> None:
    used = b"policy: 1\nid: used\ndefault: hold\nlists: {far: {file: far.txt}}\nrules: [{id: theirs, if: {words: [list far]}, then: hold}]\n"
    it = policy("use: used\n", files={"shipped:used.yaml": used, "shipped:far.txt": b"egg\n"})
    assert places(it, it.rule("theirs"), "trial.yaml") == {"egg": Mark(1, 1, "shipped:far.txt")}


def test_a_phrase_that_only_looks_like_the_name_of_a_list_is_a_phrase() -> None:
    found = policy("rules: [{id: it, if: {words: ['list of things']}, then: block}]\n")
    assert list(places(found, found.rule("it"), "trial.yaml")) == ["list of things"]


# The shipped sample

SAMPLE = Path(__file__).parents[2] / "policies" / "innocents.txt"


def test_the_shipped_sample_holds_many_texts_each_once() -> None:
    lines = [
        line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    assert len(lines) > 1_500
    assert len(set(lines)) == len(lines)
    assert {
        "Scunthorpe",
        "Essex",
        "classic",
        "assess",
        "button",
        "cockerel",
        "night",
        "4pm",
        "mp3",
        "R2-D2",
        "3 a m",
    } <= {*lines}
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize("phrase", ["*ass*", "*cock*", "*sex*", "*butt*", "*anal*"])
def test_it_has_words_into_which_a_starred_word_walks(phrase: str) -> None:
    it = policy(f"rules: [{{id: it, if: {{words: ['{phrase}']}}, then: block}}]\n")
    (found,) = costs(it, SAMPLE.read_text(encoding="utf-8").splitlines())
    assert len(found.inside) >= 5
