"""What is seen as one character, though it is several: nothing is drawn that ends in the middle of it."""

from __future__ import annotations

from bbs.policy.characters import CLASSES

_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)
"""Skin tones: they belong to the emoji before them."""


def border(text: str, at: int, step: int) -> int:
    """The nearest border of what is seen as one character: from `at` on (step 1), or back from it (-1)."""
    while 0 < at < len(text) and _joined(text[at - 1], text[at]):
        at += step
    return at


def _joined(before: str, after: str) -> bool:
    """Whether two characters are seen as one: a mark, a joiner or a tone belongs to what stands before it."""
    tied = after == _JOINER or CLASSES[ord(after)] == "m" or ord(after) in _TONES
    return tied or before == _JOINER or 0xFE00 <= ord(after) <= 0xFE0F
