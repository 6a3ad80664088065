"""The evasion lab: named ways to disguise a word. Each stands once, as a function that says what it does."""

from __future__ import annotations

from bbs.policy.evasion import letters, spacing, spelling
from bbs.policy.evasion.disguise import Disguise

__all__ = ["DISGUISES", "Disguise"]

DISGUISES: tuple[Disguise, ...] = tuple(
    one
    for module in (letters, spacing, spelling)
    for one in vars(module).values()
    if isinstance(one, Disguise)
)
"""Every disguise, in the order of the modules and of what stands in them."""
