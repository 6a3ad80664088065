"""Semantics 3 to 5 and the table of conditions: words, stars, lists, combinations, exceptions, shapes, links, facts."""

from __future__ import annotations

import datetime as dt

import pytest
from trial import hits, matched, policy, problems, rule

from bbs.policy.explain import why_not
from bbs.policy.submission import KINDS, Author, Submission

TRICKS = "see_through: tricks\n"


def place(condition: str, body: str, title: str = "", top: str = "") -> list[tuple[str, int, int]]:
    decision = rule(condition, top=top).judge(Submission(body, title=title))
    return [(span.field, span.start, span.end) for match in decision.matches for span in match.spans]


# "A word is a run of letters, marks and digits; `_` separates; an apostrophe between letters belongs to the word"


@pytest.mark.parametrize(
    ("phrase", "body", "marked"),
    [
        ("cake", "cake", ["cake"]),
        ("cake", "cakes", []),
        ("cake", "pancake", []),
        ("cake", "(cake)", ["cake"]),
        ("cake", "cake_cake", ["cake", "cake"]),
        ("cake", "cake2", []),
        ("cake", "cake-bun", ["cake"]),
        ("cake", "cake’s", ["cake"]),
        ("cake", "CAKE'S", ["CAKE"]),
        ("cake", "cake'", ["cake"]),
        ("ai", "j'ai", []),
        ("ai", "j’ai", []),
        ("ai", "j＇ai", []),
        ("j'ai", "j’ai faim", ["j’ai"]),
        ("ai", "'ai'", ["ai"]),
        ("s", "cake's", []),
        ("cake's", "a cake", ["cake"]),
        ("5", "5'10", ["5"]),
        ("don t", "don't", []),
        ("don't", "don t", []),
        ("c", "c++", ["c"]),
        ("c++", "c++", ["c++"]),
        ("c++", "c", []),
        ("at&t", "at&t", ["at&t"]),
        ("a_b", "a b", ["a b"]),
        ("a.b", "a b", ["a b"]),
        ("hello-world", "hello, world", ["hello, world"]),
        ("22:30", "at 22:30", ["22:30"]),
        ("100%", "100 euro", ["100"]),
        ("no", "yes and no", ["no"]),
        ("1,5", "1.5", ["1.5"]),
    ],
)  # fmt: skip
def test_what_is_a_word(phrase: str, body: str, marked: list[str]) -> None:
    assert hits('{words: ["' + phrase + '"]}', body) == marked


@pytest.mark.parametrize(
    ("phrase", "body", "marked"),
    [
        ("生日", "x生日y", ["生日"]),
        ("日", "生日快乐", ["日"]),
        ("ネコ", "ネコネコ", ["ネコ", "ネコ"]),
        ("ขา", "ขาว", ["ขา"]),
        ("🎂", "🎂🎂", ["🎂", "🎂"]),
        ("$", "5$", ["$"]),
        ("€ 5", "€5", ["€5"]),
        ("生 日", "生、日", ["生、日"]),
        ("x生", "x生y", ["x生"]),
        ("♥", "a♥b", ["♥"]),
        ("x", "x生", ["x"]),
    ],
)  # fmt: skip
def test_a_character_without_word_spaces_a_symbol_an_emoji_is_a_word_of_its_own(
    phrase: str, body: str, marked: list[str]
) -> None:
    assert hits('{words: ["' + phrase + '"]}', body) == marked


# "Each Hangul word of a phrase may carry an ending (particles follow)."


@pytest.mark.parametrize(
    ("phrase", "body", "marked"),
    [
        ("생일", "생일", ["생일"]),
        ("생일", "생일이었습니다", ["생일"]),
        ("생일", "내생일", []),
        ("생일", "생일2", []),
        ("생일", "생일party", []),
        ("생일 축하", "생일을, 축하해", ["생일을, 축하"]),
        ("생일파티", "생일", []),
        ("ㅋㅋ", "ㅋㅋㅋㅋ", ["ㅋㅋ"]),
        ("cake 생일", "cake 생일이", ["cake 생일"]),
        ("cake 생일", "cakes 생일", []),
    ],
)  # fmt: skip
def test_a_hangul_word_may_carry_an_ending(phrase: str, body: str, marked: list[str]) -> None:
    assert hits("{words: [" + phrase + "]}", body) == marked


# "Stars stand only at the ends of a word; "*...*" is searched as written inside the folded text"


