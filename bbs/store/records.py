"""What is kept, as frozen records; the SQL beside them turns rows into these."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bbs.policy.submission import Text
from bbs.policy.verdicts import Audience

TEACHER = "teacher"
"""The actor of an audit row, and the author's role of a post, that is no participant but the teacher."""

PROGRAM = "closednet"
"""The actor of an audit row for what happens by itself, as a delay that has run out."""

ERASED = "somebody who was erased"
"""What stands where the name of an author stood."""

WORDS_ERASED = "These words were erased."
"""What stands where their words stood."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who joined: a dealt name, a made-up birthday, and nothing that leads to a real person."""

    id: str
    name: str
    role: str
    tier: str
    birthday: str
    """Month and day, as 03-14; never a year."""
    ticket_hash: str
    """Argon2id of the return ticket."""
    joined: dt.datetime
    password_hash: str = ""
    """Argon2id of a password that this person has set; empty for none."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser or program that is signed in; only the hash of its token is kept."""

    token_hash: str
    person: str | None
    """None for the teacher's console."""
    audience: str
    """network or console: a session of one is worth nothing on the other."""
    created: dt.datetime
    revoked: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread of a board, or a greeting card that others sign."""

    id: str
    seq: int
    site: str
    board: str
    kind: str
    author: str
    """Person id; empty for the teacher."""
    to: str | None
    """The person a card is for."""
    at: dt.datetime
    opening: str
    """The id of the post that opened it; who sees that post sees the thread."""
    merged_into: str | None = None
    """The thread that took this one's posts in: a second card for the same person."""


@dataclass(frozen=True, slots=True)
class Post:
    """One piece of writing as it stands now, with what was done and what its author was told."""

    id: str
    seq: int
    thread: str | None
    site: str
    board: str | None
    kind: str
    author: str
    """Person id; empty for the teacher."""
    at: dt.datetime
    original: Text
    shown: Text
    """What readers get once they may see it."""
    author_sees: Text | None
    audience: Audience
    verdict: str
    """The ladder's word."""
    by: str
    """What decided: a rule's id, default, score, house-rules/ID ..."""
    told: str
    """With text and answer: what its author was told when it was sent. No re-run changes that."""
    told_text: str
    answer: str
    """What the author was made to believe: a word of `bbs.policy.verdicts.Answer`."""
    policy_version: int
    house_version: int
    state: str = "judged"
    """judged, released or refused."""
    reason: str = ""
    """An editor's reason for the refusal or release."""
    due: dt.datetime | None = None
    """When a delayed post appears by itself."""
    flagged: bool = False
    salt: str | None = None
    """Makes the digests in the audit log say nothing once it is erased; None for words that were erased."""
    once: str | None = None
    """What makes a form that is sent twice count once."""
    author_name: str = ""
    author_role: str = TEACHER
    rerun: int | None = None
    """The audit row of the re-run whose decision it stands by; None for one that stands as it was first decided."""
    thread_audience: Audience = Audience.EVERYONE
    """Who sees the post that opened its thread, and so the thread."""

    @property
    def erased(self) -> bool:
        """Its author was erased, and all words with them."""
        return self.salt is None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with all that went in: facts and the answers of both layers, as JSON."""

    id: str
    seq: int
    post: str
    at: dt.datetime
    facts: str
    """The whole Submission."""
    house: str
    """The house rules' Decision."""
    policy: str
    """The policy's Decision."""
    combined: str
    """The Decision that was carried out."""
    policy_version: int
    house_version: int
    audit: int
    """The audit row that records it."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the audit log; `hash` seals all the rest, `prev` is the hash of the row before."""

    seq: int
    at: dt.datetime
    actor: str
    action: str
    subject: str
    detail: str
    """A JSON object; never a text that somebody wrote, never anything personal."""
    digest: str
    """Salted digest of the texts behind it; empty where there are none."""
    prev: str
    hash: str

    @property
    def details(self) -> Mapping[str, Any]:
        """The detail, read."""
        found: dict[str, Any] = json.loads(self.detail)
        return found


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A published policy, whole: what lies on disk may change without touching it."""

    seq: int
    number: int
    """The version as people count it, from 1 in each layer."""
    layer: str
    """house or network-policy."""
    policy_id: str
    title: str
    text: str
    files: Mapping[str, str]
    """The list files that belong to it, by the name the policy uses."""
    at: dt.datetime
    by: str
    note: str
    origin: str = ""
    """The file it was published from: the id of a shipped one, or a whole path; empty for what was typed."""


@dataclass(frozen=True, slots=True)
class Runaway:
    """A rule that the runaway guard has acted on."""

    seq: int
    rule: str
    does: str
    """A digest of what the rule did; the guard leaves one that does the same alone."""
    counted: int
    """The key of the version that it was counted in."""
    version: int | None
    """The key of the version that puts it in shadow mode; None where its text could not be changed so."""
    posts: int
    kept_back: int
    """How many of these posts it kept from appearing at once."""
    since: dt.datetime
    """When the rule was published."""
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """A policy that loads and is kept, but not in force."""

    policy_id: str
    text: str
    files: Mapping[str, str]
    """Its list files, by the name the policy uses."""
    at: dt.datetime
    by: str
