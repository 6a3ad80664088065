"""What a matched rule does to the text: edits on original spans, computed once, never searched again.

To honour words changes none of them, so it stands in no other edit's way. What is put in the place of honoured words is
honoured where all of those were; what is left of them stays honoured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bbs.policy.clusters import border
from bbs.policy.covering import Taken
from bbs.policy.submission import FIELDS, Edit, Honoured, Text

ROOM = 1024
"""A rewritten text is at most twice the original plus this many characters (semantics 10)."""

_LARGER = re.compile(b"\1+")


def settle(edits: Iterable[Edit], *, after: Iterable[Edit] = ()) -> tuple[Edit, ...]:
    """The edits that are carried out: longest first, then the earlier rule; overlapping later ones fall away.

    Edits in `after` stand already and win every overlap. Appended text overlaps nothing, nor does what is honoured.
    The result is in order of the text.
    """
    taken = Taken()
    for edit in after:
        if not edit.honours:
            taken.take(edit.field, edit.start, edit.end)
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start - edit.end):
        if edit.honours:
            kept.append(edit)
        elif not taken.touches(edit.field, edit.start, edit.end):
            taken.take(edit.field, edit.start, edit.end)
            kept.append(edit)
    return tuple(sorted(kept, key=lambda edit: (edit.field != "title", edit.start)))


def seen(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Settled edits without those that honour words of which nothing is left."""
    if not any(edit.honours for edit in edits):
        return edits
    changed = {
        (edit.field, at): edit for edit in edits if not edit.honours for at in range(edit.start, edit.end)
    }
    left: dict[tuple[str, int, int], bool] = {}
    for edit in edits:
        place = (edit.field, edit.start, edit.end)
        if edit.honours and place not in left:  # many rules may honour one long word
            left[place] = _is_left(edit, changed)
    return tuple(edit for edit in edits if not edit.honours or left[edit.field, edit.start, edit.end])


def _is_left(honour: Edit, changed: Mapping[tuple[str, int], Edit]) -> bool:
    """Whether an honoured character stays as it is, or has something in its place that is honoured for it.

    White space can't be seen, so it does not count.
    """
    for at, character in enumerate(honour.put, honour.start):
        edit = changed.get((honour.field, at))
        if edit is None and not character.isspace():
            return True
        if edit and edit.put.strip() and honour.start <= edit.start and edit.end <= honour.end:
            return True
    return False


def apply(original: Text, edits: Iterable[Edit]) -> Text:
    """The text after these edits, of which those that change it must not overlap.

    It is never longer than twice the original and ROOM.
    """
    edits = tuple(edits)
    if not edits:
        return original
    changes: dict[str, list[Edit]] = {field: [] for field in FIELDS}
    honours: dict[str, list[Edit]] = {field: [] for field in FIELDS}
    for edit in edits:
        (honours if edit.honours else changes)[edit.field].append(edit)
    title, in_title = _rewrite(original.title, changes["title"], honours["title"])
    body, in_body = _rewrite(original.body, changes["body"], honours["body"])
    places = [("title", place) for place in in_title] + [("body", place) for place in in_body]
    return Text(title, body, tuple(Honoured(field, *place) for field, place in places))


def _rewrite(text: str, changes: list[Edit], honours: list[Edit]) -> tuple[str, Iterable[tuple[int, int]]]:
    """The text of one field after its edits, and what of it is larger."""
    if not changes and not honours:
        return text, ()
    larger = bytearray(len(text))  # 1 for each character that is honoured
    for edit in honours:
        larger[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
    if changes:
        text, larger = _put_together(text, larger, changes)
    return text, _places(text, larger) if honours else ()


def _put_together(text: str, larger: bytearray, changes: list[Edit]) -> tuple[str, bytearray]:
    """The text after its changes, and beside every character whether it is honoured."""
    done, beside, at = "", bytearray(), 0
    for edit in sorted(changes, key=lambda edit: edit.start):
        done += text[at : edit.start] + edit.put
        whole = edit.start < edit.end and all(larger[edit.start : edit.end])
        beside += larger[at : edit.start] + bytes([whole]) * len(edit.put)
        at = edit.end
        if edit.action == "cut":
            done, at = _close_gap(done, text, at)
            del beside[len(done) :]
    most = 2 * len(text) + ROOM
    return (done + text[at:])[:most], (beside + larger[at:])[:most]


def _close_gap(done: str, text: str, at: int) -> tuple[str, int]:
    """Take one space beside a cut: the one after it, or else the one before."""
    if text[at : at + 1] == " ":
        return done, at + 1
    return done.removesuffix(" "), at


def _places(text: str, larger: bytearray) -> list[tuple[int, int]]:
    """Where larger type begins and ends: never inside what is seen as one character."""
    places: list[tuple[int, int]] = []
    for found in _LARGER.finditer(larger):
        start, end = border(text, found.start(), -1), border(text, found.end(), 1)
        if places and start <= places[-1][1]:
            start = places.pop()[0]
        places.append((start, end))
    return places
