"""The rules of a policy file: their keys, what they do, what they tell, and which of it makes no sense together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from bbs.document import Items, Mark, Node, Table, Text, shown
from bbs.policy.actions import ACTIONS, Action, Points
from bbs.policy.build import Build
from bbs.policy.conditions import CONDITIONS, NESTS, SCOPE
from bbs.policy.conditions.joining import read_map
from bbs.policy.head import ID
from bbs.policy.language import RULE
from bbs.policy.rule import Rule
from bbs.policy.rule_checks import check_effects, check_fields, contradiction
from bbs.policy.submission import Verdict
from bbs.policy.telling import Outcome, Tell, usual
from bbs.policy.times import read_duration

MOST_RULES = 500
RESERVED = ("default", "score", "exempt", "mode", "slow", "mute")
"""What decides beside rules; no rule may be called so."""
_VERDICTS = {v.word: v for v in Verdict if v is not Verdict.DELAY}
"""Those that stand by themselves; a delay says how long."""
_DELAY = Verdict.DELAY.word
SHORTEST_DELAY, LONGEST_DELAY = dt.timedelta(minutes=1), dt.timedelta(days=30)
_DEFAULT_DELAY = "write default: {then: {delay: 8 hours}}"
DEFAULTS = ("allow", "hold", "block")
_LATER = "write then: {delay: 8 hours}"
MODES = ("live", "shadow", "off")
_TELLS = ("nothing", "refused", "reason", "full", "pretend")
LONGEST_EXCUSE = 200
"""Characters of a pretended reason."""


_ELSEWHERE = {
    **{word: f"put it under `then`: {action.example}" for word, action in ACTIONS.items()},
    **{key: f"put it under `if`, as  if: {{{key}: ...}}" for key in (*CONDITIONS, *SCOPE, *NESTS)},
}


@dataclass(frozen=True, slots=True)
class Then:
    """What stands under `then`."""

    verdict: Verdict | None = None
    actions: tuple[Action, ...] = ()
    delay: dt.timedelta | None = None


@dataclass(slots=True)
class _Said:
    """What was read under a `then` so far."""

    verdicts: list[tuple[Node, Verdict]] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    delay: dt.timedelta | None = None


def read_rules(nodes: Sequence[Node], build: Build, at: Node) -> tuple[Rule, ...]:
    """Every rule that could be read; problems are reported, too many rules at a node."""
    if len(nodes) > MOST_RULES:
        build.problems.add(
            at, f"there are {len(nodes)} rules; at most {MOST_RULES} are allowed", "use word lists"
        )
        return ()
    seen: dict[str, Mark] = {}
    rules = [_read_rule(one, build, seen) for one in nodes]
    return tuple(rule for rule in rules if rule is not None)


def _read_rule(node: Node, build: Build, seen: dict[str, Mark]) -> Rule | None:
    table = build.keys(node, "a rule", RULE, elsewhere=_ELSEWHERE)
    if table is None:
        return None
    name = build.rule = _read_id(table, build, seen)
    when, unless, then = (table.get(key) for key in ("if", "unless", "then"))
    mode = _begin(table, build)
    faults = len(build.problems.found)
    conditions = read_map(when, build, "if") if when is not None else None
    doubtful = len(build.problems.found) > faults  # what could not be read might have found something
    exception = read_map(unless, build, "unless") if unless is not None else None
    does = _read_then(then, build) if then is not None else Then()
    if then is None:
        build.problems.add(table, "this rule has no `then`", "say what it does, as  then: hold")
    tell = _read_tell(table, build, does)
    hits = doubtful or (conditions is not None and conditions.gives_hits)
    check_effects(table, build, does.actions, hits=hits)
    check_fields(build)
    return Rule(
        id=name,
        mark=table.mark,
        table=table,
        when=conditions,
        unless=exception,
        verdict=does.verdict,
        actions=does.actions,
        delay=does.delay,
        tell=tell,
        mode=mode,
        needs=tuple(build.needs),
        points=sum(action.points for action in does.actions if isinstance(action, Points)),
        **{key: _sentence(table, key, build) for key in ("why", "note", "source")},
    )


def _begin(table: Table, build: Build) -> str:
    """The mode of a rule; what the build knows of the one before is forgotten."""
    build.kinds, build.in_name, build.needs = set(), [], []
    node = table.get("mode")
    mode = (build.choice(node, "mode", MODES) if node is not None else None) or "live"
    build.tried = mode == "shadow"
    return mode


def _sentence(table: Table, key: str, build: Build) -> str:
    node = table.get(key)
    return (build.word(node, key) or "") if node is not None else ""


def _read_id(table: Table, build: Build, seen: dict[str, Mark]) -> str:
    node = table.get("id")
    if node is None:
        build.problems.add(table, "this rule has no `id`", "give it a short name of its own: id: gathering")
        return ""
    name = (build.word(node, "id", example="gathering") or "").strip()
    if name in RESERVED:
        build.problems.add(
            node, f"`{name}` decides beside the rules, so no rule can be called that", "choose another id"
        )
    elif name and not ID.fullmatch(name):
        remedy = "write a short name in small letters, digits and -: no-meetings"
        build.problems.add(node, f"{shown(name)} can't be the id of a rule", remedy)
    elif name in seen:
        build.problems.add(
            node, f"the id `{name}` is used by the rule on line {seen[name].line} too", "choose another"
        )
    seen.setdefault(name, node.mark)
    return name


def _read_then(node: Node, build: Build) -> Then:
    """One word, a map of effects with values, or a list of both; at most one verdict."""
    said = _Said()
    if _says_nothing(node):
        build.problems.add(node, "`then` is empty", "say what the rule does, as  then: hold")
        return Then()
    for part in node.values if isinstance(node, Items) else (node,):
        if isinstance(part, Text):
            _read_word(part, build, said)
        elif isinstance(part, Table):
            for key, value in part.entries:
                _read_effect(key, value, build, said)
        else:
            build.problems.add(part, "`then` holds a list in a list", "write then: [hold, flag]")
    for place, _ in said.verdicts[1:]:
        build.problems.add(place, "a rule has one verdict", "write the strictest, or split it into two rules")
    return Then(said.verdicts[0][1] if said.verdicts else None, tuple(said.actions), said.delay)


def _says_nothing(node: Node) -> bool:
    if isinstance(node, Text):
        return not node.value.strip()
    return all(map(_says_nothing, node.values)) if isinstance(node, Items) else not node.entries


def _read_word(text: Text, build: Build, said: _Said) -> None:
    word = text.value
    if word in _VERDICTS:
        said.verdicts.append((text, _VERDICTS[word]))
    elif word in ACTIONS and not ACTIONS[word].takes_value:
        action = ACTIONS[word].read(text, build)
        said.actions += [action] if action is not None else []
    elif word in ACTIONS or word == _DELAY:
        example = _LATER if word == _DELAY else f"write {ACTIONS[word].example}"
        build.problems.add(text, f"`{word}` needs a value", example)
    else:
        _unknown(text, build)


def _read_effect(key: Text, value: Node, build: Build, said: _Said) -> None:
    word = key.value
    if word == _DELAY:
        said.verdicts.append((key, Verdict.DELAY))
        said.delay = _read_delay(value, build)
    elif word in ACTIONS and ACTIONS[word].takes_value:
        action = ACTIONS[word].read(value, build)
        said.actions += [action] if action is not None else []
    elif word in ACTIONS or word in _VERDICTS:
        build.problems.add(
            key, f"`{word}` takes no value", f"write then: {word}, or a list: then: [{word}, {{tag: x}}]"
        )
    else:
        _unknown(key, build)


def _read_delay(node: Node, build: Build) -> dt.timedelta | None:
    return read_duration(node, build, _DELAY, LONGEST_DELAY, SHORTEST_DELAY)


def _unknown(text: Text, build: Build) -> None:
    build.choice(text, "verdict or effect", (*_VERDICTS, _DELAY, *ACTIONS))


def _read_tell(table: Table, build: Build, then: Then) -> Tell:
    """`tell`, checked against the table "What the author is told"; the usual one where it is left out."""
    node = table.get("tell")
    if node is None:
        return usual(then.verdict)
    tell = _tell(node, build)
    if tell is None:
        return usual(then.verdict)
    problem = contradiction(tell, then.verdict)
    if problem:
        build.problems.add(node, *problem)
    return tell


def _tell(node: Node, build: Build) -> Tell | None:
    if isinstance(node, Table):
        build.keys(node, "`tell`", {"pretend": "a false excuse"})
        if not node.entries:
            build.problems.add(node, "`tell` is empty", "write tell: {pretend: The server is busy}")
            return None
        excuse = node.get("pretend")
        words = build.word(excuse, "pretend", example="The server is busy") if excuse is not None else None
        if words is not None and len(words) > LONGEST_EXCUSE:
            build.problems.add(node, "this excuse is too long", f"write at most {LONGEST_EXCUSE} characters")
        return Tell("pretend", words or "")
    kind = build.choice(node, "way of telling", _TELLS)
    if kind == "pretend":
        build.problems.add(node, "`pretend` needs an excuse", "write tell: {pretend: The server is busy}")
    return Tell(kind) if kind else None


def read_default(table: Table, build: Build) -> Outcome:
    """What happens when no rule decides: a verdict, or a map of then, why and tell."""
    node = table.get("default")
    fallback = Outcome(Verdict.HOLD, "default", "", usual(Verdict.HOLD))
    if node is None:
        return fallback
    if isinstance(node, Text):
        verdict = _default_verdict(node, build)
        return Outcome(verdict, "default", "", usual(verdict))
    keys = {key: RULE[key] for key in ("then", "why", "tell")}
    inner = build.keys(node, "`default`", keys, elsewhere={_DELAY: _DEFAULT_DELAY})
    if inner is None:
        return fallback
    then = inner.get("then")
    if then is None:
        build.problems.add(node, "`default` has no `then`", "write default: {then: hold, why: ...}")
        return fallback
    does = _read_default_then(then, build)
    tell = _read_tell(inner, build, Then(does.verdict))
    return Outcome(does.verdict, "default", _sentence(inner, "why", build), tell, delay=does.delay)


@dataclass(frozen=True, slots=True)
class _Default:
    """What stands under the `then` of the default."""

    verdict: Verdict
    delay: dt.timedelta | None = None


def _read_default_then(node: Node, build: Build) -> _Default:
    """What stands under `then` in the default: one of its verdicts, or a delay."""
    if isinstance(node, Table):
        build.keys(node, "`then` in the default", {_DELAY: "how long it waits"})
        if not node.entries:
            build.problems.add(node, "`then` of the default is empty", _DEFAULT_DELAY)
        late = node.get(_DELAY)
        return (
            _Default(Verdict.DELAY, _read_delay(late, build)) if late is not None else _Default(Verdict.HOLD)
        )
    return _Default(_default_verdict(node, build))


def _default_verdict(node: Node, build: Build) -> Verdict:
    if isinstance(node, Text) and node.value == _DELAY:
        build.problems.add(node, "`delay` needs a value", _DEFAULT_DELAY)
        return Verdict.HOLD
    word = build.choice(node, "default", DEFAULTS)
    return _VERDICTS[word or "hold"]
