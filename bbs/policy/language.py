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

EXAMPLES = {
    "top": {
        "policy": "policy: 1",
        "id": "id: our-board",
        "title": "title: Our board",
        "about": "about: Greetings appear at once.",
        "source": 'source: "A. Heron, A board, 2026"',
        "mode": "mode: shadow",
        "default": "default: hold",
        "decide": "decide: first",
        "see_through": "see_through: tricks",
        "public": "public: all",
        "exempt": "exempt: {role: [editor]}",
        "score": "score: {flag: 40, hold: 60}",
        "use": "use: [combinations]",
        "lists": "lists: {greeting: [happy birthday, many happy returns]}",
        "rules": "rules: [{id: cake, if: {words: [cake]}, then: hold}]",
        "tests": "tests: [{post: A cake, gives: hold}]",
        "examples": "examples: {fine: [A cake], unwanted: [A tart]}",
    },
    "rule": {
        "id": "id: selling",
        "why": "why: This board is not a shop.",
        "note": "note: Ask the choir before you change this.",
        "source": "source: The board's rules of 2026",
        "mode": "mode: off",
        "if": "if: {words: [cake]}",
        "unless": "unless: {words: [choir]}",
        "then": "then: [hold, flag]",
        "tell": "tell: full",
    },
    "test": {
        "post": 'post: {body: Good night, at: "23:00"}',
        "after": "after: [Good evening, Good evening]",
        "gives": "gives: hold",
        "by_rule": "by_rule: default",
        "shown": "shown: null",
        "score": "score: 0",
        "told": "told: reason",
        "hits": "hits: [selling]",
    },
    "default": {"then": "then: block", "why": "why: An editor reads it first.", "tell": "tell: refused"},
    "score": {word: f"{word}: 40" for word in ("flag", "warn", "hold", "shadow", "drop", "block")},
    "list": {
        "file": "file: lists/greetings.txt",
        "words": "words: [square, fountain]",
        "match": "match: prefix",
    },
    "examples": {"fine": "fine: [A cake for all]", "unwanted": "unwanted: [Cake for sale]"},
    "post": {
        "title": "title: My cake",
        "body": "body: A cake for all",
        "by": "by: {role: professor}",
        "at": 'at: "23:00"',
        "date": "date: 2026-03-14",
        "site": "site: board",
        "board": "board: friends",
        "kind": "kind: card",
        "confirm": "confirm: true",
        "ago": "ago: 5 minutes",
    },
    "by": {
        "role": "role: editor",
        "tier": "tier: elite",
        "name": "name: Otter-Nineteen",
        "age": "age: 10 minutes",
        "posts": "posts: 3",
    },
    "author": {
        "role": "role: [student, professor]",
        "not_role": "not_role: [editor]",
        "tier": "tier: [visitor]",
        "named": "named: [Otter-Nineteen]",
        "age_under": "age_under: 10 minutes",
        "posts_under": "posts_under: 3",
    },
    "links": {"more_than": "more_than: 2", "to": "to: [outside.test]", "not_to": "not_to: [bright.test]"},
    "time": {"from": 'from: "22:00"', "to": 'to: "06:00"', "days": "days: [sat, sun]"},
    "length": {"over": "over: 500", "under": "under: 200"},
    "capitals": {"over": "over: 70%"},
    "posts": {"more_than": "more_than: 3", "in": "in: 10 minutes"},
    "same_text": {"more_than": "more_than: 1", "in": "in: 1 hour"},
    "burst": {"of": "of: lantern", "authors": "authors: 5", "in": "in: 10 minutes"},
    "unknown_words": {"known": "known: [hello, friends]", "more_than": "more_than: 2"},
    "over": {"over": "over: 50"},
}
"""An example of every key that is no condition of its own, by the map that it stands in."""

FOLDED = {
    "case": "BIRTHDAY",
    "width": "ｂｉｒｔｈｄａｙ",
    "accents": "bírthdåy",
    "invisible": "birth\u00adday",
    "lookalikes": "bіrthdау",
    "leet": "b1rthd4y",
    "stretch": "biiirthdaaay",
    "spread": "b i r t h d a y",
}
"""For every folding step, `birthday` as it has to be written to need that step alone."""
