"""The policy language as a JSON Schema, for editors: made from the words that the loader itself knows."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from bbs.policy.actions import ACTIONS
from bbs.policy.conditions import CONDITIONS, NESTS, SCOPE
from bbs.policy.conditions.joining import TEXTUAL
from bbs.policy.head import ID
from bbs.policy.language import RULE, TEST, TOP
from bbs.policy.lists import KEYS as LIST
from bbs.policy.lists import MATCHES
from bbs.policy.read_after import EARLIER
from bbs.policy.read_post import BY, POST
from bbs.policy.read_rules import DEFAULTS, LONGEST_EXCUSE, MODES, MOST_RULES, RESERVED
from bbs.policy.read_tests import GIVEN
from bbs.policy.schema_values import (
    DATE,
    DURATION,
    TEXT,
    TIME,
    TOTAL,
    TRUTH,
    VALUES,
    Schema,
    a_map,
    author,
    one_of,
    one_or_more,
    whole,
)
from bbs.policy.scoring import THRESHOLDS
from bbs.policy.steps import NAMED, STEPS
from bbs.policy.submission import KINDS, ROLES, Verdict
from bbs.policy.using import MOST_USED
from bbs.policy.verdicts import GLOSS, TELLS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ABOUT = (
    "A filter policy of closednet. This schema helps while you type; "
    "`bbs policy check` has the last word, and it also runs the tests."
)


def schema() -> dict[str, Any]:
    """The whole schema, draft 2020-12: every key, word and effect that this version can judge by, described."""
    return {
        "$schema": DIALECT,
        "title": "closednet policy, language 1",
        "description": _ABOUT,
        **a_map(_described(TOP, _top()), required=("policy", "id", "default")),
        "$defs": {
            "phrases": {
                **one_or_more(TEXT),
                "description": "phrases, combinations (a + b) and list names (list x)",
            },
            "conditions": _conditions(),
            "verdict": one_of(_verdicts()),
            "then": _then(),
            "tell": _tell(),
            "rule": _rule(),
            "list": _list(),
            "test": _test(),
        },
    }


def _top() -> Mapping[str, Schema]:
    texts = one_or_more(TEXT)
    return {
        "policy": {"enum": [1, "1"]},
        "id": _id(),
        "mode": {"enum": [*MODES]},
        "default": _default(),
        "decide": {"enum": ["strictest", "first"]},
        "see_through": {
            "anyOf": [{"enum": [*NAMED, *STEPS]}, {**one_or_more({"enum": [*STEPS]}), "type": "array"}]
        },
        "public": {"enum": ["none", "ids", "all"]},
        "exempt": author(),
        "score": {
            **a_map(_described(THRESHOLDS, dict.fromkeys(THRESHOLDS, whole(least=1)))),
            "minProperties": 1,
        },
        "use": {"anyOf": [_id(), {"type": "array", "minItems": 1, "maxItems": MOST_USED, "items": _id()}]},
        "lists": {"type": "object", "additionalProperties": _ref("list")},
        "rules": {"type": "array", "maxItems": MOST_RULES, "items": _ref("rule")},
        "tests": {"type": "array", "items": _ref("test")},
        "examples": a_map({"fine": texts, "unwanted": texts}),
    }


def _rule() -> Schema:
    values: dict[str, Schema] = {
        "id": {**_id(), "not": {"enum": [*RESERVED]}},
        "mode": {"enum": [*MODES]},
        "if": _ref("conditions"),
        "unless": _ref("conditions"),
        "then": _ref("then"),
        "tell": _ref("tell"),
    }
    return a_map(_described(RULE, values), required=("id", "then"))


def _conditions() -> Schema:
    """A map of conditions; keys of scope stand only beside conditions that look into the text."""
    maps = {"type": "array", "minItems": 1, "items": _ref("conditions")}
    nest: Schema = {"anyOf": [_ref("conditions"), maps]}
    values: dict[str, Schema] = {
        **VALUES,
        **dict.fromkeys(NESTS, nest),
        "not": _ref("conditions"),
        "score": TOTAL,
    }
    about = {word: (_first_line(one), one.example) for word, one in CONDITIONS.items()} | SCOPE | NESTS
    properties = {
        word: {"description": f"{text} Example: {example}", **values.get(word, {})}
        for word, (text, example) in about.items()
    }
    beside = {"anyOf": [{"required": [word]} for word in CONDITIONS if word in TEXTUAL]}
    return {
        **a_map(properties),
        "minProperties": 1,
        "dependentSchemas": dict.fromkeys(SCOPE, beside),
    }


def _then() -> Schema:
    """A verdict, an effect, or a list of them with one verdict at most."""
    words = _verdicts() | {word: _first_line(one) for word, one in ACTIONS.items() if not one.takes_value}
    valued = {
        word: {"description": f"{_first_line(one)} Example: {one.example}", **VALUES.get(word, TEXT)}
        for word, one in ACTIONS.items()
        if one.takes_value
    } | {"delay": _delay()}
    one = {"anyOf": [one_of(words), a_map(valued)]}
    several = {
        "type": "array",
        "minItems": 1,
        "items": one,
        "contains": {"anyOf": [{"enum": [*_verdicts()]}, {"type": "object", "required": ["delay"]}]},
        "minContains": 0,
        "maxContains": 1,
    }
    return {"anyOf": [one, several]}


def _tell() -> Schema:
    plain = one_of({word: text for word, text in TELLS.items() if word != "pretend"})
    excuse = {**TEXT, "maxLength": LONGEST_EXCUSE, "description": TELLS["pretend"]}
    return {"anyOf": [plain, a_map({"pretend": excuse}, required=("pretend",))]}


def _default() -> Schema:
    words = one_of({word: text for word, text in _verdicts().items() if word in DEFAULTS})
    later = a_map({"delay": _delay()}, required=("delay",))
    inner = _described(
        {key: RULE[key] for key in ("then", "why", "tell")},
        {"then": {"anyOf": [words, later]}, "tell": _ref("tell")},
    )
    return {"anyOf": [words, a_map(inner, required=("then",))]}


def _list() -> Schema:
    values = {"words": _ref("phrases"), "match": one_of(MATCHES)}
    written = {
        **a_map(_described(LIST, values)),
        "oneOf": [{"required": ["file"]}, {"required": ["words"]}],
    }
    return {"anyOf": [_ref("phrases"), written]}


def _test() -> Schema:
    by = a_map(_described(BY, {"role": {"enum": [*ROLES]}, "age": DURATION, "posts": whole()}))
    facts = {
        "by": by,
        "at": TIME,
        "date": DATE,
        "kind": {"enum": [*KINDS]},
        "confirm": TRUTH,
        "ago": DURATION,
    }
    post, earlier = (a_map(_described(keys, facts), required=("body",)) for keys in (POST, EARLIER))
    values: dict[str, Schema] = {
        "post": {"anyOf": [TEXT, post]},
        "after": {"anyOf": [TEXT, earlier, {"type": "array", "items": {"anyOf": [TEXT, earlier]}}]},
        "gives": one_of({verdict.word: GLOSS[verdict] for verdict in Verdict}),
        "shown": {"type": [*TEXT["type"], "null"]},
        "score": whole(least=-1_000_000),
        "hits": one_or_more(TEXT),
    }
    expecting = [{"required": [key]} for key in TEST if key not in GIVEN]
    return {**a_map(_described(TEST, values), required=("post",)), "anyOf": expecting}


def _verdicts() -> dict[str, str]:
    """The verdicts that stand by themselves, with what they mean."""
    return {one.word: text for one, text in GLOSS.items() if one is not Verdict.DELAY}


def _delay() -> Schema:
    return {**DURATION, "description": f"{GLOSS[Verdict.DELAY]} Example: {{delay: 8 hours}}"}


def _described(words: Mapping[str, str], values: Mapping[str, Schema]) -> dict[str, Schema]:
    """Each key with its description and what may stand there: text, where nothing else is said."""
    return {key: {"description": text, **values.get(key, TEXT)} for key, text in words.items()}


def _id() -> Schema:
    return {"type": "string", "pattern": f"^{ID.pattern}$"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").splitlines()[0]
