"""The evasion lab: what each disguise looks like, which way of seeing through unmasks it, and what that costs."""

from __future__ import annotations

import pytest

from bbs.policy.evasion import DISGUISES
from bbs.policy.evasion.disguise import Disguise, between, each_word, in_the_middle
from bbs.policy.evasion.trial import Trial, hitting
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.steps import NAMED

RULES = "rules: [{id: it, if: {words: [birthday, 생일]}, then: block}]\n"
BY_NAME = {one.name: one for one in DISGUISES}


def ways(rules: str = RULES, *more: str) -> dict[str, Policy]:
    """The same rules under each way of seeing through, from the least to the most."""
    text = f"policy: 1\nid: trial\ndefault: allow\n{rules}"
    return {way: load(text, file="trial.yaml", see_through=way) for way in (*NAMED, *more)}


def trial(text: str, rules: str = RULES, *more: str) -> Trial:
    them = ways(rules, *more)
    return Trial(them, hitting(them["exact"], text))


# Disguises


def test_there_are_many_of_them_and_no_two_of_one_name() -> None:
    assert len(DISGUISES) >= 60
    assert len(BY_NAME) == len(DISGUISES)


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda one: one.name)
def test_a_disguise_says_what_it_does_and_shows_it(disguise: Disguise) -> None:
    assert disguise.about.endswith(".")
    assert disguise.of("생일" if "Hangul" in disguise.name else "birthday party") == disguise.example


@pytest.mark.parametrize(
    "text", ["", " ", "a", "A b", "x  y", "생", "생일 축하", "4", "Ὁ", "e\u0301", "🎈", "Mind 5 birds!"]
)
def test_every_disguise_can_be_put_on_any_text(text: str) -> None:
    assert text not in {disguise.of(text) for disguise in DISGUISES}


@pytest.mark.parametrize("text", ["HAPPY", "At A Party"])
@pytest.mark.parametrize(
    "name",
    ["Cyrillic look-alikes", "mathematical bold", "circled letters", "small capitals", "digits for letters"],
)
def test_large_letters_are_disguised_too(name: str, text: str) -> None:
    written = BY_NAME[name].of(text)
    assert written is not None
    assert all(one != other for one, other in zip(written, text, strict=True) if other == "A")


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("one look-alike", "zebra", "zеbra"),
        ("one look-alike", "drum", None),
        ("one digit", "by", None),
        ("upside down", "생일", None),
        ("split by a space", "a", None),
        ("split by stars", "a be", "a b**e**"),
        ("one letter left out", "an ant", "an at"),
        ("inner letters shuffled", "the cake", "the ckae"),
        ("Pig Latin", "apple string", "appleay ingstray"),
        ("Pig Latin", "생일", None),
        ("'s behind it", "생일", None),
        ("words run together", "birthday", None),
        ("Hangul letters apart", "닭 값", "ㄷㅏㄺ ㄱㅏㅄ"),
        ("Hangul letters apart", "cake", None),
        ("first Hangul letters", "happy 까치", "happy ㄲㅊ"),
        ("sounds alike", "phantom tick", "fantom tyk"),
        ("Morse", "a-b", ".- - -..."),
        ("percent signs", "é", "%c3%a9"),
    ],
)  # fmt: skip
def test_where_there_is_little_to_disguise(name: str, text: str, written: str | None) -> None:
    assert BY_NAME[name].of(text) == written


def test_what_lies_between_words_stays() -> None:
    assert each_word(str.upper, "a  b") == "A  B"
    assert between("ab  c", "-") == "a-b  c"
    assert in_the_middle("abc", "-") == "a-bc"
    assert in_the_middle("a", "-") == "a"


# Which way of seeing through unmasks which disguise

