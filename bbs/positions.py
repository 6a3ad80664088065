"""What somebody may be in a network, and what they may open: the roles and tiers that the teacher gives."""

from __future__ import annotations

from collections.abc import Collection

from bbs.drafts import DraftError
from bbs.policy.submission import ROLES as ROLES


def check(role: str, tier: str, tiers: Collection[str]) -> None:
    """Whether this network knows role and tier. Raises DraftError, which names those that it knows."""
    if role not in ROLES:
        raise DraftError("role", f"There is no role {role[:40]!r} here; take {_one_of(ROLES)}.")
    if tier not in tiers:
        raise DraftError("tier", f"This network has no tier {tier[:40]!r}; take {_one_of(tiers)}.")


def _one_of(words: Collection[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
