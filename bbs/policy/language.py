"""The keys of a policy file, described once: loader, handbook and JSON Schema take them from here."""

from __future__ import annotations

TOP = {
    "policy": "the version of the language: 1. Required, and first in the file",
    "id": "the policy's own short name: small letters, digits and -. Required",
    "title": "its name for people",
    "about": "what it does, in a sentence or two",
    "source": "the real practice it models, with author, title, year",
    "mode": "live (the default), shadow (decide and log, do nothing) or off",
    "default": "what happens when no rule decides: a verdict, or {then, why, tell}. Required",
    "decide": "strictest (the default): the strictest matching rule decides; first: the first one does",
    "see_through": "which disguises are undone: exact, plain (the default), tricks, or a list of folding steps",
    "public": (
        "what readers may see of the rules, on the board's page `/rules`: none, ids (the default: their short names)"
        " or all (why, conditions, what is done and told)"
    ),
    "exempt": "authors to whom nothing is done; keys as under `author`",
    "score": "what happens from how many points on; keys flag, warn, hold, shadow, drop, block",
    "use": "other policies, by their ids, whose lists and rules are taken before those of this file",
    "lists": "named word lists, written here or kept in text files",
    "rules": "the rules",
    "tests": "posts and what the policy must decide on them; run whenever the file is loaded",
    "examples": "texts labelled fine and unwanted, from which over- and under-blocking are counted",
}
"""Keys at the top of a policy file."""

RULE = {
    "id": "the rule's own short name. Required, and unique in the file",
    "why": "one sentence, shown to people",
    "note": "a note for those who read the file",
    "source": "where the rule comes from",
    "mode": "live (the default), shadow (decided and logged, nothing done) or off",
    "if": "the conditions; a rule without them always matches",
    "unless": "conditions that keep the rule from matching",
    "then": "a verdict, effects, or a list of both",
    "tell": "what the author is told: nothing, refused, reason, full or {pretend: an excuse}",
}
"""Keys of a rule."""

TEST = {
    "post": "the text, or a map with title, body, by, at, date, site, board, kind, confirm",
    "after": "earlier posts, oldest first, each as `post`; a map may also say ago: 5 minutes",
    "gives": "the verdict",
    "by_rule": "the rule that decides, or default",
    "shown": "the text that readers get; null for nothing",
    "score": "the score",
    "told": "how much the author is told, or the very words",
    "hits": "rules that must have matched; others may",
}
"""Keys of a test."""
