"""Whether a post stands as a row of the log says: as it was first decided, as a re-run or an editor has left it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

from pydantic_core import from_json

from bbs.policy.questions import fingerprint
from bbs.policy.submission import Decision, Text, Verdict
from bbs.policy.verdicts import answer
from bbs.store import audit
from bbs.store.decisions import read_decision
from bbs.store.records import PROGRAM, TEACHER


class Log(NamedTuple):
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


class Decided(NamedTuple):
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


class Kept(NamedTuple):
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
    rerun: int | None


def same_text(log: Log, decided: Decided, post: Kept, gone: Collection[str]) -> bool:
    """Whether a text and what was decided about it are still what the row sealed; `gone` are erased."""
    parts = (decided.facts, decided.house, decided.policy, decided.combined)
    if post.salt is None:  # erased, and its trace with it
        return decided.post == post.id and post.author in gone and set(parts) == {""}
    original = Text(post.title, post.body)
    return decided.post == post.id and audit.digest(post.salt, original, *parts) == log.digest


def as_judged(log: Log, decided: Decided, post: Kept, gone: Collection[str]) -> bool:
    """Whether a post is what was first decided; what an editor or a re-run made of it since, their own rows tell."""
    detail = from_json(log.detail)
    decision, policy, house = detail["decision"], detail["policy"], detail["house"]
    first = (
        log.at == post.at == decided.at
        and log.actor == (post.author or TEACHER)
        and (decision, policy, house) == (decided.id, decided.policy_version, decided.house_version)
        and detail["told"] == post.told
    )
    if not first or (post.rerun is None and not _stands(detail, post, "judged")):
        return False
    if post.salt is None:
        return _is_erased(post, gone)
    return _as_told(decided, post) and (post.rerun is not None or _as_decided(decided, post))


def as_decided_anew(log: Log, decided: Decided, post: Kept, gone: Collection[str]) -> bool:
    """Whether a post is what a re-run decided; of those before the last one, its decision alone is left."""
    detail = from_json(log.detail)
    decision, policy, house = detail["decision"], detail["policy"], detail["house"]
    if (decision, policy, house) != (decided.id, decided.policy_version, decided.house_version):
        return False
    if decided.at != log.at or post.rerun is None or post.rerun < log.seq:
        return False
    if post.rerun > log.seq:
        return True
    stands = _stands(detail, post, detail["state"])
    return stands and (_is_erased(post, gone) if post.salt is None else _as_decided(decided, post))


def as_answered(log: Log, post: Kept, gone: Collection[str]) -> bool:
    """Whether a post is what an editor, or time, has made of it; what a re-run did after that, its row tells."""
    if post.rerun is not None and log.seq < post.rerun:
        return log.actor == PROGRAM  # what an editor has answered, no re-run changes
    if post.reason == "" and not {post.author, log.actor}.isdisjoint(gone):
        said = True  # erased, with whoever gave it or whose words it may quote
    else:
        said = post.salt is not None and audit.digest(post.salt, Text("", post.reason)) == log.digest
    return said and post.state == log.action and post.audience == from_json(log.detail)["audience"]


def _stands(detail: dict[str, Any], post: Kept, state: str) -> bool:
    """Whether a post stands by a decision that left it in this state, or was answered since."""
    unanswered = post.state == state
    return (
        (not unanswered or (post.audience == detail["audience"] and not post.reason))
        and (detail["verdict"], detail["by"]) == (post.verdict, post.decided_by)
        and (detail["policy"], detail["house"]) == (post.policy_version, post.house_version)
    )


def _is_erased(post: Kept, gone: Collection[str]) -> bool:
    """Whether nothing is left of the words of somebody whom the log calls erased."""
    words = {post.title, post.body, post.shown_title, post.shown_body, post.told_text, post.reason}
    nothing = {post.sees_title, post.sees_body, post.same, post.honoured}
    return post.author in gone and words == {""} and nothing == {None}


def _as_told(decided: Decided, post: Kept) -> bool:
    """Whether what its author was told, and where it was sent, is what the first decision says."""
    decision, facts = from_json(decided.combined), from_json(decided.facts)
    return (
        decision["told_text"] == post.told_text
        and _answer(decision["verdict"], decision["told"]) == post.answer
        and (facts["kind"], facts["site"] or "", facts["board"]) == (post.kind, post.site, post.board)
        and (post.same is None or post.same == fingerprint(post.author or "", post.title, post.body))
    )


def _as_decided(decided: Decided, post: Kept) -> bool:
    """Whether the texts of a post, and when it appears, are what a decision made of them."""
    decision = from_json(decided.combined)
    shown, sees = decision["edited"], decision["author_sees"] or {"title": None, "body": None}
    return (
        (shown["title"], shown["body"]) == (post.shown_title, post.shown_body)
        and (sees["title"], sees["body"]) == (post.sees_title, post.sees_body)
        and _larger(shown, sees) == from_json(post.honoured or "[[],[]]")
        and int(decision["flagged"]) == post.flagged
        and _due(decided, post) == post.due
    )


def _larger(*texts: dict[str, Any]) -> list[Any]:
    """What of each text is set in larger type."""
    return [text.get("honoured", []) for text in texts]


@cache
def _answer(verdict: int, told: str) -> str:
    nothing = Text("", "")
    return answer(Decision(Verdict(verdict), "", "", nothing, None, None, told, "")).value


def _due(decided: Decided, post: Kept) -> str | None:
    """When a delayed post is to appear."""
    if post.verdict != Verdict.DELAY.word:
        return None
    delay = read_decision(decided.combined).delay or dt.timedelta()
    return (dt.datetime.fromisoformat(post.at) + delay).isoformat()
