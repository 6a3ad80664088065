"""The JSON Schema of the language says what the loader says, as far as a schema can."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bbs.document import DocumentError, Items, Node, Table, parse
from bbs.policy.actions import ACTIONS
from bbs.policy.conditions import CONDITIONS, NESTS, SCOPE
from bbs.policy.language import RULE, TEST, TOP
from bbs.policy.load import load
from bbs.policy.schema import schema
from bbs.policy.schema_values import VALUES
from bbs.shipped import read_policy, shipped_policies

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)
BESIDE = Path(__file__).parents[2] / "docs" / "policy.schema.json"
HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook" / "language.md"

WHOLE = """\
policy: 1
id: every-key
title: Every key of the language
about: A policy that uses all of it.
source: "invented, 2026"
mode: live
default: {then: hold, why: An editor reads it., tell: reason}
decide: first
see_through: [case, width]
score: {flag: 40, hold: "60", block: 100}
public: none
exempt: {role: [editor], not_role: student, tier: elite, named: Otter, age_under: 2 hours, posts_under: 3}
use: [other]
lists:
  one: cake
  many: [cake, 2026, true]
  written: {words: [cake], match: prefix}
rules:
  - id: first
    why: Because.
    note: A note.
    source: Somewhere.
    mode: shadow
    if:
      words: [list one, party + friday]
      except: [birthday cake]
      in: [title]
      at_least: 2
      disguised: no
    unless: {any: [{kind: card}, {length: {over: 5, under: "10"}}], not: {all: {site: board, board: [friends]}}}
    then: [shadow, {tag: x}, {replace: y}, flag]
    tell: nothing
  - id: second
    if: {links: {more_than: 0, to: bright.test, not_to: [a.test]}, author: {role: student}}
    then: block
    tell: {pretend: The server is busy.}
  - id: facts
    if:
      time: {from: "22:00", to: 6:30, days: [mon, sun]}
      capitals: {over: 70.5%}
      script: [cyrillic, old italic]
      chance: 30%
      unknown_words: {known: [list one, tea], more_than: 1}
      patterns: ['\\d{3}', x]
    then: hold
  - id: third
    if: {shapes: ["##-##"], looks_like: email, all_words: [x, y]}
    then: {append: " (seen)"}
  - id: counting
    if: {posts: {more_than: 3, in: 10 minutes}, same_text: {more_than: 1, in: 1 hour}, burst: {of: cake, authors: 5, in: 7 days}}
    then: [flag, {score: -3}]
  - id: joined
    if: {matched: counting and not (first or third), score: {over: -5}}
    then: flag
tests:
  - post: {body: Cake, title: 1, by: {role: student, tier: elite, name: A, age: 1 week, posts: 3}, confirm: true, at: "9:05", date: 2026-11-23, site: b, board: c, kind: card}
    gives: hold
    by_rule: default
    shown: null
    score: -3
    told: reason
    hits: [first]
  - post: 42
    gives: hold
    after: [{body: x, ago: 5 minutes, by: {name: Heron}}, 41]
