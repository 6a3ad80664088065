"""Holding the whole database to its log: the chain, the texts and policies behind it, the posts as they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

from pydantic_core import from_json

from bbs.store import audit
from bbs.store.audit import Fault
from bbs.store.vouching import Decided, Kept, Log, as_answered, as_decided_anew, as_judged, same_text

Ask = Callable[[str], Iterator[tuple[Any, ...]]]
"""Gives the rows of an answer one by one: however long the log is, one row is in memory."""

_ANSWERS = ("released", "refused")


def _columns(alias: str, kind: type[tuple[Any, ...]]) -> str:
    return ", ".join(f"{alias}.{name}" for name in kind.__annotations__)


_ROWS = f"""
SELECT {_columns("g", Log)}, {_columns("d", Decided)}, {_columns("p", Kept)}
FROM audit g LEFT JOIN decisions d ON d.audit = g.seq
LEFT JOIN posts p ON p.id = CASE
    WHEN g.action IN ('submitted', 'released', 'refused', 're-run') THEN g.subject ELSE d.post
END
ORDER BY g.seq
"""  # noqa: S608  # our own names
_SPLIT = len(Log._fields), len(Log._fields) + len(Decided._fields)
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
LEFT JOIN (
    SELECT subject, max(seq) AS seq FROM audit WHERE action IN ('released', 'refused') GROUP BY subject
) a ON p.state <> 'judged' AND a.subject = p.id
LEFT JOIN audit r ON r.seq = p.rerun AND r.action = 're-run' AND r.subject = p.id
WHERE d.id IS NULL OR (p.rerun IS NOT NULL AND r.seq IS NULL)
   OR (p.state <> 'judged' AND coalesce(a.seq, 0) <= coalesce(p.rerun, 0)
        AND coalesce(json_extract(r.detail, '$.state'), 'judged') <> p.state)
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
        log, decided = Log(*row[: _SPLIT[0]]), Decided(*row[slice(*_SPLIT)])
        if log.seq != seq:  # else a second decision that names this row
            try:
                fault = audit.break_in(log[:-1], log.hash, seq, last)
            except (TypeError, ValueError):
                fault = Fault(seq + 1, f"row {log.seq} of the audit log was changed")
            if fault:
                return fault, fault.seq
            seq, last = log.seq, log.hash
        if problem := _behind(log, decided, Kept(*row[_SPLIT[1] :]), gone):
            return Fault(seq, problem), seq
    return None, seq + 1


def _behind(log: Log, decided: Decided, post: Kept, gone: Collection[str]) -> str:
    """What is wrong with the things that a row of the log records; empty where nothing is. `gone` are erased."""
    if decided.id is not None and not _holds(partial(same_text, log, decided, post, gone)):
        return f"the text or decision behind row {log.seq} of the audit log was changed"
    if log.action == "submitted":
        stands = _holds(partial(as_judged, log, decided, post, gone))
    elif log.action == "re-run":
        stands = _holds(partial(as_decided_anew, log, decided, post, gone))
    elif log.action in _ANSWERS:
        stands = _holds(partial(as_answered, log, post, gone))
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


def _same_policy(
    _: int, digest: str, detail: str, at: str, actor: str,
    text: str, files: str, layer: str, policy_id: str, published: str, by: str,
) -> bool:  # fmt: skip
    return (
        audit.policy_digest(text, from_json(files)) == digest
        and from_json(detail) == {"layer": layer, "policy": policy_id}
        and (at, actor) == (published, by)
    )


def _holds(check: Callable[[], bool]) -> bool:
    """What can't even be read does not hold."""
    try:
        return check()
    except (TypeError, ValueError, KeyError, AttributeError):
        return False
