"""What an author is told of a text that was taken in."""

from __future__ import annotations

from dataclasses import dataclass

from bbs.policy.verdicts import Answer
from bbs.store import Post


@dataclass(frozen=True, slots=True)
class Receipt:
    """Exactly what the author is told, and nothing more."""

    status: str
    """appears, waits, refused, failed or confirm."""
    post: str | None
    """The post's id, where the author is made to believe that there is one."""
    thread: str | None
    told: str
    """nothing, refused, reason, full; or failed, for an excuse: that it is one is not told."""
    told_text: str


def receipt_of(post: Post) -> Receipt:
    """The receipt for a post: of one that its author is made to believe in, where it stands."""
    status = Answer(post.answer)
    believed = status in {Answer.APPEARS, Answer.WAITS}
    return Receipt(
        status=status.value,
        post=post.id if believed else None,
        thread=post.thread if believed else None,
        told="failed" if status is Answer.FAILED else post.told,
        told_text=post.told_text,
    )
