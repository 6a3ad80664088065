"""Words in all their forms (policy language, conditions and semantics 2 to 5)."""

from __future__ import annotations

import pytest
from trial import hits, matched, policy, problems, rule

from bbs.policy.submission import Submission

TRICKS = "see_through: tricks\n"


def test_a_bare_word_hits_the_whole_word_only() -> None:
    assert hits("{words: [cake]}", "Cake! cakes, pancake, cake's") == ["Cake", "cake"]


def test_a_star_at_the_end_is_a_prefix_and_marks_only_what_it_spells() -> None:
    assert hits("{words: [birth*]}", "birthday, rebirth, BIRTH") == ["birth", "BIRTH"]


def test_a_star_at_the_beginning_is_a_suffix() -> None:
    assert hits('{words: ["*day"]}', "birthday, days, day") == ["day", "day"]


def test_stars_on_both_sides_hit_anywhere_as_written() -> None:
    assert hits('{words: ["*t.co*"]}', "microsoft.com and t.co") == ["t.co", "t.co"]


def test_anywhere_never_crosses_white_space_it_does_not_contain() -> None:
    assert not matched('{words: ["*cat*"]}', "magic attack")
    assert matched('{words: ["*c at*"]}', "magic attack")


def test_a_phrase_is_its_words_with_any_space_or_punctuation_between() -> None:
    assert hits("{words: [happy birthday]}", "Happy -- \n birthday, happy new birthday") == [
        "Happy -- \n birthday"
    ]


def test_a_phrase_may_carry_stars_on_any_of_its_words() -> None:
    assert hits("{words: [happy birth*]}", "so happy birthday") == ["happy birth"]
    assert hits('{words: ["*py birthday"]}', "unhappy birthday") == ["py birthday"]
    assert hits('{words: ["birth* part*"]}', "birthday parties, birthday cake party") == ["birthday part"]
    assert hits('{words: ["the *irt* day"]}', "the birth day") == ["the birth day"]


def test_no_phrase_crosses_fields() -> None:
    assert not matched("{words: [happy birthday]}", "birthday", title="happy")


def test_underscore_separates_words_and_a_final_s_after_an_apostrophe_is_dropped() -> None:
    assert hits("{words: [cake]}", "my_cake_ and the cake’s icing") == ["cake", "cake"]


def test_an_apostrophe_between_letters_belongs_to_the_word() -> None:
    assert not matched("{words: [ai]}", "j'ai froid")


def test_scripts_without_word_spaces_match_anywhere() -> None:
    assert hits("{words: [生日]}", "祝你生日快乐") == ["生日"]


def test_an_emoji_is_a_word_of_its_own() -> None:
    assert hits('{words: ["🎂"]}', "yum🎂🎂") == ["🎂", "🎂"]


def test_a_hangul_word_may_carry_an_ending_that_is_not_marked() -> None:
    assert hits("{words: [생일 축하]}", "생일을 축하합니다") == ["생일을 축하"]
    assert not matched("{words: [생일]}", "생일party")


def test_each_hangul_word_of_a_phrase_may_carry_an_ending_but_no_other_word_may() -> None:
    assert matched("{words: [cake 생일 축하]}", "cake 생일을 축하해")
    assert not matched("{words: [cake 생일]}", "cakes 생일")


def test_a_combination_needs_all_parts_anywhere_in_any_order() -> None:
    assert hits("{words: [meet* + square]}", "the square where we meet") == ["square", "meet"]
    assert not matched("{words: [meet* + square]}", "we meet here")


def test_a_combination_counts_over_title_and_body() -> None:
    assert matched("{words: [party + friday]}", "on Friday", title="Party")


def test_a_combination_gives_a_span_for_every_occurrence_of_each_part() -> None:
    policy = rule("{words: [party + friday]}")
    match = policy.judge(Submission("party party friday")).matches[0]
    assert [hit.phrase for hit in match.hits] == ["party + friday"]
    assert [span.text for span in match.spans] == ["party", "party", "friday"]


def test_a_combination_may_be_longer_than_a_phrase_may() -> None:
    assert matched(
        "{words: [" + " + ".join(letter * 30 for letter in "abc") + "]}",
        "a" * 30 + " " + "b" * 30 + " " + "c" * 30,
    )


def test_a_part_may_be_a_list() -> None:
    lists = "lists: {places: [square, north gate]}\n"
    assert matched("{words: [meet + list places]}", "meet at the north gate", top=lists)
    assert not matched("{words: [meet + list places]}", "meet at the gate", top=lists)