UNMASKED = [
    ("capital letters", "-xx", "case"),
    ("mixed letters", "-xx", "case"),
    ("full width", "-xx", "width"),
    ("accents", "-xx", "accents"),
    ("marks piled up", "-xx", "accents"),
    ("marks around", "-xx", "accents"),
    ("Cyrillic look-alikes", "--x", "lookalikes"),
    ("Greek look-alikes", "---", ""),
    ("one look-alike", "--x", "lookalikes"),
    ("mathematical bold", "-xx", "width"),
    ("mathematical Fraktur", "-xx", "width"),
    ("circled letters", "-xx", "width"),
    ("squared letters", "-xx", "case width"),
    ("small capitals", "---", ""),
    ("raised letters", "-xx", "width"),
    ("upside down", "---", ""),
    ("digits for letters", "--x", "leet"),
    ("one digit", "--x", "leet"),
    ("signs for letters", "---", ""),
    ("rarer digits and signs", "---", ""),
    ("zero-width spaces", "-xx", "invisible"),
    ("zero-width joiner", "-xx", "invisible"),
    ("soft hyphen", "-xx", "invisible"),
    ("invisible tail", "-xx", ""),
    ("spaces between", "--x", "spread"),
    ("dots between", "--x", "spread"),
    ("hyphens between", "--x", "spread"),
    ("underscores between", "--x", "spread"),
    ("emoji between", "---", ""),
    ("split by a space", "---", ""),
    ("split by a dot", "---", ""),
    ("split by an emoji", "---", ""),
    ("split by a line break", "---", ""),
    ("split by stars", "---", ""),
    ("a column of letters", "--x", "spread"),
    ("glued into another word", "---", ""),
    ("'s behind it", "xxx", ""),
    ("backwards", "---", ""),
    ("direction turned round", "---", ""),
    ("one letter doubled", "---", ""),
    ("stretched letters", "--x", "stretch"),
    ("every letter stretched", "--x", "stretch"),
    ("one letter changed", "---", ""),
    ("one letter left out", "---", ""),
    ("two letters swapped", "---", ""),
    ("inner letters shuffled", "---", ""),
    ("vowels left out", "---", ""),
    ("vowels starred", "---", ""),
    ("first letter only", "---", ""),
    ("sounds alike", "---", ""),
    ("Pig Latin", "---", ""),
    ("ROT13", "---", ""),
    ("Morse", "---", ""),
    ("Braille", "---", ""),
    ("places in the alphabet", "---", ""),
    ("HTML entities", "---", ""),
    ("percent signs", "---", ""),
    ("Base64", "---", ""),
    ("Hangul letters apart", "---", ""),
    ("first Hangul letters", "---", ""),
]
"""Disguise; whether exact, plain and tricks catch it; by which steps."""


@pytest.mark.parametrize(("name", "seen", "steps"), UNMASKED, ids=[one[0] for one in UNMASKED])
def test_which_disguise_is_unmasked_by_what(name: str, seen: str, steps: str) -> None:
    text = "생일" if "Hangul" in name else "birthday"
    written = BY_NAME[name].of(text)
    assert written is not None
    row = trial(text).row(BY_NAME[name], written)
    assert "".join("x" if one else "-" for one in row.caught.values()) == seen
    assert (row.first.steps if row.first else ()) == tuple(steps.split())


def test_every_disguise_of_a_word_of_one_sort_stands_in_that_table() -> None:
    assert {one[0] for one in UNMASKED} == BY_NAME.keys() - {"words run together"}


def test_the_first_row_is_the_word_itself_and_disguises_that_change_nothing_are_left_out() -> None:
    first, *others = trial("생일").rows(DISGUISES, "생일")
    assert (first.text, list(first.caught), all(first.caught.values())) == (
        "생일",
        ["exact", "plain", "tricks"],
        True,
    )
    names = [row.disguise.name for row in others]
    assert "Hangul letters apart" in names
    assert "capital letters" not in names


def test_a_row_says_which_rule_and_phrase_caught_it() -> None:
    rules = "rules: [{id: it, if: {words: [birthday, b1rthday]}, then: block}]\n"
    row = trial("birthday", rules).row(BY_NAME["one digit"], "b1rthday")
    assert row.first is row.caught["exact"]
    assert row.first is not None
    assert (row.first.rule, row.first.phrase, row.first.steps) == ("it", "b1rthday", ())


def test_two_words_spaced_out_run_together_and_get_through() -> None:
    assert trial("birthday party", RULES.replace("birthday", "birthday party")).row(
        BY_NAME["spaces between"], "b i r t h d a y   p a r t y"
    ).first is None  # fmt: skip


def test_a_way_of_ones_own_is_a_way_too() -> None:
    assert list(trial("birthday", RULES, "case").row(BY_NAME["capital letters"], "BIRTHDAY").caught.values())[
        -1
    ]


# Which rules hit the word


