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


def test_keys_in_another_order_do_the_same() -> None:
    old = "{score: 20}}\n"
    here = "{id: watch, if: {words: [lantern], in: [body]}, then: {score: 20}}\n"
    there = "{then: {score: 20}, if: {in: [body], words: [lantern]}, id: watch}\n"
    texts = [TEXT.replace("{id: watch, if: {words: [lantern]}, then: " + old, one) for one in (here, there)]
    assert texts[0] != TEXT
    assert len({Doings(text, FILES).of("watch") for text in texts}) == 1


def test_a_list_file_with_other_words_makes_its_rules_others() -> None:
    assert changed("", "", {"lists/kinds.txt": "stew\nbroth\n"}) == {"soup", "both"}


def test_a_rule_that_is_not_there_does_something_else_than_one_that_is() -> None:
    assert changed("  - {id: all}\n", "") == {"all"}


USED = "policy: 1\nid: other\ndefault: hold\nlists: {theirs: {file: t.txt}, places: [lane]}\nrules:\n  - {id: apart, then: flag}\n"
THEIRS = "  - {id: theirs, if: {words: [list places]}, then: hold}\n"


@pytest.mark.parametrize("place", ["", "shipped:"])
def test_a_rule_or_list_of_a_used_policy_is_another_when_it_does_something_else(place: str) -> None:
    text = TEXT.replace("list kinds", "list theirs").replace("watch or", "theirs or") + "use: [other]\n"
    kept = {f"{place}other.yaml": USED + THEIRS, f"{place}t.txt": "pea\n"}

    def changed(ours: str = text, **files: str) -> set[str]:
        before = Doings(text, kept)
        after = Doings(ours, kept | {f"{place}{name}": content for name, content in files.items()})
        return {rule for rule in EVERY | {"theirs", "apart"} if before.of(rule) != after.of(rule)}

    assert changed() == changed(**{"other.yaml": USED + "  # a remark\n" + THEIRS}) == set()
    assert changed(**{"other.yaml": USED + THEIRS.replace("hold", "drop")}) == {"theirs", "both"}
    assert changed(**{"other.yaml": USED.replace("lane", "road") + THEIRS}) == set()  # ours overrides it
    assert changed(ours=text.replace("[square, park]", "[square]")) == {"theirs", "both", "gathering"}
    assert changed(**{"t.txt": "bean\n"}) == {"soup", "both"}
    assert changed(**{"other.yaml": USED}) == {"theirs", "both"}
    assert changed(**{"other.yaml": USED + THEIRS + "  - {id: more, then: {score: 1}}\n"}) == {"many"}


def test_a_policy_without_rules_or_lists_has_none() -> None:
    one = Doings("policy: 1\nid: board\ndefault: hold\n", {})
    assert one.of("gathering") == Doings("policy: 1\nid: other\ndefault: allow\n", {}).of("gathering")


def test_a_text_that_is_no_document_has_no_doings() -> None:
    with pytest.raises(DocumentError):
        Doings("rules: [", {})
