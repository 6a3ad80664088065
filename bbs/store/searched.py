"""The newest texts on the boards, for looking through. What of them is shown, `visible_to` decides."""

from __future__ import annotations

from bbs.policy.verdicts import Viewer
from bbs.store.posts import COLUMNS, post_of
from bbs.store.records import Post
from bbs.store.transaction import Reads

_NEWEST = f"""
SELECT {COLUMNS} FROM posts p LEFT JOIN people a ON a.id = p.author
WHERE p.thread IS NOT NULL AND (p.audience = 'everyone' OR p.author = :viewer) ORDER BY p.seq DESC LIMIT :limit
"""  # noqa: S608  # our own names


async def newest(reads: Reads, viewer: Viewer, limit: int) -> list[Post]:
    """Texts of threads, newest first: those that `visible_to` may say yes to, and no fewer."""
    rows = await reads.fetch_all(_NEWEST, {"viewer": viewer.person, "limit": limit})
    return [post_of(row) for row in rows]
