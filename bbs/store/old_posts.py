"""Posts that are already there, for a re-run: read in order with what was known when they were sent, decided anew."""

from __future__ import annotations

from dataclasses import dataclass

from bbs.store.errors import NotFound
from bbs.store.honoured import honoured_text
from bbs.store.policies import LAYERS
from bbs.store.posts import COLUMNS, post_of
from bbs.store.records import PROGRAM, Post
from bbs.store.transaction import Reads, Transaction

_PAGE = f"""
SELECT {COLUMNS}, (SELECT d.facts FROM decisions d WHERE d.post = p.id ORDER BY d.seq LIMIT 1) AS facts
FROM posts p JOIN people a ON a.id = p.author
WHERE p.seq > :after AND p.seq <= :until AND p.salt IS NOT NULL AND p.verdict <> 'warn'
ORDER BY p.seq LIMIT :limit
"""  # noqa: S608  # our own names
_REACH = "SELECT (SELECT max(seq) FROM posts) AS post, (SELECT max(seq) FROM audit) AS row"
_BY_TIME = """
SELECT p.id FROM audit g JOIN posts p ON p.id = g.subject
WHERE p.state = 'released' AND (
    (g.action = 'released' AND g.actor = :program AND g.seq > coalesce(p.rerun, 0))
    OR (g.action = 're-run' AND g.seq = p.rerun AND json_extract(g.detail, '$.state') = 'released')
)
"""
_TOUCHED = """
SELECT DISTINCT p.seq FROM audit g
JOIN posts p ON (g.action <> 'erased' AND p.id = g.subject) OR (g.action = 'erased' AND p.author = g.subject)
WHERE g.seq > :after AND g.action IN ('released', 'refused', 're-run', 'erased')
"""
_VERSIONS = "SELECT max(seq) AS seq FROM policies WHERE layer = :layer"
_ANEW = """
UPDATE posts SET shown_title = :shown_title, shown_body = :shown_body, sees_title = :sees_title,
    sees_body = :sees_body, honoured = :honoured, audience = :audience, state = :state, reason = '', due = :due,
    verdict = :verdict, decided_by = :by, flagged = :flagged, policy_version = :policy, house_version = :house,
    rerun = :rerun
WHERE id = :id RETURNING seq
"""


@dataclass(frozen=True, slots=True)
class OldPost:
    """A post as it stands, with the submission as it was frozen when it was first judged."""

    post: Post
    facts: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the board has come at a moment: the keys of its newest post and of the newest row of its log."""

    post: int
    row: int


async def reach(reads: Reads) -> Reach:
    """How far the board has come."""
    found = await reads.fetch_one(_REACH)
    return Reach(found["post"] or 0, found["row"] or 0) if found else Reach(0, 0)


async def page(reads: Reads, *, after: int, until: int, limit: int) -> list[OldPost]:
    """What participants sent, in order: not the teacher's words, not erased ones, not what was only asked back."""
    values = {"after": after, "until": until, "limit": limit}
    return [OldPost(post_of(row), row["facts"]) for row in await reads.fetch_all(_PAGE, values)]


async def released_by_time(reads: Reads) -> frozenset[str]:
    """The ids of delayed posts that appeared by themselves, or at once in a re-run: no editor has answered those."""
    return frozenset(row["id"] for row in await reads.fetch_all(_BY_TIME, {"program": PROGRAM}))


async def touched(reads: Reads, after: int) -> frozenset[int]:
    """The keys of posts that were answered, erased or run again since a row of the log."""
    return frozenset(row["seq"] for row in await reads.fetch_all(_TOUCHED, {"after": after}))


async def versions(reads: Reads) -> tuple[int, int]:
    """The keys of the versions in force: house rules and policy."""
    house, policy = [await reads.fetch_one(_VERSIONS, {"layer": layer}) for layer in LAYERS]
    return (house["seq"] or 0 if house else 0), (policy["seq"] or 0 if policy else 0)


async def decide_anew(tx: Transaction, post: Post) -> None:
    """Let a post stand by a new decision; what its author was told stays. Raises NotFound."""
    sees = post.author_sees
    values = {
        "id": post.id,
        "shown_title": post.shown.title,
        "shown_body": post.shown.body,
        "sees_title": sees.title if sees else None,
        "sees_body": sees.body if sees else None,
        "honoured": honoured_text(post.shown, sees),
        "audience": post.audience.value,
        "state": post.state,
        "due": post.due.isoformat() if post.due else None,
        "verdict": post.verdict,
        "by": post.by,
        "flagged": post.flagged,
        "policy": post.policy_version,
        "house": post.house_version,
        "rerun": post.rerun,
    }
    if await tx.fetch_one(_ANEW, values) is None:
        raise NotFound(post.id)
