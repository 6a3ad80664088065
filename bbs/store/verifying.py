"""Holding the whole database to its log: the chain, the texts and policies behind it, the posts as they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from pydantic_core import from_json

from bbs.policy.questions import fingerprint
from bbs.policy.submission import Decision, Text, Verdict
from bbs.policy.verdicts import answer
from bbs.store import audit
from bbs.store.audit import Fault
from bbs.store.decisions import read_decision
from bbs.store.records import TEACHER

Ask = Callable[[str], Iterator[tuple[Any, ...]]]
"""Gives the rows of an answer one by one: however long the log is, one row is in memory."""

_ANSWERS = ("released", "refused")


class _Log(NamedTuple):
    """A row of the audit log."""

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    digest: str
    prev: str
    hash: str


class _Decided(NamedTuple):
    """The decision that a row of the log records."""

    id: str
    post: str
    at: str
    facts: str
    house: str
    policy: str
    combined: str
    policy_version: int
    house_version: int


class _Kept(NamedTuple):
    """The post that a row of the log is about, as it stands now."""

    id: str
    salt: str | None
    author: str | None
    at: str
    site: str
    board: str | None
    kind: str
    title: str
    body: str
    shown_title: str
    shown_body: str
    sees_title: str | None
    sees_body: str | None
    audience: str
    state: str
    reason: str
    due: str | None
    verdict: str
    decided_by: str
    told: str
    told_text: str
    answer: str
    flagged: int
    policy_version: int
    house_version: int
    same: str | None
    honoured: str | None


def _columns(alias: str, kind: type[tuple[Any, ...]]) -> str:
    return ", ".join(f"{alias}.{name}" for name in kind.__annotations__)


_ROWS = f"""
SELECT {_columns("g", _Log)}, {_columns("d", _Decided)}, {_columns("p", _Kept)}
FROM audit g LEFT JOIN decisions d ON d.audit = g.seq
LEFT JOIN posts p ON p.id = CASE WHEN g.action IN ('submitted', 'released', 'refused') THEN g.subject ELSE d.post END
ORDER BY g.seq
"""  # noqa: S608  # our own names
_SPLIT = len(_Log._fields), len(_Log._fields) + len(_Decided._fields)
_POLICIES = """
SELECT a.seq, a.digest, a.detail, a.at, a.actor, p.text, p.files, p.layer, p.policy_id, p.at, p.by_whom
FROM policies p LEFT JOIN audit a ON a.action = 'published' AND a.subject = CAST(p.seq AS TEXT)
ORDER BY p.seq
"""
_ERASED = "SELECT subject FROM audit WHERE action = 'erased'"
_LOOSE = """
SELECT 1 FROM decisions d LEFT JOIN audit g ON g.seq = d.audit WHERE g.seq IS NULL LIMIT 1
"""
_UNRECORDED = """
SELECT p.id FROM posts p LEFT JOIN decisions d ON d.post = p.id
WHERE d.id IS NULL
   OR (p.state <> 'judged' AND p.id NOT IN (SELECT subject FROM audit WHERE action IN ('released', 'refused')))