@pytest.mark.parametrize(
    ("phrase", "body", "marked", "masked"),
    [
        ("birth*", "a birthday", ["birth"], "a ■■■■■■■■"),
        ("birth*", "birth", ["birth"], "■■■■■"),
        ("birth*", "rebirth", [], "rebirth"),
        ("birth*", "birth-day", ["birth"], "■■■■■-day"),
        ("birth*", "Birthday's", ["Birth"], "■■■■■■■■■■"),
        ("*day", "birthdays, birthday", ["day"], "birthdays, ■■■■■■■■"),
        ("*day", "my birthday's", ["day"], "my ■■■■■■■■■■"),
        ("*day*", "holidays daylight", ["day", "day"], "■■■■■■■■ ■■■■■■■■"),
        ("*a d*", "a day, banana drum", ["a d", "a d"], "■ ■■■, ■■■■■■ ■■■■"),
        ("*a d*", "a  day", [], "a  day"),
        ("*t.co*", "microsoft.com", ["t.co"], "■■■■■■■■■■■■■"),
        ("happy birth*", "happy birthdays!", ["happy birth"], "■■■■■ ■■■■■■■■■!"),
        ("*appy birth*", "unhappy birthday", ["appy birth"], "■■■■■■■ ■■■■■■■■"),
        ("happy* birthday", "happyish birthday", ["happyish birthday"], "■■■■■■■■ ■■■■■■■■"),
        ("the *irt* day", "the birth day", ["the birth day"], "■■■ ■■■■■ ■■■"),
        ("생일*", "생일파티2", ["생일"], "■■■■■"),
        ("*일", "생일", ["일"], "■■"),
        ("*生*", "祝生日", ["生"], "祝■日"),
        ("🎂*", "🎂🎉", ["🎂"], "■🎉"),
        ("go-to*", "go together", ["go to"], "■■ ■■■■■■■■"),
    ],
)
def test_a_star_leaves_a_side_open_marks_what_it_spells_and_edits_the_whole_word(
    phrase: str, body: str, marked: list[str], masked: str
) -> None:
    condition = '{words: ["' + phrase + '"]}'
    assert hits(condition, body) == marked
    edited = rule(condition, "mask").judge(Submission(body)).edited.body
    assert edited == masked


@pytest.mark.parametrize(
    "phrase", ["b*rth", "**birth", "birth**", "*b*d*", "a *", "* a", "*", "**", "a*b c", "*.*"]
)
def test_a_star_anywhere_else_is_an_error(phrase: str) -> None:
    (found,) = problems(f'rules: [{{id: it, if: {{words: ["{phrase}"]}}, then: hold}}]\n')
    assert found.startswith("4:31: ")
    assert "star" in found or "has no word in it" in found


def test_an_unquoted_star_is_an_alias_to_yaml_and_the_error_says_to_quote_it() -> None:
    (found,) = problems("rules: [{id: it, if: {words: [*day*]}, then: hold}]\n")
    assert found.startswith("4:31: ")
    assert "quote" in found


# "A list may say `match: word | prefix | anywhere` (`word` switches endings off); stars in a phrase win over it."


@pytest.mark.parametrize(
    ("match", "phrase", "body", "marked"),
    [
        ("", "cake", "cakes cake pancakes", ["cake"]),
        ("word", "cake", "cakes cake pancakes", ["cake"]),
        ("prefix", "cake", "cakes cake pancakes", ["cake", "cake"]),
        ("anywhere", "cake", "cakes cake pancakes", ["cake", "cake", "cake"]),
        ("", "생일", "생일이 내생일 생일", ["생일", "생일"]),
        ("word", "생일", "생일이 내생일 생일", ["생일"]),
        ("prefix", "생일", "생일a 내생일 생일", ["생일", "생일"]),
        ("anywhere", "생일", "생일이 내생일 생일", ["생일", "생일", "생일"]),
        ("", "hot cake", "hot cakes, hot cake", ["hot cake"]),
        ("prefix", "hot cake", "hot cakes, hotter cakes", ["hot cake"]),
        ("anywhere", "hot cake", "shot cakes, hot  cake", ["hot cake"]),
        ("word", "cake*", "cakes", ["cake"]),
        ("word", "*cake", "pancake", ["cake"]),
        ("prefix", "*cake", "pancake cakes", ["cake"]),
        ("anywhere", "cake*", "pancake cakes", ["cake"]),
        ("word", "*cake*", "pancakes", ["cake"]),
        ("word", "生日", "祝生日快乐", ["生日"]),
        ("prefix", "生日", "祝生日快乐", ["生日"]),
        ("anywhere", "日", "祝生日快乐", ["日"]),
        ("anywhere", "t.co", "microsoft.com", ["t.co"]),
        ("prefix", "cake + bun", "cakes buns", ["cake", "bun"]),
        ("anywhere", "cake + bun", "pancakes bunny", ["cake", "bun"]),
        ("word", "생일 + 축하", "생일이 축하", []),
    ],
)
def test_a_list_says_how_its_phrases_match_and_stars_win(
    match: str, phrase: str, body: str, marked: list[str]
) -> None:
    says = f", match: {match}" if match else ""
    assert (
        hits("{words: [list mine]}", body, top=f'lists: {{mine: {{words: ["{phrase}"]{says}}}}}\n') == marked
    )


