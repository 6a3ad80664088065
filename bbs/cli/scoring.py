"""`bbs policy score`: how often a policy is wrong about texts that somebody has labelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from bbs.cli.arguments import Json, PolicyName, Seed
from bbs.cli.loading import load_policy
from bbs.cli.output import UNUSABLE, complain, say, say_json
from bbs.cli.tables import show_table
from bbs.cli.texts import Texts, read_texts
from bbs.policy.labelled import Confusion, Judged, confusion, kept, let_through
from bbs.policy.submission import Submission

MOST = 5
"""Texts that are listed of each kind, unless all are asked for."""


def score(
    file: PolicyName,
    fine: Annotated[
        str, typer.Option(metavar="FILE.txt", help="Texts that should appear, one a line (or .jsonl).")
    ] = "",
    unwanted: Annotated[
        str, typer.Option(metavar="FILE.txt", help="Texts that should not, one a line (or .jsonl).")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="List every text, not the first few alone.")] = False,
    seed: Seed = "",
    as_json: Json = False,
) -> int:
    """Count over- and under-blocking on labelled texts, by default its own examples, and say which rule costs most."""
    loaded = load_policy(file, seed)
    if isinstance(loaded, int):
        return UNUSABLE
    policy = loaded[0]
    good, bad = _texts(fine, policy.examples.fine), _texts(unwanted, policy.examples.unwanted)
    if isinstance(good, int) or isinstance(bad, int):
        return UNUSABLE
    if not good.posts and not bad.posts:
        remedy = "name files of texts, one a line: --fine FILE.txt --unwanted FILE.txt"
        return complain(f"bbs policy score: {file} has no examples of its own; {remedy}")
    found = confusion(policy, good.posts, bad.posts)
    if as_json:
        say_json({"policy": policy.id, **_json(found)})
    else:
        _print(found, None if every else MOST)
    return max(good.status, bad.status)


def _texts(name: str, own: Iterable[str]) -> Texts | int:
    return read_texts(name) if name else Texts(tuple(map(Submission, own)))


def _print(found: Confusion, most: int | None) -> None:
    rows = [
        (label, str(len(let_through(texts))), str(len(kept(texts))))
        for label, texts in (("fine", found.fine), ("unwanted", found.unwanted))
    ]
    show_table(("texts", "shown at once, unchanged", "not"), rows)
    say()
    fine, unwanted = len(found.fine), len(found.unwanted)
    if fine:
        many = len(kept(found.fine))
        say(f"over-blocking {found.over_blocking:.0%}: {many} of {fine} fine texts are kept or changed")
    if unwanted:
        shown = len(let_through(found.unwanted))
        say(
            f"under-blocking {found.under_blocking:.0%}: {shown} of {unwanted} unwanted texts appear unchanged"
        )
    _print_rules(found)
    for head, texts in _cells(found):
        _print_texts(head, texts, most)


def _print_rules(found: Confusion) -> None:
    if not found.shares:
        return
    say()
    rows = [(one.rule, *map(str, (one.fine, one.unwanted, one.freed, one.missed))) for one in found.shares]
    head = ("caught by", "fine", "unwanted", "without it: more fine appear", "more unwanted appear")
    show_table(head, rows)


def _cells(found: Confusion) -> Iterator[tuple[str, tuple[Judged, ...]]]:
    """The four cells of the confusion table, mistakes first."""
    yield "Fine, and kept back or changed:", kept(found.fine)
    yield "Unwanted, and shown unchanged:", let_through(found.unwanted)
    yield "Unwanted, and kept back or changed:", kept(found.unwanted)
    yield "Fine, and shown unchanged:", let_through(found.fine)


def _print_texts(head: str, texts: tuple[Judged, ...], most: int | None) -> None:
    if not texts:
        return
    say()
    say(head)
    for one in texts[:most]:
        by = f"  [{one.decision.verdict.word}, by {', '.join(one.caught_by)}]" if one.caught_by else ""
        title = f"{one.submission.title}: " if one.submission.title else ""
        say(f"  {title}{one.submission.body}{by}")
    if most is not None and len(texts) > most:
        say(f"  and {len(texts) - most:,} more; --all lists them")


def _json(found: Confusion) -> dict[str, Any]:
    """As `check --json` says it, with the cells and the rules; every text, since programs can count."""
    over, under = kept(found.fine), let_through(found.unwanted)
    return {
        "over_blocking": {"share": found.over_blocking, "fine": len(found.fine), "texts": _bodies(over)},
        "under_blocking": {
            "share": found.under_blocking,
            "unwanted": len(found.unwanted),
            "texts": _bodies(under),
        },
        "cells": {
            "fine": {"shown": _bodies(let_through(found.fine)), "kept": _why(over)},
            "unwanted": {"shown": _bodies(under), "kept": _why(kept(found.unwanted))},
        },
        "rules": [
            {
                "rule": one.rule,
                "fine": one.fine,
                "unwanted": one.unwanted,
                "without": {"fine": one.freed, "unwanted": one.missed},
            }
            for one in found.shares
        ],
    }


def _bodies(texts: Iterable[Judged]) -> list[str]:
    return [one.submission.body for one in texts]


def _why(texts: Iterable[Judged]) -> list[dict[str, Any]]:
    return [
        {"text": one.submission.body, "verdict": one.decision.verdict.word, "by": list(one.caught_by)}
        for one in texts
    ]
