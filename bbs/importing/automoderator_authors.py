"""What an AutoModerator rule asks of the author, as conditions of the policy language."""

from __future__ import annotations

import re

from bbs.document import Node, Table, Text
from bbs.importing.automoderator_checks import Check, Note, texts
from bbs.importing.taken import NotSaidError, Said

_AGE = re.compile(r"(<|>)\s*([0-9]{1,4})\s*(minute|hour|day|week|month|year)?s?")
_DAYS = {"month": 30, "year": 365}
"""Lengths of time that the language has no word for, in days."""
_KARMA = re.compile(r"(?:comment|post|link|combined)(?:_subreddit)?_karma")
_ANY = "satisfy_any_threshold"
_Both = tuple[list[Check], list[Check]]


def author(key: str, value: Node, note: Note) -> _Both:
    """What must hold of the author, and what must not. Raises NotSaidError."""
    if not isinstance(value, Table):
        check = Check({"author": {"named": _names(value)}}, name=f"posts of {_names(value)[0]}")
        return ([], [check]) if key.startswith("~") else ([check], [])
    if key.startswith("~"):
        raise NotSaidError(value.mark, key, "only names can be denied so; deny each fact by itself")
    where: list[Check] = []
    never: list[Check] = []
    either = _truth(value.get(_ANY)) == "true"
    for name, said in value.entries:
        if name.value in (_ANY, "overwrite_flair"):
            continue
        found = _fact(name, said, value, either, note)
        where += found[0]
        never += found[1]
    if not where and not never:
        raise NotSaidError(value.mark, "author", "nothing of it can be asked here")
    return where, never


def _fact(name: Text, said: Node, whole: Table, either: bool, note: Note) -> _Both:
    key = name.value.strip()
    if key in ("name", "~name"):
        check = Check({"author": {"named": _names(said)}}, name=f"posts of {_names(said)[0]}")
        return ([], [check]) if key[0] == "~" else ([check], [])
    if key == "account_age":
        return _age(said)
    if key == "is_moderator":
        role = "role" if _truth(said) == "true" else "not_role"
        return [Check({"author": {role: ["editor"]}})], []
    if key == "set_flair":
        note(name.mark, key, "a policy has no such effect")
        return [], []
    if _KARMA.fullmatch(key) and either and "account_age" in whole:
        note(name.mark, key, "there is no karma here; the account's age alone decides")
        return [], []
    why = "there is no karma here" if _KARMA.fullmatch(key) else "nothing here corresponds to it"
    raise NotSaidError(name.mark, f"author: {key}", why)


def _age(said: Node) -> _Both:
    """Younger than a length of time; older is the opposite."""
    text = said.value.strip() if isinstance(said, Text) else ""
    found = _AGE.fullmatch(text)
    if found is None:
        raise NotSaidError(said.mark, f"account_age: {text}", 'an age is written "< 5 days" or "> 2 hours"')
    many, unit = int(found[2]), found[3] or "day"
    many, unit = many * _DAYS.get(unit, 1), "day" if unit in _DAYS else unit
    age: Said = {"age_under": f"{many} {unit}" + ("" if many == 1 else "s")}
    check = Check({"author": age}, name="new accounts")
    return ([check], []) if found[1] == "<" else ([], [check])


def _names(value: Node) -> list[Said]:
    found = [one.value.strip() for one in texts(value) if one.value.strip()]
    if not found:
        raise NotSaidError(value.mark, "author", "no name is given")
    return [*found]


def _truth(value: Node | None) -> str:
    return value.value.strip().lower() if isinstance(value, Text) else ""