def test_one_phrase_in_two_lists_that_match_differently_keeps_the_hits_of_both() -> None:
    top = "lists: {far: {words: [cake], match: anywhere}, near: {words: [cake], match: word}}\n"
    for condition in (
        "{words: [list far, list near]}",
        "{words: [list near, list far]}",
        "{words: [list far, cake]}",
    ):
        assert hits(condition, "pancake, a cake", top=top)[:2] == ["cake", "cake"]
        assert (
            rule(condition, "mask", top=top).judge(Submission("pancake, a cake")).edited.body
            == "■■■■■■■, a ■■■■"
        )


def test_one_phrase_in_two_lists_is_one_phrase_for_at_least() -> None:
    top = "lists: {far: {words: [cake], match: anywhere}, near: {words: [cake], match: word}}\n"
    assert not matched("{words: [list far, list near, tea], at_least: 2}", "cake", top=top)
    assert matched("{words: [list far, list near, tea], at_least: 2}", "cake, tea", top=top)


@pytest.mark.parametrize(
    ("match", "found"),
    [("word", ["cake"]), ("prefix", ["cake", "cakes"]), ("anywhere", ["cake", "cakes", "pancake"])],
)
def test_what_a_list_says_of_matching_holds_for_its_file_too(match: str, found: list[str]) -> None:
    it = rule(
        "{words: [list a]}", "mask", top=f"lists: {{a: {{file: a.txt, match: {match}}}}}\n", a=b"cake\n"
    )
    masked = [one for one in ("cake", "cakes", "pancake") if it.judge(Submission(one)).edits]
    assert masked == found


def test_a_list_may_come_from_a_file_one_phrase_a_line() -> None:
    data = "\ufeff# comment\r\ncake # no comment\r\n\r\n  bun  \r\n#tea\r\na + b\r\n".encode()
    top = "lists: {mine: {file: mine.txt}}\n"
    for body, expected in [
        ("bun", True),
        ("cake no comment", True),
        ("cake", False),
        ("tea", False),
        ("b, a", True),
    ]:
        assert (
            rule("{words: [list mine]}", top=top, mine=data).judge(Submission(body)).by == "it"
        ) is expected


# "`a + b + c` = all parts, anywhere, in any order (a *combination*, 2 to 8 parts)"; "parts count over all fields"


@pytest.mark.parametrize(
    ("condition", "title", "body", "marked"),
    [
        ("{words: [a + b]}", "", "b x a", ["b", "a"]),
        ("{words: [a + b]}", "", "a x a", []),
        ("{words: [a + b]}", "a", "b", ["a", "b"]),
        ("{words: [a + b]}", "b", "a", ["b", "a"]),
        ("{words: [a + b], in: [body]}", "a", "b", []),
        ("{words: [a + b], in: [title]}", "a b", "-", ["a", "b"]),
        ("{words: [a + b]}", "a", "b a b", ["a", "b", "a", "b"]),
        ("{words: [meet* + 광장]}", "", "광장에서 meeting", ["광장", "meet"]),
        ("{words: [a b + c]}", "", "c a b", ["c", "a b"]),
        ("{words: [a b + c]}", "a", "b c", []),
        ('{words: ["*x* + y"]}', "", "axb y", ["x", "y"]),
        ("{words: [生日 + 🎂]}", "", "生日🎂", ["生日", "🎂"]),
        ("{words: [a + b + c + d + e + f + g + h]}", "", "h g f e d c b a", list("hgfedcba")),
        ("{words: [a + b + c + d + e + f + g + h]}", "", "h g f e d c b", []),
        ("{words: [a + list two]}", "", "a y", ["a", "y"]),
        ("{words: [list two + list three]}", "x", "z", ["x", "z"]),
        ("{words: [a+b]}", "", "a b", []),
        ("{words: [a+b]}", "", "a+b", ["a+b"]),
        ("{words: [list two]}", "x", "x y", ["x", "x", "y"]),
    ],
)  # fmt: skip
def test_a_combination_is_all_parts_anywhere_in_any_order_over_all_fields(
    condition: str, title: str, body: str, marked: list[str]
) -> None:
    assert hits(condition, body, title=title, top="lists: {two: [x, y], three: [z]}\n") == marked