examples: {fine: hello, unwanted: [x, 3]}
"""


def as_text(node: Node) -> Any:
    """A document as the loader reads it: every scalar is text, but the null of `shown: null`."""
    if isinstance(node, Table):
        return {key.value: as_text(value) for key, value in node.entries}
    if isinstance(node, Items):
        return [as_text(one) for one in node]
    return None if node.value == "null" and not node.quoted else node.value


def as_editor(node: Node) -> Any:
    """A document as an editor reads it, by the core schema of YAML 1.2."""
    if isinstance(node, Table):
        return {key.value: as_editor(value) for key, value in node.entries}
    if isinstance(node, Items):
        return [as_editor(one) for one in node]
    if not node.quoted and node.value.lower() in {"null", "~", "", "true", "false"}:
        return {"true": True, "false": False}.get(node.value.lower())
    number = not node.quoted and re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", node.value)
    return json.loads(node.value.lstrip("+").lstrip("0") or "0") if number else node.value


READINGS = pytest.mark.parametrize("reading", [as_text, as_editor])
Reading = Callable[[Node], Any]


def problems(text: str, reading: Reading = as_editor) -> list[str]:
    """What the schema finds."""
    found = VALIDATOR.iter_errors(reading(parse(text, "p.yaml")))
    return [f"{error.json_path}: {error.message}" for error in found]


def loads(text: str) -> bool:
    try:
        load(text, file="p.yaml", read=lambda _: b"policy: 1\nid: other\ndefault: hold\n")
    except DocumentError:
        return False
    return True


def test_the_schema_beside_the_handbook_is_the_one_that_the_code_makes() -> None:
    made = json.dumps(schema(), ensure_ascii=True, indent=2) + "\n"
    if os.environ.get("CLOSEDNET_WRITE_DOCS"):
        BESIDE.write_text(made, encoding="utf-8")
    assert BESIDE.read_text(encoding="utf-8") == made


def test_the_schema_is_a_valid_one_of_its_dialect() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@READINGS
@pytest.mark.parametrize("name", shipped_policies())
def test_every_shipped_policy_is_valid(name: str, reading: Reading) -> None:
    assert problems(read_policy(name).text.decode(), reading) == []


@READINGS
def test_a_policy_with_every_key_is_valid_and_loads(reading: Reading) -> None:
    assert problems(WHOLE, reading) == []
    assert loads(WHOLE)


@READINGS
def test_the_policies_of_the_handbook_are_valid(reading: Reading) -> None:
    found = re.findall(r"```yaml\n(policy:.*?)```", HANDBOOK.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    assert [problems(text, reading) for text in found] == [[] for _ in found]


def test_every_key_and_word_of_the_language_is_in_it_with_its_description() -> None:
    defs = SCHEMA["$defs"]
    for keys, place in ((TOP, SCHEMA), (RULE, defs["rule"]), (TEST, defs["test"])):
        assert {key: one["description"] for key, one in place["properties"].items()} == keys
    conditions = defs["conditions"]["properties"]
    assert set(conditions) == {*CONDITIONS, *SCOPE, *NESTS}
    for word, (text, example) in (SCOPE | NESTS).items():
        assert conditions[word]["description"] == f"{text} Example: {example}"
    assert "Any of the phrases occurs" in conditions["words"]["description"]
    said = json.dumps(defs["then"])
    assert all(f'"{word}"' in said for word in ACTIONS)


def test_every_condition_says_what_may_stand_under_it() -> None:
    missing = {*CONDITIONS, *SCOPE} - VALUES.keys()
    assert not missing, f"describe these in bbs/policy/schema_values.py: {missing}"


CONDITION_EXAMPLES = [
    *(one.example for one in CONDITIONS.values()),
    *(f"{example}, words: [x, y]" for _, example in SCOPE.values()),
    *(example for _, example in NESTS.values()),
]


@pytest.mark.parametrize("example", CONDITION_EXAMPLES)
def test_the_example_of_every_condition_is_valid(example: str) -> None:
    lists = "lists: {greeting: [hello]}\n"
    others = "".join(f"  - {{id: {name}, then: flag}}\n" for name in ("watch", "charity", "choir"))
    rule = f"rules:\n  - {{id: a, if: {{{example}}}, then: hold}}\n{others}"
    assert problems(f"policy: 1\nid: p\ndefault: hold\n{lists}{rule}") == []
    assert loads(f"policy: 1\nid: p\ndefault: hold\n{lists}{rule}")


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_the_example_of_every_effect_is_valid(action: Any) -> None:
    text = f"policy: 1\nid: p\ndefault: hold\nrules:\n  - id: a\n    if: {{words: x}}\n    {action.example}\n"
    assert problems(text) == []
    assert loads(text)


BROKEN = [
    ("policy: 1", "policy: 2"),
    ("use: [other]", "use: []"),
    ("use: [other]", "use: [../other]"),
    ("use: [other]", "use: {other: true}"),
    ("use: [other]", f"use: [{', '.join(f'p{n}' for n in range(21))}]"),
    ("policy: 1\n", ""),
    ("id: every-key\n", ""),
    ("id: every-key", "id: Every Key"),
    ("title: Every", "titel: Every"),
    ("title: Every key of the language", "title: [a, b]"),
    ("mode: live", "mode: loud"),
    ("{then: hold, why: An editor reads it., tell: reason}", "shadow"),
    ("{then: hold, why: An editor reads it., tell: reason}", "{why: An editor reads it.}"),
    ("decide: first", "decide: last"),
    ("see_through: [case, width]", "see_through: [case, x-ray]"),
    ("see_through: [case, width]", "see_through: []"),
    ("public: none", "public: some"),
    ("role: [editor], not_role", "role: [editors], not_role"),
    ("by: {role: student, tier", "by: {role: pupil, tier"),
    ("confirm: true", "confirm: perhaps"),
    ("{role: [editor], not_role", "{rôle: [editor], not_role"),
    ("age_under: 2 hours", "age_under: 2 fortnights"),
    ("posts_under: 3", "posts_under: 0"),
    ("posts_under: 3", "posts_under: 1.5"),
    ("many: [cake, 2026, true]", "many: []"),
    ("many: [cake, 2026, true]", "many: [[cake]]"),
    ("match: prefix", "match: suffix"),
    ("{words: [cake], match: prefix}", "{match: prefix}"),
    ("{words: [cake], match: prefix}", "{words: [cake], file: a.txt}"),
    ("- id: first", "- id: score"),
    ("- id: first", "- idd: first"),
    ("words: [list one,", "wrds: [list one,"),
    ("in: [title]", "in: [subject]"),
    ("at_least: 2", "at_least: 0"),
    ("at_least: 2", "at_least: two"),
    ("disguised: no", "disguised: perhaps"),
    ("{kind: card}", "{}"),
    ("{kind: card}", "{kind: poem}"),
    ("{kind: card}", "{in: [title], kind: card}"),
    ("not: {all: ", "not: [{all: "),
    ("{over: 5, under", "{above: 5, under"),
    ("{over: 5, under", "{over: many, under"),
    ("[shadow, {tag: x}", "[shadow, hold, {tag: x}"),
    ("[shadow, {tag: x}", "[shadow, [flag], {tag: x}"),
    ("[shadow, {tag: x}", "[shadow, tag"),
    ("{replace: y}", "{mask: y}"),
    ("then: block\n", "then: blok\n"),
    ("then: block\n", "then: []\n"),
    ("    then: block\n", ""),
    ("tell: nothing", "tell: everything"),
    ("tell: nothing", "tell: pretend"),
    ("{pretend: The server is busy.}", "{pretend: " + "x" * 201 + "}"),
    ("{pretend: The server is busy.}", "{pretended: The server is busy.}"),
    ("{more_than: 0, to: bright.test, not_to: [a.test]}", "{}"),
    ("{from: \"22:00\", to: 6:30, days: [mon, sun]}", "{}"),
    ("to: 6:30", "to: 24:30"),
    ("days: [mon, sun]", "days: [monday]"),
    ("{over: 70.5%}", "{over: 70.5}"),
    ("{over: 70.5%}", "{}"),
    ("[cyrillic, old italic]", "[cyrillic, klingon]"),
    ("chance: 30%", "chance: 130%"),
    ("{known: [list one, tea], more_than: 1}", "{more_than: 1}"),
    ("{known: [list one, tea], more_than: 1}", "{known: tea, more_than: -1}"),
    ("{known: [list one, tea], more_than: 1}", "list one"),
    ("patterns: ['\\d{3}', x]", "patterns: []"),
    ("patterns: ['\\d{3}', x]", "patterns: [" + "x, " * 10 + "x]"),
    ("patterns: ['\\d{3}', x]", "patterns: " + "x" * 261),
    ("date: 2026-11-23", "date: monday"),
    ("flag: 40", "flags: 40"),
    ("flag: 40", "flag: 0"),
    ("{flag: 40, hold: \"60\", block: 100}", "{}"),
    ("{score: -3}", "{score: few}"),
    ("{over: -5}", "{}"),
    ("{over: -5}", "{over: much}"),
    ("counting and not (first or third)", "x" * 1001),
    ("to: bright.test", "to: http://bright.test/"),
    ("looks_like: email", "looks_like: passport"),
    ('["##-##"]', "[zebra]"),
    ("more_than: 3, in", "more_than: 0, in"),
    ("{more_than: 1, in: 1 hour}", "{more_than: 1}"),
    ("{of: cake, authors: 5", "{of: [cake], authors: 5"),
    ("{of: cake, authors: 5", "{of: cake, authors: 0"),
    ("{body: x, ago: 5 minutes", "{body: x, ago: soon"),
    ("{body: x, ago: 5 minutes", "{ago: 5 minutes"),
    ("at: \"9:05\"", "at: \"25:05\""),
    ("{body: Cake, title: 1", "{title: 1"),
    ("age: 1 week", "age: old"),
    ("gives: hold\n    by_rule", "gives: hide\n    by_rule"),
    ("score: -3", "score: few"),
    ("  - post: 42\n    gives: hold", "  - post: 42"),
    ("  - post: 42\n    gives: hold", "  - gives: hold"),
    ("fine: hello", "good: hello"),
    ("fine: hello", "fine: []"),
]  # fmt: skip


@READINGS
@pytest.mark.parametrize(("good", "bad"), BROKEN)
def test_what_the_loader_refuses_the_schema_refuses_too(good: str, bad: str, reading: Reading) -> None:
    assert good in WHOLE
    text = WHOLE.replace(good, bad, 1)
    if bad.startswith("not: ["):
        text = text.replace("board: [friends]}}}", "board: [friends]}}]}", 1)
    assert not loads(text)
    assert problems(text, reading)
