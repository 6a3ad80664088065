"""What makes a rule another rule: what it does, not where it stands and what is said of it."""

from __future__ import annotations

import pytest

from bbs.document import DocumentError
from bbs.policy.doings import Doings

TEXT = """\
policy: 1
id: board
default: allow
lists:
  places: [square, park]
  kinds: {file: lists/kinds.txt}
rules:
  - id: gathering
    why: No crowds.
    if: {words: [list places + friday]}
    then: hold
  - {id: soup, if: {words: [list kinds]}, then: block}
  - {id: watch, if: {words: [lantern]}, then: {score: 20}}
  - {id: both, if: {any: [{matched: "soup and not (watch or gathering)"}]}, then: shadow}
  - {id: many, if: {score: {over: 30}}, then: shadow}
  - {id: all}
"""
FILES = {"lists/kinds.txt": "stew\n"}
EVERY = {"gathering", "soup", "watch", "both", "many", "all"}


def changed(old: str, new: str, files: dict[str, str] | None = None) -> set[str]:
    """The rules that do something else after a change of the text."""
    assert old in TEXT
    before, after = Doings(TEXT, FILES), Doings(TEXT.replace(old, new), FILES if files is None else files)
    return {rule for rule in EVERY if before.of(rule) != after.of(rule)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rules:\n", "rules:\n  # a remark\n\n"),
        ("why: No crowds.", "why: Because."),
        ("why: No crowds.", "source: a book"),
        ("why: No crowds.", "mode: live"),
        ("    then: hold\n", "    then: hold\n    note: try\n"),
        ("id: gathering\n    why: No crowds.", "why: No crowds.\n    id: gathering"),
        ("[lantern]", '["lantern"]'),
        (
            "default: allow",
            "default: hold\ntitle: A board\nmode: live\ndecide: strictest\nsee_through: plain",
        ),
        ("lists:\n", "lists:\n  spare: [song]\n"),
        ("  - {id: all}\n", "  - {id: all}\n  - {id: other, then: flag}\n"),
    ],
)
def test_remarks_reasons_places_and_other_rules_change_nothing(old: str, new: str) -> None:
    assert changed(old, new) == set()


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("then: hold", "then: shadow", {"gathering", "both"}),
        ("then: hold", "then: hold\n    mode: shadow", {"gathering", "both"}),
        ("then: block", "then: block, tell: full", {"soup", "both"}),
        ("[square, park]", "[square]", {"gathering", "both"}),
        ("lists/kinds.txt", "lists/other.txt", {"soup", "both"}),
        ("then: {score: 20}", "then: {score: 21}", {"watch", "both", "many"}),
        ("{id: all}", "{id: all, then: {score: 5}}", {"all", "many"}),
        ("default: allow", "default: allow\nmode: shadow", EVERY),
        ("default: allow", "default: allow\nsee_through: tricks", EVERY),
        ("default: allow", "default: allow\ndecide: first", EVERY),
        ("default: allow", "default: allow\nexempt: {role: [editor]}", EVERY),
    ],
)
def test_a_rule_is_another_when_it_does_something_else_or_what_it_asks_for_does(
    old: str, new: str, rules: set[str]
) -> None:
    assert changed(old, new) == rules


def test_a_list_file_with_other_words_makes_its_rules_others() -> None:
    assert changed("", "", {"lists/kinds.txt": "stew\nbroth\n"}) == {"soup", "both"}


def test_a_rule_that_is_not_there_does_something_else_than_one_that_is() -> None:
    assert changed("  - {id: all}\n", "") == {"all"}


def test_a_rule_or_list_from_another_file_is_another_when_anything_there_is() -> None:
    text = TEXT.replace("list kinds", "list theirs").replace("watch or", "theirs or") + "use: [other]\n"
    before, after = (Doings(text, {"other.yaml": said}) for said in ("id: other", "id: others"))
    rules = EVERY | {"theirs"}
    assert {rule for rule in rules if before.of(rule) != after.of(rule)} == {"soup", "both", "theirs"}
    assert before.of("theirs") == Doings(text + "# the end", {"other.yaml": "id: other"}).of("theirs")


def test_a_policy_without_rules_or_lists_has_none() -> None:
    one = Doings("policy: 1\nid: board\ndefault: hold\n", {})
    assert one.of("gathering") == Doings("policy: 1\nid: other\ndefault: allow\n", {}).of("gathering")


def test_a_text_that_is_no_document_has_no_doings() -> None:
    with pytest.raises(DocumentError):
        Doings("rules: [", {})