ORDER BY p.seq LIMIT 1
"""


def verify(ask: Ask) -> Fault | None:
    """The first row of the log that does not hold, or None.

    A row holds if the chain does, and the text, decision, policy and post that it records are still the same. Words
    may be gone altogether, and an editor's reason too, where the log says that their author was erased.
    """
    fault, end = _log(ask, frozenset(subject for (subject,) in ask(_ERASED)))
    found = [one for one in (fault, _policies(ask, end)) if one]
    return min(found, key=lambda one: one.seq) if found else _loose(ask, end)


def _log(ask: Ask, gone: Collection[str]) -> tuple[Fault | None, int]:
    """The first row that does not hold, and the number of the row that would come next."""
    seq, last = 0, audit.FIRST
    for row in ask(_ROWS):
        log, decided = _Log(*row[: _SPLIT[0]]), _Decided(*row[slice(*_SPLIT)])
        if log.seq != seq:  # else a second decision that names this row
            try:
                fault = audit.break_in(log[:-1], log.hash, seq, last)
            except (TypeError, ValueError):
                fault = Fault(seq + 1, f"row {log.seq} of the audit log was changed")
            if fault:
                return fault, fault.seq
            seq, last = log.seq, log.hash
        if problem := _behind(log, decided, _Kept(*row[_SPLIT[1] :]), gone):
            return Fault(seq, problem), seq
    return None, seq + 1


def _behind(log: _Log, decided: _Decided, post: _Kept, gone: Collection[str]) -> str:
    """What is wrong with the things that a row of the log records; empty where nothing is. `gone` are erased."""
    if decided.id is not None and not _holds(partial(_same_text, log, decided, post, gone)):
        return f"the text or decision behind row {log.seq} of the audit log was changed"
    if log.action == "submitted":
        stands = _holds(partial(_as_judged, log, decided, post, gone))
    elif log.action in _ANSWERS:
        stands = _holds(partial(_as_answered, log, post, gone))
    else:
        return ""
    return "" if stands else f"post {log.subject} is not what row {log.seq} of the audit log says"


def _policies(ask: Ask, end: int) -> Fault | None:
    for row in ask(_POLICIES):
        if row[0] is None:
            return Fault(end, "a published policy has no row in the audit log")
        if not _holds(partial(_same_policy, *row)):
            return Fault(row[0], f"the policy behind row {row[0]} of the audit log was changed")
    return None


def _loose(ask: Ask, end: int) -> Fault | None:
    """What the log does not know."""
    if next(ask(_LOOSE), None):
        return Fault(end, "a decision names a row of the audit log that is missing")
    row = next(ask(_UNRECORDED), None)
    return Fault(end, f"post {row[0]} has no row in the audit log") if row else None


def _same_text(log: _Log, decided: _Decided, post: _Kept, gone: Collection[str]) -> bool:
    parts = (decided.facts, decided.house, decided.policy, decided.combined)
    if post.salt is None:  # erased, and its trace with it
        return decided.post == post.id and post.author in gone and set(parts) == {""}
    original = Text(post.title, post.body)
    return decided.post == post.id and audit.digest(post.salt, original, *parts) == log.digest


def _same_policy(
    _: int, digest: str, detail: str, at: str, actor: str,
    text: str, files: str, layer: str, policy_id: str, published: str, by: str,
) -> bool:  # fmt: skip
    return (
        audit.policy_digest(text, from_json(files)) == digest
        and from_json(detail) == {"layer": layer, "policy": policy_id}
        and (at, actor) == (published, by)
    )


def _as_judged(log: _Log, decided: _Decided, post: _Kept, gone: Collection[str]) -> bool:
    """Whether a post is what its decision made of it; what an editor made of it since, its own row tells."""
    detail = from_json(log.detail)
    judged = post.state == "judged"
    expected = {
        "audience": post.audience if judged else detail["audience"],
        "decision": decided.id,
        "verdict": post.verdict,
        "by": post.decided_by,
        "told": post.told,
        "policy": post.policy_version,
        "house": post.house_version,
    }
    stands = (
        log.at == post.at == decided.at
        and log.actor == (post.author or TEACHER)
        and (decided.policy_version, decided.house_version) == (post.policy_version, post.house_version)
        and not (judged and post.reason)
        and detail == expected
    )
    return stands and (_is_erased(post, gone) if post.salt is None else _as_decided(decided, post))


def _is_erased(post: _Kept, gone: Collection[str]) -> bool:
    """Whether nothing is left of the words of somebody whom the log calls erased."""
    words = {post.title, post.body, post.shown_title, post.shown_body, post.told_text, post.reason}
    nothing = {post.sees_title, post.sees_body, post.same, post.honoured}
    return post.author in gone and words == {""} and nothing == {None}


def _as_decided(decided: _Decided, post: _Kept) -> bool:
    decision, facts = from_json(decided.combined), from_json(decided.facts)
    shown, sees = decision["edited"], decision["author_sees"] or {"title": None, "body": None}
    return (
        (shown["title"], shown["body"]) == (post.shown_title, post.shown_body)
        and (sees["title"], sees["body"]) == (post.sees_title, post.sees_body)
        and _larger(shown, sees) == from_json(post.honoured or "[[],[]]")
        and decision["told_text"] == post.told_text
        and int(decision["flagged"]) == post.flagged
        and _answer(decision["verdict"], decision["told"]) == post.answer
        and (facts["kind"], facts["site"] or "", facts["board"]) == (post.kind, post.site, post.board)
        and _due(decided, post) == post.due
        and (post.same is None or post.same == fingerprint(post.author or "", post.title, post.body))
    )


def _larger(*texts: dict[str, Any]) -> list[Any]:
    """What of each text is set in larger type."""
    return [text.get("honoured", []) for text in texts]


def _as_answered(log: _Log, post: _Kept, gone: Collection[str]) -> bool:
    if post.reason == "" and not {post.author, log.actor}.isdisjoint(gone):
        said = True  # erased, with whoever gave it or whose words it may quote
    else:
        said = post.salt is not None and audit.digest(post.salt, Text("", post.reason)) == log.digest
    return said and post.state == log.action and post.audience == from_json(log.detail)["audience"]


@cache
def _answer(verdict: int, told: str) -> str:
    nothing = Text("", "")
    return answer(Decision(Verdict(verdict), "", "", nothing, None, None, told, "")).value


def _due(decided: _Decided, post: _Kept) -> str | None:
    """When a delayed post is to appear."""
    if post.verdict != Verdict.DELAY.word:
        return None
    delay = read_decision(decided.combined).delay or dt.timedelta()
    return (dt.datetime.fromisoformat(post.at) + delay).isoformat()


def _holds(check: Callable[[], bool]) -> bool:
    """What can't even be read does not hold."""
    try:
        return check()
    except (TypeError, ValueError, KeyError, AttributeError):
        return False
