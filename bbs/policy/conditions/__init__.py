"""The words of the condition language, and the maps that join them."""

from __future__ import annotations

from bbs.policy.conditions.chance import Chance
from bbs.policy.conditions.clock import Time
from bbs.policy.conditions.condition import Condition
from bbs.policy.conditions.counts import Burst, Posts, SameText
from bbs.policy.conditions.facts import Board, By, Kind, Length, Site
from bbs.policy.conditions.links import Links
from bbs.policy.conditions.matched import Matched, Total
from bbs.policy.conditions.patterns import Patterns
from bbs.policy.conditions.shapes import LooksLike, Shapes
from bbs.policy.conditions.vocabulary import UnknownWords
from bbs.policy.conditions.words import AllWords, Words
from bbs.policy.conditions.writing import Capitals, Script

CONDITIONS: dict[str, type[Condition]] = {
    one.word: one
    for one in (
        *(Words, AllWords, Shapes, LooksLike, Patterns, UnknownWords, Links),
        *(By, Time, Site, Board, Kind, Length, Capitals, Script, Chance),
        *(Posts, SameText, Burst, Matched, Total),
    )
}
"""Every condition by its word; what is not in here is not a word of the language."""

SCOPE = {
    "in": (
        "where the words are looked for: title and body when left out; name for kind: name",
        "in: [title]",
    ),
    "except": ("takes away only those hits that lie inside one of these phrases", "except: [muppet show]"),
    "at_least": ("that many different phrases must occur; a combination is one phrase", "at_least: 2"),
    "disguised": (
        "only words written in disguise count: look-alikes, leet, spread letters",
        "disguised: true",
    ),
}
"""Keys that say how the text conditions beside them look: what each does, and an example."""

NESTS = {
    "any": ("at least one of these maps is true", "any: [{kind: card}, {words: [cake]}]"),
    "all": ("every one of these maps is true", "all: [{words: [cake]}, {words: [candle]}]"),
    "not": ("the map is false; what stands under it gives no hits", "not: {words: [choir]}"),
}
"""Keys that hold further maps: what each does, and an example."""
