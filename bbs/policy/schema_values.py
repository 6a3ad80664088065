"""What may stand under a word of the language, as JSON Schema: the loader reads every scalar as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bbs.policy.conditions.clock import DAYS
from bbs.policy.conditions.clock import KEYS as CLOCK
from bbs.policy.conditions.counts import BURST_KEYS, RATE
from bbs.policy.conditions.facts import AUTHOR
from bbs.policy.conditions.links import KEYS as LINKS
from bbs.policy.conditions.matched import OVER
from bbs.policy.conditions.patterns import LONGEST, MOST
from bbs.policy.conditions.shapes import LOOKS
from bbs.policy.conditions.vocabulary import KEYS as VOCABULARY
from bbs.policy.expression import LONGEST as MOST_CHARACTERS
from bbs.policy.questions import MOST_COUNTED
from bbs.policy.scripts import SCRIPTS
from bbs.policy.submission import KINDS, ROLES
from bbs.policy.times import UNITS

Schema = Mapping[str, Any]

TEXT: Schema = {"type": ["string", "number", "boolean"]}
"""Text; an editor takes 2026 for a number and true for a truth, and the loader takes both for words."""

DURATION: Schema = {"type": "string", "pattern": rf"^\s*[0-9]{{1,6}} *({'|'.join(UNITS)})s?\s*$"}
DATE: Schema = {"type": "string", "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"}
TIME: Schema = {"type": "string", "pattern": r"^\s*([01]?[0-9]|2[0-3]):[0-5][0-9]\s*$"}
PERCENT: Schema = {
    "type": "string",
    "pattern": r"^\s*(100(\.00?)?|[0-9]{1,2}(\.[0-9]{1,2})?)\s*%\s*$",
}
TRUTH: Schema = {
    "anyOf": [{"type": "boolean"}, {"type": "string", "pattern": r"^\s*([Tt]rue|[Ff]alse|[Yy]es|[Nn]o)\s*$"}]
}


def a_map(properties: Mapping[str, Schema], *, required: Sequence[str] = ()) -> dict[str, Any]:
    """A map with these keys and no others."""
    needed = {"required": [*required]} if required else {}
    return {"type": "object", "properties": dict(properties), "additionalProperties": False, **needed}


def one_or_more(value: Schema) -> dict[str, Any]:
    """One value, or a list of them that is not empty."""
    return {"anyOf": [value, {"type": "array", "minItems": 1, "items": value}]}


def one_of(words: Mapping[str, str]) -> dict[str, Any]:
    """One of these words, each with its description."""
    return {"oneOf": [{"const": word, "description": text} for word, text in words.items()]}


def whole(least: int = 0, most: int = 1_000_000) -> dict[str, Any]:
    """A whole number, as a number or in quotes."""
    number = {"type": "integer", "minimum": least, "maximum": most}
    sign = "[+-]?" if least < 0 else r"[+]?" if least == 0 else r"[+]?(?!0+\s*$)"
    return {"anyOf": [number, {"type": "string", "pattern": rf"^\s*{sign}[0-9]{{1,9}}\s*$"}]}


def author() -> dict[str, Any]:
    """The map under `author` and `exempt`."""
    roles = one_or_more({"enum": [*ROLES]})
    values = {"role": roles, "not_role": roles, "age_under": DURATION, "posts_under": whole(least=1)}
    names = one_or_more(TEXT)
    keys = {key: {"description": text, **values.get(key, names)} for key, text in AUTHOR.items()}
    return {**a_map(keys), "minProperties": 1}


def _links() -> dict[str, Any]:
    hosts = one_or_more({"type": "string", "pattern": r"^[^/:*@\s][^/:*@ ]*$"})
    keys = {
        key: {"description": text, **(whole() if key == "more_than" else hosts)}
        for key, text in LINKS.items()
    }
    return {**a_map(keys), "minProperties": 1}


def _patterns() -> dict[str, Any]:
    pattern = {**TEXT, "maxLength": LONGEST}
    return {"anyOf": [pattern, {"type": "array", "minItems": 1, "maxItems": MOST, "items": pattern}]}


def _time() -> dict[str, Any]:
    days = one_or_more({"enum": [*DAYS]})
    keys = {key: {"description": text, **(days if key == "days" else TIME)} for key, text in CLOCK.items()}
    return {**a_map(keys), "minProperties": 1}


def _counts(keys: Mapping[str, str]) -> dict[str, Any]:
    """The map under `posts`, `same_text` or `burst`."""
    values: dict[str, Schema] = {
        "of": TEXT,
        "more_than": whole(1, MOST_COUNTED - 1),
        "authors": whole(2, MOST_COUNTED),
        "in": DURATION,
    }
    described = {key: {"description": text, **values[key]} for key, text in keys.items()}
    return a_map(described, required=tuple(keys))


_PHRASES: Schema = {"$ref": "#/$defs/phrases"}


def _vocabulary() -> dict[str, Any]:
    values: Mapping[str, Schema] = {"known": _PHRASES, "more_than": whole()}
    keys = {key: {"description": text, **values[key]} for key, text in VOCABULARY.items()}
    return a_map(keys, required=("known",))


_LENGTH = {**a_map({"over": whole(), "under": whole()}), "minProperties": 1}

TOTAL: Schema = a_map({"over": {"description": OVER["over"], **whole(least=-1_000_000)}}, required=("over",))
"""The condition `score`; the effect of this name is in VALUES."""

VALUES: Mapping[str, Schema] = {
    "words": _PHRASES,
    "all_words": _PHRASES,
    "except": _PHRASES,
    "in": one_or_more({"enum": ["title", "body", "name"]}),
    "at_least": whole(least=1, most=1000),
    "disguised": TRUTH,
    "shapes": one_or_more({"type": "string", "pattern": "[#@]", "maxLength": 60}),
    "looks_like": one_or_more({"enum": [*LOOKS]}),
    "patterns": _patterns(),
    "unknown_words": _vocabulary(),
    "links": _links(),
    "author": author(),
    "site": one_or_more(TEXT),
    "board": one_or_more(TEXT),
    "kind": one_or_more({"enum": [*KINDS]}),
    "length": _LENGTH,
    "time": _time(),
    "score": whole(least=-1_000_000),
    "capitals": a_map({"over": PERCENT}, required=("over",)),
    "script": one_or_more({"enum": [*SCRIPTS]}),
    "chance": PERCENT,
    "posts": _counts(RATE),
    "same_text": _counts(RATE),
    "burst": _counts(BURST_KEYS),
    "slow": {
        "type": "string",
        "pattern": rf"^\s*(100|0*[1-9][0-9]?) per +[0-9]{{1,6}} *({'|'.join(UNITS)})s?\s*$",
    },
    "mute": DURATION,
    "matched": {**TEXT, "maxLength": MOST_CHARACTERS},
}
"""By the word of a condition, a key of scope or an effect. An effect that is not here takes text."""