def test_rules_that_hit_a_word_are_named_with_their_phrases() -> None:
    rules = """lists: {feast: [birthday, "*day*"]}
rules:
  - {id: one, if: {words: [list feast]}, then: block}
  - {id: two, if: {words: [cake]}, then: block}
  - {id: three, if: {words: [birth* + day]}, then: block}
  - {id: all, then: flag}
  - {id: off, mode: off, if: {words: [birthday]}, then: block}
  - {id: long, if: {length: {over: 1}}, then: hold}
"""
    assert hitting(ways(rules)["plain"], "birthday") == {"one": ("birthday", "*day*")}
    assert hitting(ways(rules)["plain"], "cake") == {"two": ("cake",)}
    assert hitting(ways(rules)["plain"], "a birthday is a day") == {
        "one": ("birthday", "*day*"), "three": ("birth* + day",)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "text", "hit"),
    [
        ("{kind: card, words: [cake]}", "cake", True),
        ("{author: {role: [professor]}, words: [cake]}", "cake", True),
        ("{length: {over: 500}, words: [cake]}", "cake", True),
        ("{in: title, words: [cake]}", "cake", True),
        ("{in: name, kind: name, words: [cake]}", "cake", True),
        ("{any: [{words: [cake]}, {site: board}]}", "cake", True),
        ("{all: [{any: [{words: [cake]}]}]}", "cake", True),
        ("{not: {words: [cake]}}", "cake", False),
        ("{words: [cake], except: [cake shop]}", "cake", True),
        ("{words: [cake], except: [cake shop]}", "cake shop", False),
        ("{words: [cake, tea], at_least: 2}", "cake", False),
        ("{all_words: [cake, tea]}", "cake and tea", True),
        ("{patterns: [c.ke]}", "cake", True),
        ("{shapes: ['####']}", "1234", True),
        ("{links: {more_than: 0}}", "www.cake.test", True),
        ("{unknown_words: {known: [tea]}}", "cake", True),
        ("{unknown_words: {known: [tea]}}", "tea", False),
    ],
)
def test_a_rule_is_taken_at_what_it_looks_for_whoever_wrote_it_and_where(
    rule: str, text: str, hit: bool
) -> None:
    rules = f"rules: [{{id: it, if: {rule}, then: hold}}]\n"
    assert bool(hitting(ways(rules)["plain"], text)) == hit


def test_what_stands_under_unless_excuses_a_word() -> None:
    rules = "rules: [{id: it, if: {words: ['*cake*']}, unless: {words: [pancake]}, then: hold}]\n"
    assert hitting(ways(rules)["plain"], "cupcake")
    assert not hitting(ways(rules)["plain"], "pancake")


# What it costs in innocents

INNOCENTS = ("SOS", "the 50s", "class", "glass", "Classic", "50s music", "sosban", "plan a b c")


def test_innocents_that_a_digit_is_read_into_cost_extra_under_tricks() -> None:
    lab = trial("sos", "rules: [{id: it, if: {words: [sos, class]}, then: block}]\n")
    assert (lab.toll("exact", INNOCENTS).inside, lab.toll("exact", INNOCENTS).itself) == ((), ())
    assert (lab.toll("plain", INNOCENTS).inside, lab.toll("plain", INNOCENTS).itself) == ((), ("SOS",))
    tricks = lab.toll("tricks", INNOCENTS)
    assert tricks.inside == tricks.misread == ("the 50s", "50s music")
    assert tricks.itself == ("SOS",)


def test_only_the_phrases_that_hit_the_word_cost_not_the_others_of_their_rule() -> None:
    lab = trial("ass", "rules: [{id: it, if: {words: ['*ass*', '*sos*']}, then: block}]\n")
    assert lab.toll("exact", INNOCENTS).inside == ("class", "glass", "Classic")
    assert lab.toll("exact", INNOCENTS).misread == ()


def test_a_phrase_that_folding_makes_one_with_another_still_counts() -> None:
    rules = "rules: [{id: it, if: {words: [Class, class]}, then: block}]\n"
    them = ways(rules)
    lab = Trial(them, hitting(them["plain"], "class"))
    assert lab.toll("exact", INNOCENTS).itself == ("class",)


def test_single_letters_in_a_row_cost_a_word_that_they_happen_to_spell() -> None:
    lab = trial("abc", "rules: [{id: it, if: {words: [abc]}, then: block}]\n")
    assert lab.toll("plain", INNOCENTS).inside == ()
    assert lab.toll("tricks", INNOCENTS).misread == ("plan a b c",)