@pytest.mark.parametrize("plus", [" + ", "  +  ", "\\t+\\t", " +\\t", "\\u00a0+ "])
def test_any_white_space_may_stand_around_the_plus(plus: str) -> None:
    it = policy(f'rules: [{{id: it, if: {{words: ["meet{plus}square"]}}, then: hold}}]\n')
    assert it.judge(Submission("the square where we meet")).by == "it"
    assert why_not(it, "it", Submission("meet")).endswith("the part “square” is missing.")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("a + b + c + d + e + f + g + h + i", "this combination has 9 parts; 2 to 8 are allowed"),
        ("a + + b", "a part of this combination is empty"),
        ("+ a", "a part of this combination is empty"),
        ("a +", "a part of this combination is empty"),
        ("a + ...", "`...` has no word in it"),
        ("a + list gone", "there is no list `gone`"),
        ("a + " + "b" * 61, "this phrase has 61 characters"),
        ("a + list both", "`list both` holds combinations"),
        ("...", "`...` has no word in it"),
        ("_ _", "has no word in it"),
    ],
)  # fmt: skip
def test_a_combination_that_can_be_none_is_an_error(entry: str, problem: str) -> None:
    text = f'lists: {{both: [x + y]}}\nrules: [{{id: it, if: {{words: ["{entry}"]}}, then: hold}}]\n'
    assert [found for found in problems(text) if found.startswith("5:31: ") and problem in found]


# "`at_least: 2` that many *different* phrases of `words` (a combination is one phrase)"; "`all_words` every one"


@pytest.mark.parametrize(
    ("condition", "title", "body", "expected"),
    [
        ("{words: [a, b, c], at_least: 2}", "", "a a a", False),
        ("{words: [a, b, c], at_least: 2}", "", "a c", True),
        ("{words: [a, b, c], at_least: 2}", "a", "b", True),
        ("{words: [a, b, c], at_least: 3}", "a", "b", False),
        ("{words: [a, b + c], at_least: 2}", "", "b c", False),
        ("{words: [a, b + c], at_least: 2}", "", "c a b", True),
        ("{words: [a, b], at_least: 2, in: body}", "a", "b", False),
        ("{words: [a], at_least: 1}", "", "a", True),
        ("{words: [a, b], at_least: 2, except: [a x]}", "", "a x b", False),
        ("{words: [a, b], at_least: 2, except: [a x]}", "", "a x b a", True),
        ("{all_words: [a, b]}", "a", "b", True),
        ("{all_words: [a, b]}", "", "a a", False),
        ("{all_words: [a, b + c]}", "c", "a b", True),
        ("{all_words: [a, b + c]}", "", "a b", False),
        ("{all_words: [list l]}", "", "x", False),
        ("{all_words: [list l]}", "", "y x", True),
        ("{all_words: [a, b], except: [a x]}", "", "a x b", False),
        ("{all_words: a}", "", "a", True),
        ("{words: [a], all_words: [b]}", "", "b a", True),
        ("{words: [a], all_words: [b]}", "", "a", False),
    ],
)  # fmt: skip
def test_at_least_and_all_words_count_over_all_fields(
    condition: str, title: str, body: str, expected: bool
) -> None:
    assert matched(condition, body, title=title, top="lists: {l: [x, y]}\n") is expected


# "`in: [title, body]` where `words` look; title and body by default; `name` only for `kind: name`"


@pytest.mark.parametrize(
    ("where", "kind", "expected"),
    [
        ("", "reply", [("title", 0, 4),
        ("body", 2, 6)]),
        (", in: title", "reply", [("title", 0, 4)]),
        (", in: [body]", "reply", [("body", 2, 6)]),
        (", in: [title, body]", "card", [("title", 0, 4),
        ("body", 2, 6)]),
        (", in: name, kind: [name, reply]", "reply", []),
        (", in: name, kind: [name, reply]", "name", [("body", 2, 6)]),
        (", in: body", "name", [("body", 2, 6)]),
    ],
)  # fmt: skip
def test_in_says_where_words_look(where: str, kind: str, expected: list[tuple[str, int, int]]) -> None:
    decision = rule(f"{{words: [cake]{where}}}").judge(Submission("a cake", title="Cake", kind=kind))
    assert [(s.field, s.start, s.end) for m in decision.matches for s in m.spans] == expected


# "`except` takes away only the hits that lie *inside* an occurrence of an exception"; "one hit outside is enough"


