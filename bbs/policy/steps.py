"""The folding steps by name: what `see_through` may say, and which of them are disguises."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

STEPS = ("case", "width", "accents", "invisible", "lookalikes", "leet", "stretch", "spread")
"""Every folding step, in the order in which they are taken."""

PLAIN = frozenset(STEPS[:4])
"""The steps that phrases are folded by too."""

DISGUISES = frozenset({"invisible", "lookalikes", "leet", "stretch", "spread"})
"""The steps that undo a disguise; case, width and accents are ordinary writing."""

NAMED = {"exact": (), "plain": STEPS[:4], "tricks": STEPS}
"""The three ways of seeing through that have a name."""


class Step:
    """The steps as bits: plain numbers, so that the steps of many characters add up quickly."""

    CASE = 1
    WIDTH = 2
    ACCENTS = 4
    INVISIBLE = 8
    LOOKALIKES = 16
    LEET = 32
    STRETCH = 64
    SPREAD = 128


def names(touched: int) -> tuple[str, ...]:
    """The names of the steps whose bits are set, in the order of the steps."""
    return _NAMES[touched]


_NAMES = [
    tuple(name for place, name in enumerate(STEPS) if touched >> place & 1)
    for touched in range(1 << len(STEPS))
]


def names_in_order(found: Collection[str]) -> tuple[str, ...]:
    """These steps in the order in which they are taken, each once."""
    return tuple(step for step in STEPS if step in found)


def steps_of(see_through: str | Sequence[str]) -> tuple[str, ...]:
    """The steps of a name (`exact`, `plain`, `tricks`), of one step or of a list of steps, each once and in order.

    Raises ValueError with a sentence that says what may be written instead.
    """
    if isinstance(see_through, str):
        if see_through in NAMED:
            return NAMED[see_through]
        see_through = (see_through,)
    for word in see_through:
        if word not in STEPS:
            raise ValueError(_unknown(word))
    return names_in_order(see_through)


def _unknown(word: str) -> str:
    close = get_close_matches(word.lower(), (*NAMED, *STEPS), n=1)
    guess = f"did you mean `{close[0]}`? " if close else ""
    return (
        f"`{word}` is no way to see through a disguise; {guess}"
        f"write exact, plain or tricks, or a list of some of {', '.join(STEPS)}"
    )
