"""What came of a replay, as lines for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from bbs.cli.output import columns
from bbs.entries import excerpt
from bbs.policy.decision_line import honoured_json
from bbs.policy.plainly import larger_in_words
from bbs.policy.replay import Change, Example, Group, Replay, Side
from bbs.policy.submission import Text

MOST_SHOWN = 5
"""Examples of each kind of change that are printed; JSON has more."""
LENGTH = 60
"""Characters of a text on a line."""
BEFORE = 20
"""Characters before a difference."""


def in_words(replay: Replay, unread: int) -> Iterator[str]:
    """How many submissions each change concerns, which verdicts become which, and the first few texts."""
    yield f"{replay.submissions:,} submissions, {replay.old.id} beside {replay.new.id}"
    rows = [(change.value, f"{group.count:,}") for change, group in replay.groups.items()]
    rows.append(("unchanged", f"{replay.unchanged:,}"))
    if unread:
        rows.append(("could not be read", f"{unread:,}"))
    width = max(len(number) for _, number in rows)
    yield from columns([(name, number.rjust(width)) for name, number in rows])
    if replay.moves:
        yield ""
        yield "Verdicts that would be others:"
        yield from columns([(f"{old.word} -> {new.word}", f"{many:,}") for old, new, many in replay.moves])
    for change, group in replay.groups.items():
        yield from _examples(change, group)


def replay_json(replay: Replay, unread: int) -> dict[str, Any]:
    """The same as data; every group is there, also where nothing is in it."""
    return {
        "old": replay.old.id,
        "new": replay.new.id,
        "submissions": replay.submissions,
        "unchanged": replay.unchanged,
        "unread": unread,
        "groups": {change.value.replace(" ", "_"): _group_json(one) for change, one in replay.groups.items()},
        "moves": [[old.word, new.word, many] for old, new, many in replay.moves],
    }


def _examples(change: Change, group: Group) -> Iterator[str]:
    if not group.examples:
        return
    shown = group.examples[:MOST_SHOWN]
    more = f", the first {len(shown)} of {group.count:,}" if group.count > len(shown) else ""
    yield ""
    yield f"{change.value.capitalize()}{more}:"
    yield from columns([_row(change, one) for one in shown])


def _row(change: Change, one: Example) -> tuple[str, str, str]:
    """What is different, for people: the words, what the author is told, or the verdict and its rule."""
    match change:
        case Change.TEXT if one.old.shown and one.new.shown:
            sides = _texts(one.old.shown, one.new.shown)
        case Change.TOLD if one.old.told_text != one.new.told_text:
            sides = f"{_told(one.old)} -> {_told(one.new)}"
        case _:
            sides = f"{one.old.verdict.word}, by {one.old.by} -> {one.new.verdict.word}, by {one.new.by}"
    return one.name, _short(one.text), sides


def _texts(old: Text, new: Text) -> str:
    """What readers get and would get: other words, or other words in larger type."""
    if old.plain == new.plain:
        sizes = [larger_in_words(one) or "nothing" for one in (old, new)]
        return f"in larger type: {sizes[0]} -> {sizes[1]}"
    before, after = _apart(old, new)
    return f"“{before}” -> “{after}”"


def _told(side: Side) -> str:
    return f"“{excerpt('', side.told_text, LENGTH)}”" if side.told_text else "nothing"


def _short(text: Text) -> str:
    return excerpt(text.title, text.body, LENGTH)


def _apart(old: Text, new: Text) -> tuple[str, str]:
    """Two texts from shortly before they begin to differ."""
    texts = [" ".join(f"{one.title} {one.body}".split()) for one in (old, new)]
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    start = max(0, same - BEFORE)
    before, after = (("…" if start else "") + excerpt("", text[start:], LENGTH) for text in texts)
    return before, after


def _group_json(group: Group) -> dict[str, Any]:
    return {"count": group.count, "examples": [_example_json(one) for one in group.examples]}


def _example_json(one: Example) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.text.title,
        "body": one.text.body,
        "old": _side_json(one.old),
        "new": _side_json(one.new),
    }


def _side_json(side: Side) -> dict[str, Any]:
    return {
        "verdict": side.verdict.word,
        "by": side.by,
        "told": side.told,
        "told_text": side.told_text,
        "shown": side.shown.body if side.shown else None,
        "shown_title": side.shown.title if side.shown else None,
        "honoured": honoured_json(side.shown.honoured if side.shown else ()),
        "author_sees": side.author_sees.body if side.author_sees else None,
        "author_sees_honoured": honoured_json(side.author_sees.honoured if side.author_sees else ()),
    }