@pytest.mark.parametrize(
    ("condition", "title", "body", "marked"),
    [
        ("{words: [show], except: [muppet show]}", "", "muppet show", []),
        ("{words: [show], except: [muppet show]}", "", "show the muppet show", ["show"]),
        ("{words: [show], except: [muppet show]}", "muppet", "show", ["show"]),
        ("{words: [muppet show], except: [show]}", "", "muppet show", ["muppet show"]),
        ("{words: [show], except: [show]}", "", "show", []),
        ('{words: ["*cock*"], except: ["cockt*"]}', "", "cocktail, peacock", ["cock"]),
        ('{words: ["*cock*"], except: ["*cock"]}', "", "cocktail, peacock", ["cock"]),
        ('{words: ["ass*"], except: ["*assess*"]}', "", "reassess assessor ass", ["ass"]),
        ("{words: [a, b], except: [a b]}", "", "a b", []),
        ("{words: [a, b], except: [a b]}", "", "b a", ["b", "a"]),
        ("{words: [b c], except: [a b]}", "", "a b c", ["b c"]),
        ("{words: [a + b], except: [a x]}", "", "a x b", []),
        ("{words: [a + b], except: [a x]}", "", "a x b a", ["b", "a"]),
        ("{words: [a], except: [list l]}", "", "a y", []),
        ("{words: [生], except: [生日]}", "", "生日先生", ["生"]),
        ("{words: [생일], except: [생일 카드]}", "", "생일 카드와 생일", ["생일"]),
        ("{words: [show], except: [muppet show], in: [title]}", "show", "muppet show", ["show"]),
        ("{words: [show], except: [muppet show]}", "", "MUPPET -- show", []),
    ],
)  # fmt: skip
def test_an_exception_takes_away_only_the_hits_inside_it(
    condition: str, title: str, body: str, marked: list[str]
) -> None:
    assert hits(condition, body, title=title, top="lists: {l: [a y]}\n") == marked


def test_an_exception_sees_through_what_the_policy_sees_through() -> None:
    condition = "{words: [show], except: [muppet show]}"
    assert hits(condition, "muppet sh0w", top=TRICKS) == []
    assert hits(condition, "m u p p e t show", top=TRICKS) == []


# "`in`, `except`, `at_least` and `disguised` belong to the map they stand in, that of `unless` included."


@pytest.mark.parametrize(
    ("unless", "title", "body", "expected"),
    [
        ("{words: [choir]}", "", "square", True),
        ("{words: [choir]}", "", "square choir", False),
        ("{words: [choir]}", "choir", "square", False),
        ("{words: [choir], in: [title]}", "", "square choir", True),
        ("{words: [choir], in: [title]}", "choir", "square", False),
        ("{words: [choir], except: [angry choir]}", "", "square angry choir", True),
        ("{words: [choir], except: [angry choir]}", "", "choir square angry choir", False),
        ("{words: [choir, band], at_least: 2}", "", "square choir", True),
        ("{words: [choir, band], at_least: 2}", "band", "square choir", False),
        ("{words: [choir], disguised: true}", "", "square choir", True),
        ("{words: [choir], disguised: true}", "", "square ch01r", False),
        ("{any: [{kind: card}, {words: [choir]}]}", "", "square choir", False),
        ("{kind: card}", "", "square", True),
        ("{not: {words: [choir]}}", "", "square", False),
        ("{not: {words: [choir]}}", "", "square choir", True),
    ],
)  # fmt: skip
def test_unless_is_a_map_of_its_own(unless: str, title: str, body: str, expected: bool) -> None:
    it = rule("{words: [square]}", more=f"unless: {unless}", top=TRICKS)
    assert (it.judge(Submission(body, title=title)).by == "it") is expected


def test_in_and_except_of_the_if_map_do_not_reach_nested_maps() -> None:
    condition = "{words: [a], in: [title], any: [{words: [b]}, {words: [c], in: [title]}]}"
    assert matched(condition, "b", title="a")
    assert not matched(condition, "c", title="a")
    assert not matched(condition, "a b", title="-")


# "`any: [...]`, `all: [...]`, `not: {...}` nesting, at most 4 deep; what stands under `not` gives no hits"


@pytest.mark.parametrize(
    ("condition", "body", "marked"),
    [
        ("{any: [{words: [a]}, {words: [b]}]}", "b", ["b"]),
        ("{any: [{words: [a]}, {words: [b]}]}", "b a", ["b", "a"]),
        ("{all: [{words: [a]}, {words: [b]}]}", "b a", ["b", "a"]),
        ("{all: [{words: [a]}, {words: [b]}]}", "b", []),
        ("{words: [a], not: {words: [b]}}", "a", ["a"]),
        ("{words: [a], not: {words: [b]}}", "a b", []),
        ("{words: [a], not: {not: {words: [b]}}}", "a b", ["a"]),
        ("{not: {words: [b]}}", "a", []),
        ("{words: [a], all: [{any: [{not: {any: [{words: [b]}]}}]}]}", "a", ["a"]),
    ],
)  # fmt: skip
def test_maps_nest(condition: str, body: str, marked: list[str]) -> None:
    assert hits(condition, body) == marked


