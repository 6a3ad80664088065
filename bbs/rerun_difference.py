"""The difference that a policy would make to all posts so far: numbers, and what is needed to list every post of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bbs.anew import Outcome, Stays
from bbs.policy.replay import Change
from bbs.store import Post, Store, posts
from bbs.store.old_posts import Reach


@dataclass(frozen=True, slots=True)
class Changed:
    """One post that a policy would treat otherwise, as little of it as can be."""

    key: int
    change: Change
    was: str
    was_by: str
    verdict: str
    """The verdict that it would have, as the ladder's word."""
    by: str
    moves: bool
    """A re-run changes it; else only what its author would have been told is different."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: the post as it stands now, and what would change."""

    post: Post
    changed: Changed


@dataclass(slots=True)
class Difference:
    """What a policy would do to the posts so far. It changes nothing by itself."""

    mark: str
    """Names this very difference: a re-run says which one somebody has looked at."""
    policy_id: str
    title: str
    query: str
    """How the console's addresses name the policy; empty for the one in force."""
    versions: tuple[int, int]
    """The keys of the house rules and the policy that were in force then."""
    reach: Reach
    in_force: bool
    """The policy is the one in force, so that it can be run."""
    posts: int = 0
    """How many posts were looked at."""
    counts: Counter[Change] = field(default_factory=Counter)
    stay: Counter[Stays] = field(default_factory=Counter)
    """Posts that the policy would treat otherwise and that stay all the same."""
    moves: int = 0
    """How many posts a re-run changes."""
    changed: list[Changed] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Posts for which nothing would be different."""
        return self.posts - self.counts.total() - self.stay.total()

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Take in some more."""
        for one in outcomes:
            self.posts += 1
            if one.change is None:
                continue
            if one.stays is not None and one.change is not Change.TOLD:
                self.stay[one.stays] += 1
                continue
            self.counts[one.change] += 1
            self.moves += one.moves
            self.changed.append(_changed(one, one.change))

    async def page(
        self, store: Store, change: Change | None = None, after: int = 0, limit: int = 50
    ) -> tuple[list[Listed], int | None]:
        """Posts of a kind of change, or of all, oldest first, after a key; and the key to go on from, if any."""
        found = [one for one in self.changed if one.key > after and change in {None, one.change}][: limit + 1]
        shown = {one.key: one for one in found[:limit]}
        rows = await posts.by_keys(store, shown)
        more = found[limit - 1].key if len(found) > limit else None
        return [Listed(row, shown[row.seq]) for row in rows], more

    def touches(self, keys: Iterable[int]) -> bool:
        """Whether a re-run would change one of these posts."""
        wanted = frozenset(keys)
        return bool(wanted) and any(one.key in wanted for one in self.changed if one.moves)


def _changed(one: Outcome, change: Change) -> Changed:
    post, anew, same = one.post, one.anew, sys.intern  # of a hundred thousand words, each is kept once
    was, verdict = same(post.verdict), same(anew.verdict)
    return Changed(post.seq, change, was, same(post.by), verdict, same(anew.by), one.moves)
