"""What a matched rule does to the text: edits on original spans, computed once, never searched again."""

from __future__ import annotations

from collections.abc import Iterable

from bbs.policy.submission import Edit, Text

ROOM = 1024
"""A rewritten text is at most twice the original plus this many characters (semantics 10)."""


def settle(edits: Iterable[Edit], *, after: Iterable[Edit] = ()) -> tuple[Edit, ...]:
    """The edits that are carried out: longest first, then the earlier rule; overlapping later ones fall away.

    Edits in `after` stand already and win every overlap. Appended text overlaps nothing.
    The result is in order of the text.
    """
    taken: set[tuple[str, int]] = set()
    for edit in after:
        taken |= _characters(edit)
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start - edit.end):
        wanted = _characters(edit)
        if taken.isdisjoint(wanted):
            taken |= wanted
            kept.append(edit)
    return tuple(sorted(kept, key=lambda edit: (edit.field != "title", edit.start)))


def _characters(edit: Edit) -> set[tuple[str, int]]:
    return {(edit.field, at) for at in range(edit.start, edit.end)}


def apply(original: Text, edits: Iterable[Edit]) -> Text:
    """The text after these edits, which must not overlap; never longer than twice the original and ROOM."""
    by_field: dict[str, list[Edit]] = {"title": [], "body": []}
    for edit in edits:
        by_field[edit.field].append(edit)
    return Text(_rewrite(original.title, by_field["title"]), _rewrite(original.body, by_field["body"]))


def _rewrite(text: str, edits: list[Edit]) -> str:
    if not edits:
        return text
    done, at = "", 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        done += text[at : edit.start] + edit.put
        at = edit.end
        if edit.action == "cut":
            done, at = _close_gap(done, text, at)
    return (done + text[at:])[: 2 * len(text) + ROOM]


def _close_gap(done: str, text: str, at: int) -> tuple[str, int]:
    """Take one space beside a cut: the one after it, or else the one before."""
    if text[at : at + 1] == " ":
        return done, at + 1
    return done.removesuffix(" "), at