@pytest.mark.parametrize("depth", [1, 4, 5])
def test_maps_nest_at_most_four_deep(depth: int) -> None:
    text = f"rules: [{{id: it, if: {'{any: [' * depth}{{words: [x]}}{']}' * depth}, then: hold}}]\n"
    if depth <= 4:
        assert policy(text).judge(Submission("x")).by == "it"
    else:
        assert "nest deeper than 4" in problems(text)[0]


# "`length: {over/under}` in code points of title plus body"; "A fact that is not given makes its condition false"

YOUNG = Author(name="Otter", age=dt.timedelta(minutes=5), posts=2)


@pytest.mark.parametrize(
    ("condition", "submission", "expected"),
    [
        ("{length: {over: 3}}", Submission("abc"), False),
        ("{length: {over: 3}}", Submission("abcd"), True),
        ("{length: {over: 3}}", Submission("ab", title="cd"), True),
        ("{length: {under: 3}}", Submission("👨\u200d👩"), False),
        ("{length: {under: 3}}", Submission("각"), True),
        ("{length: {over: 0}}", Submission(""), False),
        ("{length: {under: 1}}", Submission(""), True),
        ("{length: {over: 1, under: 3}}", Submission("ab"), True),
        ("{site: board}", Submission("x", site="board"), True),
        ("{site: board}", Submission("x"), False),
        ("{site: [a, b]}", Submission("x", site="b"), True),
        ("{board: [a, b]}", Submission("x", board="c"), False),
        ("{not: {site: board}}", Submission("x"), True),
        ("{kind: [card]}", Submission("x"), False),
        ("{author: {role: [student]}}", Submission("x"), True),
        ("{author: {tier: intranet}}", Submission("x"), True),
        ("{author: {role: [editor, student]}}", Submission("x"), True),
        ("{author: {not_role: [student]}}", Submission("x"), False),
        ("{author: {named: Otter}}", Submission("x", by=YOUNG), True),
        ("{author: {named: [Heron]}}", Submission("x", by=YOUNG), False),
        ("{author: {age_under: 6 minutes}}", Submission("x", by=YOUNG), True),
        ("{author: {age_under: 5 minutes}}", Submission("x", by=YOUNG), False),
        ("{author: {age_under: 300 seconds}}", Submission("x", by=YOUNG), False),
        ("{author: {age_under: 1 hour}}", Submission("x"), False),
        ("{author: {age_under: 1 week}}", Submission("x", by=YOUNG), True),
        ("{author: {posts_under: 3}}", Submission("x", by=YOUNG), True),
        ("{author: {posts_under: 2}}", Submission("x", by=YOUNG), False),
        ("{author: {posts_under: 2}}", Submission("x"), False),
        ("{not: {author: {posts_under: 2}}}", Submission("x"), True),
        ("{author: {role: student, posts_under: 3}}", Submission("x", by=YOUNG), True),
        ("{author: {role: editor, posts_under: 3}}", Submission("x", by=YOUNG), False),
    ],
)  # fmt: skip
def test_facts_are_compared_and_what_is_not_given_is_false(
    condition: str, submission: Submission, expected: bool
) -> None:
    assert (rule(condition).judge(submission).by == "it") is expected


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_and_an_unknown_kind_is_an_error(kind: str) -> None:
    assert matched(f"{{kind: {kind}}}", "x", kind=kind)
    assert not matched(f"{{kind: {kind}}}", "x", kind="page" if kind != "page" else "reply")
    assert "is not a kind" in problems(f"rules: [{{id: it, if: {{kind: {kind}s}}, then: hold}}]\n")[0]


@pytest.mark.parametrize(
    "condition",
    ["{links: {to: []}}", "{links: {not_to: []}}", "{links: {more_than: []}}", "{links: {to: [x], more_than: [2]}}",
     "{length: {over: []}}", "{length: {under: []}}", "{author: {role: []}}", "{words: []}", "{any: []}", "{all: []}",
     "{not: {}}", "{site: []}", "{words: [x], in: []}", "{words: [x], except: []}", "{author: {posts_under: 0}}"],
)  # fmt: skip
def test_an_empty_list_never_stands_for_no_condition(condition: str) -> None:
    assert problems(f"rules: [{{id: it, if: {condition}, then: hold}}]\n")


# "`shapes: ["####-###-###"]` `#` a digit, `@` a letter, the rest literal; ends at word borders"


