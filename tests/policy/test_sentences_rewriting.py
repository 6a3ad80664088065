"""Effects and semantics 9 and 10: what happens to the words of a post."""

from __future__ import annotations

import pytest
from trial import policy, problems, rule

from bbs.policy.effects import ROOM
from bbs.policy.submission import Decision, Submission, Text


def judged(rules: str, body: str, title: str = "", top: str = "") -> Decision:
    return policy(f"{top}rules: [{rules}]\n").judge(Submission(body, title=title))


def edited(rules: str, body: str, title: str = "", top: str = "") -> str:
    return judged(rules, body, title, top).edited.body


def does(words: str, then: str, name: str = "r") -> str:
    return f"{{id: {name}, if: {{words: [{words}]}}, then: {then}}}"


# "`mask` (each character of the hit but white space becomes ■)"


@pytest.mark.parametrize(
    ("words", "body", "expected", "top"),
    [
        ("cake", "a cake, Cake!", "a ■■■■, ■■■■!", ""),
        ("hot cake", "a hot\n  cake", "a ■■■\n  ■■■■", ""),
        ("hot cake", "hot -- cake", "■■■ ■■ ■■■■", ""),
        ("cafe", "cafe\u0301!", "■■■■■!", ""),
        ("cake", "ca\u200bke!", "■■■■■!", ""),
        ("tea", "t. e. a!", "■■ ■■ ■!", "see_through: tricks\n"),
        ("good", "so goooood", "so ■■■■■■■", "see_through: tricks\n"),
        ("생일", "생일을", "■■을", ""),
        ("생일*", "생일파티", "■■■■", ""),
        ("생일", "\u1109\u1162\u11bc\u110b\u1175\u11af이", "■■■■■■이", ""),
        ("생일", "내 생일이", "내 ■■이", ""),
        ("生日", "祝生日快乐", "祝■■快乐", ""),
        ("วันเกิด", "สุขวันเกิดนะ", "สุข■■■■■■■นะ", ""),
        ("עולם", "שלום עולם!", "שלום ■■■■!", ""),
        ("'🎂'", "yum🎂🎂", "yum■■", ""),
        ("'❤'", "I ❤\ufe0f you", "I ■■ you", ""),
        ("cake", "cake's", "■■■■'s", ""),
        ("cake*", "cake's", "■■■■■■", ""),
        ("a + b", "a x b a", "■ x ■ ■", ""),
    ],
)
def test_mask_keeps_the_length_and_white_space(words: str, body: str, expected: str, top: str) -> None:
    assert edited(does(words, "mask"), body, top=top) == expected
    assert len(expected) == len(body)


# "`cut` (with one adjoining space)"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a cake b", "a b"), ("cake b", "b"), ("a cake", "a"), ("cake", ""), ("a cake, b", "a, b"),
        ("a  cake  b", "a   b"), ("(cake)", "()"), ("cake cake cake", ""), ("a cake cake b", "a b"), ("a-cake-b", "a--b"),
        ("a cake\nb", "a\nb"), ("a\ncake\nb", "a\n\nb"), ("x cake.", "x."), ("cake bun", ""), ("a cake bun b", "a b"),
        ("祝cake你", "祝你"), ("“cake” b", "“” b"),
    ],
)  # fmt: skip
def test_cut_takes_one_space_beside_it(body: str, expected: str) -> None:
    assert edited(does("cake, bun", "cut"), body) == expected


# "`replace: text` (literal)"; "replaced text is never searched again"


@pytest.mark.parametrize(
    ("put", "body", "expected"),
    [
        ("bun", "a cake!", "a bun!"), (r"'\1 \g<0> {x} %s $1'", "a cake", r"a \1 \g<0> {x} %s $1"), ("''", "a cake b", "a  b"),
        ("cake cake", "cake", "cake cake"), ("🎂", "CAKE cake", "🎂 🎂"), ("' cake '", "a cake b", "a  cake  b"),
    ],
)  # fmt: skip
def test_replace_is_literal_and_never_searched_again(put: str, body: str, expected: str) -> None:
    assert edited(does("cake", f"{{replace: {put}}}"), body) == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{id: r, then: {append: ' bye'}}", "hello bye"),
        ("{id: r, then: [{append: 1}, {append: 2}]}", "hello12"),
        ("{id: r, then: {append: 1}}, {id: s, then: {append: 2}}", "hello12"),
        ("{id: r, if: {words: [never]}, then: {append: x}}", "hello"),
        (does("hello", "[cut, {append: x}]"), "x"),
        (does("hello", "[mask, {append: x}]"), "■■■■■x"),
        (does("title", "{append: x}"), "hellox"),
    ],
)
def test_append_goes_to_the_end_of_the_body_and_needs_no_hit(rules: str, expected: str) -> None:
    decision = judged(rules, "hello", title="title")
    assert (decision.edited.title, decision.edited.body) == ("title", expected)


