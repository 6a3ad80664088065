"""One post through three lenses: what its author sees, what readers see, what the operator sees."""

from __future__ import annotations

from dataclasses import dataclass

from bbs.policy.submission import Decision, Submission
from bbs.policy.verdicts import View, Viewer, visible_to
from bbs.store import NotFound, PolicyVersion, Post, Store, decisions, policies, posts, threads

READER = Viewer()
"""Somebody who did not write it and is no operator."""


class WordsGone(NotFound):
    """The words of this post were erased: there is nothing left to look at through a lens."""

    def __init__(self, post: Post) -> None:
        super().__init__(post.id)
        self.post = post


@dataclass(frozen=True, slots=True)
class Lenses:
    """A post as everybody sees it now, and the decision that was made on it."""

    post: Post
    author: View | None
    reader: View | None
    submission: Submission
    """What was judged, with every fact frozen."""
    combined: Decision
    """What was carried out."""
    house: Decision
    """What the house rules alone decided."""
    policy: Decision
    """What the policy in force alone decided."""
    version: PolicyVersion | None
    """The policy version that decided; None if it is no longer kept."""
    house_version: int
    """The house rules that decided, by the key of their version."""


async def lenses_on(store: Store, post_id: str) -> Lenses:
    """The three lenses on a post; raises NotFound, and WordsGone where its author was erased."""
    post = await posts.by_id(store, post_id)
    row = await decisions.of_post(store, post_id)
    if post is None or row is None:
        raise NotFound(post_id)
    if post.erased:
        raise WordsGone(post)
    return Lenses(
        post=post,
        author=await seen_by(store, post, Viewer(post.author)) if post.author else None,
        reader=await seen_by(store, post, READER),
        submission=decisions.read_submission(row.facts),
        combined=decisions.read_decision(row.combined),
        house=decisions.read_decision(row.house),
        policy=decisions.read_decision(row.policy),
        version=await policies.by_seq(store, row.policy_version),
        house_version=row.house_version,
    )


async def seen_by(store: Store, post: Post, viewer: Viewer) -> View | None:
    """What a viewer sees; nothing of a thread is seen by whoever does not see the post that opened it."""
    opened = await threads.by_id(store, post.thread) if post.thread else None
    if opened and visible_to(opened.opening, viewer) is None:
        return None
    return visible_to(post, viewer)