@pytest.mark.parametrize(
    ("shape", "body", "marked"),
    [
        ("##", "12", ["12"]),
        ("##", "123", []),
        ("##", "a12", []),
        ("##", "12a", []),
        ("##", "_12_", ["12"]),
        ("##", "12-34", ["12", "34"]),
        ("@#", "A1 b2", ["A1", "b2"]),
        ("@#", "é5", ["é5"]),
        ("@@", "no 12", ["no"]),
        ("#.#", "1.5 1x5", ["1.5"]),
        ("No. ##", "NO. 12", ["NO. 12"]),
        ("##/##", "１２／３４", ["１２／３４"]),
        ("####-###-###", "0123-456-789", ["0123-456-789"]),
        ("####-###-###", "0123-456-7890", []),
        ("##-##", "1\u200b2-34", ["1\u200b2-34"]),
        ("###", "电话123号", ["123"]),
        ("###", "ราคา123บาท", ["123"]),
        ("###", "番123", ["123"]),
        ("###", "방123", []),
        ("##", "๑๒๓๔", []),
        ("##", "๑๒", ["๑๒"]),
        ("@##", "x12生", ["x12"]),
        ("(###)", "(123)", ["(123)"]),
        ("#€", "5€", ["5€"]),
    ],
)  # fmt: skip
def test_a_shape_ends_at_word_borders(shape: str, body: str, marked: list[str]) -> None:
    assert hits('{shapes: ["' + shape + '"]}', body) == marked


# "`looks_like: [email, telephone]` built-in shapes for contact data"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("+49 171 5550123", "+49 171 5550123"),
        ("ring 0171/5550123!", "0171/5550123"),
        ("(030) 555-0123", "(030) 555-0123"),
        ("+1 (555) 010-9999", "+1 (555) 010-9999"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("1-800-555-0199", "1-800-555-0199"),
        ("제 번호는 010-1234-5678", "010-1234-5678"),
        ("02-123-4567", "02-123-4567"),
        ("电话13800138000", "13800138000"),
        ("微信：138 0013 8000。", "138 0013 8000"),
        ("8 (495) 123-45-67", "8 (495) 123-45-67"),
        ("電話は03-1234-5678です", "03-1234-5678"),
        ("โทร ๐๘๑-๒๓๔-๕๖๗๘", "๐๘๑-๒๓๔-๕๖๗๘"),
        ("０１０-１２３４-５６７８", "０１０-１２３４-５６７８"),
        ("٠١٢٣-٤٥٦-٧٨٩٠", "٠١٢٣-٤٥٦-٧٨٩٠"),
        ("0171 555\u200b0123", "0171 555\u200b0123"),
        ("555-0123", "555-0123"),
        ("00 49 30 1234567", "00 49 30 1234567"),
        ("2026-11-23", None),
        ("23.11.2026", None),
        ("23/11/2026", None),
        ("2026-11-23 14:05", None),
        ("23.11.2026 18:00", None),
        ("2026-11-23T14:05", None),
        ("1999-2000", None),
        ("2013/2014", None),
        ("10:30:45", None),
        ("1000000", None),
        ("12345678", None),
        ("1,000,000", None),
        ("192.168.100.200", None),
        ("v1.2345678", None),
        ("call0171 5550123", None),
        ("3-2", None),
        ("112", None),
        ("room 12-34", None),
        ("12 November 2026", None),
        ("1" * 16, None),
        ("a12345678901", None),
    ],
)  # fmt: skip
def test_what_looks_like_a_telephone_number(text: str, marked: str | None) -> None:
    assert hits("{looks_like: telephone}", text) == ([marked] if marked else [])


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("otter@board.test", "otter@board.test"),
        ("Mail OTTER@BOARD.TEST!", "OTTER@BOARD.TEST"),
        ("<o.n+x@mail.board.test>", "o.n+x@mail.board.test"),
        ("mailto:otter@board.test?subject", "otter@board.test"),
        ("otter＠board．test", "otter＠board．test"),
        ("ot\u200bter@board.test", "ot\u200bter@board.test"),
        ("ötter@bücher.test", "ötter@bücher.test"),
        ("메일: 수달@보드.test", "수달@보드.test"),
        ("o_n@a-b.test.", "o_n@a-b.test"),
        ("a@b", None),
        ("@otter", None),
        ("otter@", None),
        ("otter at board dot test", None),
        ("19@20.21", None),
        ("otter@board.c0m", None),
        ("otter@board..test", None),
        ("5 @ 3.50 each", None),
        ("o@b.c", None),
    ],
)  # fmt: skip
def test_what_looks_like_an_e_mail_address(text: str, marked: str | None) -> None:
    assert hits("{looks_like: email}", text) == ([marked] if marked else [])