# "longest first, then the earlier rule, overlapping later ones dropped"


@pytest.mark.parametrize(
    ("rules", "body", "expected"),
    [
        (
            does("cake", "{replace: S}", "s") + ", " + does("hot cake", "{replace: L}", "l"),
            "hot cake cake",
            "L S",
        ),
        (does("cake", "{replace: A}", "a") + ", " + does("cake", "{replace: B}", "b"), "cake", "A"),
        (does("cake", "{replace: B}", "b") + ", " + does("cake", "{replace: A}", "a"), "cake", "B"),
        (does("a b", "{replace: X}", "x") + ", " + does("b c", "{replace: Y}", "y"), "a b c", "X c"),
        (does("b c", "{replace: Y}", "y") + ", " + does("a b", "{replace: X}", "x"), "a b c", "a Y"),
        (does("b cc", "{replace: Y}", "y") + ", " + does("a b", "{replace: X}", "x"), "a b cc", "a Y"),
        (does("cake", "[mask, cut]"), "a cake", "a ■■■■"),
        (does("cake", "[cut, mask]"), "a cake", "a"),
        (does("cake, hot cake", "{replace: X}"), "hot cake", "X"),
        (does("ca*", "{replace: P}", "p") + ", " + does("cake", "{replace: W}", "w"), "cake cakes", "P P"),
        (
            does("cat", "{replace: dog}", "a") + ", " + does("dog", "{replace: cat}", "b"),
            "cat dog",
            "dog cat",
        ),
        (does("foo", "cut", "a") + ", " + does("bar", "{replace: X}", "b"), "a foo bar b", "a X b"),
        (does("foo", "mask", "a") + ", " + does("bar", "cut", "b"), "foo bar baz", "■■■ baz"),
        (
            does("aa", "mask", "a") + ", {id: s, mode: shadow, if: {words: [aa bb]}, then: mask}",
            "aa bb",
            "■■ bb",
        ),
    ],
)
def test_the_longest_edit_wins_then_the_earlier_rule(rules: str, body: str, expected: str) -> None:
    assert edited(rules, body) == expected


def test_title_and_body_are_edited_apart() -> None:
    decision = judged(
        does("cake", "{replace: bun}") + ", " + does("tea + milk", "mask", "m"), "milk cake", "Cake, tea"
    )
    assert decision.edited == Text("bun, ■■■", "■■■■ bun")
    assert [(edit.field, edit.start, edit.end, edit.rule) for edit in decision.edits] == [
        ("title", 0, 4, "r"), ("title", 6, 9, "m"), ("body", 0, 4, "m"), ("body", 5, 9, "r"),
    ]  # fmt: skip


# "the result is at most 2 x the original + 1,024 characters"; "The original is always kept."


@pytest.mark.parametrize(("times", "put", "expected"), [
    (1, 1, 1), (1, 2000, 2 + ROOM), (10, 200, 2 * 19 + ROOM), (100, 10, 1099), (1000, 200, 2 * 1999 + ROOM),
])  # fmt: skip
def test_a_rewritten_text_is_bounded(times: int, put: int, expected: int) -> None:
    body = " ".join("a" * times)
    submission = Submission(body, title="a")
    decision = rule("{words: [a]}", f"{{replace: {'b' * put}}}").judge(submission)
    assert len(decision.edited.body) == expected
    assert len(decision.edited.title) <= 2 + ROOM
    assert submission == Submission(body, title="a")


def test_an_appended_text_is_bounded_too() -> None:
    assert len(edited("{id: r, then: {append: " + "x" * 3000 + "}}", "hi")) == 4 + ROOM


# "Edits need hits in text (`append` doesn't): an edit in a rule that can have none is an error."


