"""What becomes of every disguise of a word under a policy, as a table or as data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bbs.cli.loading import load_policy
from bbs.cli.output import DONE, UNUSABLE, complain, say, say_json
from bbs.cli.tables import show_table
from bbs.cli.words_file import read_words
from bbs.document import DocumentError
from bbs.policy.evasion import DISGUISES
from bbs.policy.evasion.trial import Caught, Row, Toll, Trial, hitting
from bbs.policy.fold import Folder
from bbs.policy.load import load
from bbs.policy.phrases import Combination, ListName, parse_entry, parts_of
from bbs.policy.plainly import listed
from bbs.policy.rules import Policy
from bbs.policy.steps import NAMED

MOST = 8
"""Innocent words that are named."""

OWN = "this file"
"""The column of what the file itself sees through, where that has no name."""

_MADE = "policy: 1\nid: made\ndefault: allow\nrules: [{{id: made-for-it, if: {{words: [{}]}}, then: hold}}]\n"


def tried(file: str, word: str, innocents: str, as_json: bool) -> int:
    """Try every disguise of the word, print what came of it, and give the exit status."""
    text = _text_of(word)
    if isinstance(text, int):
        return text
    loaded, words = load_policy(file), read_words(innocents)
    if isinstance(loaded, int) or isinstance(words, int):
        return UNUSABLE
    lab = _lab(file, loaded[0], word, text)
    if lab is None:
        return UNUSABLE
    rows = lab.trial.rows(DISGUISES, text)
    tolls = {way: lab.trial.toll(way, words) for way in lab.ways}
    if as_json:
        say_json(_json(lab, rows, tolls, len(words), innocents))
    else:
        _print(lab, rows, tolls, len(words), innocents)
    return DONE


def _text_of(word: str) -> str | int:
    """The word without its stars and plus signs, as people would write it; or the exit status, its mistake said."""
    command = "bbs policy evade"
    if not word.strip():
        return complain(
            f"{command}: WORD is empty; write the word to disguise, as in: {command} FILE birthday"
        )
    if any("\ud800" <= char <= "\udfff" for char in word):
        return complain(f"{command}: WORD is not UTF-8 text")
    try:
        entry = parse_entry(word, Folder(()))
    except ValueError as error:
        return complain(f"{command}: {error}")
    named = entry.parts if isinstance(entry, Combination) else (entry,)
    if any(isinstance(one, ListName) for one in named):
        return complain(f"{command}: `{word}` names a list; write one of its words")
    return " ".join(part.replace("*", "") for part in parts_of(word.strip()))


@dataclass(frozen=True, slots=True)
class _Lab:
    """What the word is tried on."""

    file: str
    word: str
    text: str
    found: Mapping[str, tuple[str, ...]]
    """The rules of the file that hit the word, with their phrases; of the rule made for it, if none does."""
    made: bool
    own: str
    """The way in which the file itself sees through: one of the three that have a name, or OWN."""
    sees: str
    """The same as it is written under `see_through`."""
    ways: tuple[str, ...]
    trial: Trial


def _lab(file: str, policy: Policy, word: str, text: str) -> _Lab | None:
    """The policy under each way of seeing through; None where it does not load so, the problems said."""
    found = hitting(policy, text)
    own = next((name for name, steps in NAMED.items() if steps == policy.folder.names), OWN)
    ways: dict[str, Policy] = {}
    for way, steps in ({**NAMED, own: policy.folder.names}).items():
        other = _seeing_through(file, steps) if found else _made_for(word, steps)
        if other is None:
            return None
        ways[way] = other
    made = not found
    found = found or hitting(ways["exact"], text)
    sees = own if own != OWN else ", ".join(policy.folder.names)
    return _Lab(file, word, text, found, made, own, sees, tuple(ways), Trial(ways, found))


def _seeing_through(file: str, steps: Sequence[str]) -> Policy | None:
    loaded = load_policy(file, see_through=steps)
    return None if isinstance(loaded, int) else loaded[0]


def _made_for(word: str, steps: Sequence[str]) -> Policy | None:
    """A policy with one rule that looks for the word."""
    try:
        return load(_MADE.format(json.dumps(word, ensure_ascii=False)), file="WORD", see_through=steps)
    except DocumentError as error:
        complain(f"bbs policy evade: {error.problems[0].problem}")
        return None


def _print(lab: _Lab, rows: list[Row], tolls: Mapping[str, Toll], count: int, source: str) -> None:
    say(_about(lab))
    say()
    cells = [
        (
            row.disguise.name,
            row.text,
            *("✓" if row.caught[way] else "✗" for way in lab.ways),
            ", ".join(row.first.steps) if row.first else "",
        )
        for row in rows
    ]
    show_table(("disguise", "reads", *lab.ways, "unmasked by"), cells)
    say()
    say(_caught_in_words(lab, rows))
    say()
    say(f"What that costs, of {count:,} innocent texts ({source}):")
    table = [
        (way, f"{len(toll.inside):,}", f"{len(toll.misread):,}", _examples(toll))
        for way, toll in tolls.items()
    ]
    show_table(("see through", "hit", "misread", "among them"), table)


def _about(lab: _Lab) -> str:
    sees = f"{lab.file} sees through: {lab.sees}."
    if lab.made:
        made = f"This is for a rule made for it: words: [{lab.word}]"
        return f"No rule of {lab.file} hits “{lab.text}” by itself. {made}. {sees}"
    by = [f"`{rule}` ({listed([f'`{one}`' for one in phrases])})" for rule, phrases in lab.found.items()]
    return f"“{lab.text}” is hit by {listed(by)}. {sees}"


def _caught_in_words(lab: _Lab, rows: list[Row]) -> str:
    """How many disguises each way catches; the word as it is, the first row, is none."""
    many = len(rows) - 1
    counts = [f"{way} {sum(row.caught[way] is not None for row in rows[1:])}" for way in lab.ways]
    return f"Caught, of {many} disguises: {', '.join(counts)}."


def _examples(toll: Toll) -> str:
    """A few of the words that are hit, those that only an undone disguise hits first."""
    words = dict.fromkeys([*toll.misread[: MOST // 2], *toll.inside])
    named = ", ".join(list(words)[:MOST])
    return f"{named}, ..." if len(words) > MOST else named


def _json(lab: _Lab, rows: list[Row], tolls: Mapping[str, Toll], count: int, source: str) -> dict[str, Any]:
    return {
        "word": lab.word,
        "text": lab.text,
        "rules": [] if lab.made else [{"id": rule, "phrases": list(it)} for rule, it in lab.found.items()],
        "this_file": lab.own,
        "disguises": [
            {
                "name": row.disguise.name,
                "about": row.disguise.about,
                "text": row.text,
                "caught": {way: _caught_json(one) for way, one in row.caught.items()},
            }
            for row in rows
        ],
        "innocents": {
            "file": source,
            "words": count,
            "hit": {
                way: {
                    "words": list(toll.inside),
                    "misread": list(toll.misread),
                    "itself": list(toll.itself),
                }
                for way, toll in tolls.items()
            },
        },
    }


def _caught_json(caught: Caught | None) -> dict[str, Any] | None:
    if caught is None:
        return None
    return {"rule": caught.rule, "phrase": caught.phrase, "steps": list(caught.steps)}