def test_a_list_stands_for_all_its_phrases() -> None:
    assert hits("{words: [list sweet]}", "a bun and a cake", top="lists: {sweet: [cake, bun, a + b]}\n") == [
        "bun",
        "cake",
    ]


def test_a_list_may_come_from_a_file_beside_the_policy() -> None:
    policy = rule(
        "{words: [list sweet]}",
        top="lists: {sweet: {file: words/sweet.txt}}\n",
        words_sweet=b"# mine\ncake\r\n\nbun\n",
    )
    assert policy.judge(Submission("one bun")).by == "it"
    assert policy.judge(Submission("mine")).by == "default"
    assert dict(policy.files) == {"words/sweet.txt": b"# mine\ncake\r\n\nbun\n"}


@pytest.mark.parametrize(
    ("match", "body", "expected"),
    [
        ("word", "생일을", []),
        ("word", "생일", ["생일"]),
        ("prefix", "cakes", ["cake"]),
        ("prefix", "pancake", []),
        ("anywhere", "pancakes", ["cake"]),
    ],
)
def test_a_list_may_say_how_its_phrases_match(match: str, body: str, expected: list[str]) -> None:
    top = f"lists: {{sweet: {{words: [cake, 생일], match: {match}}}}}\n"
    assert hits("{words: [list sweet]}", body, top=top) == expected


def test_stars_in_a_phrase_win_over_what_the_list_says() -> None:
    top = 'lists: {sweet: {words: ["cake*"], match: word}}\n'
    assert matched("{words: [list sweet]}", "cakes", top=top)


def test_at_least_counts_different_phrases_and_a_combination_as_one() -> None:
    condition = "{words: [cake, candle, a + b], at_least: 2}"
    assert not matched(condition, "cake cake cake")
    assert matched(condition, "cake and candle")
    assert not matched(condition, "a or b")
    assert matched(condition, "a b cake")


def test_spellings_that_fold_alike_are_one_phrase() -> None:
    found = problems("rules: [{id: it, if: {words: [café, cafe, CAFE], at_least: 2}, then: hold}]\n")
    assert found == [
        "4:30: `at_least: 2` can't be reached: there is 1 phrase, spellings that fold alike once; "
        "ask for fewer, or write more phrases"
    ]
    assert hits("{words: [Red, red, list s]}", "red", top="lists: {s: [RED]}\n") == ["red"]


def test_all_words_needs_every_one_over_all_fields() -> None:
    assert matched("{all_words: [lantern, old river]}", "the old river", title="lantern")
    assert not matched("{all_words: [lantern, old river]}", "the river lantern")


def test_in_says_where_words_look() -> None:
    assert not matched("{words: [cake], in: [title]}", "cake")
    assert matched("{words: [cake], in: title}", "-", title="cake")


def test_in_name_looks_only_at_names() -> None:
    condition = "{words: [cake], in: [name], kind: [name, reply]}"
    assert matched(condition, "cake", kind="name")
    assert not matched(condition, "cake", kind="reply")


@pytest.mark.parametrize(
    "condition",
    [
        "if: {kind: name, any: [{words: [cake], in: name}]}",
        "if: {all: [{words: [cake], in: [title, name]}, {kind: [card, name]}]}",
        "if: {kind: name}\n    unless: {words: [cake], in: name}",
    ],
)
def test_a_rule_for_names_may_look_in_them(condition: str) -> None:
    policy(f"rules:\n  - id: it\n    {condition}\n    then: hold\n")


def test_in_name_without_kind_name_is_an_error_in_each_rule_where_it_stands() -> None:
    found = problems(
        """
        rules:
          - {id: a, if: {kind: name, words: [x], in: name}, then: hold}
          - {id: b, if: {kind: card, words: [x], in: name}, then: hold}
          - {id: c, if: {words: [x]}, unless: {words: [y], in: [title, name]}, then: hold}
        """
    )
    said = "`in: name` looks at names only, and this rule asks for no kind: name; add kind: name, or take name away"
    assert found == [f"7:46: {said}", f"8:56: {said}"]


def test_an_exception_takes_away_only_the_hits_inside_it() -> None:
    condition = "{words: [muppet*], except: [muppet show]}"
    assert not matched(condition, "the Muppet Show")
    assert hits(condition, "muppets at the muppet show") == ["muppet"]


def test_excused_hits_of_every_condition_are_recorded() -> None:
    condition = "{all: [{words: [show], except: [muppet show]}, {words: [cake], except: [cake shop]}]}"
    match = rule(condition).judge(Submission("the muppet show, a show, a cake, a cake shop")).matches[0]
    assert [(one.span.text, one.exception) for one in match.excused] == [
        ("show", "muppet show"),
        ("cake", "cake shop"),
    ]