def test_shapes_mind_in_except_at_least_and_disguised() -> None:
    assert place('{shapes: ["##"], in: [title]}', "12", "34") == [("title", 0, 2)]
    assert hits('{shapes: ["##"], except: [room 12]}', "room 12, room 13") == ["13"]
    assert not matched("{looks_like: [email, telephone], at_least: 2}", "a@b.test c@d.test")
    assert matched("{looks_like: [email, telephone], at_least: 2}", "a@b.test 0171 5550123")
    assert hits("{looks_like: email, disguised: true}", "a@b.test c\u200bd@e.test") == ["c\u200bd@e.test"]


# "a link has a scheme or begins `www.`, compared label by label from the right; `not_to` needs a link"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("http://a.test/x?y#z", ["http://a.test/x?y#z"]),
        ("HTTPS://A.test", ["HTTPS://A.test"]),
        ("www.a.test", ["www.a.test"]),
        ("ftp://a.test, gemini://b.test", ["ftp://a.test", "gemini://b.test"]),
        ("(http://a.test)", ["http://a.test"]),
        ("<http://a.test>", ["http://a.test"]),
        ("“http://a.test”", ["http://a.test"]),
        ("see http://a.test.", ["http://a.test"]),
        ("看http://a.test/", ["http://a.test/"]),
        ("링크www.a.test", ["www.a.test"]),
        ("ดูhttp://a.test", ["http://a.test"]),
        ("смhttp://a.test", ["http://a.test"]),
        ("http://a.test,http://b.test", ["http://a.test", "http://b.test"]),
        ("http://a.test;www.b.test", ["http://a.test", "www.b.test"]),
        ("http://a.test/1,2", ["http://a.test/1,2"]),
        ("http://a.test，http://b.test", ["http://a.test", "http://b.test"]),
        ("a.test", []),
        ("//a.test", []),
        ("me@www.a.test", ["www.a.test"]),
        ("awww.a.test", []),
        ("http:// a.test", []),
        ("www.", []),
        ("http://...", []),
        ("mailto:x@a.test", []),
    ],
)  # fmt: skip
def test_what_is_a_link(text: str, marked: list[str]) -> None:
    assert hits("{links: {more_than: 0}}", text) == marked


@pytest.mark.parametrize(
    ("host", "link", "leads"),
    [
        ("t.co", "http://t.co/x", True),
        ("t.co", "http://www.t.co", True),
        ("t.co", "http://microsoft.co", False),
        ("t.co", "http://t.co.evil.test", False),
        ("t.co", "http://T.CO.", True),
        ("t.co", "http://a@t.co:80", True),
        ("t.co", "http://t.co@evil.test", False),
        ("t.co", "http://evil.test/t.co", False),
        ("t.co", "http://evil.test?t.co", False),
        ("t.co", "http://t.co\\@evil.test", True),
        ("t.co", "http://ｔ.ｃｏ", True),
        ("t.co", "http://t。co", True),
        ("t.co", "http://t\u00ad.co", True),
        ("t.co", "http://t.\u200bco/", True),
        ("t.co", "http://%74.co", True),
        ("t.co", "http://t%2eco", True),
        ("t.co", "http://t.co，谢谢", True),
        ("t.co", "http://t.co|x", True),
        ("a.test", "http://evil.test,a.test", False),
        ("test", "http://a.test", True),
        ("WWW.A.test", "http://www.a.test", True),
        ("münchen.test", "http://xn--mnchen-3ya.test", True),
        ("xn--mnchen-3ya.test", "http://münchen.test", True),
        ("हिन्दी.test", "http://हिन्दी.test", True),
        ("a.test", "http://а.test", False),
    ],
)  # fmt: skip
def test_hosts_are_compared_label_by_label_from_the_right(host: str, link: str, leads: bool) -> None:
    assert matched(f'{{links: {{to: ["{host}"]}}}}', f"see {link}") is leads
    assert matched(f'{{links: {{not_to: ["{host}"]}}}}', f"see {link}") is not leads


@pytest.mark.parametrize(
    ("condition", "body", "marked"),
    [
        ("{links: {not_to: [a.test]}}", "no link", []),
        ("{links: {not_to: [a.test]}}", "www.a.test", []),
        ("{links: {not_to: [a.test]}}", "http://b.test www.a.test", ["http://b.test"]),
        ("{links: {more_than: 1}}", "http://b.test", []),
        ("{links: {more_than: 1, not_to: [a.test]}}", "http://a.test http://b.test", []),
        ("{links: {more_than: 1, to: [a.test]}}", "http://a.test http://x.a.test", ["http://a.test", "http://x.a.test"]),
        ("{links: {to: [a.test], not_to: [x.a.test]}}", "http://x.a.test", []),
        ("{links: {to: [a.test, b.test]}}", "http://b.test", ["http://b.test"]),
    ],
)  # fmt: skip
def test_all_keys_of_links_must_hold(condition: str, body: str, marked: list[str]) -> None:
    assert hits(condition, body) == marked
