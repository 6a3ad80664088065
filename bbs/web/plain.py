"""Filters that make stored values readable: people's text, days and times."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from bbs.lesson import Clock
from bbs.policy.submission import Honoured

DIRECTION_MARKS = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
"""Characters that turn the direction of text around; shown by their Unicode abbreviation, never obeyed."""

_LARGER = Markup('<strong class="honoured">{}</strong>')
_MARKS = re.compile(f"[{''.join(DIRECTION_MARKS)}]")


def written(text: str, honoured: Iterable[Honoured] = (), field: str = "body") -> Markup:
    """What a person wrote, escaped, with direction marks made visible. Line breaks are left to the style.

    What is honoured of it stands in an element of its own; `field` says which of the places are in this text.
    """
    done, at = Markup(), 0
    for place in honoured:
        if place.field == field:
            done += _escaped(text[at : place.start]) + _LARGER.format(_escaped(text[place.start : place.end]))
            at = place.end
    return done + _escaped(text[at:])


def _escaped(text: str) -> Markup:
    return Markup(_MARKS.sub(_show_mark, str(escape(text))))  # noqa: S704  # escaped in this very line


def day(birthday: str) -> str:
    """A birthday `MM-DD` in words: 14 March. Anything else is shown as it is."""
    try:
        date = dt.datetime.strptime(f"2000-{birthday}", "%Y-%m-%d").replace(tzinfo=dt.UTC)
    except ValueError:
        return birthday
    return f"{date.day} {date:%B}"


def moment(at: dt.datetime, clock: Clock) -> str:
    """A time as the lesson's clock shows it: 14 March, 10:05."""
    there = at.astimezone(clock.lesson_now().tzinfo)
    return f"{there.day} {there:%B}, {there:%H:%M}"


def role(word: str, roles: Callable[[], Mapping[str, str]]) -> str:
    """What somebody is called here; `roles` are the words of the network in force."""
    return roles().get(word, word)


def filters(clock: Clock, roles: Callable[[], Mapping[str, str]]) -> dict[str, Callable[..., Any]]:
    """The filters of all templates, by name."""
    return {
        "written": written,
        "day": day,
        "role": partial(role, roles=roles),
        "moment": partial(moment, clock=clock),
    }


def _show_mark(found: re.Match[str]) -> str:
    return f'<span class="mark">{DIRECTION_MARKS[found.group()]}</span>'