@pytest.mark.parametrize("then", ["mask", "cut", "{replace: x}", "[hold, mask]", "[{tag: t}, cut]"])
@pytest.mark.parametrize(
    ("condition", "can_have_hits"),
    [
        ("", False), ("if: {kind: card}, ", False), ("if: {not: {words: [x]}}, ", False), ("if: {length: {over: 3}}, ", False),
        ("if: {author: {role: student}}, unless: {words: [x]}, ", False), ("if: {words: [x]}, ", True), ("if: {all_words: [x]}, ", True),
        ('if: {shapes: ["##"]}, ', True), ("if: {looks_like: email}, ", True), ("if: {links: {more_than: 1}}, ", True),
        ("if: {any: [{kind: card}, {words: [x]}]}, ", True), ("if: {all: [{any: [{words: [x]}]}]}, ", True),
    ],
)  # fmt: skip
def test_an_edit_in_a_rule_that_can_have_no_hits_is_an_error(
    condition: str, can_have_hits: bool, then: str
) -> None:
    text = f"rules: [{{id: r, {condition}then: {then}}}]\n"
    if can_have_hits:
        policy(text)
    else:
        assert "needs words to work on" in problems(text)[0]


@pytest.mark.parametrize(
    ("condition", "body", "expected"),
    [
        ('{shapes: ["###"]}', "no 123!", "no ■■■!"), ("{looks_like: email}", "a@b.test, c", "■■■■■■■■, c"),
        ("{links: {to: [a.test]}}", "x http://a.test/y. http://b.test", "x ■■■■■■■■■■■■■■■. http://b.test"),
        ("{all_words: [a, b]}", "a x b", "■ x ■"), ("{any: [{words: [a]}, {words: [b]}]}", "b c", "■ c"),
        ("{words: [show], except: [muppet show]}", "muppet show, show", "muppet show, ■■■■"),
        ("{words: [a], not: {words: [b]}}", "a c", "■ c"), ("{words: [a], in: [body]}", "a a", "■ ■"),
        ("{words: [cake], disguised: true}", "cake ca\u200bke", "cake ■■■■■"),
    ],
)  # fmt: skip
def test_an_edit_works_on_the_hits_of_every_condition(condition: str, body: str, expected: str) -> None:
    assert rule(condition, "mask").judge(Submission(body)).edited.body == expected


# "with an explicit `nothing` on an edit the author goes on seeing their own words"


@pytest.mark.parametrize(
    ("rules", "readers", "author"),
    [
        ("{id: r, if: {words: [cake]}, then: mask}", "■■■■ bun", "■■■■ bun"),
        ("{id: r, if: {words: [cake]}, then: mask, tell: nothing}", "■■■■ bun", "cake bun"),
        ("{id: r, if: {words: [cake]}, then: mask, tell: reason}", "■■■■ bun", "■■■■ bun"),
        (
            "{id: r, if: {words: [cake]}, then: mask, tell: nothing}, {id: s, if: {words: [bun]}, then: mask}",
            "■■■■ ■■■",
            "cake ■■■",
        ),
        ("{id: r, then: {append: '!'}, tell: nothing}", "cake bun!", "cake bun"),
        ("{id: r, if: {words: [cake]}, then: [shadow, mask]}", None, "■■■■ bun"),
        ("{id: r, if: {words: [cake]}, then: [shadow, mask], tell: nothing}", None, "cake bun"),
        ("{id: r, if: {words: [cake]}, then: [hold, mask]}", None, "■■■■ bun"),
        ("{id: r, if: {words: [cake]}, then: [block, mask]}", None, None),
    ],
)
def test_what_readers_and_the_author_see(rules: str, readers: str | None, author: str | None) -> None:
    decision = judged(rules, "cake bun")
    assert (decision.shown.body if decision.shown else None) == readers
    assert (decision.author_sees.body if decision.author_sees else None) == author


# "A rule records at most 200 hits and says when there were more."


@pytest.mark.parametrize(
    ("times", "kept", "more"), [(199, 199, False), (200, 200, False), (201, 200, True), (900, 200, True)]
)
def test_a_rule_records_at_most_200_hits_and_yet_edits_them_all(times: int, kept: int, more: bool) -> None:
    decision = rule("{words: [a]}", "mask").judge(Submission("a " * times))
    (match,) = decision.matches
    assert (len(match.hits), match.truncated) == (kept, more)
    assert decision.edited.body == "■ " * times