def test_a_starred_exception_covers_the_whole_word() -> None:
    assert not matched('{words: ["*cock*"], except: [cockt*]}', "a cocktail")


def test_excused_hits_are_recorded_with_their_exception() -> None:
    policy = rule("{words: [show, muppet], except: [muppet show]}")
    match = policy.judge(Submission("show me the muppet show")).matches[0]
    assert [(one.span.text, one.exception) for one in match.excused] == [
        ("show", "muppet show"),
        ("muppet", "muppet show"),
    ]


def test_a_part_of_a_combination_may_be_excused() -> None:
    condition = "{words: [meet + square], except: [square dance]}"
    assert not matched(condition, "meet at the square dance")
    assert matched(condition, "meet at the square, after the square dance")


def test_unless_switches_the_rule_off() -> None:
    policy = rule("{words: [square]}", more="unless: {words: [choir]}")
    assert policy.judge(Submission("the square")).by == "it"
    assert policy.judge(Submission("the choir on the square")).by == "default"


@pytest.mark.parametrize("body", ["b1rthday", "birthdаy", "b i r t h d a y", "birrrthday", "bi\u200brthday"])
def test_disguised_counts_only_words_in_disguise(body: str) -> None:
    assert matched("{words: [birthday], disguised: true}", body, top=TRICKS)


@pytest.mark.parametrize("body", ["birthday", "BIRTHDAY", "ｂｉｒｔｈｄａｙ", "bírthday"])
def test_case_width_and_accents_are_no_disguise(body: str) -> None:
    assert matched("{words: [birthday]}", body, top=TRICKS)
    assert not matched("{words: [birthday], disguised: true}", body, top=TRICKS)


def test_a_combination_is_disguised_if_one_of_its_parts_is() -> None:
    condition = "{words: [meet + square], disguised: true}"
    assert matched(condition, "meet at the squ4re", top=TRICKS)
    assert not matched(condition, "meet at the square", top=TRICKS)


def test_the_reading_with_the_fewest_steps_is_the_one_named() -> None:
    policy = rule("{words: [mp3, birthday]}", top=TRICKS)
    spans = policy.judge(Submission("mp3 b1rthday")).matches[0].spans
    assert [(span.text, span.steps) for span in spans] == [("mp3", ()), ("b1rthday", ("leet",))]


def test_stretched_letters_match_run_by_run() -> None:
    assert hits("{words: [hello]}", "heeelllooo", top=TRICKS) == ["heeelllooo"]
    assert hits("{words: [helo]}", "hello", top=TRICKS) == []
    assert hits("{words: [hello]}", "helooo", top=TRICKS) == []
    assert hits('{words: ["*heel*"]}', "hellooo", top=TRICKS) == []
    assert hits('{words: ["*ell*"]}', "heeellloo", top=TRICKS) == ["ell"]
    assert hits("{words: [happy birth*]}", "haaappy birrrthdaaay", top=TRICKS) == ["haaappy birrrth"]


def test_stretched_letters_of_other_alphabets_match_too() -> None:
    assert hits("{words: [привет]}", "приииивет", top=TRICKS) == ["приииивет"]


def test_folding_steps_may_be_listed_one_by_one() -> None:
    assert matched("{words: [cake]}", "c4ke", top="see_through: [case, leet]\n")
    assert not matched("{words: [cake]}", "cakеs", top="see_through: [case, leet]\n")
    assert not matched("{words: [cake]}", "Cake", top="see_through: exact\n")


def test_a_rule_records_at_most_200_hits_and_says_when_there_were_more() -> None:
    match = rule("{words: [a]}").judge(Submission("a " * 300)).matches[0]
    assert (len(match.hits), match.truncated) == (200, True)


def test_of_many_combinations_that_share_a_part_those_that_are_complete_are_hits_in_order_of_the_file() -> (
    None
):
    shared = "[party + z, x + party, list two + party, party + y + x, party + q]"
    rule = f"lists: {{two: [y, why]}}\nrules: [{{id: it, if: {{words: {shared}}}, then: hold}}]\n"
    (found,) = policy(rule).judge(Submission("Why, a party at x and y")).matches
    assert [hit.phrase for hit in found.hits] == ["x + party", "list two + party", "party + y + x"]
    assert [len(hit.spans) for hit in found.hits] == [2, 3, 3]
